"""Every query of the access room."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import column, table
from sqlmodel import Session, col, delete, func, select, update

from coordinator.access.tables import (
    BrowserSession,
    CollaborationGroup,
    OneTimeCode,
    RoleGrant,
    SignInLink,
    TrailCheckpoint,
    TrailEntry,
    TrailHead,
)
from coordinator.access.views import TrailFilter
from coordinator.core.clock import STOCKHOLM


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


# The roster stands above this room: its table is known by name only, as foreign keys know it.
_SEATS = table("representation", column("group_id"), column("person_id"))


def belongs(session: Session, group_id: int, person_id: int) -> bool:
    """Whether the person stands, or ever stood, for an agency of the group, or has a role in it."""
    seat = select(_SEATS.c.person_id).where(
        _SEATS.c.group_id == group_id, _SEATS.c.person_id == person_id
    )
    role = select(RoleGrant.id).where(
        RoleGrant.group_id == group_id, RoleGrant.person_id == person_id
    )
    return any(session.exec(query.limit(1)).first() is not None for query in (seat, role))


def trail_head_for_change(session: Session, group_id: int, start: str) -> TrailHead:
    """The end of a group's chain, locked; writers of one group wait for each other here."""
    query = select(TrailHead).where(TrailHead.group_id == group_id).with_for_update()
    head = session.exec(query).first()
    if head is None:
        # Two first entries at once: the unique key lets one through, the other fails whole.
        head = TrailHead(group_id=group_id, number=0, hash=start)
    return head


def trail_head(session: Session, group_id: int) -> TrailHead | None:
    return session.exec(select(TrailHead).where(TrailHead.group_id == group_id)).first()


def trail_batch(session: Session, group_id: int, *, after: int, limit: int) -> list[TrailEntry]:
    """Entries in order of number, from the one after ``after``."""
    return list(
        session.exec(
            select(TrailEntry)
            .where(TrailEntry.group_id == group_id, TrailEntry.number > after)
            .order_by(col(TrailEntry.number))
            .limit(limit)
        ).all()
    )


def trail_entries(
    session: Session,
    group_id: int,
    wanted: TrailFilter,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[TrailEntry]:
    """Newest first."""
    return list(
        session.exec(
            select(TrailEntry)
            .where(*_wanted_entries(group_id, wanted))
            .order_by(col(TrailEntry.number).desc())
            .limit(limit)
            .offset(offset)
        ).all()
    )


def count_trail_entries(session: Session, group_id: int, wanted: TrailFilter) -> int:
    conditions = _wanted_entries(group_id, wanted)
    return session.exec(select(func.count(col(TrailEntry.id))).where(*conditions)).one()


def people_in_trail(session: Session, group_id: int) -> list[int]:
    """Everybody who ever acted in the group, by id."""
    found = session.exec(
        select(TrailEntry.person_id)
        .where(TrailEntry.group_id == group_id, col(TrailEntry.person_id).is_not(None))
        .distinct()
        .order_by(col(TrailEntry.person_id))
    ).all()
    return [one for one in found if one is not None]


def _wanted_entries(group_id: int, wanted: TrailFilter) -> list[Any]:
    parts: list[Any] = [TrailEntry.group_id == group_id]
    if wanted.first is not None:
        parts.append(col(TrailEntry.happened_at) >= _midnight(wanted.first))
    if wanted.last is not None:
        parts.append(col(TrailEntry.happened_at) < _midnight(wanted.last + timedelta(days=1)))
    if wanted.person_id is not None:
        parts.append(TrailEntry.person_id == wanted.person_id)
    if wanted.room:
        parts.append(col(TrailEntry.use_case).startswith(f"{wanted.room}.", autoescape=True))
    if wanted.about:
        parts.append(TrailEntry.about == wanted.about)
    return parts


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=STOCKHOLM)


def last_checkpoint(session: Session, group_id: int) -> TrailCheckpoint | None:
    """Where the newest disposal ended."""
    return session.exec(
        select(TrailCheckpoint)
        .where(TrailCheckpoint.group_id == group_id)
        .order_by(col(TrailCheckpoint.number).desc())
    ).first()


def last_entry_before(session: Session, group_id: int, moment: datetime) -> TrailEntry | None:
    """The end of the longest beginning of the chain that lies before the moment."""
    first_kept = session.exec(
        select(func.min(TrailEntry.number)).where(
            TrailEntry.group_id == group_id, col(TrailEntry.happened_at) >= moment
        )
    ).one()
    query = select(TrailEntry).where(TrailEntry.group_id == group_id)
    if first_kept is not None:
        query = query.where(TrailEntry.number < first_kept)
    return session.exec(query.order_by(col(TrailEntry.number).desc()).limit(1)).first()


def remove_trail(session: Session, group_id: int, *, up_to: int) -> int:
    """Removes a beginning of the chain; how many entries. A checkpoint must stand there first."""
    done = session.exec(
        delete(TrailEntry).where(
            col(TrailEntry.group_id) == group_id, col(TrailEntry.number) <= up_to
        )
    )
    return int(done.rowcount)


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
