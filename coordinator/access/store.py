"""Every query of the access room."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, delete, func, or_, select, update

from coordinator.access.tables import (
    BrowserSession,
    CollaborationGroup,
    OneTimeCode,
    RoleGrant,
    SignInAttempt,
    SignInLink,
    TrailHead,
)

# A session that nobody used for so long ends; typed notes are saved before that. Behind a mailbox
# of several people stands a computer of several people.
IDLE = timedelta(hours=2)
IDLE_SHARED = timedelta(minutes=30)


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


def _is_living(now: datetime) -> ColumnElement[bool]:
    """Neither ended, nor too old, nor unused for too long."""
    return and_(
        col(BrowserSession.ended_at).is_(None),
        col(BrowserSession.expires_at) > now,
        or_(
            and_(
                col(BrowserSession.shared_mailbox).is_(False),
                col(BrowserSession.seen_at) > now - IDLE,
            ),
            col(BrowserSession.seen_at) > now - IDLE_SHARED,
        ),
    )


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
            _is_living(now),
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


def session_by_hash(session: Session, token_hash: str, *, now: datetime) -> BrowserSession | None:
    return session.exec(
        select(BrowserSession).where(BrowserSession.token_hash == token_hash, _is_living(now))
    ).first()


def living_sessions(session: Session, person_id: int, *, now: datetime) -> list[BrowserSession]:
    """The person's own, newest first."""
    return list(
        session.exec(
            select(BrowserSession)
            .where(BrowserSession.person_id == person_id, _is_living(now))
            .order_by(col(BrowserSession.created_at).desc(), col(BrowserSession.id).desc())
        ).all()
    )


def end_sessions(
    session: Session,
    person_id: int,
    *,
    now: datetime,
    only: int | None = None,
    spare: int | None = None,
) -> int:
    """Ends the person's living sessions, or one of them, or all but one; how many."""
    wanted = [] if only is None else [col(BrowserSession.id) == only]
    spared = [] if spare is None else [col(BrowserSession.id) != spare]
    done = session.exec(
        update(BrowserSession)
        .where(
            col(BrowserSession.person_id) == person_id,
            col(BrowserSession.ended_at).is_(None),
            *wanted,
            *spared,
        )
        .values(ended_at=now)
    )
    return int(done.rowcount)


def saw_session(session: Session, session_id: int, *, now: datetime) -> None:
    session.exec(
        update(BrowserSession).where(col(BrowserSession.id) == session_id).values(seen_at=now)
    )


def void_links(session: Session, person_id: int, *, now: datetime) -> None:
    session.exec(
        update(SignInLink)
        .where(col(SignInLink.person_id) == person_id, col(SignInLink.used_at).is_(None))
        .values(used_at=now)
    )


def count_attempts(session: Session, key: str, *, since: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(SignInAttempt)
        .where(SignInAttempt.key == key, SignInAttempt.happened_at > since)
    ).one()


def drop_attempts(session: Session, *, before: datetime) -> None:
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.happened_at) < before))


def holds_any_role(session: Session, person_id: int) -> bool:
    found = session.exec(select(RoleGrant.id).where(RoleGrant.person_id == person_id)).first()
    return found is not None


def grants_of(session: Session, person_id: int) -> list[tuple[RoleGrant, CollaborationGroup]]:
    """The person's roles in all groups, by the groups' names."""
    return list(
        session.exec(
            select(RoleGrant, CollaborationGroup)
            .join(CollaborationGroup, col(CollaborationGroup.id) == col(RoleGrant.group_id))
            .where(RoleGrant.person_id == person_id)
            .order_by(CollaborationGroup.name)
        ).all()
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


def void_all_codes(session: Session, person_id: int, *, now: datetime) -> None:
    session.exec(
        update(OneTimeCode)
        .where(col(OneTimeCode.person_id) == person_id, col(OneTimeCode.used_at).is_(None))
        .values(used_at=now)
    )
