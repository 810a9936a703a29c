"""Closing asks only two things: is the next date set, are there points without owner or day?"""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingView
from coordinator.ui import confirm, conflict, frame
from coordinator.ui.confirm import Confirmation
from coordinator.ui.meeting import agenda_forms, entry_forms
from coordinator.ui.meeting.meeting_head import next_meeting_sentence


def show(office: Office, actor: Actor, view: MeetingView, *, asked: bool) -> None:
    """The question while it is open; ``asked`` in the run in which the button was pressed."""
    key = f"close_{view.line.code}"
    seen = conflict.seen(key, view.line.version)
    if asked:
        confirm.ask(key)
    if not confirm.is_asked(key):
        return
    question = Confirmation(
        title=_("Close the meeting?"),
        lines=_lines(office, actor, view),
        go=_("Close the meeting"),
        icon="stop_circle",
    )
    if confirm.confirmed(key, question):
        with frame.saying() as said:
            meetings.close(office, actor, code=view.line.code, version=seen)
        if said.ok:
            frame.flash(_("The meeting is closed. The notes are a draft until you circulate them."))
            st.rerun()


def _lines(office: Office, actor: Actor, view: MeetingView) -> tuple[str, ...]:
    coming = [line for line in meetings.upcoming(office, actor) if line.start > view.line.start]
    first = next_meeting_sentence(coming[0]) if coming else _("The next date is not set yet.")
    points = actions.points_of_meeting(office, actor, code=view.line.code)
    lacking = [point for point in points if point.agency_id is None or point.due_day is None]
    if lacking:
        codes = ", ".join(point.code for point in lacking)
        second = ngettext(
            "{n} action point has no agency or no day: {codes}.",
            "{n} action points have no agency or no day: {codes}.",
            len(lacking),
            codes=codes,
        )
    else:
        second = _("Every action point has an agency and a day.")
    third = _("Agencies that are not here yet are recorded as absent.")
    begun = (*entry_forms.waiting_elsewhere(view, "closing"), *agenda_forms.waiting(view))
    return (first, second, third, *begun)
