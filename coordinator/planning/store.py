"""Every query of the planning room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, exists, func, select

from coordinator.core.dates import local_day
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.tables import Meeting
from coordinator.planning.tables import PlanningSettings, QuorumAgency
from coordinator.roster.tables import Agency, Person, Representation
from coordinator.roster.views import Duty


class MemberRow(NamedTuple):
    """A member agency, whether the quorum needs it, when it was host last, whom it answers to.

    ``has_people``: somebody stands for it, or has.
    """

    id: int
    name: str
    may_host: bool
    is_required: bool
    last_hosted: datetime | None
    principal: str | None
    has_people: bool


def members(session: Session, group_id: int) -> list[MemberRow]:
    """The member agencies in the group's order."""
    hosted = (
        select(func.max(Meeting.starts_at))
        .where(
            col(Meeting.host_agency_id) == col(Agency.id),
            Meeting.state != MeetingState.CANCELLED.value,
        )
        .correlate(Agency)
        .scalar_subquery()
    )
    somebody = (
        exists(col(Representation.id))
        .where(col(Representation.agency_id) == col(Agency.id))
        .correlate(Agency)
    )
    found = session.exec(
        select(  # type: ignore[call-overload]
            Agency.id,
            Agency.name,
            Agency.may_host,
            QuorumAgency.id,
            hosted,
            Agency.principal,
            somebody,
        )
        .join(QuorumAgency, col(QuorumAgency.agency_id) == col(Agency.id), isouter=True)
        .where(Agency.group_id == group_id, col(Agency.is_member).is_(True))
        .order_by(col(Agency.position), col(Agency.id))
    ).all()
    return [
        MemberRow(agency_id, name, may_host, required is not None, last, principal, bool(people))
        for agency_id, name, may_host, required, last, principal, people in found
    ]


def settings(session: Session, group_id: int, *, lock: bool = False) -> PlanningSettings | None:
    query = select(PlanningSettings).where(PlanningSettings.group_id == group_id)
    return session.exec(query.with_for_update(key_share=True) if lock else query).first()


def _required(session: Session, group_id: int) -> list[QuorumAgency]:
    return list(
        session.exec(
            select(QuorumAgency)
            .where(QuorumAgency.group_id == group_id)
            .order_by(col(QuorumAgency.agency_id))
        ).all()
    )


def required_agencies(session: Session, group_id: int) -> list[int]:
    return [row.agency_id for row in _required(session, group_id)]


def set_required_agencies(session: Session, group_id: int, agencies: Collection[int]) -> None:
    present = {row.agency_id: row for row in _required(session, group_id)}
    for agency_id, row in present.items():
        if agency_id not in agencies:
            session.delete(row)
    new = sorted(set(agencies) - set(present))
    session.add_all([QuorumAgency(group_id=group_id, agency_id=agency) for agency in new])
    session.flush()


def member_ids(session: Session, group_id: int) -> set[int]:
    found = session.exec(
        select(Agency.id).where(Agency.group_id == group_id, col(Agency.is_member).is_(True))
    ).all()
    return {agency_id for agency_id in found if agency_id is not None}


class Elsewhere(NamedTuple):
    """A meeting of another group, and how many of this group's people are invited to it."""

    start: datetime
    end: datetime
    people: int


def elsewhere(session: Session, group_id: int, start: datetime, end: datetime) -> list[Elsewhere]:
    """Standing meetings of other groups that touch the span and share representatives with ours.

    Each group has rows of its own for its people: who has the same mailbox is the same person.
    Only times and a number leave: whose meeting it is is nobody's business here.
    """
    ours, theirs = Representation.__table__.alias(), Representation.__table__.alias()  # type: ignore[attr-defined]
    own, other = Person.__table__.alias(), Person.__table__.alias()  # type: ignore[attr-defined]
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Meeting.id, Meeting.starts_at, Meeting.ends_at, ours.c.person_id,
            ours.c.valid_from, ours.c.valid_to, theirs.c.valid_from, theirs.c.valid_to,
        )
        .join(theirs, theirs.c.group_id == Meeting.group_id)
        .join(other, other.c.id == theirs.c.person_id)
        .join(own, own.c.email_key == other.c.email_key)
        .join(ours, ours.c.person_id == own.c.id)
        .where(
            own.c.is_protected.is_(False),
            other.c.is_protected.is_(False),
            ours.c.group_id == group_id,
            Meeting.group_id != group_id,
            ours.c.duty == Duty.REPRESENTATIVE.value,
            theirs.c.duty == Duty.REPRESENTATIVE.value,
            col(Meeting.state).in_([MeetingState.PLANNED.value, MeetingState.UNDER_WAY.value]),
            col(Meeting.starts_at) < end,
            col(Meeting.ends_at) > start,
        )
    ).all()  # fmt: skip
    people: dict[tuple[int, datetime, datetime], set[int]] = {}
    for meeting, starts, ends, person, *spans in rows:
        day = local_day(starts)
        if _is_valid(day, spans[0], spans[1]) and _is_valid(day, spans[2], spans[3]):
            people.setdefault((meeting, starts, ends), set()).add(person)
    return sorted(Elsewhere(key[1], key[2], len(found)) for key, found in people.items())


def _is_valid(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)
