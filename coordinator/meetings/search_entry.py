"""How a meeting is found: by its theme, its code, its day. Places and people are not searched."""

from __future__ import annotations

from coordinator.access.masked_copies import Masks
from coordinator.core.clock import STOCKHOLM
from coordinator.core.database import Session
from coordinator.core.search import store as search
from coordinator.core.search.store import Entry
from coordinator.meetings.tables import Meeting


def meeting_entry(meeting: Meeting, masks: Masks | None = None) -> Entry:
    """The search entry of the row as it stands, or as it is masked; open to the whole group."""
    assert meeting.id is not None
    theme = meeting.theme
    if masks is not None:
        theme = masks.over("meeting", meeting.id, "theme", theme)
    return Entry(
        source="meeting",
        source_id=meeting.id,
        kind="meeting",
        title=theme or meeting.title,
        body="\n".join(filter(None, (theme, meeting.change_reason))),
        meeting_code=meeting.code,
        day=meeting.starts_at.astimezone(STOCKHOLM).date(),
        is_open=True,
    )


def index_meeting(session: Session, row: Meeting) -> None:
    """Makes the meeting found as it stands now."""
    search.index(session, group_id=row.group_id, entry=meeting_entry(row))
