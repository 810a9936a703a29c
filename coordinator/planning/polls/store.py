"""Every query of the polls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlmodel import Session, and_, case, col, exists, func, or_, select

from coordinator.core.outbox import store as outbox
from coordinator.core.outbox.how_far import Counts
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.tables import (
    DatePoll,
    PollAnswer,
    PollCandidate,
    PollInvitee,
    PollLink,
)
from coordinator.planning.views import Choice


def replace(session: Session, gone: Iterable[Any], there: Iterable[Any]) -> None:
    """Rows in the place of others, written together."""
    for row in gone:
        session.delete(row)
    session.add_all(list(there))
    session.flush()


def next_number(session: Session, group_id: int, term_code: str) -> int:
    """The next poll's number in the term, for who has locked the group."""
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


def poll_with_mails(
    session: Session, group_id: int, code: str, kinds: Collection[str], now: datetime
) -> tuple[DatePoll, Counts] | None:
    """The poll, and of the mails about it how many wait, were tried in vain, were given up."""
    far = outbox.far(kinds)
    what: Any = (DatePoll, far.c.waiting, far.c.tried, far.c.failed)
    row = session.execute(
        select(*what)
        .join(far, far.c.about == DatePoll.code, isouter=True)
        .where(DatePoll.group_id == group_id, DatePoll.code == code),
        {"group_id": group_id, "now": now},
    ).first()
    return (row[0], (row[1], row[2], row[3])) if row else None


def poll_for_change(session: Session, group_id: int, code: str) -> DatePoll | None:
    """The poll, locked: answers, closing and booking of one poll come one after another."""
    return session.exec(
        select(DatePoll)
        .where(DatePoll.group_id == group_id, DatePoll.code == code)
        .with_for_update(key_share=True)
    ).first()


def poll_by_id(session: Session, poll_id: int) -> DatePoll | None:
    return session.get(DatePoll, poll_id)


@dataclass(frozen=True)
class Counted:
    """A poll: how many were asked, have answered, hold no link now; how far its mails have come."""

    row: DatePoll
    asked: int
    answered: int
    lost: int
    mails: Counts


def polls(
    session: Session, group_id: int, key_mark: str, kinds: Collection[str], now: datetime
) -> list[Counted]:
    """The group's polls, newest first."""
    given = {"group_id": group_id, "key_mark": key_mark, "now": now}
    rows = session.exec(_polls(tuple(kinds)), params=given).all()
    return [
        Counted(poll, asked, answered, lost, tuple(mails))
        for poll, asked, answered, lost, *mails in rows
    ]


@cache
def _polls(kinds: tuple[str, ...]) -> Any:
    far = outbox.far(kinds)
    no_link = case((_has_no_link(bindparam("key_mark")), 1), else_=0)
    # SQLModel types a select of up to four things.
    what: Any = (
        DatePoll,
        func.count(col(PollInvitee.id)),
        func.count(col(PollInvitee.answered_at)),
        func.coalesce(func.sum(no_link), 0),
        func.max(far.c.waiting),
        func.max(far.c.tried),
        func.max(far.c.failed),
    )
    return (
        select(*what)
        .join(PollInvitee, col(PollInvitee.poll_id) == DatePoll.id, isouter=True)
        .join(far, far.c.about == DatePoll.code, isouter=True)
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


def people_who_said(session: Session, candidate_id: int, choice: Choice) -> frozenset[int]:
    """Person ids of those who said this about the day."""
    return frozenset(
        session.exec(
            select(PollInvitee.person_id)
            .join(PollAnswer, col(PollAnswer.invitee_id) == PollInvitee.id)
            .where(PollAnswer.candidate_id == candidate_id, PollAnswer.choice == choice.value)
        ).all()
    )


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


def _is_of_key(key_mark: str | BindParameter[str]) -> ColumnElement[bool]:
    """Made with the signing key that is in force, or before that was kept."""
    return or_(col(PollLink.key_mark).is_(None), PollLink.key_mark == key_mark)


def _has_no_link(key_mark: str | BindParameter[str]) -> ColumnElement[bool]:
    """Was asked by mail and has not answered, but no link of this key was ever made, nor revoked.

    A backup holds no links, and another key ends those that there were.
    """
    of_key = exists().where(col(PollLink.invitee_id) == PollInvitee.id, _is_of_key(key_mark))
    return and_(
        col(PollInvitee.mailed_at).is_not(None), col(PollInvitee.answered_at).is_(None), ~of_key
    )


def without_link(session: Session, poll_id: int, key_mark: str) -> list[PollInvitee]:
    """Those who were asked and hold no link any more."""
    return list(
        session.exec(
            select(PollInvitee)
            .where(PollInvitee.poll_id == poll_id, _has_no_link(key_mark))
            .order_by(col(PollInvitee.id))
        ).all()
    )


def behind_link(
    session: Session, token_hash: str, key_mark: str
) -> tuple[PollInvitee, DatePoll] | None:
    """Whose link it is and to what; None when there is none, it was revoked or the key changed."""
    found = session.exec(
        select(PollInvitee, DatePoll)
        .join(PollLink, col(PollLink.invitee_id) == PollInvitee.id)
        .join(DatePoll, col(DatePoll.id) == PollInvitee.poll_id)
        .where(
            PollLink.token_hash == token_hash,
            col(PollLink.revoked_at).is_(None),
            _is_of_key(key_mark),
        )
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


def invitee_behind_link(session: Session, token_hash: str, key_mark: str) -> PollInvitee | None:
    """Whose link it is, for who holds the poll's lock: nobody withdraws the link meanwhile."""
    return session.exec(
        select(PollInvitee)
        .join(PollLink, col(PollLink.invitee_id) == PollInvitee.id)
        .where(
            PollLink.token_hash == token_hash,
            col(PollLink.revoked_at).is_(None),
            _is_of_key(key_mark),
        )
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
