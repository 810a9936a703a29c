"""A meeting's stored calendar entry: the one place where its text is made.

Nothing in it tells what the group works with: a neutral title, no agenda, no people. A place told
separately is never here, nor is the way into a digital meeting.
"""

from __future__ import annotations

from coordinator.core.calendar.write import CalendarEvent, event_text
from coordinator.meetings.tables import Meeting
from coordinator.meetings.views import MeetingState


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
