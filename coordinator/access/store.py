"""Every query of the access room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    bindparam,
    column,
    insert,
    literal,
    table,
)
from sqlmodel import Session, and_, col, delete, func, or_, select, update

from coordinator.access.tables import (
    BrowserSession,
    LinkOpening,
    MaskedText,
    OneTimeCode,
    SessionOpening,
    SignInAttempt,
    SignInLink,
)
from coordinator.core.database import UtcDateTime

# Groups and roster stand above this room: their tables are known by name only, as foreign keys
# know them.
_GROUPS = table("collaboration_group", column("id"))
_PEOPLE = table("person", column("id"), column("group_id"))


# A session that nobody used for so long ends; typed notes are saved before that. Behind a mailbox
# of several people stands a computer of several people.
IDLE = timedelta(hours=2)
IDLE_SHARED = timedelta(minutes=30)


def is_founded(session: Session) -> bool:
    """Whether the installation has any group."""
    return session.connection().execute(select(_GROUPS.c.id).limit(1)).first() is not None


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


def moments(now: datetime) -> dict[str, datetime]:
    """The values of what the two conditions below compare with."""
    return {"now": now, "idle": now - IDLE, "idle_shared": now - IDLE_SHARED}


def session_lives() -> ColumnElement[bool]:
    """Neither ended, nor too old, nor unused for too long."""
    return and_(
        col(BrowserSession.ended_at).is_(None),
        col(BrowserSession.expires_at) > _NOW,
        col(BrowserSession.seen_at) > _IDLE,
    )


def opening_stands() -> ColumnElement[bool]:
    """The group has not ended it, and behind a mailbox of several people it is in use."""
    return and_(
        col(SessionOpening.ended_at).is_(None),
        or_(
            col(SessionOpening.shared_mailbox).is_(False),
            col(SessionOpening.seen_at) > _IDLE_SHARED,
        ),
    )


def is_living(session: Session, token_hash: str, *, now: datetime) -> bool:
    """Whether the session lives and opens anything at all: one small statement, nothing loaded."""
    opening = and_(col(SessionOpening.session_id) == col(BrowserSession.id), opening_stands())
    found = session.exec(
        select(BrowserSession.id)
        .join(SessionOpening, opening, isouter=True)
        .where(
            BrowserSession.token_hash == token_hash,
            session_lives(),
            or_(col(BrowserSession.is_founder), col(SessionOpening.id).is_not(None)),
        )
        .limit(1),
        params=moments(now),
    )
    return found.first() is not None


def session_and_openings(
    session: Session, token_hash: str
) -> tuple[BrowserSession, list[SessionOpening]] | None:
    """A session whatever has become of it, and all that it ever opened."""
    row = session.exec(
        select(BrowserSession).where(BrowserSession.token_hash == token_hash)
    ).first()
    if row is None:
        return None
    openings = select(SessionOpening).where(SessionOpening.session_id == row.id)
    return row, list(session.exec(openings).all())


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
        select(BrowserSession).where(BrowserSession.token_hash == token_hash, session_lives()),
        params=moments(now),
    ).first()


def living_sessions(session: Session, person_id: int, *, now: datetime) -> list[BrowserSession]:
    """Those in which somebody is this person, newest first."""
    return list(
        session.exec(
            select(BrowserSession)
            .join(SessionOpening, col(SessionOpening.session_id) == col(BrowserSession.id))
            .where(SessionOpening.person_id == person_id, session_lives(), opening_stands())
            .order_by(col(BrowserSession.created_at).desc(), col(BrowserSession.id).desc()),
            params=moments(now),
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


def belongs(session: Session, group_id: int, person_id: int) -> bool:
    """Whether the person is one of the group's."""
    query = select(_PEOPLE.c.id).where(_PEOPLE.c.group_id == group_id, _PEOPLE.c.id == person_id)
    return session.exec(query).first() is not None


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
