"""Every query of the groups room."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import (
    bindparam,
)
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from coordinator.groups.tables import CollaborationGroup, RoleGrant


def holds_any_role(session: Session, person_id: int) -> bool:
    found = session.exec(select(RoleGrant.id).where(RoleGrant.person_id == person_id)).first()
    return found is not None


def grants_of(session: Session, person_ids: Collection[int]) -> list[RoleGrant]:
    """The roles of these people."""
    return list(
        session.exec(select(RoleGrant).where(col(RoleGrant.person_id).in_(person_ids))).all()
    )


def groups_by_id(session: Session, ids: Collection[int]) -> list[CollaborationGroup]:
    """These groups, by name."""
    return list(
        session.exec(
            select(CollaborationGroup)
            .where(col(CollaborationGroup.id).in_(ids))
            .order_by(col(CollaborationGroup.name), col(CollaborationGroup.id))
        ).all()
    )


def group(session: Session, group_id: int) -> CollaborationGroup | None:
    return session.exec(_group(), params={"group_id": group_id}).first()


@cache
def _group() -> SelectOfScalar[CollaborationGroup]:
    return select(CollaborationGroup).where(col(CollaborationGroup.id) == bindparam("group_id"))


def group_by_slug(session: Session, slug: str) -> CollaborationGroup | None:
    return session.exec(select(CollaborationGroup).where(CollaborationGroup.slug == slug)).first()


def groups(session: Session) -> list[CollaborationGroup]:
    return list(
        session.exec(select(CollaborationGroup).order_by(col(CollaborationGroup.name))).all()
    )


def count_groups(session: Session) -> int:
    return session.exec(select(func.count()).select_from(CollaborationGroup)).one()


def grants_in(session: Session, group_id: int) -> list[RoleGrant]:
    return list(session.exec(_grants_in(group_id)).all())


def grants_for_change(session: Session, group_id: int) -> list[RoleGrant]:
    """The same, locked: of two who withdraw at once the second sees what the first has done."""
    return list(session.exec(_grants_in(group_id).with_for_update(key_share=True)).all())


def _grants_in(group_id: int) -> SelectOfScalar[RoleGrant]:
    return select(RoleGrant).where(RoleGrant.group_id == group_id).order_by(RoleGrant.role)


def grant(session: Session, group_id: int, person_id: int, role: str) -> RoleGrant | None:
    return session.exec(
        select(RoleGrant).where(
            RoleGrant.group_id == group_id,
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
        )
    ).first()


def lock_group(session: Session, group_id: int) -> None:
    session.exec(
        select(CollaborationGroup.id)
        .where(CollaborationGroup.id == group_id)
        .with_for_update(key_share=True)
    ).first()
