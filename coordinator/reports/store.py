"""Every query of the reports room; it owns no table."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, and_, case, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from coordinator.core.outbox import kinds
from coordinator.core.outbox import store as outbox
from coordinator.core.outbox.tables import OutboxMail
from coordinator.meetings.tables import Meeting
from coordinator.minutes.tables import Minutes
from coordinator.reports.views import MailsToSee
from coordinator.roster.tables import Representation

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


def mails_and_people(
    session: Session,
    group_id: int,
    *,
    day: date,
    now: datetime,
    tried_before: datetime,
) -> tuple[MailsToSee, bool]:
    """What of the group's mail must be looked at, and whether anybody stands for an agency.

    On the day or later.
    """
    is_waiting = OutboxMail.state == outbox.WAITING
    is_by_hand = and_(
        is_waiting,
        col(OutboxMail.due_at) <= now,
        or_(col(OutboxMail.is_secret).is_(False), col(OutboxMail.kind).in_(kinds.by_hand())),
        or_(col(OutboxMail.condition).is_(None), col(OutboxMail.condition).in_(kinds.CONDITIONS)),
    )
    is_held_up = and_(
        is_waiting,
        col(OutboxMail.due_at) <= tried_before,
        col(OutboxMail.last_error).is_not(None),
    )
    cases = (
        OutboxMail.state == outbox.FAILED,
        OutboxMail.state == outbox.PAUSED,
        is_by_hand,
        is_held_up,
    )
    seated: Any = (
        select(func.count(col(Representation.agency_id).distinct()))
        .where(
            col(Representation.group_id) == group_id,
            or_(col(Representation.valid_to).is_(None), col(Representation.valid_to) >= day),
        )
        .scalar_subquery()
    )
    counts: Any = (
        *(func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in cases),
        seated,
    )
    *mails, people = session.exec(
        select(*counts).where(
            col(OutboxMail.group_id) == group_id,
            col(OutboxMail.state).in_((outbox.WAITING, outbox.PAUSED, outbox.FAILED)),
        )
    ).one()
    return MailsToSee(*map(int, mails)), int(people) > 1
