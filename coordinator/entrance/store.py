"""Every query of the entrance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
)
from sqlmodel import Session, and_, col, exists, or_, select

from coordinator.access.actor import Role
from coordinator.access.store import moments, opening_stands, session_lives
from coordinator.access.tables import (
    BrowserSession,
    SessionOpening,
)
from coordinator.core.mailboxes import email_key
from coordinator.groups.tables import CollaborationGroup, RoleGrant
from coordinator.roster.rules import REPRESENTING
from coordinator.roster.tables import Person, Representation


def people_who_may_enter(
    session: Session,
    day: date,
    *,
    email_keys: Collection[str] | None = None,
    person_ids: Collection[int] | None = None,
    group_id: int | None = None,
) -> list[Person]:
    """People who may come in on the day, by a role or by a seat; in one group if it is named.

    One statement, whether anybody is found or not. A mailbox may stand in rows of several groups.
    """
    is_held = and_(
        col(Representation.valid_from) <= day,
        or_(col(Representation.valid_to).is_(None), col(Representation.valid_to) >= day),
    )
    # A member's role rests while its holder sits nowhere in the group.
    has_seat = exists().where(
        col(Representation.person_id) == col(RoleGrant.person_id),
        col(Representation.group_id) == col(RoleGrant.group_id),
        is_held,
    )
    holds_role = exists().where(
        col(RoleGrant.person_id) == col(Person.id),
        or_(col(RoleGrant.role) != Role.MEMBER.value, has_seat),
    )
    represents = exists().where(
        col(Representation.person_id) == col(Person.id),
        col(Representation.duty).in_(REPRESENTING),
        is_held,
    )
    asked: list[ColumnElement[bool]] = []
    if email_keys is not None:
        asked.append(col(Person.email_key).in_(email_keys))
    if person_ids is not None:
        asked.append(col(Person.id).in_(person_ids))
    if group_id is not None:
        asked.append(col(Person.group_id) == group_id)
    return list(
        session.exec(
            select(Person)
            .where(*asked, or_(holds_role, represents))
            .order_by(col(Person.group_id), col(Person.sort_key), col(Person.id))
        ).all()
    )


def by_group(people: Iterable[Person]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    for person in people:
        found.setdefault(person.group_id, []).append(person)
    return found


def is_shared(readers: Sequence[Person]) -> bool:
    """Whether several people of one group read the mailbox.

    A protected person's is a function mailbox, but for the address that a last coordinator keeps
    until there is a successor: it is used for signing in alone.
    """
    return len(readers) > 1 or any(
        one.is_protected and one.email_key == email_key(one.email or "") for one in readers
    )


@dataclass(frozen=True)
class Open:
    """What a session opens in one group, and the roles that its person was given there."""

    opening: SessionOpening
    group: CollaborationGroup
    grants: tuple[RoleGrant, ...]


@cache
def _living_session() -> Any:
    return (
        select(BrowserSession, SessionOpening, CollaborationGroup, RoleGrant)
        .join(
            SessionOpening,
            and_(col(SessionOpening.session_id) == col(BrowserSession.id), opening_stands()),
            isouter=True,
        )
        .join(
            CollaborationGroup,
            col(CollaborationGroup.id) == col(SessionOpening.group_id),
            isouter=True,
        )
        .join(
            RoleGrant,
            and_(
                col(RoleGrant.person_id) == col(SessionOpening.person_id),
                col(RoleGrant.group_id) == col(SessionOpening.group_id),
            ),
            isouter=True,
        )
        .where(col(BrowserSession.token_hash) == bindparam("token_hash"), session_lives())
        .order_by(CollaborationGroup.name, col(CollaborationGroup.id))
    )


def living_session(
    session: Session, token_hash: str, *, now: datetime
) -> tuple[BrowserSession, list[Open]] | None:
    """The session with what it opens, by the groups' names: one statement."""
    given = {"token_hash": token_hash, **moments(now)}
    rows = session.exec(_living_session(), params=given).all()
    if not rows:
        return None
    # The outer joins give None where nothing is opened or no role held, whatever is annotated.
    grants: dict[int, list[RoleGrant]] = {}
    there: dict[int, tuple[SessionOpening, CollaborationGroup]] = {}
    for _, opening, group, grant in rows:
        if opening is not None and opening.id is not None:
            there[opening.id] = (opening, group)
            grants.setdefault(opening.id, []).extend([grant] if grant is not None else [])
    found = [Open(*pair, tuple(grants[key])) for key, pair in there.items()]
    return rows[0][0], found
