"""Every query of the privacy room; it reads the tables of all rooms and owns none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from coordinator.access.tables import (
    BrowserSession,
    LinkOpening,
    OneTimeCode,
    SessionOpening,
    SignInLink,
)
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail
from coordinator.groups.tables import CollaborationGroup
from coordinator.meetings.tables import AgendaItem, Attendance, Meeting
from coordinator.minutes.rules import OPEN_TO_ALL
from coordinator.minutes.tables import Minutes
from coordinator.privacy.name_columns import Texts
from coordinator.privacy.tables import Elsewhere
from coordinator.roster.tables import Agency, Person
from coordinator.trail.tables import TrailEntry

WAITING = ("waiting", "paused")


def queue_up(session: Session, group_id: int) -> None:
    """Makes whoever writes a roster or a meeting's texts wait, on PostgreSQL as on SQLite.

    Writers lock their meeting, or their group's agencies, before they read what they build on.
    Rows that only refer to these (``key_share``) can still be added.
    """
    for table in (Agency, Meeting):
        session.exec(
            select(table.id)
            .where(table.group_id == group_id)
            .order_by(col(table.id))
            .with_for_update(key_share=True)
        ).all()


def rows(session: Session, group_id: int, texts: Texts, *, lock: bool) -> list[Any]:
    """The group's rows of a table that hold any text at all, oldest first."""
    table: Any = texts.table
    filled = [getattr(table, column).is_not(None) for column in texts.columns]
    query: Any = select(table).where(_of_group(table, group_id), or_(*filled)).order_by(table.id)
    return list(session.exec(query.with_for_update(key_share=True) if lock else query).all())


def _of_group(table: Any, group_id: int) -> Any:
    if hasattr(table, "group_id"):
        return table.group_id == group_id
    assert table is CollaborationGroup, table
    return table.id == group_id


def links_onward(session: Session) -> list[SignInLink]:
    """Links to sign in that go on to a page with a question in its address; no group's."""
    asking = col(SignInLink.next_path).contains("?")
    return list(session.exec(select(SignInLink).where(asking)).all())


def meetings(session: Session, group_id: int) -> dict[int, tuple[str, datetime]]:
    """Code and start of every meeting, by id."""
    found = session.exec(
        select(Meeting.id, Meeting.code, Meeting.starts_at).where(Meeting.group_id == group_id)
    ).all()
    return {key: (code, start) for key, code, start in found if key is not None}


def meeting_of_items(session: Session, group_id: int) -> dict[int, int]:
    """Meeting ids by agenda item's id."""
    found = session.exec(
        select(AgendaItem.id, AgendaItem.meeting_id).where(AgendaItem.group_id == group_id)
    ).all()
    return {key: meeting_id for key, meeting_id in found if key is not None}


def approved_meetings(session: Session, group_id: int) -> set[int]:
    """Ids of the meetings whose minutes are approved or sent."""
    states = sorted(state.value for state in OPEN_TO_ALL)
    return set(
        session.exec(
            select(Minutes.meeting_id).where(
                Minutes.group_id == group_id, col(Minutes.state).in_(states)
            )
        ).all()
    )


def person(session: Session, person_id: int, *, lock: bool) -> Person | None:
    query = select(Person).where(Person.id == person_id)
    return session.exec(query.with_for_update(key_share=True) if lock else query).first()


def group(session: Session, group_id: int) -> CollaborationGroup:
    return session.exec(select(CollaborationGroup).where(CollaborationGroup.id == group_id)).one()


def people_with_address(session: Session, group_id: int, email_key: str) -> list[Person]:
    return list(
        session.exec(
            select(Person).where(Person.group_id == group_id, Person.email_key == email_key)
        ).all()
    )


def recorded_names(session: Session, person_id: int, group_id: int) -> list[str]:
    """Every name under which past meetings recorded the person."""
    found = session.exec(
        select(Attendance.person_name)
        .where(
            Attendance.person_id == person_id,
            Attendance.group_id == group_id,
            col(Attendance.person_name).is_not(None),
        )
        .distinct()
    ).all()
    return sorted(name for name in found if name)


def mails(
    session: Session,
    group_id: int,
    person_id: int,
    address: str | None,
    *,
    lock: bool,
) -> list[OutboxMail]:
    """The group's outbox, and what is no group's to this person, this address or nobody known.

    No group's are sign-in links, and mails to an address that was somebody's until then.
    """
    query = (
        select(OutboxMail)
        .where(
            or_(
                col(OutboxMail.group_id) == group_id,
                and_(
                    col(OutboxMail.group_id).is_(None),
                    or_(
                        col(OutboxMail.person_id) == person_id,
                        col(OutboxMail.person_id).is_(None),
                        func.lower(OutboxMail.address) == (address or "").lower(),
                    ),
                ),
            )
        )
        .order_by(col(OutboxMail.id))
    )
    return list(session.exec(query.with_for_update(key_share=True) if lock else query).all())


def attachments(session: Session, mail_ids: Collection[int]) -> dict[int, list[OutboxAttachment]]:
    found = session.exec(
        select(OutboxAttachment).where(col(OutboxAttachment.mail_id).in_(sorted(mail_ids)))
    ).all()
    by_mail: dict[int, list[OutboxAttachment]] = {}
    for one in found:
        by_mail.setdefault(one.mail_id, []).append(one)
    return by_mail


def count_open_doors(session: Session, person_id: int, now: datetime) -> int:
    """Living sessions, links and codes of the person."""
    queries = (
        select(func.count())
        .select_from(SessionOpening)
        .join(BrowserSession, col(BrowserSession.id) == col(SessionOpening.session_id))
        .where(
            SessionOpening.person_id == person_id,
            col(SessionOpening.ended_at).is_(None),
            col(BrowserSession.ended_at).is_(None),
            BrowserSession.expires_at > now,
        ),
        select(func.count())
        .select_from(LinkOpening)
        .join(SignInLink, col(SignInLink.id) == col(LinkOpening.link_id))
        .where(
            LinkOpening.person_id == person_id,
            col(LinkOpening.ended_at).is_(None),
            col(SignInLink.used_at).is_(None),
            SignInLink.expires_at > now,
        ),
        select(func.count())
        .select_from(OneTimeCode)
        .where(
            OneTimeCode.person_id == person_id,
            col(OneTimeCode.used_at).is_(None),
            OneTimeCode.expires_at > now,
        ),
    )
    return sum(session.exec(query).one() for query in queries)


def duties(session: Session, group_id: int, person_id: int) -> list[tuple[str, str, str]]:
    """Table, what the person is there, and the meeting's code, of minutes not approved yet."""
    leads = select(Meeting.code, Minutes.state).join(
        Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True
    )
    led = session.exec(
        leads.where(
            Meeting.group_id == group_id,
            or_(col(Meeting.chair_id) == person_id, col(Meeting.secretary_id) == person_id),
        )
    ).all()
    adjusted = session.exec(
        leads.where(Meeting.group_id == group_id, Minutes.adjuster_id == person_id)
    ).all()
    found = [("meeting", "leads", code, state) for code, state in led]
    found += [("minutes", "adjuster", code, state) for code, state in adjusted]
    return [(*where, code) for *where, code, state in found if state not in OPEN_TO_ALL]  # type: ignore[misc]


def count_own_acts(session: Session, group_id: int, numbers: Collection[int]) -> int:
    """Entries of the trail that carry the person's name as the actor's, under any number."""
    return session.exec(
        select(func.count())
        .select_from(TrailEntry)
        .where(TrailEntry.group_id == group_id, col(TrailEntry.person_id).in_(numbers))
    ).one()


def receipt_entries(
    session: Session, group_id: int, use_cases: Collection[str], abouts: Collection[str]
) -> list[TrailEntry]:
    """The entries of those acts, newest first."""
    return list(
        session.exec(
            select(TrailEntry)
            .where(
                TrailEntry.group_id == group_id,
                col(TrailEntry.use_case).in_(use_cases),
                col(TrailEntry.about).in_(abouts),
            )
            .order_by(col(TrailEntry.number).desc())
        ).all()
    )


def entries_of(session: Session, use_cases: Collection[str]) -> list[TrailEntry]:
    """The entries of those acts in every group, in the order of their chains."""
    return list(
        session.exec(
            select(TrailEntry)
            .where(col(TrailEntry.use_case).in_(use_cases))
            .order_by(col(TrailEntry.group_id), col(TrailEntry.number))
        ).all()
    )


# Other groups -------------------------------------------------------------------------------------


def people_in_other_groups(session: Session, group_id: int, email_key: str) -> list[Person]:
    """Other groups' people with the mailbox, those left out who are protected there already."""
    return list(
        session.exec(
            select(Person)
            .where(
                Person.group_id != group_id,
                Person.email_key == email_key,
                col(Person.is_protected).is_(False),
            )
            .order_by(col(Person.group_id), col(Person.id))
        ).all()
    )


def elsewhere_ids(session: Session, group_id: int) -> set[int]:
    """About whom of other groups this group knows already, whatever came of it."""
    query = select(Elsewhere.other_person_id).where(Elsewhere.group_id == group_id)
    return set(session.exec(query).all())


def elsewhere(
    session: Session, group_id: int, person_id: int, *, lock: bool = False
) -> list[Elsewhere]:
    query = (
        select(Elsewhere)
        .where(Elsewhere.group_id == group_id, Elsewhere.person_id == person_id)
        .order_by(col(Elsewhere.id))
    )
    return list(session.exec(query.with_for_update(key_share=True) if lock else query).all())


def asked_about(session: Session, other_person_id: int, states: Collection[str]) -> list[Elsewhere]:
    """What is asked about somebody, by whichever group."""
    return list(
        session.exec(
            select(Elsewhere)
            .where(Elsewhere.other_person_id == other_person_id, col(Elsewhere.state).in_(states))
            .with_for_update(key_share=True)
        ).all()
    )


def asked_of(session: Session, other_group_id: int, states: Collection[str]) -> list[Elsewhere]:
    """What a group is asked, oldest first, each person once."""
    given = {"group_id": other_group_id, "states": list(states)}
    found = session.exec(_asked_of(), params=given).all()
    return list({row.other_person_id: row for row in reversed(found)}.values())[::-1]


@cache
def _asked_of() -> SelectOfScalar[Elsewhere]:
    return (
        select(Elsewhere)
        .where(
            col(Elsewhere.other_group_id) == bindparam("group_id"),
            col(Elsewhere.state).in_(bindparam("states", expanding=True)),
        )
        .order_by(col(Elsewhere.asked_at), col(Elsewhere.id))
    )


def count_asked_since(session: Session, group_id: int, since: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(Elsewhere)
        .where(Elsewhere.group_id == group_id, col(Elsewhere.asked_at) > since)
    ).one()


def count_readers(session: Session, person_id: int) -> int:
    """How many of the person's group have the same mailbox, the person among them."""
    own = select(Person.group_id, Person.email_key).where(Person.id == person_id).subquery()
    return session.exec(
        select(func.count())
        .select_from(Person)
        .where(Person.group_id == own.c.group_id, Person.email_key == own.c.email_key)
    ).one()
