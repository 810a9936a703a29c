"""What the room sees on the projector: the agenda, the open note, its decisions; nothing else.

No addresses, no answers, no comments, no marked paragraphs, and nothing in which the identity guard
finds anything: words stand in its place, and one press shows the room what they stand for. It
follows the writing by itself.
"""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.errors import NotAllowed, NotFound
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import AgendaItemView, MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.in_room import left_out_words, title_on_the_wall
from coordinator.minutes.views import RoomNote
from coordinator.ui import callbacks, frame, markup, state, widgets
from coordinator.ui.meeting import decisions_and_points
from coordinator.ui.meeting.meeting_head import meeting_name, when
from coordinator.ui.text import escape, soften, theirs
from coordinator.ui.widgets import AgendaLine

_EVERY = "4s"


def show_room(code: str) -> None:
    st.html('<p class="room-mark" hidden></p>')  # look.css hides everything but the work
    st.fragment(_room, run_every=_EVERY)(code)
    st.page_link(
        frame.page("meetings"),
        label=_("Back to writing"),
        icon=":material/edit_note:",
        query_params=frame.query_for(meeting=code),
    )


def _room(code: str) -> None:
    """Drawn again every few seconds; a session that has ended meanwhile shows nothing more."""
    if frame.recognise(is_use=False) is None:
        st.rerun()
    office, actor = frame.office_and_actor()
    try:
        view = meetings.meeting(office, actor, code=code)
        if view.line.state is not MeetingState.UNDER_WAY:
            st.rerun()
        note = _note_of(office, actor, code, view.current_item)
    except (NotAllowed, NotFound):
        st.rerun()
    widgets.page_head(meeting_name(view.line), when(view.line))
    left, right = st.columns([5, 8], gap="large")
    with left:
        _agenda(view)
    with right:
        if note is not None and view.current_item is not None:
            _note(code, view.current_item.id, note)


def _note_of(
    office: Office, actor: Actor, code: str, item: AgendaItemView | None
) -> RoomNote | None:
    if item is None:
        return None
    shown = _shown(item.id)
    return minutes.note_in_room(office, actor, code=code, item_id=item.id, shown=shown)


def _note(code: str, item_id: int, note: RoomNote) -> None:
    is_ours = note.title == left_out_words()
    title = note.title if is_ours else theirs(note.title)
    widgets.section(soften(f"{note.number}. {title}"))
    st.html("".join(map(_paragraph, note.text.split("\n"))) or markup.paragraph(""))
    decisions_and_points.standing_decisions(note.decisions)
    if note.left_out:
        label = ngettext(
            "Show what is left out ({n} place)",
            "Show what is left out ({n} places)",
            len(note.left_out),
        )
        st.button(
            label,
            key="show_in_room",
            type="tertiary",
            icon=":material/visibility:",
            shortcut="Alt+V",
            wrap=True,
            on_click=_show,
            args=(code, item_id),
        )


def _paragraph(line: str) -> str:
    if line == left_out_words():
        return f'<p class="left-out">{escape(line)}</p>'
    return markup.paragraph(theirs(line)) if line.strip() else ""


def _show(code: str, item_id: int) -> None:
    """Only what was left out when it was pressed: what is written after that stays out."""

    def show(office: Office, actor: Actor) -> None:
        digests = minutes.show_in_room(office, actor, code=code, item_id=item_id)
        st.session_state[state.SHOWN_IN_ROOM] = (item_id, digests | _shown(item_id))

    callbacks.act(show)


def _shown(item_id: int) -> frozenset[str]:
    """Digests of the paragraphs that a press has shown; those of another item are hidden again."""
    kept: tuple[int, frozenset[str]] | None = st.session_state.get(state.SHOWN_IN_ROOM)
    if kept is None or kept[0] != item_id:
        state.take(state.SHOWN_IN_ROOM)
        return frozenset()
    return kept[1]


def _agenda(view: MeetingView) -> None:
    current = view.current_item.id if view.current_item else None
    widgets.agenda_list(
        [
            AgendaLine(
                item.number,
                title_on_the_wall(item.title, _shown(item.id) if item.id == current else ()),
                item.duration,
                state="now" if item.is_current else "done" if item.is_done else "todo",
            )
            for item in view.agenda
        ]
    )
