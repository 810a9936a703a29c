"""What higher rooms do with minutes inside their own transaction, and the search entries."""

from __future__ import annotations

from coordinator.core import search
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.search import Entry
from coordinator.meetings.tables import Meeting
from coordinator.minutes import store
from coordinator.minutes.rules import OPEN_TO_ALL
from coordinator.minutes.store import Place
from coordinator.minutes.tables import Decision, Minutes, Note
from coordinator.minutes.views import MinutesState

SOURCES = frozenset({"note", "decision"})


def is_circulated(session: Session, meeting_id: str) -> bool:
    """Whether the meeting's notes are still out for comments: asked when a mail says so."""
    record = store.minutes_of(session, int(meeting_id)) if meeting_id.isdecimal() else None
    return record is not None and record.state == MinutesState.CIRCULATED


def reindex(session: Session, group_id: int) -> None:
    """Writes the search entries of every meeting, note and decision of the group."""
    entries = [_meeting_entry(meeting) for meeting in store.all_meetings(session, group_id)]
    entries += [
        _note_entry(place.note, place) for place in store.all_notes(session, group_id) if place.note
    ]
    entries += [_decision_entry(*row) for row in store.all_decisions(session, group_id)]
    search.rewrite(session, group_id=group_id, sources=SOURCES | {"meeting"}, entries=entries)


def index_meeting(session: Session, meeting: Meeting) -> None:
    """Makes the meeting found by its theme, term and day."""
    search.index(session, group_id=meeting.group_id, entry=_meeting_entry(meeting))


def index_note(session: Session, note: Note, place: Place) -> None:
    """Makes the note found, or forgotten when nothing stands in it."""
    entry = _note_entry(note, place)
    if note.text:
        search.index(session, group_id=note.group_id, entry=entry)
    else:
        search.forget(session, group_id=note.group_id, source="note", source_id=entry.source_id)


def index_decision(session: Session, decision: Decision, place: Place) -> None:
    """Makes the decision found, or forgotten when it is withdrawn."""
    entry = _decision_entry(decision, place)
    if decision.is_withdrawn:
        search.forget(
            session, group_id=decision.group_id, source="decision", source_id=entry.source_id
        )
    else:
        search.index(session, group_id=decision.group_id, entry=entry)


def open_to_all(session: Session, meeting: Meeting, state: MinutesState) -> None:
    """Approved minutes are found by the whole group."""
    search.show(
        session,
        group_id=meeting.group_id,
        meeting_code=meeting.code,
        sources=SOURCES,
        is_open=state in OPEN_TO_ALL,
    )


def decision_code(meeting: Meeting, decision: Decision) -> str:
    """``VT2027-1 § 4``, for life."""
    return f"{meeting.code} § {decision.number}"


def _is_open(minutes: Minutes | None) -> bool:
    return minutes is not None and MinutesState(minutes.state) in OPEN_TO_ALL


def _meeting_entry(meeting: Meeting) -> Entry:
    assert meeting.id is not None
    return Entry(
        source="meeting",
        source_id=meeting.id,
        kind="meeting",
        title=meeting.theme or meeting.title,
        body="\n".join(filter(None, (meeting.theme, meeting.change_reason))),
        meeting_code=meeting.code,
        day=local_day(meeting.starts_at),
        is_open=True,
    )


def _note_entry(note: Note, place: Place) -> Entry:
    assert place.item.id is not None
    return Entry(
        source="note",
        source_id=place.item.id,
        kind="note",
        title=place.item.title,
        body=note.text,
        meeting_code=place.meeting.code,
        item_number=place.item.number,
        day=local_day(place.meeting.starts_at),
        is_open=_is_open(place.minutes),
    )


def _decision_entry(decision: Decision, place: Place) -> Entry:
    assert decision.id is not None
    return Entry(
        source="decision",
        source_id=decision.id,
        kind="decision",
        title=decision_code(place.meeting, decision),
        body=decision.text,
        meeting_code=place.meeting.code,
        item_number=place.item.number,
        day=local_day(place.meeting.starts_at),
        is_open=_is_open(place.minutes),
    )
