"""Every query of the polls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from coordinator.access.tables import CollaborationGroup
from coordinator.planning.polls.tables import (
    DatePoll,
    PollAnswer,
    PollCandidate,
    PollInvitee,
    PollLink,
)
from coordinator.planning.polls.views import PollState


def save_all(session: Session, rows: Iterable[Any]) -> None:
    session.add_all(list(rows))
    session.flush()


def remove_all(session: Session, rows: Iterable[Any]) -> None:
    for row in rows:
        session.delete(row)
    session.flush()


def replace(session: Session, gone: Iterable[Any], there: Iterable[Any]) -> None:
    """Rows in the place of others, written together."""
    for row in gone:
        session.delete(row)
    session.add_all(list(there))
    session.flush()


def next_number(session: Session, group_id: int, term_code: str) -> int:
    """The next poll's number in the term; whoever asks makes others of the group wait."""
    session.exec(
        select(CollaborationGroup.id)
        .where(CollaborationGroup.id == group_id)
        .with_for_update(key_share=True)
    ).first()
    highest = session.exec(
        select(func.max(DatePoll.number)).where(
            DatePoll.group_id == group_id, DatePoll.term_code == term_code
        )
    ).first()
    return (highest or 0) + 1


def poll(session: Session, group_id: int, code: str) -> DatePoll | None:
    return session.exec(
        select(DatePoll).where(DatePoll.group_id == group_id, DatePoll.code == code)
    ).first()


def poll_for_change(session: Session, group_id: int, code: str) -> DatePoll | None:
    """The poll, locked: answers, closing and booking of one poll come one after another."""
    return session.exec(
        select(DatePoll)
        .where(DatePoll.group_id == group_id, DatePoll.code == code)
        .with_for_update(key_share=True)
    ).first()


def poll_by_id(session: Session, poll_id: int) -> DatePoll | None:
    return session.get(DatePoll, poll_id)


def polls(session: Session, group_id: int) -> list[tuple[DatePoll, int, int]]:
    """The group's polls, newest first, each with how many were asked and how many answered."""
    rows = session.exec(_polls(), params={"group_id": group_id}).all()
    return [(row, asked, answered) for row, asked, answered in rows]


@cache
def _polls() -> Any:
    return (
        select(DatePoll, func.count(col(PollInvitee.id)), func.count(col(PollInvitee.answered_at)))
        .join(PollInvitee, col(PollInvitee.poll_id) == DatePoll.id, isouter=True)
        .where(col(DatePoll.group_id) == bindparam("group_id"))
        .group_by(*DatePoll.__table__.columns)  # type: ignore[attr-defined]
        .order_by(col(DatePoll.created_at).desc(), col(DatePoll.id).desc())
    )


def polls_of_person(
    session: Session, group_id: int, person_id: int
) -> list[tuple[DatePoll, PollInvitee]]:
    """Open polls in which the person was asked, newest first, with how the person stands there."""
    rows = session.exec(
        select(DatePoll, PollInvitee)
        .join(PollInvitee, col(PollInvitee.poll_id) == DatePoll.id)
        .where(
            DatePoll.group_id == group_id,
            DatePoll.state == PollState.OPEN.value,
            PollInvitee.person_id == person_id,
        )
        .order_by(col(DatePoll.created_at).desc(), col(DatePoll.id).desc())
    ).all()
    return [(row, asked) for row, asked in rows]


def candidate_on(
    session: Session, group_id: int, start: datetime, end: datetime
) -> tuple[DatePoll, PollCandidate] | None:
    """The newest poll that asked people about a time in the span, with that time."""
    sent = (PollState.OPEN.value, PollState.CLOSED.value, PollState.BOOKED.value)
    found = session.exec(
        select(DatePoll, PollCandidate)
        .join(PollCandidate, col(PollCandidate.poll_id) == DatePoll.id)
        .where(
            DatePoll.group_id == group_id,
            col(DatePoll.state).in_(sent),
            PollCandidate.starts_at >= start,
            PollCandidate.starts_at < end,
        )
        .order_by(
            col(DatePoll.created_at).desc(), col(DatePoll.id).desc(), col(PollCandidate.starts_at)
        )
    ).first()
    return (found[0], found[1]) if found else None


def candidates(session: Session, poll_id: int) -> list[PollCandidate]:
    """By start."""
    return list(
        session.exec(
            select(PollCandidate)
            .where(PollCandidate.poll_id == poll_id)
            .order_by(col(PollCandidate.starts_at))
        ).all()
    )


def invitees(session: Session, poll_id: int) -> list[PollInvitee]:
    return list(
        session.exec(
            select(PollInvitee).where(PollInvitee.poll_id == poll_id).order_by(col(PollInvitee.id))
        ).all()
    )


def invitee_by_id(session: Session, invitee_id: int) -> PollInvitee | None:
    return session.get(PollInvitee, invitee_id)


def invitee_of(session: Session, poll_id: int, person_id: int) -> PollInvitee | None:
    return session.exec(
        select(PollInvitee).where(
            PollInvitee.poll_id == poll_id, PollInvitee.person_id == person_id
        )
    ).first()


def behind_link(session: Session, token_hash: str) -> tuple[PollInvitee, DatePoll] | None:
    """Whose link it is and to what; None when there is none, or it was revoked."""
    found = session.exec(
        select(PollInvitee, DatePoll)
        .join(PollLink, col(PollLink.invitee_id) == PollInvitee.id)
        .join(DatePoll, col(DatePoll.id) == PollInvitee.poll_id)
        .where(PollLink.token_hash == token_hash, col(PollLink.revoked_at).is_(None))
    ).first()
    return (found[0], found[1]) if found else None


def place_of_link(session: Session, token_hash: str) -> tuple[int, str] | None:
    """The group's id and the code of the poll that the link belongs to."""
    found = session.exec(
        select(DatePoll.group_id, DatePoll.code)
        .join(PollInvitee, col(PollInvitee.poll_id) == DatePoll.id)
        .join(PollLink, col(PollLink.invitee_id) == PollInvitee.id)
        .where(PollLink.token_hash == token_hash)
    ).first()
    return (found[0], found[1]) if found else None


def invitee_behind_link(session: Session, token_hash: str) -> PollInvitee | None:
    """Whose link it is, for who holds the poll's lock: nobody withdraws the link meanwhile."""
    return session.exec(
        select(PollInvitee)
        .join(PollLink, col(PollLink.invitee_id) == PollInvitee.id)
        .where(PollLink.token_hash == token_hash, col(PollLink.revoked_at).is_(None))
        .with_for_update(of=PollLink, key_share=True)
    ).first()


def living_links(session: Session, invitee_ids: Sequence[int]) -> list[PollLink]:
    return list(
        session.exec(
            select(PollLink).where(
                col(PollLink.invitee_id).in_(invitee_ids), col(PollLink.revoked_at).is_(None)
            )
        ).all()
    )


def answers(session: Session, invitee_ids: Sequence[int]) -> list[PollAnswer]:
    if not invitee_ids:
        return []
    return list(
        session.exec(
            select(PollAnswer)
            .where(col(PollAnswer.invitee_id).in_(invitee_ids))
            .order_by(col(PollAnswer.id))
        ).all()
    )
