"""What the room sees on the projector: the agenda, the open note, its decisions; nothing else.

No addresses, no answers, no comments, no marked paragraphs; of what the identity guard finds only
a neutral dot. It follows the writing by itself.
"""

from __future__ import annotations

import streamlit as st

from coordinator.core.errors import NotAllowed, NotFound
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingState, MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.views import NoteView
from coordinator.ui import frame, identity_notice, markup, widgets
from coordinator.ui.meeting import decisions_and_points
from coordinator.ui.meeting.meeting_head import meeting_name, when
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
        notes = minutes.minutes(office, actor, code=code, open_only=True).notes
    except (NotAllowed, NotFound):
        st.rerun()
    if view.line.state is not MeetingState.UNDER_WAY:
        st.rerun()
    widgets.page_head(meeting_name(view.line), when(view.line))
    left, right = st.columns([5, 8], gap="large")
    with left:
        _agenda(view)
    item = view.current_item
    with right:
        if item is not None:
            _note(next(note for note in notes if note.agenda_item_id == item.id))


def _note(note: NoteView) -> None:
    with widgets.section(f"{note.number}. {note.title}"):
        identity_notice.dot(note.text, *(decision.text for decision in note.decisions))
    st.html(markup.prose_html(note.text))
    decisions_and_points.standing_decisions(note.decisions)


def _agenda(view: MeetingView) -> None:
    widgets.agenda_list(
        [
            AgendaLine(
                item.number,
                item.title,
                item.duration,
                state="now" if item.is_current else "done" if item.is_done else "todo",
            )
            for item in view.agenda
        ]
    )
