"""The meeting while it runs: agenda left, writing right, one tile per agency below.

Order matters: the note's text is saved before any button of the same run is looked at, so moving
on, closing or adding never leaves typed words behind.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import AgendaItemView, MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.views import MinutesView, NoteView
from coordinator.ui import frame, state, widgets
from coordinator.ui.meeting import attendance, closing, entries
from coordinator.ui.meeting.head import show_head
from coordinator.ui.meeting.note import write_note
from coordinator.ui.widgets import AgendaLine


def show_during(office: Office, actor: Actor, view: MeetingView) -> None:
    if st.query_params.get("room"):
        from coordinator.ui.meeting.room import show_room

        show_room(office, actor, view.line.code)
        return
    here = _("{part} of {whole} here", part=view.represented, whole=len(view.presence))
    with show_head(view.line, counted=here):
        wants_to_close = widgets.primary(_("Close the meeting"), "close_meeting", "stop_circle")
    record = minutes.minutes(office, actor, code=view.line.code)
    left, right = st.columns([5, 8], gap="medium")
    with right:
        _writing(office, actor, view, record)
        attendance.show(office, actor, view)
    with left:
        _agenda(office, view)
    closing.show(office, actor, view, asked=wants_to_close)


# Left ---------------------------------------------------------------------------------------------


def _agenda(office: Office, view: MeetingView) -> None:
    now = office.clock.now()
    with st.container(horizontal=True, vertical_alignment="center", key="agenda_head"):
        st.header(_("Agenda"), anchor=False, width="stretch")
        widgets.count(_("Ends about {time}", time=dates.clock_time(_estimated_end(view, now))))
    with widgets.card("agenda"):
        widgets.agenda_list([_line(item, now) for item in view.agenda])
    st.pills(
        _("Go to item"),
        [item.number for item in view.agenda],
        key=f"{state.GO_TO}_{view.line.code}",
        on_change=_remember_wish,
        args=(f"{state.GO_TO}_{view.line.code}",),
    )


def _remember_wish(key: str) -> None:
    """The move itself waits until the note of the open item is saved."""
    st.session_state[state.WISH] = st.session_state.get(key)
    st.session_state[key] = None


def _line(item: AgendaItemView, now: datetime) -> AgendaLine:
    used = _seconds_used(item, now)
    return AgendaLine(
        number=item.number,
        title=item.title,
        minutes_planned=item.duration,
        minutes_used=round(used / 60) if item.is_done or item.is_current else None,
        state="now" if item.is_current else "done" if item.is_done else "todo",
    )


def _seconds_used(item: AgendaItemView, now: datetime) -> float:
    running = (now - item.opened_at).total_seconds() if item.is_current and item.opened_at else 0
    return item.seconds_used + max(0, running)


def _estimated_end(view: MeetingView, now: datetime) -> datetime:
    """Now, and what is planned for everything not done yet."""
    left = sum(
        max(0, item.duration * 60 - _seconds_used(item, now))
        for item in view.agenda
        if not item.is_done or item.is_current
    )
    return now + timedelta(seconds=left)


# Right --------------------------------------------------------------------------------------------


def _writing(office: Office, actor: Actor, view: MeetingView, record: MinutesView) -> None:
    item = view.current_item or view.agenda[0]
    note = next(note for note in record.notes if note.agenda_item_id == item.id)
    st.header(f"{item.number}. {widgets.literal(item.title)}", anchor=False)
    if item.kind == "previous":
        entries.open_points(office, actor, view)
    write_note(office, actor, item.id)
    _follow_wish(office, actor, view)
    with st.container(horizontal=True, key="writing_buttons", gap="small"):
        entries.button("decision", _("Decision"), "gavel", "Alt + B")
        entries.button("action", _("Action point"), "task_alt", "Alt + A")
        if item.kind == "information":
            entries.button("information", _("Information action"), "campaign", "")
        following = _following(view, item)
        if following and st.button(
            _("Next item"), icon=":material/arrow_downward:", key="b_next", help="Alt + N"
        ):
            _open(office, actor, view, following.id)
        st.link_button(
            _("Show in the room"),
            frame.address("/meetings", meeting=view.line.code, room=1),
            icon=":material/cast:",
            type="tertiary",
        )
    entries.forms(office, actor, view, item)
    _written(office, actor, view, note)


def _following(view: MeetingView, item: AgendaItemView) -> AgendaItemView | None:
    return next((each for each in view.agenda if each.number == item.number + 1), None)


def _follow_wish(office: Office, actor: Actor, view: MeetingView) -> None:
    wish = st.session_state.pop(state.WISH, None)
    chosen = next((item for item in view.agenda if item.number == wish), None)
    if chosen and not chosen.is_current:
        _open(office, actor, view, chosen.id)


def _open(office: Office, actor: Actor, view: MeetingView, item_id: int) -> None:
    with frame.saying() as said:
        meetings.open_item(office, actor, code=view.line.code, item_id=item_id)
    if said.ok:
        st.session_state.pop(state.ENTRY_FORM, None)
        st.rerun()


def _written(office: Office, actor: Actor, view: MeetingView, note: NoteView) -> None:
    """Decisions and action points of the open item, each with its way of being mended."""
    entries.decisions(office, actor, note)
    entries.points_here(office, actor, view, note.agenda_item_id)
