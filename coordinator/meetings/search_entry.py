"""How a meeting is found: by its theme, its code, its day. Places and people are not searched."""

from __future__ import annotations

from coordinator.core.dates import local_day
from coordinator.core.search import Entry
from coordinator.meetings.tables import Meeting


def meeting_entry(meeting: Meeting) -> Entry:
    """The search entry of the row as it stands, open to the whole group."""
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
