"""A meeting's stored calendar entry: the one place where its text is made and its revision rises.

Nothing in it tells what the group works with: a neutral title, no agenda, no people. A place told
separately is never here, nor is the way into a digital meeting.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from coordinator.core.calendar.write import CalendarEvent, event_text
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.tables import Meeting


def entry(meeting: Meeting) -> str:
    """The serialized VEVENT of the row as it stands."""
    return event_text(
        CalendarEvent(
            uid=meeting.uid,
            sequence=meeting.sequence,
            start=meeting.starts_at,
            end=meeting.ends_at,
            zone=meeting.zone,
            summary=meeting.title,
            location=meeting.venue if meeting.venue_kind == "open" else None,
            status="CANCELLED" if meeting.state == MeetingState.CANCELLED.value else "CONFIRMED",
            stamp=meeting.changed_at,
            last_modified=meeting.changed_at,
        )
    )


def raise_revision(meeting: Meeting, now: datetime) -> None:
    """What everybody has of the meeting is out of date: the next revision of its entry.

    The uid stays (RFC 5545 section 3.8.7.4: a revised component has a higher SEQUENCE).
    """
    # A DTSTAMP has whole seconds; two revisions within one must still differ in order.
    meeting.changed_at = max(now, meeting.changed_at + timedelta(seconds=1))
    meeting.sequence += 1
    meeting.vevent = entry(meeting)
