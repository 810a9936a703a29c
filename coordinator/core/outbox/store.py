"""Every query of the outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Subquery, bindparam, true
from sqlmodel import Session, and_, case, col, delete, func, or_, select, update

from coordinator.core.outbox.how_far import Counts
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail

WAITING, PAUSED, SENT, DROPPED, FAILED = "waiting", "paused", "sent", "dropped", "failed"


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Waits, its time has come, and nobody has it in hand or is to leave it alone for a while."""
    return and_(
        col(OutboxMail.state) == WAITING,
        col(OutboxMail.due_at) <= now,
        or_(col(OutboxMail.claimed_until).is_(None), col(OutboxMail.claimed_until) <= now),
    )


def has_due(session: Session, now: datetime) -> bool:
    found = session.exec(select(OutboxMail.id).where(_is_due(now)).limit(1)).first()
    return found is not None


def next_due(session: Session, now: datetime) -> OutboxMail | None:
    """The mail that has been due longest and that no other worker is taking; locked."""
    return session.exec(
        select(OutboxMail)
        .where(_is_due(now))
        .order_by(col(OutboxMail.due_at), col(OutboxMail.id))
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    ).first()


def held(
    session: Session, mail_id: int, claimed_until: datetime, *, lock: bool = True
) -> OutboxMail | None:
    """The mail as it is now, while the claim made on it still stands."""
    query = select(OutboxMail).where(
        OutboxMail.id == mail_id,
        OutboxMail.state == WAITING,
        OutboxMail.claimed_until == claimed_until,
    )
    return session.exec(query.with_for_update(key_share=True) if lock else query).first()


def by_id(session: Session, mail_id: int) -> OutboxMail | None:
    """The mail, locked; whatever has become of it."""
    return session.exec(
        select(OutboxMail).where(OutboxMail.id == mail_id).with_for_update(key_share=True)
    ).first()


def note_outage(session: Session, error: str, *, now: datetime) -> None:
    """Every mail that is due says why it does not go."""
    session.exec(update(OutboxMail).where(_is_due(now)).values(last_error=error))


def let_rest(
    session: Session, group_id: int | None, error: str, *, now: datetime, until: datetime
) -> None:
    """What is due of one group, or of none, is left alone for a while and says why."""
    session.exec(
        update(OutboxMail)
        .where(_is_due(now), col(OutboxMail.group_id).is_not_distinct_from(group_id))
        .values(last_error=error, claimed_until=until)
    )


def attachments(session: Session, mail_ids: Collection[int]) -> list[OutboxAttachment]:
    return list(
        session.exec(
            select(OutboxAttachment)
            .where(col(OutboxAttachment.mail_id).in_(mail_ids))
            .order_by(col(OutboxAttachment.id))
        ).all()
    )


def forget_attachments(session: Session, mail_id: int) -> None:
    session.exec(delete(OutboxAttachment).where(col(OutboxAttachment.mail_id) == mail_id))


def count_waiting(session: Session) -> int:
    return session.exec(
        select(func.count()).select_from(OutboxMail).where(OutboxMail.state == WAITING)
    ).one()


def troubles(session: Session, *, since: datetime) -> tuple[int, int, str]:
    """Of mails made since: how many were given up, how many were tried and wait; the last reason.

    The reason is a code and the server's number.
    """
    made = col(OutboxMail.created_at) >= since
    tried = and_(OutboxMail.state == WAITING, col(OutboxMail.last_error).is_not(None))
    failed = OutboxMail.state == FAILED
    counts = session.exec(
        select(
            func.coalesce(func.sum(case((failed, 1), else_=0)), 0),
            func.coalesce(func.sum(case((tried, 1), else_=0)), 0),
        ).where(made)
    ).one()
    last = session.exec(
        select(OutboxMail.last_error)
        .where(made, or_(failed, tried), col(OutboxMail.last_error).is_not(None))
        .order_by(col(OutboxMail.id).desc())
        .limit(1)
    ).first()
    return int(counts[0]), int(counts[1]), last or ""


# One group's mails --------------------------------------------------------------------------------


def counts(session: Session, group_id: int | None) -> dict[str, int]:
    """How many mails of the group, or of none, stand in each state."""
    return dict(session.exec(_counts(), params={"group_id": group_id}).all())


@cache
def _counts() -> Any:
    return (
        select(OutboxMail.state, func.count())
        .where(col(OutboxMail.group_id).is_not_distinct_from(bindparam("group_id", type_=Integer)))
        .group_by(OutboxMail.state)
    )


def mails(
    session: Session, group_id: int, states: Sequence[str], *, limit: int, offset: int
) -> list[OutboxMail]:
    """Newest first; where all of them wait to be sent, the one first that is due first."""
    newest = (col(OutboxMail.created_at).desc(), col(OutboxMail.id).desc())
    due = (col(OutboxMail.due_at), col(OutboxMail.id))
    return list(
        session.exec(
            select(OutboxMail)
            .where(OutboxMail.group_id == group_id, col(OutboxMail.state).in_(states))
            .order_by(*(due if list(states) == [WAITING] else newest))
            .limit(limit)
            .offset(offset)
        ).all()
    )


def mail(session: Session, group_id: int, mail_id: int, *, lock: bool = False) -> OutboxMail | None:
    query = select(OutboxMail).where(OutboxMail.group_id == group_id, OutboxMail.id == mail_id)
    return session.exec(query.with_for_update(key_share=True) if lock else query).first()


def mails_of_person(session: Session, person_id: int) -> list[OutboxMail]:
    """Every mail to the person, of any group and of none, such as links to sign in; locked."""
    return list(
        session.exec(
            select(OutboxMail)
            .where(OutboxMail.person_id == person_id)
            .order_by(col(OutboxMail.id))
            .with_for_update(key_share=True)
        ).all()
    )


def mails_for_change(
    session: Session, group_id: int, state: str, ids: Collection[int] | None = None
) -> list[OutboxMail]:
    """The group's mails in a state, locked; ``ids`` None means all of them."""
    return list(
        session.exec(
            select(OutboxMail)
            .where(
                OutboxMail.group_id == group_id,
                OutboxMail.state == state,
                col(OutboxMail.id).in_(ids) if ids is not None else true(),
            )
            .order_by(col(OutboxMail.id))
            .with_for_update(key_share=True)
        ).all()
    )


def waiting_about(
    session: Session,
    group_id: int,
    kinds: Collection[str],
    about: str,
    *,
    whose: str | None = None,
    states: Collection[str] = (WAITING, PAUSED),
) -> list[OutboxMail]:
    """What waits or is paused of these kinds about this thing, locked."""
    return list(
        session.exec(
            select(OutboxMail)
            .where(
                OutboxMail.group_id == group_id,
                col(OutboxMail.kind).in_(kinds),
                OutboxMail.about == about,
                true() if whose is None else OutboxMail.condition_about == whose,
                col(OutboxMail.state).in_(states),
            )
            .order_by(col(OutboxMail.id))
            .with_for_update(key_share=True)
        ).all()
    )


def far(kinds: Collection[str]) -> Subquery:
    """About each thing: how many mails of these kinds wait, were tried in vain or given up.

    To be joined by ``about``; its parameters are ``group_id`` and ``now``. What waits for a later
    day is not counted. ``last_gone``: when the last one went.
    """
    is_due = and_(OutboxMail.state == WAITING, col(OutboxMail.due_at) <= bindparam("now"))
    waits = or_(is_due, OutboxMail.state == PAUSED)
    tried = and_(is_due, col(OutboxMail.last_error).is_not(None))
    # SQLModel types a select of up to four things.
    what: Any = (
        OutboxMail.about,
        _sum(waits).label("waiting"),
        _sum(tried).label("tried"),
        _sum(OutboxMail.state == FAILED).label("failed"),
        func.max(col(OutboxMail.sent_at)).label("last_gone"),
    )
    found: Subquery = (
        select(*what)
        .where(
            col(OutboxMail.group_id) == bindparam("group_id"),
            col(OutboxMail.kind).in_(sorted(kinds)),
        )
        .group_by(col(OutboxMail.about))
        .subquery("far")
    )
    return found


def _sum(one: Any) -> Any:
    """Of how many rows it is true."""
    return func.coalesce(func.sum(case((one, 1), else_=0)), 0)


def far_about(
    session: Session, group_id: int, kinds: Collection[str], about: str, now: datetime
) -> tuple[Counts, datetime | None]:
    """The same of one thing."""
    found = far(kinds)
    columns = (found.c.waiting, found.c.tried, found.c.failed, found.c.last_gone)
    row = session.execute(
        select(*columns).where(found.c.about == about), {"group_id": group_id, "now": now}
    ).first()
    return ((row[0], row[1], row[2]), row[3]) if row else ((0, 0, 0), None)


def is_held_up(session: Session, group_id: int | None = None, *, before: datetime) -> bool:
    """Whether a mail that was due before then has been tried in vain and still waits.

    Of one group, or of any. Links to sign in belong to no group and are not looked at: whether one
    of them waits would tell whether an address is known.
    """
    of = (
        col(OutboxMail.group_id).is_not(None)
        if group_id is None
        else col(OutboxMail.group_id) == group_id
    )
    found = session.exec(
        select(OutboxMail.id)
        .where(
            of,
            OutboxMail.state == WAITING,
            col(OutboxMail.due_at) <= before,
            col(OutboxMail.last_error).is_not(None),
        )
        .limit(1)
    ).first()
    return found is not None
