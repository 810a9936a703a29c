"""Forms on something that others may save meanwhile: nothing typed is lost, nothing is overwritten.

A form opens on what is saved and keeps that in the session as its *base*. Where somebody else has
saved in between, the use case refuses with ``Conflict``; the form then reads what is saved now and
compares three ways. What only they changed follows theirs, what only the reader changed stays, and
where both changed a field the reader chooses. The next save builds on the version that was shown:
it writes only what was chosen, and where a third person came in between, all this begins again.

What is typed is kept as a draft while it is typed (:mod:`coordinator.ui.drafts`), except in fields
that say otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

import streamlit as st

from coordinator.core.errors import Conflict, CoordinatorError
from coordinator.core.messages import sentence
from coordinator.core.text import clean_lines
from coordinator.core.translation import _
from coordinator.ui import drafts, frame, markup, state, widgets
from coordinator.ui.drafts import OpenDraft
from coordinator.ui.text import literal
from coordinator.ui.values_in_words import as_day, as_list, as_name, as_text, as_yes_no

__all__ = [
    "Field",
    "Form",
    "Values",
    "as_day",
    "as_list",
    "as_name",
    "as_text",
    "as_yes_no",
    "forget",
    "open_form",
    "seen",
]

Values = Mapping[str, Any]
Choice = Literal["theirs", "mine"]
T = TypeVar("T")


# A form -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """One field: its name among the values, its label, and how a value is said in words.

    A field that the form does not draw may stand here too: it is only named when it has changed.
    ``is_kept``: what is typed in it may be kept before it is saved. Not so names, places and ways
    to reach somebody, which may have to be gone at once.
    """

    name: str
    label: str
    words: Callable[[Any], str] = as_text
    is_kept: bool = True


@dataclass
class _Opened:
    """What the session keeps of a form while its fields stand on screen.

    ``opened_on`` is the version in the fields' keys, ``builds_on`` the one that a save builds on,
    ``on_screen`` the one that a press in the next run builds on.
    """

    name: str
    first: str
    about: Hashable
    opened_on: int
    builds_on: int
    on_screen: int
    base: dict[str, Any]
    given: dict[str, Any]
    round: int = 0
    is_drawn: bool = False
    said: str = ""
    is_dropped: bool = False  # what was typed is gone, and that has not been said yet
    choices: dict[str, Choice] = field(default_factory=dict)
    followed: dict[str, Any] = field(default_factory=dict)  # what stood there when it was opened
    draft: OpenDraft | None = None
    draft_times: int = 0  # the drafts that have been opened in it
    refused: tuple[str, dict[str, Any], dict[str, Choice]] | None = None


@dataclass(frozen=True)
class Form:
    """One form in one run; ``given`` is what its fields open with."""

    name: str
    fields: Sequence[Field]
    _opened: _Opened

    @property
    def key(self) -> str:
        """Starts the keys of the fields, and holds the version.

        After a restart only the browser still has what was typed: fields that built on an older
        version then open again instead of overwriting unseen.
        """
        version, shown = self._opened.opened_on, self._opened.round
        parts = (self.name, *([version] if version else ()), *([f"r{shown}"] if shown else ()))
        return "_".join(map(str, parts))

    @property
    def given(self) -> Values:
        return self._opened.given

    @property
    def base(self) -> Values:
        """What was saved when the form opened, or when the conflict was shown."""
        return self._opened.base

    def merged(self, typed: Values) -> dict[str, Any]:
        """What a save would write: what is typed, and theirs where theirs was chosen.

        Whoever has written in a field after the choice was shown means what they wrote.
        """
        opened = self._opened
        return {
            name: opened.base[name]
            if self._choice(name) == "theirs" and _same(value, opened.given[name])
            else value
            for name, value in typed.items()
        }

    def _choice(self, name: str) -> Choice | None:
        usual = self._opened.choices.get(name)
        chosen: Choice | None = st.session_state.get(self._choice_key(name), usual)
        return chosen if usual else None

    def _choice_key(self, name: str) -> str:
        return f"{self.key}_choice_{name}"

    def save(self, typed: Values, do: Callable[[int, dict[str, Any]], T]) -> T | None:
        """Calls ``do`` with the version to build on and the values to write.

        None when it was refused; then it stands on the page why, and everything typed is kept.
        """
        if self._opened.is_dropped:
            st.rerun()  # the button was pressed for something else
        try:
            done = do(self._opened.builds_on, self.merged(typed))
        except Conflict as error:
            chosen = {name: self._choice(name) or "theirs" for name in self._opened.choices}
            self._opened.refused = (sentence(error), dict(typed), chosen)
            st.rerun()
        except CoordinatorError as error:
            frame.say(error)
            return None
        forget(self.name)
        if self._opened.draft is not None:
            self._opened.draft.done()
        return done

    def is_left(self) -> bool:
        """The fields were drawn and are not on screen any more: the reader went elsewhere."""
        opened = self._opened
        return opened.is_drawn and f"{self.key}_{opened.first}" not in st.session_state

    def show_conflict(self, typed: Values) -> None:
        """Every field that differs; drawn after the form's last field and before its button.

        And when the draft was saved.
        """
        self._opened.is_drawn = True
        if self._opened.draft is not None:
            names = self._opened.draft.fields
            self._opened.draft.line([f"{self.key}_{name}" for name in names])
        # The container stands there always, so that the button below keeps its place and focus.
        with st.container(key=f"conflict_{self.name}"):
            if self._opened.said:
                st.warning(literal(self._opened.said), icon=":material/call_split:")
                self._differing(typed)

    def _differing(self, typed: Values) -> None:
        opened = self._opened
        shown = [one for one in self.fields if one.name in opened.choices]
        if shown:
            widgets.quiet(
                _(
                    "You have both changed this. What is saved stays unless you choose yours, "
                    "or rewrite the field above."
                )
            )
        for one in shown:
            self._choose(one, typed)
        theirs = [
            _change(one, opened.followed[one.name], opened.base[one.name])
            for one in self.fields
            if one.name in opened.followed
            and _same(typed.get(one.name, opened.base[one.name]), opened.base[one.name])
        ]
        mine = [
            _change(one, opened.base[one.name], typed[one.name])
            for one in self.fields
            if one.name in typed and one.name not in opened.choices
            if not _same(typed[one.name], opened.base[one.name])
        ]
        if theirs:
            st.html(markup.changes_html(_("Changed by somebody else, and kept"), theirs))
        if mine:
            st.html(markup.changes_html(_("Changed by you, and saved when you save again"), mine))
        if not (shown or theirs):
            widgets.quiet(
                _("What was changed is not in this form. Look at the page, and save again.")
            )

    def _choose(self, one: Field, typed: Values) -> None:
        sides = {
            "theirs": (_("Saved now"), one.words(self._opened.base[one.name])),
            "mine": (_("Yours"), one.words(typed[one.name])),
        }
        # The value is part of the label: whoever listens hears what is chosen between.
        labels = {
            side: f"**{title}**  \n{literal(words).replace(chr(10), '  ' + chr(10))}"
            for side, (title, words) in sides.items()
        }
        st.radio(
            literal(one.label),
            list(sides),
            index=list(sides).index(self._opened.choices[one.name]),
            format_func=labels.__getitem__,
            key=self._choice_key(one.name),
            width="stretch",
        )


def open_form(
    name: str,
    fields: Sequence[Field],
    now: Values,
    version: int,
    *,
    first: str,
    about: Hashable = None,
) -> Form:
    """The form as it stands open, or opened on ``now`` when it has just come on screen.

    ``now`` and ``version`` are what is saved at this moment; ``first`` is the end of the key of a
    field that is always drawn. When ``about`` changes, as when somebody becomes protected, what
    was typed belongs to something else and is not kept.
    """
    _forget_left()
    opened: _Opened | None = st.session_state.get(_place(name))
    draft = _draft(name, fields, now, about, is_new=opened is None)
    if opened is None:
        opened = _with(_begin(name, first, about, now, version), draft)
    elif draft is not None and opened.draft_times != draft.times:
        begun = _begin(name, first, about, now, version)
        opened = _with(replace(begun, round=opened.round + 1), draft)
    elif opened.about != about:
        said = _(
            "Whether this person is protected was changed while you had this open. "
            "What you typed is not kept."
        )
        opened = replace(
            _begin(name, first, about, now, version),
            round=opened.round + 1,
            said=said,
            is_dropped=True,
        )
    elif opened.refused:
        opened = _compared(opened, now, version)
    else:
        opened.builds_on, opened.is_dropped = opened.on_screen, False
    # Whatever else was saved, by the reader in another form of the page or by others: where this
    # one's fields stand as they stood, the page drawn now shows what the next save builds on.
    if all(_same(value, opened.base.get(one)) for one, value in now.items()):
        opened.on_screen = version
    opened.draft = draft
    st.session_state[_place(name)] = opened
    return Form(name, fields, opened)


def _begin(name: str, first: str, about: Hashable, now: Values, version: int) -> _Opened:
    return _Opened(name, first, about, version, version, version, dict(now), dict(now))


def _with(opened: _Opened, draft: OpenDraft | None) -> _Opened:
    """Opened on what is saved, and on what had been begun."""
    if draft is None:
        return opened
    return replace(opened, given=opened.given | draft.texts, draft_times=draft.times)


def _draft(
    name: str, fields: Sequence[Field], now: Values, about: Hashable, *, is_new: bool
) -> OpenDraft | None:
    """What waits of the form's text. None where nothing of it may be kept.

    ``about`` is part of what it builds on: what was typed before somebody was protected is not
    offered after it.
    """
    kept = [one.name for one in fields if one.is_kept and isinstance(now.get(one.name), str | None)]
    if not kept:
        return None
    saved = repr([about, *(_plain(now.get(one)) for one in kept)])
    base = hashlib.sha256(saved.encode()).hexdigest()[:16]
    return drafts.open_draft(drafts.form_name(name), kept, base=base, is_new=is_new)


def _forget_left() -> None:
    """A page that was left keeps nothing: whose name stood in it may have become protected.

    Streamlit drops the fields at the end of the first run without them.
    """
    for place in [key for key in st.session_state if str(key).startswith(f"{state.FORM}_")]:
        kept = st.session_state[place]
        if isinstance(kept, _Opened) and Form(kept.name, (), kept).is_left():
            state.take(place)


def forget(*names: str) -> None:
    """The forms open next time on what is saved then."""
    for name in names:
        state.take(_place(name))


def _place(name: str) -> str:
    return f"{state.FORM}_{frame.office_and_actor()[1].group_id}_{name}"


def _compared(opened: _Opened, now: Values, version: int) -> _Opened:
    """The form after a refused save: what is saved now is its base, what was typed is kept."""
    assert opened.refused is not None
    said, typed, chosen = opened.refused
    given: dict[str, Any] = {}
    choices: dict[str, Choice] = {}
    followed: dict[str, Any] = {}
    for name, theirs in now.items():
        base = opened.base.get(name, theirs)
        mine = typed.get(name, base)
        given[name] = theirs
        if _same(mine, theirs):
            if name in opened.followed:
                followed[name] = opened.followed[name]
        elif name in chosen:
            given[name], choices[name] = mine, chosen[name]
        elif _same(mine, base):
            followed[name] = opened.followed.get(name, base)
        else:
            given[name] = mine
            if not _same(base, theirs):
                choices[name] = "theirs"
    return replace(
        _begin(opened.name, opened.first, opened.about, now, version),
        given=given,
        round=opened.round + 1,
        said=said,
        choices=choices,
        followed=followed,
    )


def _change(one: Field, before: object, after: object) -> tuple[str, str, str]:
    return one.label, one.words(before), one.words(after)


def _same(one: object, other: object) -> bool:
    return _plain(one) == _plain(other)


def _plain(value: object) -> object:
    """What is saved and what an untouched field gives back count as the same."""
    if isinstance(value, str):
        return clean_lines(value) or None
    if isinstance(value, Iterable):
        return sorted(map(repr, value)) or None
    return value


# A button -----------------------------------------------------------------------------------------


def seen(name: str, version: int) -> int:
    """The version that stood on screen when a button was pressed: that of the run before.

    Asked once in a run, also in those in which nothing is pressed.
    """
    key = f"{state.SEEN}_{frame.office_and_actor()[1].group_id}_{name}"
    before: int = st.session_state.get(key, version)
    st.session_state[key] = version
    return before
