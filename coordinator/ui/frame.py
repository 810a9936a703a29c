"""What stands around every page: who is here, the head row, banners, footer, errors in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from coordinator.access import cookies
from coordinator.access.actor import Actor, Role
from coordinator.core import addresses, dates
from coordinator.core.build import version
from coordinator.core.errors import BadInput, Conflict, CoordinatorError
from coordinator.core.messages import problem_lines, sentence
from coordinator.core.office import Office
from coordinator.core.translation import LANGUAGES, _, language, preferred_language, speak
from coordinator.ui import markup, state
from coordinator.ui.navigation import FILES, may_open
from coordinator.ui.text import escape, literal
from coordinator.wiring import actor_of, groups_of, running_office

_current: ContextVar[tuple[Office, Actor] | None] = ContextVar("current", default=None)
_pages: ContextVar[Mapping[str, StreamlitPage]] = ContextVar("pages", default=MappingProxyType({}))


def cookie() -> str | None:
    """The session cookie as the browser sent it when it connected."""
    https = running_office().settings.is_https
    return cookies.session_in(st.context.cookies, https=https)


def choose_language() -> None:
    """The reader's choice, else the browser's."""
    chosen = st.context.cookies.get(cookies.LANGUAGE)
    if chosen in LANGUAGES:
        speak(str(chosen))
    else:
        wish = st.context.headers.get("Accept-Language")
        speak(preferred_language(wish if isinstance(wish, str) else None))


def recognise(*, is_use: bool = True) -> Actor | None:
    """Checks the session in the database, on every run, before anything else is read.

    Somebody is an actor only in the group that the address asks for. ``is_use``: a person does
    something; a page that draws itself again keeps no session alive.
    """
    office = running_office()
    actor = actor_of(office, cookie(), st.query_params.get("group"), is_use=is_use)
    _current.set((office, actor) if actor else None)
    return actor


def is_drawn_for(actor: Actor) -> bool:
    """Whether what stands on the page, and is pressed on it, belongs to the actor's group."""
    drawn = st.session_state.get(state.DRAWN_FOR)
    return drawn in {None, actor.group_slug}


def draw_for(actor: Actor) -> None:
    """Every field and button belongs to one group: what another group's page held is let go."""
    if not is_drawn_for(actor):
        st.session_state.clear()
    st.session_state[state.DRAWN_FOR] = actor.group_slug


def may_choose() -> bool:
    """Whether somebody is signed in who has groups, but none that the address asks for."""
    return bool(groups_of(running_office(), cookie()))


def choose_group_first() -> str:
    """Where the reader chooses a group, and comes back to the page that stands open."""
    return addresses.choose_group(_standing_open())


def office_and_actor() -> tuple[Office, Actor]:
    """The office and who acts in this run.

    Raises:
        RuntimeError: a page ran without ``main`` having recognised anybody.
    """
    current = _current.get()
    if current is None:
        raise RuntimeError("a page ran without a recognised actor")
    return current


@dataclass
class Said:
    """Whether the block went through."""

    ok: bool = True
    error: CoordinatorError | None = None


@contextmanager
def saying(*, beside: str = "", rules_too: bool = False) -> Iterator[Said]:
    """Turns an expected refusal into a sentence on the page and lets the rest go on.

    ``beside``: the name under which the session keeps the sentence for a line beside what was
    pressed (:func:`pressed`), where somebody else was quicker; with ``rules_too`` every refusal.
    """
    said = Said()
    try:
        yield said
    except CoordinatorError as error:
        said.ok, said.error = False, error
        if not is_said_beside(error, beside, rules_too=rules_too):
            say(error)


def is_said_beside(error: CoordinatorError, beside: str, *, rules_too: bool) -> bool:
    """Whether the refusal is kept for the line beside what was pressed, see :func:`saying`."""
    is_kept = bool(beside) and (rules_too or isinstance(error, Conflict))
    if is_kept:
        st.session_state[beside] = ("refused", sentence(error))
    return is_kept


def came_of_press(beside: str, text: str) -> None:
    """What a press came to, to be said once beside it in the next run."""
    st.session_state[beside] = ("said", text)


def pressed(beside: str) -> tuple[str, bool]:
    """What is to be said beside what was pressed, and whether it was refused; once."""
    kind, text = state.take(beside, ("", ""))
    return text, kind == "refused"


def say(error: CoordinatorError) -> None:
    """The error's sentence, and one line per problem of a list."""
    show = st.warning if isinstance(error, Conflict) else st.error
    show(literal(sentence(error)))
    if isinstance(error, BadInput) and error.problems:
        st.html(
            "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in problem_lines(error)) + "</ul>"
        )


def flash(text: str | CoordinatorError) -> None:
    """A sentence, or why something was refused, that the next run shows once."""
    st.session_state.setdefault(state.FLASH, []).append(text)


def show_flashes() -> None:
    """What was done, where the eyes are: over the lower edge of the page, so that nothing moves.

    So is what a press was refused for before the page was drawn (see ``callbacks``).
    """
    waiting = state.take(state.FLASH, [])
    if not waiting:
        return
    with st.container(key="flashes", gap="small"):
        for error in [one for one in waiting if isinstance(one, CoordinatorError)]:
            say(error)
        with st.container(key="flashes_done", gap="small"):
            for text in [one for one in waiting if isinstance(one, str)]:
                st.success(literal(text), icon=":material/check_circle:")


def address(path: str, /, **query: str | int | None) -> str:
    """A link inside the product; the group stays in it."""
    actor = office_and_actor()[1]
    parts = {"group": actor.group_slug} | {k: str(v) for k, v in query.items() if v is not None}
    return f"{path}?{urlencode(parts)}"


def office_page(name: str, /, **query: str | int | None) -> str:
    """The address of an office page, for :func:`coordinator.ui.markup.link_html`.

    The first page that somebody has stands at the root, whatever its name.
    """
    found = _pages.get().get(name)
    return address("/" if found and not found.url_path else f"/{name}", **query)


def sign_in_first() -> str:
    """The sign-in page, from which the reader comes back to the page that stands open."""
    return addresses.sign_in_first(_standing_open())


def _standing_open() -> str:
    asked = urlsplit(st.context.url or "")
    query = urlencode(st.query_params.to_dict())
    return f"{asked.path or '/'}?{query}" if query else asked.path or "/"


def query_for(**query: str | int | None) -> Mapping[str, str]:
    """Query parameters for ``st.page_link`` and ``st.switch_page``; the group stays in them."""
    actor = office_and_actor()[1]
    return {"group": actor.group_slug} | {k: str(v) for k, v in query.items() if v is not None}


def head() -> None:
    """Search, language and sign-out: the same on every page."""
    actor = office_and_actor()[1]
    with st.container(
        horizontal=True,
        wrap=False,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="topbar",
        gap="small",
    ):
        query = _search_field() if may_open("search", actor.roles) else ""
        _name_menu(actor)
    asked = (query or "").strip()
    if asked and st.session_state.get(state.ASKED) != asked:
        st.session_state[state.ASKED] = asked
        st.switch_page(page("search"), query_params=query_for(q=asked))


def _search_field() -> str:
    return st.text_input(
        _("Search everything"),
        placeholder=_("Search everything  ( / )"),
        label_visibility="collapsed",
        icon=":material/search:",
        key="q",
        max_chars=200,
    )


def _name_menu(actor: Actor) -> None:
    with st.popover(literal(_short_name(actor)), icon=":material/account_circle:", type="tertiary"):
        # Each group is a page of its own in the browser: a field that both have would go on there
        # with what was typed here.
        others = "".join(
            _link(addresses.page("home", group=one.slug), _("Go to {group}", group=one.full_name))
            for one in actor.groups
            if one.slug != actor.group_slug
        )
        other = "en" if language() == "sv" else "sv"
        label = "In English" if other == "en" else "På svenska"
        sign_out = escape(_("Sign out"))
        details = _own_link(actor, addresses.MY_DETAILS, _("My details"))
        sessions = _own_link(actor, addresses.MY_SESSIONS, _("Where you are signed in"))
        token = (
            f'<input type="hidden" name="form_token" value="{cookies.form_token(cookie() or "")}">'
        )
        who = f"<p><strong>{escape(actor.name)}</strong><br>{escape(_roles(actor))}</p>"
        st.html(
            f"{who}{others}{_my_page_link(actor)}{details}{sessions}"
            f'<form method="post" action="/language">'
            f'{token}<input type="hidden" name="to" value="{other}">'
            f'<button class="plain-button" lang="{other}">{label}</button></form>'
            f'<form method="post" action="/sign-out">{token}<button class="plain-button">'
            f"{sign_out}</button></form>"
        )


def _own_link(actor: Actor, path: str, words: str) -> str:
    return _link(addresses.my(path, group=actor.group_slug), words)


def _link(address: str, words: str) -> str:
    return f'<p><a href="{escape(address)}">{escape(words)}</a></p>'


def _my_page_link(actor: Actor) -> str:
    """For those who also stand for an agency: the page their own answers and points are on."""
    if not (actor.agency_ids or actor.has(Role.MEMBER)):
        return ""
    return _own_link(actor, addresses.MY, _("My page"))


def _short_name(actor: Actor) -> str:
    return actor.name.split()[0] if actor.name and "," not in actor.name else _("Menu")


def _roles(actor: Actor) -> str:
    return ", ".join(role.in_words() for role in Role if role in actor.roles)


def banners() -> None:
    """Says aloud when people, figures or the time are invented."""
    office, actor = office_and_actor()
    said = []
    if actor.is_demo:
        said.append(_("Example data: every person, meeting and figure here is invented."))
    if office.clock.is_set_by_hand:
        now = office.clock.now()
        said.append(
            _(
                "The clock is set by hand: {day} {time}.",
                day=dates.short_day_week(dates.local_day(now)),
                time=dates.clock_time(now),
            )
        )
    if said:
        chip = markup.chip_html(" ".join(said), "science", "obs")
        st.html(f'<div class="banner">{chip}</div>')


def foot(beside: str = "") -> None:
    """``beside``: what the page's own script is told, as HTML."""
    links = (
        ("privacy", _("Personal data")),
        ("accessibility", _("Accessibility")),
        ("help", _("Help")),
    )
    drawn = (markup.link_html(office_page(name), escape(words)) for name, words in links)
    build = markup.quiet_html(_("Version {number}", number=version()))
    st.html(f'<div class="foot">{"".join(drawn)}{build}{beside}</div>')


def use_pages(pages: Mapping[str, StreamlitPage]) -> None:
    """The pages of this run by name, as ``st.navigation`` knows them."""
    _pages.set(pages)


def page(name: str) -> StreamlitPage | str:
    """A page, as ``st.page_link`` and ``st.switch_page`` want it.

    The page of this run, which need not be looked for; before there are any, its file.
    """
    return _pages.get().get(name) or str(FILES[name])


def back(name: str, label: str, **query: str | int | None) -> None:
    """The way back from a page below another, above its title."""
    with st.container(key="back"):
        st.page_link(
            page(name), label=label, icon=":material/arrow_back:", query_params=query_for(**query)
        )
