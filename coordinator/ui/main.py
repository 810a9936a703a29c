"""Every script run starts here: who is it, in which language, which pages exist for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.translation import _
from coordinator.ui import drafts, frame, markup, state, theme, widgets
from coordinator.ui.navigation import ENTRIES, Entry, entries_for, menu_for
from coordinator.ui.text import escape

PRODUCT = "Samordnaren"


def main() -> None:
    frame.choose_language()
    actor = frame.recognise()
    if actor is None:
        _nobody()
    elif not entries_for(actor.roles):
        _member(actor)
    else:
        frame.draw_for(actor)
        _signed_in(actor)


def _nobody() -> None:
    """No living session: nothing of the group is read or shown."""
    chosen = st.navigation(_everywhere(_sign_in_hint, _("Sign in")), position="hidden")
    st.set_page_config(page_title=f"{chosen.title} · {PRODUCT}")
    theme.mark()
    chosen.run()


def _everywhere(show: Callable[[], None], title: str) -> list[StreamlitPage]:
    """The same words whatever page was asked for.

    At an address that it has no page for Streamlit lays its own dialog over everything.
    """
    first = st.Page(show, title=title, url_path="", default=True)
    return [first, *_instead(show, title, [one.name for one in ENTRIES])]


def _instead(show: Callable[[], None], title: str, names: Iterable[str]) -> list[StreamlitPage]:
    return [st.Page(show, title=title, url_path=name, visibility="hidden") for name in names]


def _sign_in_hint() -> None:
    if frame.may_choose():
        with st.container(key="hero"):
            st.title(_("This group is not open to you."), anchor=False)
        widgets.quiet(_("Nothing was saved there. Your own groups are where they were."))
        _way(_("Choose a group"), frame.choose_group_first(), "do_choose_group")
        return
    with st.container(key="hero"):
        st.title(_("You are not signed in."), anchor=False)
    _way(_("Sign in"), frame.sign_in_first(), "do_sign_in")


def _way(label: str, address: str, key: str) -> None:
    """A link in this very tab; Streamlit's own opens a second one."""
    with st.container(key=key):
        st.html(f'<a class="way" href="{escape(address)}">{escape(label)}</a>')


def _member(actor: Actor) -> None:
    """Nothing is drawn here for members; the door sends them on before they get this far."""
    chosen = st.navigation(_everywhere(_my_hint, _("My page")), position="hidden")
    st.set_page_config(page_title=f"{chosen.title} · {PRODUCT}")
    chosen.run()
    address, words = escape(addresses.my(group=actor.group_slug)), escape(_("To my page"))
    st.html(f'<a href="{address}">{words}</a>')


def _my_hint() -> None:
    with st.container(key="hero"):
        st.title(_("Your pages are elsewhere."), anchor=False)


def _signed_in(actor: Actor) -> None:
    entries = entries_for(actor.roles)
    # Copies: Streamlit notes on a page whether it may run now, and other people's runs go on.
    pages = {
        entry.name: copy(_page(entry, _(entry.title), is_first=number == 0))
        for number, entry in enumerate(entries)
    }
    shut = [one.name for one in ENTRIES if one not in entries]
    closed = _instead(_not_open, _("Not open to you"), shut)
    chosen = st.navigation([*pages.values(), *closed], position="hidden")
    frame.use_pages(pages)
    st.set_page_config(page_title=f"{chosen.title} · {PRODUCT}", layout="wide")
    _keep_address(chosen.url_path, actor.group_slug)
    _menu(actor)
    frame.head()
    frame.banners()
    chosen.run()
    frame.show_flashes()
    frame.foot(drafts.settled_html())


def _not_open() -> None:
    """At the address of a page that exists for others, as in a bookmark from another role."""
    with st.container(key="hero"):
        st.title(_("This page is not open to you."), anchor=False)
    widgets.quiet(_("Your role in the group has other pages. They stand in the menu."))
    st.page_link(frame.page("home"), label=_("To the start page"), query_params=frame.query_for())


@cache
def _page(entry: Entry, title: str, *, is_first: bool) -> StreamlitPage:
    """A page by its file, which Streamlit looks up on the disk, link by link: once is enough.

    It has no icon: every link to the page would show it. The menu is ours and draws its own.
    """
    return st.Page(
        str(entry.file),
        title=title,
        url_path="" if is_first else entry.name,
        default=is_first,
        visibility="visible" if entry.in_menu else "hidden",
    )


def _menu(actor: Actor) -> None:
    """Our own links: they keep the group, and leave a meeting for the list of meetings.

    One element, the same in every run: the focus stays on the link that was pressed.
    """
    theme.mark()
    links = "".join(map(_menu_link, menu_for(actor.roles)))
    heard = escape(_("Pages"))
    menu = f'<nav class="menu" aria-label="{heard}">{links}</nav>'
    st.sidebar.html(menu + theme.group_name(actor.group_name, actor.municipality))


def _menu_link(entry: Entry) -> str:
    title = escape(_(entry.title))
    label = f"{markup.icon(entry.icon)}<span>{title}</span>"
    return markup.link_html(frame.office_page(entry.name), label)


def _keep_address(path: str, group: str) -> None:
    """Tells the browser the address of what it shows, with the group in it.

    A link within one page (from the meetings to a meeting) reaches the script with its query, but
    Streamlit leaves the browser's address as it was, and the next run would not know the query.
    """
    query = {**st.query_params.to_dict(), "group": group}
    if st.session_state.get(state.ADDRESS) != (path, query):
        # Setting one part sends all of them; the browser ignores what it has already.
        st.query_params["group"] = group
    st.session_state[state.ADDRESS] = (path, query)
