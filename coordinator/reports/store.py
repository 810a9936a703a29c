"""Every query of the reports room; it owns no table."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from coordinator.meetings.tables import Meeting
from coordinator.minutes.tables import Minutes

_WAITING_SHOWN = 5


def next_meeting(session: Session, group_id: int, *, since: datetime) -> Meeting | None:
    """The first meeting that stands and ends after ``since``, or is under way."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.group_id == group_id,
            col(Meeting.state).in_(("planned", "under_way")),
            (col(Meeting.ends_at) > since) | (col(Meeting.state) == "under_way"),
        )
        .order_by(col(Meeting.starts_at))
        .limit(1)
    ).first()


def waiting_minutes(session: Session, group_id: int) -> list[tuple[Meeting, Minutes | None]]:
    """Held meetings whose notes are not approved, newest first."""
    found = session.exec(
        select(Meeting, Minutes)
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(
            Meeting.group_id == group_id,
            Meeting.state == "held",
            col(Minutes.state).in_(("draft", "circulated")) | col(Minutes.id).is_(None),
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(_WAITING_SHOWN)
    ).all()
    return [(meeting, minutes) for meeting, minutes in found]
