"""One page for a meeting's whole life: before, during and after, at the same address."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import MeetingView
from coordinator.ui import confirm, conflict, frame, widgets
from coordinator.ui.confirm import Confirmation


def show(office: Office, actor: Actor, code: str) -> None:
    """The meeting as its state asks; a code that is not here gets a way back."""
    try:
        view = meetings.meeting(office, actor, code=code)
    except NotFound:
        widgets.page_head(_("Meetings"))
        if widgets.empty(
            _("This meeting is not here."),
            _("The link may be old, or the meeting belongs to another group."),
            label=_("All meetings"),
            key="no_meeting",
        ):
            st.switch_page(frame.page("meetings"), query_params=frame.query_for())
        return
    if view.line.state is MeetingState.HELD:
        from coordinator.ui.meeting.after import show_after

        show_after(office, actor, view)
    elif view.line.state is MeetingState.UNDER_WAY and actor.in_office:
        from coordinator.ui.meeting.during import show_during

        show_during(office, actor, view)
    else:
        _before(office, actor, view)


def _before(office: Office, actor: Actor, view: MeetingView) -> None:
    from coordinator.ui.meeting.before import coming, show_before
    from coordinator.ui.meeting.meeting_head import show_head

    right = show_head(view.line, counted=coming(office, actor, view.line))
    if actor.in_office and view.line.state is MeetingState.PLANNED:
        with right:
            _start(office, actor, view)
    show_before(office, actor, view)


def _start(office: Office, actor: Actor, view: MeetingView) -> None:
    """The one button before: on the day at once, on any other day after a question."""
    from coordinator.core import dates

    day = dates.local_day(view.line.start)
    key = f"start_{view.line.code}"
    seen = conflict.seen(key, view.line.version)
    is_today = day == office.clock.today()
    pressed = widgets.primary(
        _("Start the meeting"),
        "start_meeting",
        "play_circle",
        on_click=None if is_today else confirm.ask,
        args=() if is_today else (key,),
    )
    question = Confirmation(
        title=_("Start the meeting on another day?"),
        lines=(_("It is booked for {day}.", day=dates.long_day(day, year=True)),),
        go=_("Start now"),
        icon="play_circle",
    )
    if (pressed and is_today) or confirm.confirmed(key, question):
        with frame.saying() as said:
            meetings.start(
                office,
                actor,
                code=view.line.code,
                version=seen,
                said=invitations.said_beforehand(office, actor, code=view.line.code),
            )
        if said.ok:
            st.rerun()
