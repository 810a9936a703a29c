"""Every query of the access room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    bindparam,
    cast,
    column,
    insert,
    literal,
    null,
    table,
)
from sqlmodel import Session, and_, col, delete, func, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from coordinator.access.tables import (
    BrowserSession,
    CollaborationGroup,
    GoAhead,
    LinkOpening,
    MaskedText,
    OneTimeCode,
    RoleGrant,
    SessionOpening,
    SignInAttempt,
    SignInLink,
    TrailCheckpoint,
    TrailEntry,
    TrailHead,
    TrailPerson,
)
from coordinator.access.views import TrailFilter
from coordinator.core.clock import midnight
from coordinator.core.database import UtcDateTime

# The roster stands above this room: its table is known by name only, as foreign keys know it.
_PEOPLE = table("person", column("id"), column("group_id"))

ABOUT_PERSON = "person-"  # before the number of the person that an entry is about

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


def let_in(session: Session, link_id: int, person_ids: Collection[int]) -> None:
    """The link lets these people in, each in the own group. The same statement for nobody."""
    people = select(_PEOPLE.c.group_id, literal(link_id), _PEOPLE.c.id).where(
        _PEOPLE.c.id.in_(sorted(person_ids) or [0])
    )
    made = insert(LinkOpening).from_select(["group_id", "link_id", "person_id"], people)
    session.connection().execute(made)


def openings_of_link(session: Session, link_id: int) -> list[LinkOpening]:
    """Whom the link lets in, those left out whose group has ended it."""
    return list(
        session.exec(
            select(LinkOpening)
            .where(LinkOpening.link_id == link_id, col(LinkOpening.ended_at).is_(None))
            .order_by(col(LinkOpening.group_id), col(LinkOpening.person_id))
        ).all()
    )


_MOMENTS = ("now", "idle", "idle_shared")
_NOW, _IDLE, _IDLE_SHARED = (bindparam(name, type_=UtcDateTime()) for name in _MOMENTS)


def _moments(now: datetime) -> dict[str, datetime]:
    """The values of what the two conditions below compare with."""
    return {"now": now, "idle": now - IDLE, "idle_shared": now - IDLE_SHARED}


def _is_living() -> ColumnElement[bool]:
    """Neither ended, nor too old, nor unused for too long."""
    return and_(
        col(BrowserSession.ended_at).is_(None),
        col(BrowserSession.expires_at) > _NOW,
        col(BrowserSession.seen_at) > _IDLE,
    )


def _is_open() -> ColumnElement[bool]:
    """The group has not ended it, and behind a mailbox of several people it is in use."""
    return and_(
        col(SessionOpening.ended_at).is_(None),
        or_(
            col(SessionOpening.shared_mailbox).is_(False),
            col(SessionOpening.seen_at) > _IDLE_SHARED,
        ),
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
            and_(col(SessionOpening.session_id) == col(BrowserSession.id), _is_open()),
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
        .where(col(BrowserSession.token_hash) == bindparam("token_hash"), _is_living())
        .order_by(CollaborationGroup.name, col(CollaborationGroup.id))
    )


def living_session(
    session: Session, token_hash: str, *, now: datetime
) -> tuple[BrowserSession, list[Open]] | None:
    """The session with what it opens, by the groups' names: one statement."""
    given = {"token_hash": token_hash, **_moments(now)}
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


def is_living(session: Session, token_hash: str, *, now: datetime) -> bool:
    """Whether the session lives and opens anything at all: one small statement, nothing loaded."""
    opening = and_(col(SessionOpening.session_id) == col(BrowserSession.id), _is_open())
    found = session.exec(
        select(BrowserSession.id)
        .join(SessionOpening, opening, isouter=True)
        .where(
            BrowserSession.token_hash == token_hash,
            _is_living(),
            or_(col(BrowserSession.is_founder), col(SessionOpening.id).is_not(None)),
        )
        .limit(1),
        params=_moments(now),
    )
    return found.first() is not None


def openings_of_session(session: Session, session_id: int) -> list[SessionOpening]:
    """Whom a session is in its groups, those left out whose group has ended it."""
    return list(
        session.exec(
            select(SessionOpening)
            .where(SessionOpening.session_id == session_id, col(SessionOpening.ended_at).is_(None))
            .order_by(col(SessionOpening.group_id))
        ).all()
    )


def end_session(session: Session, token_hash: str, *, now: datetime) -> None:
    session.exec(
        update(BrowserSession)
        .where(
            col(BrowserSession.token_hash) == token_hash,
            col(BrowserSession.ended_at).is_(None),
        )
        .values(ended_at=now)
    )


def session_by_id(session: Session, session_id: int) -> BrowserSession | None:
    return session.get(BrowserSession, session_id)


def session_by_hash(session: Session, token_hash: str, *, now: datetime) -> BrowserSession | None:
    return session.exec(
        select(BrowserSession).where(BrowserSession.token_hash == token_hash, _is_living()),
        params=_moments(now),
    ).first()


def living_sessions(session: Session, person_id: int, *, now: datetime) -> list[BrowserSession]:
    """Those in which somebody is this person, newest first."""
    return list(
        session.exec(
            select(BrowserSession)
            .join(SessionOpening, col(SessionOpening.session_id) == col(BrowserSession.id))
            .where(SessionOpening.person_id == person_id, _is_living(), _is_open())
            .order_by(col(BrowserSession.created_at).desc(), col(BrowserSession.id).desc()),
            params=_moments(now),
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
    """Ends the person's living sessions whole, or one of them, or all but one; how many."""
    wanted = [] if only is None else [col(BrowserSession.id) == only]
    spared = [] if spare is None else [col(BrowserSession.id) != spare]
    own = select(SessionOpening.session_id).where(
        SessionOpening.person_id == person_id, col(SessionOpening.ended_at).is_(None)
    )
    done = session.exec(
        update(BrowserSession)
        .where(
            col(BrowserSession.id).in_(own),
            col(BrowserSession.ended_at).is_(None),
            *wanted,
            *spared,
        )
        .values(ended_at=now)
    )
    return int(done.rowcount)


def end_openings(
    session: Session, person_id: int, *, now: datetime, spare: int | None = None
) -> int:
    """Ends what sessions open to the person, and nothing of other groups; how many.

    ``spare``: the session that goes on.
    """
    spared = [] if spare is None else [col(SessionOpening.session_id) != spare]
    done = session.exec(
        update(SessionOpening)
        .where(
            col(SessionOpening.person_id) == person_id,
            col(SessionOpening.ended_at).is_(None),
            *spared,
        )
        .values(ended_at=now)
    )
    return int(done.rowcount)


def saw_session(
    session: Session, session_id: int, *, opening_id: int | None, now: datetime
) -> None:
    session.exec(
        update(BrowserSession).where(col(BrowserSession.id) == session_id).values(seen_at=now)
    )
    if opening_id is not None:
        session.exec(
            update(SessionOpening).where(col(SessionOpening.id) == opening_id).values(seen_at=now)
        )


def void_links(session: Session, person_id: int, *, now: datetime) -> None:
    """No link lets the person in any more; whom else it lets in stays."""
    session.exec(
        update(LinkOpening)
        .where(col(LinkOpening.person_id) == person_id, col(LinkOpening.ended_at).is_(None))
        .values(ended_at=now)
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


def belongs(session: Session, group_id: int, person_id: int) -> bool:
    """Whether the person is one of the group's."""
    query = select(_PEOPLE.c.id).where(_PEOPLE.c.group_id == group_id, _PEOPLE.c.id == person_id)
    return session.exec(query).first() is not None


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
        parts.append(col(TrailEntry.use_case).startswith(f"{wanted.room}.", autoescape=True))
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
        .with_for_update(key_share=True)
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


def masked_texts(session: Session, group_id: int, sources: Collection[str]) -> list[MaskedText]:
    return list(
        session.exec(
            select(MaskedText).where(
                MaskedText.group_id == group_id, col(MaskedText.source).in_(sorted(sources))
            )
        ).all()
    )


def masked_text(session: Session, group_id: int, place: tuple[str, int, str]) -> MaskedText | None:
    source, source_id, field = place
    return session.exec(
        select(MaskedText).where(
            MaskedText.group_id == group_id,
            MaskedText.source == source,
            MaskedText.source_id == source_id,
            MaskedText.field == field,
        )
    ).first()


def void_all_codes(session: Session, person_id: int, *, now: datetime) -> None:
    session.exec(
        update(OneTimeCode)
        .where(col(OneTimeCode.person_id) == person_id, col(OneTimeCode.used_at).is_(None))
        .values(used_at=now)
    )


def count_codes_since(session: Session, person_id: int, purpose: str, since: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(OneTimeCode)
        .where(
            OneTimeCode.person_id == person_id,
            OneTimeCode.purpose == purpose,
            OneTimeCode.created_at > since,
        )
    ).one()


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
