"""Every query of the entrance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, and_, col, exists, or_, select

from coordinator.access.actor import Role
from coordinator.access.tables import RoleGrant
from coordinator.roster.steps import REPRESENTING
from coordinator.roster.tables import Person, Representation


def people_who_may_enter(
    session: Session,
    day: date,
    *,
    email_key: str | None = None,
    person_id: int | None = None,
    group_id: int | None = None,
) -> list[Person]:
    """People who may come in on the day, by a role or by a seat; in one group if it is named.

    One statement, whether anybody is found or not.
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
    if group_id is not None:
        holds_role = holds_role.where(col(RoleGrant.group_id) == group_id)
        represents = represents.where(col(Representation.group_id) == group_id)
    asked = []
    if email_key is not None:
        asked.append(col(Person.email_key) == email_key)
    if person_id is not None:
        asked.append(col(Person.id) == person_id)
    return list(
        session.exec(
            select(Person).where(*asked, or_(holds_role, represents)).order_by(col(Person.sort_key))
        ).all()
    )


def is_shared(people: Sequence[Person]) -> bool:
    """Whether several people read the mailbox: a protected person's is a function mailbox."""
    return len(people) > 1 or any(one.is_protected for one in people)
