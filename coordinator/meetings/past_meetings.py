"""Meetings taken in with their history, as an import does."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from coordinator.core.database import Session, save
from coordinator.meetings.calendar_entry import entry
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.tables import AgendaItem, Attendance, Meeting
from coordinator.meetings.views import PastMeeting, RecordedMeeting, VenueKind


def record(session: Session, *, group_id: int, past: PastMeeting, now: datetime) -> RecordedMeeting:
    """Takes in one meeting, in the caller's transaction: no rule is asked."""
    row = _past_row(group_id, past, now)
    row.vevent = entry(row)
    save(session, row)
    assert row.id is not None
    items = _past_agenda(group_id, row.id, past)
    save(session, *items, *_past_attendance(group_id, row.id, past))
    return RecordedMeeting(row.id, {item.number: item.id for item in items if item.id is not None})


def _past_row(group_id: int, past: PastMeeting, now: datetime) -> Meeting:
    is_held = past.state is MeetingState.HELD
    return Meeting(
        group_id=group_id,
        code=past.code,
        term_code=past.term_code,
        number=past.number,
        uid=past.uid or str(uuid4()),
        sequence=past.sequence,
        state=past.state.value,
        starts_at=past.start,
        ends_at=past.end,
        mode=past.mode,
        venue=past.venue if past.venue_kind == VenueKind.OPEN else None,
        venue_kind=past.venue_kind,
        host_agency_id=past.host_agency_id,
        theme=past.theme,
        chair_id=past.chair_id,
        secretary_id=past.secretary_id,
        extra_reason=past.extra_reason,
        moved_from=past.moved_from,
        change_reason=past.change_reason,
        invited_at=past.invited_at,
        reply_by=past.reply_by,
        started_at=past.start if is_held else None,
        closed_at=past.end if is_held else None,
        approved_on=past.approved_on,
        changed_at=past.invited_at or now,
    )


def _past_agenda(group_id: int, meeting_id: int, past: PastMeeting) -> list[AgendaItem]:
    return [
        AgendaItem(
            group_id=group_id,
            meeting_id=meeting_id,
            number=item.number,
            kind=item.kind,
            title=item.title,
            duration=item.duration,
            presenter_agency_id=item.presenter_agency_id,
            is_done=past.state is MeetingState.HELD,
        )
        for item in past.agenda
    ]


def _past_attendance(group_id: int, meeting_id: int, past: PastMeeting) -> list[Attendance]:
    return [
        Attendance(
            group_id=group_id,
            meeting_id=meeting_id,
            agency_id=one.agency_id,
            person_id=one.person_id,
            agency_name=one.agency_name,
            person_name=one.person_name,
            duty=one.duty,
            is_member=one.is_member,
            outcome=one.outcome.value,
            substitute_for_id=one.substitute_for_id,
        )
        for one in past.attendance
    ]
