"""Every query of the trail room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Integer,
    String,
    cast,
    literal,
    null,
)
from sqlmodel import Session, col, delete, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from coordinator.core.clock import midnight
from coordinator.trail.tables import GoAhead, TrailCheckpoint, TrailEntry, TrailHead, TrailPerson
from coordinator.trail.views import TrailFilter
from coordinator.trail.words import names_in

ABOUT_PERSON = "person-"  # before the number of the person that an entry is about


def trail_head_for_change(session: Session, group_id: int, start: str) -> TrailHead:
    """The end of a group's chain, locked; writers of one group wait for each other here."""
    query = select(TrailHead).where(TrailHead.group_id == group_id).with_for_update(key_share=True)
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


def people_in_trail(session: Session, group_id: int) -> tuple[list[int], dict[int, int]]:
    """Everybody who ever acted in the group, and who has another id now: one statement.

    The first are the ids that stand in the entries, the second as :func:`renumbered_people`.
    """
    acted = select(TrailEntry.person_id, cast(null(), Integer)).where(
        TrailEntry.group_id == group_id, col(TrailEntry.person_id).is_not(None)
    )
    renumbered = select(TrailPerson.old_person_id, TrailPerson.new_person_id).where(
        TrailPerson.group_id == group_id
    )
    rows = session.connection().execute(acted.distinct().union_all(renumbered)).all()
    return [one for one, new in rows if new is None], {old: new for old, new in rows if new}


def renumbered_people(session: Session, group_id: int) -> dict[int, int]:
    """The id that somebody has now, by the one that stands in old entries of the group."""
    rows = session.exec(
        select(TrailPerson.old_person_id, TrailPerson.new_person_id).where(
            TrailPerson.group_id == group_id
        )
    ).all()
    return dict(rows)


def _wanted_entries(group_id: int, wanted: TrailFilter) -> list[Any]:
    parts: list[Any] = [TrailEntry.group_id == group_id]
    if wanted.first is not None:
        parts.append(col(TrailEntry.happened_at) >= midnight(wanted.first))
    if wanted.last is not None:
        parts.append(col(TrailEntry.happened_at) < midnight(wanted.last, after=True))
    if wanted.person_id is not None:
        earlier = _earlier_ids(group_id, wanted.person_id)
        own = TrailEntry.person_id == wanted.person_id
        parts.append(or_(own, col(TrailEntry.person_id).in_(earlier)))
    if wanted.room:
        parts.append(col(TrailEntry.use_case).in_(names_in(wanted.room)))
    if wanted.about:
        parts.append(or_(TrailEntry.about == wanted.about, *_earlier_abouts(group_id, wanted)))
    return parts


def _earlier_ids(group_id: int, person_id: int) -> SelectOfScalar[int]:
    return select(TrailPerson.old_person_id).where(
        TrailPerson.group_id == group_id, TrailPerson.new_person_id == person_id
    )


def _earlier_abouts(group_id: int, wanted: TrailFilter) -> list[Any]:
    """A person may stand in old entries under another number."""
    number = (wanted.about or "").removeprefix(ABOUT_PERSON)
    if number == wanted.about or not number.isdecimal():
        return []
    old = _earlier_ids(group_id, int(number)).subquery()
    code = literal(ABOUT_PERSON) + cast(old.c.old_person_id, String)
    return [col(TrailEntry.about).in_(select(code))]


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


def trail_changes_since(
    session: Session,
    group_id: int,
    *,
    person_id: int | None,
    actor_name: str,
    use_case: str,
    about: str,
    since: datetime,
) -> list[str]:
    """What this person's entries of one use case about one thing say, as stored."""
    return list(
        session.exec(
            select(TrailEntry.changes).where(
                TrailEntry.group_id == group_id,
                col(TrailEntry.person_id).is_not_distinct_from(person_id),
                TrailEntry.actor_name == actor_name,
                TrailEntry.use_case == use_case,
                TrailEntry.about == about,
                TrailEntry.happened_at > since,
            )
        ).all()
    )


def go_aheads(session: Session, group_id: int, hashes: Collection[str]) -> list[GoAhead]:
    """Those given for one of these texts."""
    return list(
        session.exec(
            select(GoAhead).where(GoAhead.group_id == group_id, col(GoAhead.text_hash).in_(hashes))
        ).all()
    )
