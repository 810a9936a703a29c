"""Forms whose text is kept while it is typed, and offered again to the one who typed it.

A form draws :meth:`OpenDraft.line` among its fields: it says when the draft was saved, and tells
the page's own script (``drafts.js``) which fields belong to it. What this window holds stands in
the fields when the form is opened again; what another window or another computer holds is offered
above it. Forms in which names, places or ways to reach somebody are typed keep nothing here; the
script asks before they are left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

import streamlit as st

from coordinator.access import cookies
from coordinator.access.actor import OFFICE, Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.drafts import usecases as drafts
from coordinator.drafts.views import Draft, OwnDrafts
from coordinator.ui import callbacks, frame, state, widgets
from coordinator.ui.text import theirs

_UNSAFE_IN_KEY: Final = re.compile(r"[^a-zA-Z0-9_-]")
_TAB: Final = re.compile(r"[a-z0-9]{1,32}")
_MOST_OFFERED: Final = 3
_EXCERPT: Final = 120  # characters


@dataclass
class _Opened:
    """What the session keeps of a form while it stands open.

    ``texts``: what its fields opened with. ``tabs``: the windows whose text has been taken over.
    ``times``: how often it has been opened again, with other texts in its fields. ``has_begun``:
    whether something waited when it came on screen.
    """

    protected: int
    texts: dict[str, str] = field(default_factory=dict)
    kept_at: str = ""
    tabs: list[str] = field(default_factory=list)
    times: int = 0
    is_drawn: bool = False
    has_begun: bool = False


@dataclass(frozen=True)
class OpenDraft:
    """A form that keeps its draft, in one run; ``base`` is a digest of what is saved."""

    form: str
    fields: Sequence[str]
    base: str
    _opened: _Opened

    @property
    def times(self) -> int:
        return self._opened.times

    @property
    def texts(self) -> dict[str, str]:
        """What its fields open with, where that is not what is saved."""
        return dict(self._opened.texts)

    def text(self, name: str, saved: str = "") -> str:
        """What a field opens with."""
        return self._opened.texts.get(name, saved)

    @property
    def prefix(self) -> str:
        """Starts the keys of the fields; another one when it was opened again."""
        return _prefix(self.form, self._opened.times)

    def key(self, name: str) -> str:
        return f"{self.prefix}_{name}"

    def line(self, keys: Sequence[str] = ()) -> None:
        """When the draft was saved; drawn always, so that nothing moves when it is.

        ``keys``: those of the fields, in their order, where the form has given them its own.
        """
        self._opened.is_drawn = True
        shown = keys or [self.key(name) for name in self.fields]
        about = {
            "form": self.form,
            "fields": {
                _UNSAFE_IN_KEY.sub("-", key): name
                for name, key in zip(self.fields, shown, strict=True)
            },
            "base": self.base,
            "round": self._opened.protected,
            **about_this_page(),
        }
        kept = self._opened.kept_at
        words = _("Draft saved {time}.", time=kept) if kept else ""
        told = escape(json.dumps(about))
        st.html(f'<p class="saved draft" data-draft="{told}">{escape(words)}</p>')

    def done(self) -> None:
        done(self.form)


def open_draft(
    form: str, fields: Sequence[str], *, base: str = "", is_new: bool | None = None
) -> OpenDraft:
    """The form's draft: as it stands open, or opened now with what this window holds of it.

    ``form``: its name, the same on every computer. ``base``: a digest of what is saved, empty for
    something new. ``is_new``: whether the form has just come on screen, where its caller knows.
    Above the form it is said what waits.
    """
    opened: _Opened | None = st.session_state.get(_place(form))
    if opened is not None and is_new is None:
        is_new = _is_left(form, opened, fields[0])
    own = _own(f"{form} open", afresh=opened is None or bool(is_new))
    waiting = own.of(form)
    if opened is None or is_new:
        opened = _Opened(own.protected, has_begun=bool(waiting))
        mine = next((one for one in waiting if one.tab and one.tab == this_tab()), None)
        if mine is not None and mine.base == base:
            _take_over(opened, mine)
        st.session_state[_place(form)] = opened
    draft = OpenDraft(form, fields, base, opened)
    if opened.tabs:
        _begun(draft)
    others = [one for one in waiting if one.tab not in {*opened.tabs, this_tab()}]
    older = [one for one in waiting if one.tab == this_tab() and one.base != base]
    for one in [*older, *others][:_MOST_OFFERED]:
        _offer(draft, one)
    return draft


def about_this_page() -> dict[str, str | None]:
    """What the page's own script needs to hand something over to a route."""
    actor = frame.office_and_actor()[1]
    return {"group": actor.group_slug, "token": cookies.form_token(frame.cookie() or "")}


def form_name(name: str) -> str:
    """A form's name as drafts have it, from the name that a page knows it by."""
    return re.sub(r"[^a-z0-9_-]", "-", name.lower())[:80]


def _prefix(form: str, times: int) -> str:
    return f"{form}_d{times}" if times else form


def waits(form: str) -> Draft | None:
    """The draft of a form that does not stand open: this window's, else the newest."""
    found = _own(form).of(form)
    mine = (one for one in found if one.tab and one.tab == this_tab())
    return next(mine, next(iter(found), None))


def has_begun(form: str, first: str) -> bool:
    """Whether something waited in the form when it came on screen: its fold is drawn open then.

    ``first``: the name of a field that is always drawn. Asked before the form is opened.
    """
    opened: _Opened | None = st.session_state.get(_place(form))
    if opened is None or _is_left(form, opened, first):
        return bool(_own(f"{form} open", afresh=True).of(form))
    return opened.has_begun


def _is_left(form: str, opened: _Opened, first: str) -> bool:
    """Its fields were drawn and are not on screen any more."""
    return opened.is_drawn and f"{_prefix(form, opened.times)}_{first}" not in st.session_state


def waiting(where: str) -> tuple[Draft, ...]:
    """Everything that the reader has begun and not saved, the newest first.

    ``where`` it is told: read again when that is not where it was told in the run before.
    """
    return _own(f"everything {where}").drafts


def said_when(draft: Draft) -> str:
    """``14.12``, with the day when that is another one."""
    office = frame.office_and_actor()[0]
    time, day = dates.clock_time(draft.kept_at), dates.local_day(draft.kept_at)
    return time if day == office.clock.today() else f"{dates.short_day_week(day)} {time}"


def excerpt(draft: Draft) -> str:
    """Its first words, as people's own."""
    text = " · ".join(" ".join(one.split()) for one in draft.texts.values())
    return theirs(text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1].rstrip()}…")


def done(form: str) -> None:
    """The form was saved: its drafts go, this window's and those that had been taken over.

    Where it stands there still its fields are new ones, and empty.
    """
    opened: _Opened | None = st.session_state.get(_place(form))
    if opened is not None:
        st.session_state[_place(form)] = _Opened(opened.protected, times=opened.times + 1)
    office, actor = frame.office_and_actor()
    tabs = {this_tab(), *(opened.tabs if opened else ())} - {""}
    if tabs:
        drafts.done(office, actor, form=form, tabs=sorted(tabs))
        ask_again()
    _tell_script(form)


def settled_html() -> str:
    """Tells the page's script which forms are settled; drawn on every page, in one place.

    What it has handed over meanwhile may have come too late, and is taken back by it.
    """
    number, forms = st.session_state.get(state.DRAFTS_DONE, (0, ()))
    st.session_state[state.DRAFTS_DONE] = (number, ())
    settled = escape(json.dumps({"number": number, "forms": list(forms)}))
    return f'<span hidden data-drafts-done="{settled}"></span>'


def this_tab() -> str:
    """The browser's window that this page stands in; empty where nobody says."""
    found = st.context.headers.get("x-coordinator-tab")
    return found if isinstance(found, str) and _TAB.fullmatch(found) else ""


def _tell_script(form: str) -> None:
    number, forms = st.session_state.get(state.DRAFTS_DONE, (0, ()))
    st.session_state[state.DRAFTS_DONE] = (number + 1, (*forms, form))


# What waits ---------------------------------------------------------------------------------------


@dataclass
class _Known:
    """What waits, as it was read last, in the run of ``actor``.

    ``asked``: what was asked about in that run; ``before``: in the run before it.
    """

    actor: Actor
    own: OwnDrafts
    asked: set[str]
    before: frozenset[str] = frozenset()
    is_new: bool = True  # it was read in this very run


def _own(about: str, *, afresh: bool = False) -> OwnDrafts:
    """Read where something is asked about that the run before did not ask about.

    As when a form opens or closes, or another item of the agenda is shown: a page that is drawn
    again and again while somebody works on it asks nothing. ``afresh``: the form comes on screen
    now, perhaps again, after a run in which nothing was asked about.
    """
    office, actor = frame.office_and_actor()
    known: _Known | None = st.session_state.get(state.DRAFTS_KNOWN)
    if known is not None and known.actor is not actor:
        known.actor, known.is_new = actor, False
        if known.asked:
            known.before, known.asked = frozenset(known.asked), set()
    if known is None or not (known.is_new or (about in known.before and not afresh)):
        found = drafts.own_drafts(office, actor) if actor.roles & OFFICE else OwnDrafts(0, ())
        before, asked = (known.before, known.asked) if known else (frozenset(), set())
        known = _Known(actor, found, asked, before)
        st.session_state[state.DRAFTS_KNOWN] = known
    known.asked.add(about)
    return known.own


def ask_again() -> None:
    """What waits is read again in the next run: a form has been opened or closed."""
    state.take(state.DRAFTS_KNOWN)


def _place(form: str) -> str:
    return f"{state.DRAFT}_{frame.office_and_actor()[1].group_id}_{form}"


def _take_over(opened: _Opened, draft: Draft) -> None:
    opened.texts, opened.kept_at = dict(draft.texts), said_when(draft)
    opened.tabs.append(draft.tab)


def _again(opened: _Opened) -> None:
    """Its fields are new ones in the next run."""
    opened.times += 1
    opened.is_drawn = False


def _begun(draft: OpenDraft) -> None:
    """What had been begun stands in the fields; it can be thrown away."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        widgets.quiet(_("What you had begun stands in the form."), width="content")
        st.button(
            _("Begin again"),
            key=f"draft_again_{draft.form}",
            type="tertiary",
            on_click=_let_go,
            args=(draft.form, None),
        )


def _offer(draft: OpenDraft, other: Draft) -> None:
    """What another window holds of the form, or what was built on something older."""
    when, words = said_when(other), excerpt(other)
    if other.base == draft.base:
        said = _("You began this {time}, in another window: “{text}”", time=when, text=words)
    else:
        said = _(
            "You began this {time}, and what it changes has been saved since: “{text}”",
            time=when,
            text=words,
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        widgets.quiet(said)
        st.button(
            _("Go on with it"),
            key=f"draft_on_{draft.form}_{other.tab}",
            on_click=_go_on,
            args=(draft.form, other),
        )
        st.button(
            _("Throw it away"),
            key=f"draft_off_{draft.form}_{other.tab}",
            type="tertiary",
            on_click=_let_go,
            args=(draft.form, other.tab),
        )


def _go_on(form: str, other: Draft) -> None:
    """Opens the form again with that text in its fields."""
    callbacks.act(lambda _office, _actor: go_on_with(form, other))


def go_on_with(form: str, draft: Draft) -> None:
    """The form, open or about to be opened, has that text in its fields in the next run.

    As it stands now: since the page was drawn somebody may have been protected, or the other window
    has gone on.
    """
    office, actor = frame.office_and_actor()
    own = drafts.own_drafts(office, actor)
    ask_again()
    current = next((one for one in own.of(form) if one.tab == draft.tab), None)
    if current is None:
        return
    opened = st.session_state.get(_place(form)) or _Opened(own.protected)
    _take_over(opened, current)
    _again(opened)
    st.session_state[_place(form)] = opened


def _let_go(form: str, tab: str | None) -> None:
    """Throws away what one window holds; without one, what stands in the fields."""

    def let_go(office: Office, actor: Actor) -> None:
        opened: _Opened | None = st.session_state.get(_place(form))
        taken = opened.tabs if opened else []
        drafts.let_go(office, actor, form=form, tabs=[this_tab(), *taken] if tab is None else [tab])
        ask_again()
        if tab is None and opened is not None:
            opened.texts, opened.kept_at, opened.tabs = {}, "", []
            _again(opened)
            _tell_script(form)

    callbacks.act(let_go)
