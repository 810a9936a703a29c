"""Every query of the entrance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, exists, or_, select

from coordinator.access.actor import Role
from coordinator.access.tables import RoleGrant
from coordinator.core.mailboxes import email_key
from coordinator.roster.in_transaction import REPRESENTING
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
