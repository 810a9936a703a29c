"""Every query of the access room."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select, update

from coordinator.access.tables import (
    BrowserSession,
    CollaborationGroup,
    OneTimeCode,
    RoleGrant,
    SignInLink,
    TrailHead,
)


def link_by_hash(session: Session, token_hash: str) -> SignInLink | None:
    return session.exec(select(SignInLink).where(SignInLink.token_hash == token_hash)).first()


def spend_link(session: Session, link_id: int, *, now: datetime) -> bool:
    """Marks the link used; False when somebody was faster."""
    done = session.exec(
        update(SignInLink)
        .where(col(SignInLink.id) == link_id, col(SignInLink.used_at).is_(None))
        .values(used_at=now)
    )
    return done.rowcount == 1


def living_session(
    session: Session, token_hash: str, *, now: datetime
) -> tuple[BrowserSession, list[tuple[RoleGrant, CollaborationGroup]]] | None:
    """The session with its person's grants, in one statement."""
    rows = session.exec(
        select(BrowserSession, RoleGrant, CollaborationGroup)
        .join(
            RoleGrant,
            col(RoleGrant.person_id) == col(BrowserSession.person_id),
            isouter=True,
        )
        .join(
            CollaborationGroup,
            col(CollaborationGroup.id) == col(RoleGrant.group_id),
            isouter=True,
        )
        .where(
            BrowserSession.token_hash == token_hash,
            col(BrowserSession.ended_at).is_(None),
            BrowserSession.expires_at > now,
        )
        .order_by(CollaborationGroup.name)
    ).all()
    if not rows:
        return None
    # The outer joins give None where a person holds no role, whatever the annotation says.
    grants = [(grant, group) for _, grant, group in rows if grant is not None]
    return rows[0][0], grants


def end_session(session: Session, token_hash: str, *, now: datetime) -> None:
    session.exec(
        update(BrowserSession)
        .where(
            col(BrowserSession.token_hash) == token_hash,
            col(BrowserSession.ended_at).is_(None),
        )
        .values(ended_at=now)
    )


def group_by_slug(session: Session, slug: str) -> CollaborationGroup | None:
    return session.exec(select(CollaborationGroup).where(CollaborationGroup.slug == slug)).first()


def groups(session: Session) -> list[CollaborationGroup]:
    return list(
        session.exec(select(CollaborationGroup).order_by(col(CollaborationGroup.name))).all()
    )


def count_groups(session: Session) -> int:
    return session.exec(select(func.count()).select_from(CollaborationGroup)).one()


def grants_in(session: Session, group_id: int) -> list[RoleGrant]:
    return list(
        session.exec(
            select(RoleGrant).where(RoleGrant.group_id == group_id).order_by(RoleGrant.role)
        ).all()
    )


def grant(session: Session, group_id: int, person_id: int, role: str) -> RoleGrant | None:
    return session.exec(
        select(RoleGrant).where(
            RoleGrant.group_id == group_id,
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
        )
    ).first()


def trail_head_for_change(session: Session, group_id: int, start: str) -> TrailHead:
    """The end of a group's chain, locked; writers of one group wait for each other here."""
    query = select(TrailHead).where(TrailHead.group_id == group_id).with_for_update()
    head = session.exec(query).first()
    if head is None:
        # Two first entries at once: the unique key lets one through, the other fails whole.
        head = TrailHead(group_id=group_id, number=0, hash=start)
    return head


def living_code(
    session: Session, *, person_id: int, purpose: str, about: str | None, now: datetime
) -> OneTimeCode | None:
    """The newest code that is neither used nor too old, locked."""
    return session.exec(
        select(OneTimeCode)
        .where(
            OneTimeCode.person_id == person_id,
            OneTimeCode.purpose == purpose,
            col(OneTimeCode.about).is_not_distinct_from(about),
            col(OneTimeCode.used_at).is_(None),
            OneTimeCode.expires_at > now,
        )
        .order_by(col(OneTimeCode.id).desc())
        .with_for_update()
    ).first()


def void_codes(
    session: Session, *, person_id: int, purpose: str, about: str | None, now: datetime
) -> None:
    session.exec(
        update(OneTimeCode)
        .where(
            col(OneTimeCode.person_id) == person_id,
            col(OneTimeCode.purpose) == purpose,
            col(OneTimeCode.about).is_not_distinct_from(about),
            col(OneTimeCode.used_at).is_(None),
        )
        .values(used_at=now)
    )
