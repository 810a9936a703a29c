"""Every query of the reports room; it owns no table."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from coordinator.meetings.tables import Meeting
from coordinator.minutes.tables import Minutes

_WAITING_SHOWN = 5


def next_meeting(session: Session, group_id: int, *, since: datetime) -> Meeting | None:
    """The first meeting that stands and ends after ``since``, or is under way."""
    given = {"group_id": group_id, "since": since}
    return session.exec(_next_meeting(), params=given).first()


@cache
def _next_meeting() -> SelectOfScalar[Meeting]:
    return (
        select(Meeting)
        .where(
            col(Meeting.group_id) == bindparam("group_id"),
            col(Meeting.state).in_(("planned", "under_way")),
            (col(Meeting.ends_at) > bindparam("since")) | (col(Meeting.state) == "under_way"),
        )
        .order_by(col(Meeting.starts_at))
        .limit(1)
    )


def waiting_minutes(session: Session, group_id: int) -> list[tuple[Meeting, Minutes | None]]:
    """Held meetings whose notes are not approved, newest first."""
    found = session.exec(_waiting_minutes(), params={"group_id": group_id}).all()
    return [(meeting, minutes) for meeting, minutes in found]


@cache
def _waiting_minutes() -> Any:
    return (
        select(Meeting, Minutes)
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(
            col(Meeting.group_id) == bindparam("group_id"),
            Meeting.state == "held",
            col(Minutes.state).in_(("draft", "circulated")) | col(Minutes.id).is_(None),
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(_WAITING_SHOWN)
    )
