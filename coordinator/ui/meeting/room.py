"""What the room sees on the projector: the agenda, the open note, its decisions; nothing else.

No addresses, no answers, no comments. It follows the writing by itself.
"""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.ui import frame, markup, widgets
from coordinator.ui.meeting.head import meeting_name, when
from coordinator.ui.widgets import AgendaLine


def show_room(office: Office, actor: Actor, code: str) -> None:
    st.html('<p class="room-mark" hidden></p>')
    st.fragment(_room, run_every="4s")(office, actor, code)
    st.page_link(
        frame.page("meetings"),
        label=_("Back to writing"),
        icon=":material/edit_note:",
        query_params=frame.query_for(meeting=code),
    )


def _room(office: Office, actor: Actor, code: str) -> None:
    view = meetings.meeting(office, actor, code=code)
    record = minutes.minutes(office, actor, code=code)
    st.title(widgets.literal(meeting_name(view.line)), anchor=False)
    widgets.quiet(when(view.line))
    left, right = st.columns([5, 8], gap="large")
    with left:
        _agenda(view)
    item = view.current_item
    with right:
        if item is None:
            return
        note = next(note for note in record.notes if note.agenda_item_id == item.id)
        st.header(f"{item.number}. {widgets.literal(item.title)}", anchor=False)
        st.html(markup.prose_html(note.text))
        for decision in note.decisions:
            if not decision.is_withdrawn:
                st.html(markup.labelled_html(decision.code, "gavel", "ok", decision.text))


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
