"""The note under one agenda item: saved while it is written, never over unseen text.

What the field builds on is its base (:class:`coordinator.minutes.rules.FieldBase`). It is kept in
the session and also in a field that nobody sees, so the browser has it too: when the server has
been restarted the session is empty, but the browser sends both the typed text and its base.
"""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.errors import Conflict, CoordinatorError, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.minutes import usecases as minutes
from coordinator.minutes.rules import LONGEST_NOTE, FieldBase, Move, next_move
from coordinator.minutes.views import OpenNote
from coordinator.ui import callbacks, drafts, frame, identity_notice, markup, state, widgets
from coordinator.ui.meeting import paragraph_mark_choice


def write_note(office: Office, actor: Actor, item_id: int, *, height: int = 220) -> None:
    """The field with what it says about being saved, or both texts where there are two."""
    is_known = _text(item_id) in st.session_state
    stored: OpenNote | None = None
    if is_known:
        with frame.saying():
            stored = settle(office, actor, item_id)
    stored = stored or minutes.open_note(office, actor, item_id=item_id)
    _lost(item_id)
    # The field stays in one place whatever stands beside it: whoever writes keeps the caret.
    with st.container(horizontal=True, key="note", vertical_alignment="top"):
        with st.container(key="note_mine", gap="small"):
            typed = _fields(item_id, stored, is_known=is_known, height=height)
        if stored.needs_choice:
            with st.container(key="note_theirs", gap="small"):
                _theirs(office, stored)
    if stored.needs_choice:
        _choices(item_id, stored)
    elif stored.saved_at:
        with st.container(horizontal=True, vertical_alignment="center", key="note_foot"):
            widgets.saved(_saved(office, actor, stored))
            identity_notice.beside(f"note_{item_id}", stored.text)
            paragraph_mark_choice.popover(
                str(item_id),
                stored.version,
                stored.text,
                lambda text: _rewrite(item_id, text),
            )
    if not is_known:
        _begin(item_id, typed, stored)


def settle(office: Office, actor: Actor, item_id: int) -> OpenNote:
    """Makes field and stored note agree, before the field is drawn: saves, or shows what is new.

    Raises:
        RuleBroken: the minutes have been approved meanwhile. The text stays in its field.
        BadInput: the text is too long.
    """
    stored = minutes.open_note(office, actor, item_id=item_id)
    typed = str(st.session_state.get(_text(item_id)) or "")
    base = FieldBase.read(st.session_state.get(_base(item_id), ""))
    match next_move(typed, base, stored):
        case Move.REST:
            return stored
        case Move.SHOW:
            st.session_state[_text(item_id)] = typed = stored.base_text
        case Move.AGREE:
            stored = minutes.open_note(office, actor, item_id=item_id, refresh=True)
        case Move.SAVE:
            try:
                stored = minutes.save_note(
                    office, actor, item_id=item_id, text=typed, base_version=base.version
                )
            except Conflict as conflict:
                stored = minutes.open_note(office, actor, item_id=item_id)
                if conflict.code == "note-protected":
                    _show_lost(item_id, typed)
                    st.session_state[_text(item_id)] = typed = stored.base_text
    _set_base(item_id, FieldBase.of(stored.base_version, typed))
    return stored


def may_leave(office: Office, actor: Actor, item_id: int) -> bool:
    """Saves what is typed; False while the writer has a choice to make, or it cannot be saved."""
    if _text(item_id) not in st.session_state:
        return True
    return not settle(office, actor, item_id).needs_choice


# The field ----------------------------------------------------------------------------------------


def _fields(item_id: int, stored: OpenNote, *, is_known: bool, height: int) -> str:
    """Note and base. Their first values are given once; after that they are the session's."""
    typed = st.text_area(
        _("Note"),
        value="" if is_known else stored.base_text,
        key=_text(item_id),
        on_change=_keep,
        args=(item_id,),
        height=height,
        max_chars=LONGEST_NOTE,
        placeholder=_("Write about the work, never about one person."),
    )
    about = {"item": item_id, **drafts.about_this_page()}
    with st.container(key="note_unseen"):
        st.html(f'<span data-note="{escape(json.dumps(about))}"></span>')
        st.text_input(
            "base",
            value="" if is_known else str(FieldBase.of(stored.base_version, stored.base_text)),
            key=_base_in_browser(item_id),
            label_visibility="collapsed",
        )
    return typed or ""


def _begin(item_id: int, typed: str, stored: OpenNote) -> None:
    """The field's first run in this session: it holds the stored note.

    Or what a browser still had from before a restart, which the next run settles.
    """
    base = FieldBase.read(st.session_state[_base_in_browser(item_id)])
    st.session_state[_base(item_id)] = str(base)
    if next_move(typed, base, stored) is not Move.REST:
        st.rerun()


def _keep(item_id: int) -> None:
    """Saves before the page is drawn: whoever closes the page or leaves it stops the drawing.

    A refusal is left to the drawing, which comes to the same text and says why. Where the notes
    have been approved meanwhile the field is not drawn again: the text is laid by for the page.
    """

    def save(office: Office, actor: Actor) -> None:
        try:
            settle(office, actor, item_id)
        except RuleBroken as error:
            if error.code == "minutes-locked":
                late = st.session_state.get(_text(item_id))
                st.session_state[f"{state.LATE_NOTE}_{item_id}"] = late
        except CoordinatorError:
            pass

    callbacks.act(save)


def _rewrite(item_id: int, text: str) -> None:
    """Puts another text into the field, as if it had been typed there, and saves it."""
    st.session_state[_text(item_id)] = text
    _keep(item_id)


def _set_base(item_id: int, base: FieldBase) -> None:
    st.session_state[_base(item_id)] = st.session_state[_base_in_browser(item_id)] = str(base)


def _text(item_id: int) -> str:
    return f"{state.NOTE}_{item_id}"


def _base_in_browser(item_id: int) -> str:
    return f"{state.NOTE_BASE_IN_BROWSER}_{item_id}"


def _base(item_id: int) -> str:
    # The browser may still send an older base than the one it was just given; this one is ours.
    return f"{state.NOTE_BASE}_{item_id}"


def _saved(office: Office, actor: Actor, stored: OpenNote) -> str:
    """``Sparat 14.12``, with the day when that is another one, and the name of another writer."""
    time = _when(office, stored)
    if stored.saved_by and stored.saved_by != actor.name:
        return _("Saved {time} by {name}", time=time, name=stored.saved_by)
    return _("Saved {time}", time=time)


def _when(office: Office, stored: OpenNote) -> str:
    if stored.saved_at is None:
        return ""
    time = dates.clock_time(stored.saved_at)
    day = dates.local_day(stored.saved_at)
    return time if day == office.clock.today() else f"{dates.short_day_week(day)} {time}"


# A text that may not be kept ---------------------------------------------------------------------


def _show_lost(item_id: int, typed: str) -> None:
    st.session_state[f"{state.LOST_NOTE}_{item_id}"] = typed


def _lost(item_id: int) -> None:
    """What was typed before somebody was protected: read here, and gone with the next press."""
    key = f"{state.LOST_NOTE}_{item_id}"
    typed = st.session_state.get(key)
    if not typed:
        return
    st.warning(sentence(Conflict("note-protected")), icon=":material/shield_person:")
    with st.container(key="note_lost"):
        st.html(markup.prose_html(typed))
    st.button(
        _("I have what I need"),
        key=f"lost_{item_id}",
        on_click=lambda: state.take(key),
    )


# Two texts ----------------------------------------------------------------------------------------


def _theirs(office: Office, stored: OpenNote) -> None:
    name = stored.saved_by or _("somebody else")
    widgets.quiet(_("Saved {time} by {name}", time=_when(office, stored), name=name))
    st.html(markup.prose_html(stored.text))


def _choices(item_id: int, stored: OpenNote) -> None:
    """Three ways on; until one is taken both texts are kept, also when the page is left."""
    st.warning(sentence(Conflict("note-changed")), icon=":material/call_split:")
    ways = (
        ("mine", _("Save mine"), "edit_note"),
        ("theirs", _("Keep the other one"), "undo"),
        ("both", _("Put both together"), "merge"),
    )
    with st.container(horizontal=True, gap="small"):
        for name, label, icon in ways:
            st.button(
                label,
                key=f"{name}_{item_id}",
                icon=f":material/{icon}:",
                on_click=_choose,
                args=(item_id, name, stored.version, stored.text),
            )


def _choose(item_id: int, way: str, version: int, theirs: str) -> None:
    """``version`` and ``theirs`` are what was shown; a still newer text is a new choice."""
    mine = str(st.session_state.get(_text(item_id)) or "")
    text = {"mine": mine, "theirs": theirs, "both": f"{theirs}\n\n{mine}"}[way]

    def choose(office: Office, actor: Actor) -> None:
        try:
            if way == "theirs":
                stored = minutes.open_note(office, actor, item_id=item_id, refresh=True)
            else:
                stored = minutes.take_over_note(
                    office, actor, item_id=item_id, text=text, version=version
                )
        except Conflict as conflict:
            if conflict.code == "note-protected":
                _show_lost(item_id, mine)
            stored = minutes.open_note(office, actor, item_id=item_id)
        st.session_state[_text(item_id)] = stored.base_text
        _set_base(item_id, FieldBase.of(stored.base_version, stored.base_text))

    callbacks.act(choose)
