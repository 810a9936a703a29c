"""Every query of the invitations room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, exists, or_, select

from coordinator.access.actor import OFFICE
from coordinator.access.tables import SessionOpening
from coordinator.core.outbox import store as outbox
from coordinator.core.outbox.tables import OutboxMail
from coordinator.groups.tables import RoleGrant
from coordinator.invitations.tables import Reply
from coordinator.meetings.tables import Meeting
from coordinator.planning.polls.tables import PollCandidate
from coordinator.roster.tables import Agency, Representation
from coordinator.roster.views import Duty


@dataclass(frozen=True)
class Seat:
    """Who stands for which member agency, from when to when (both days included)."""

    person_id: int
    agency_id: int
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def replies(session: Session, group_id: int, meeting_id: int) -> list[Reply]:
    return list(
        session.exec(
            select(Reply).where(Reply.group_id == group_id, Reply.meeting_id == meeting_id)
        ).all()
    )


def reply_of(
    session: Session, group_id: int, meeting_id: int, person_id: int | None
) -> Reply | None:
    return session.exec(
        select(Reply).where(
            Reply.group_id == group_id,
            Reply.meeting_id == meeting_id,
            Reply.person_id == (person_id or 0),
        )
    ).first()


def reply_for_change(
    session: Session, group_id: int, meeting_id: int, person_id: int
) -> Reply | None:
    return session.exec(
        select(Reply)
        .where(
            Reply.group_id == group_id,
            Reply.meeting_id == meeting_id,
            Reply.person_id == person_id,
        )
        .with_for_update(key_share=True)
    ).first()


def forget_replies(session: Session, group_id: int, meeting_id: int) -> None:
    session.exec(
        delete(Reply).where(col(Reply.group_id) == group_id, col(Reply.meeting_id) == meeting_id)
    )


def answers_by_code(
    session: Session, group_id: int, codes: Sequence[str]
) -> list[tuple[str, datetime, int | None, str | None]]:
    """The meetings with these codes, each with its start and one row per answer.

    A meeting without answers has one row without person and answer.
    """
    given = {"group_id": group_id, "codes": list(codes)}
    rows = session.exec(_answers_by_code(), params=given).all()
    return [(code, start, person_id, answer) for code, start, person_id, answer in rows]


@cache
def _answers_by_code() -> Any:
    return (
        select(Meeting.code, Meeting.starts_at, Reply.person_id, Reply.answer)
        .join(Reply, col(Reply.meeting_id) == Meeting.id, isouter=True)
        .where(
            col(Meeting.group_id) == bindparam("group_id"),
            col(Meeting.code).in_(bindparam("codes", expanding=True)),
        )
    )


def ordinary_seats(session: Session, group_id: int) -> list[Seat]:
    """Everybody who ever was an ordinary representative of a member agency."""
    rows = session.exec(_ordinary_seats(), params={"group_id": group_id}).all()
    return [Seat(*row) for row in rows]


@cache
def _ordinary_seats() -> Any:
    # SQLModel types neither a select of four plain columns nor one with an optional date.
    columns: Any = (
        *(Representation.person_id, Representation.agency_id),
        *(Representation.valid_from, Representation.valid_to),
    )
    return (
        select(*columns)
        .join(Agency, col(Agency.id) == Representation.agency_id)
        .where(
            col(Representation.group_id) == bindparam("group_id"),
            Representation.duty == Duty.REPRESENTATIVE.value,
            col(Agency.is_member).is_(True),
        )
    )


def save_reply(session: Session, reply: Reply) -> None:
    """The person's answer from now on; the row stays where there is one."""
    row = reply_for_change(session, reply.group_id, reply.meeting_id, reply.person_id)
    if row is not None:
        row.answer, row.source = reply.answer, reply.source
        row.substitute_id, row.answered_at = reply.substitute_id, reply.answered_at
    session.add(row or reply)
    session.flush()


def add_replies(session: Session, rows: Sequence[Reply]) -> None:
    """Answers of people who have none yet."""
    session.add_all(list(rows))
    session.flush()


def forget_reply(session: Session, group_id: int, meeting_id: int, person_id: int) -> None:
    row = reply_for_change(session, group_id, meeting_id, person_id)
    if row is not None:
        session.delete(row)
        session.flush()


def is_told_of(session: Session, group_id: int, code: str, since: datetime) -> bool:
    """Whether anybody outside the office may have heard of a meeting: one statement.

    A mail that was not let go is about it or about the question that led to it, or somebody else
    of the group has been signed in ``since``, and may have seen it there or taken its file.
    """
    mails = exists(col(OutboxMail.id)).where(
        col(OutboxMail.group_id) == group_id,
        col(OutboxMail.about) == code,
        col(OutboxMail.state) != outbox.DROPPED,
    )
    asked = exists(col(PollCandidate.id)).where(
        col(PollCandidate.group_id) == group_id, col(PollCandidate.meeting_code) == code
    )
    in_office = select(RoleGrant.person_id).where(
        RoleGrant.group_id == group_id, col(RoleGrant.role).in_([role.value for role in OFFICE])
    )
    was_here = exists(col(SessionOpening.id)).where(
        col(SessionOpening.group_id) == group_id,
        col(SessionOpening.seen_at) >= since,
        col(SessionOpening.person_id).not_in(in_office),
    )
    return bool(session.exec(select(or_(mails, asked, was_here))).one())
