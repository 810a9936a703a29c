"""What higher rooms do with minutes inside their own transaction, and the search entries."""

from __future__ import annotations

from coordinator.core import search
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.minutes import store
from coordinator.minutes.tables import Decision, Note


def reindex(session: Session, group_id: int) -> None:
    """Writes the search entries of every meeting, note and decision of the group."""
    for meeting in store.all_meetings(session, group_id):
        index_meeting(session, meeting)
    for note, item, meeting in store.all_notes(session, group_id):
        index_note(session, note, item, meeting)
    for decision, item, meeting in store.all_decisions(session, group_id):
        index_decision(session, decision, item, meeting)


def index_meeting(session: Session, meeting: Meeting) -> None:
    assert meeting.id is not None
    search.index(
        session,
        group_id=meeting.group_id,
        source="meeting",
        source_id=meeting.id,
        meeting_code=meeting.code,
        item_number=None,
        kind="meeting",
        title=meeting.theme or meeting.title,
        body="\n".join(filter(None, (meeting.theme, meeting.change_reason))),
        day=local_day(meeting.starts_at),
    )


def index_note(session: Session, note: Note, item: AgendaItem, meeting: Meeting) -> None:
    assert item.id is not None
    if not note.text:
        search.forget(session, group_id=note.group_id, source="note", source_id=item.id)
        return
    search.index(
        session,
        group_id=note.group_id,
        source="note",
        source_id=item.id,
        meeting_code=meeting.code,
        item_number=item.number,
        kind="note",
        title=item.title,
        body=note.text,
        day=local_day(meeting.starts_at),
    )


def index_decision(
    session: Session, decision: Decision, item: AgendaItem, meeting: Meeting
) -> None:
    assert decision.id is not None
    if decision.is_withdrawn:
        search.forget(session, group_id=decision.group_id, source="decision", source_id=decision.id)
        return
    search.index(
        session,
        group_id=decision.group_id,
        source="decision",
        source_id=decision.id,
        meeting_code=meeting.code,
        item_number=item.number,
        kind="decision",
        title=decision_code(meeting, decision),
        body=decision.text,
        day=local_day(meeting.starts_at),
    )


def decision_code(meeting: Meeting, decision: Decision) -> str:
    """``VT2027-1 § 4``, for life."""
    return f"{meeting.code} § {decision.number}"
