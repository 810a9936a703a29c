"""Lists of meetings, with the agencies counted at each, and how many a term has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, and_, bindparam, exists, or_
from sqlmodel import Session, col, func, select

from coordinator.access.masked_copies import Masks
from coordinator.core.clock import midnight
from coordinator.groups.tables import CollaborationGroup
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.tables import Attendance, Meeting
from coordinator.meetings.views import MeetingFilter
from coordinator.roster.tables import Agency

LIVE = (MeetingState.PLANNED.value, MeetingState.UNDER_WAY.value)
REPRESENTED = tuple(outcome.value for outcome in Outcome if outcome.is_there)


@dataclass(frozen=True)
class CountedMeeting:
    """A meeting's row with the agencies counted at it (0 of 0 before it starts)."""

    row: Meeting
    present: int
    listed: int
    members: int
    quorum: int | None = None
    attended: bool = False
    host: str | None = None


def _agencies(*conditions: ColumnElement[bool] | bool) -> ScalarSelect[int]:
    """Member agencies with an attendance row at the meeting, each counted once."""
    return (
        select(func.count(func.distinct(Attendance.agency_id)))
        .where(
            Attendance.meeting_id == Meeting.id,
            col(Attendance.is_member).is_(True),
            *conditions,
        )
        .correlate(Meeting)
        .scalar_subquery()
    )


def _was_there(agency_id: int | None) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            col(Attendance.meeting_id) == Meeting.id,
            col(Attendance.agency_id) == (agency_id or 0),
            col(Attendance.outcome).in_(REPRESENTED),
        )
        .correlate(Meeting)
    )


def _counted(agency_id: int | None = None) -> Any:
    """The select that every list of meetings starts from."""
    members = (
        select(func.count(col(Agency.id)))
        .where(Agency.group_id == Meeting.group_id, col(Agency.is_member).is_(True))
        .correlate(Meeting)
        .scalar_subquery()
    )
    # Where the place is told separately, not even who is host.
    host = (
        select(Agency.name)
        .where(col(Agency.id) == Meeting.host_agency_id, Meeting.venue_kind == "open")
        .correlate(Meeting)
        .scalar_subquery()
    )
    return select(  # type: ignore[call-overload]
        Meeting,
        _agencies(col(Attendance.outcome).in_(REPRESENTED)),
        _agencies(),
        members,
        _was_there(agency_id),
        host,
    )


def _counted_row(found: Any, *, quorum: int | None = None) -> CountedMeeting:
    row, present, listed, members, attended, host = found[:6]
    return CountedMeeting(row, present, listed, members, quorum, bool(attended), host)


def meetings_of_terms(
    session: Session, group_id: int, term_codes: Sequence[str], *, since: date | None = None
) -> list[CountedMeeting]:
    """The terms' meetings by start; with ``since`` also those of any term that stand from it on."""
    given: dict[str, Any] = {"group_id": group_id, "codes": list(term_codes)}
    if since is not None:
        given["since"] = midnight(since)
    found = session.exec(_of_terms(and_coming=since is not None), params=given)
    return [_counted_row(row) for row in found.all()]


@cache
def _of_terms(*, and_coming: bool) -> Any:
    wanted: ColumnElement[bool] = col(Meeting.term_code).in_(bindparam("codes", expanding=True))
    if and_coming:
        coming = and_(col(Meeting.state).in_(LIVE), col(Meeting.starts_at) >= bindparam("since"))
        wanted = or_(wanted, coming)
    return (
        _counted()
        .where(col(Meeting.group_id) == bindparam("group_id"), wanted)
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )


def standing_from(
    session: Session, group_id: int, day: date, *, limit: int
) -> list[CountedMeeting]:
    """Meetings from the day on that are neither cancelled nor held, by start."""
    given = {"group_id": group_id, "since": midnight(day), "most": limit}
    return [_counted_row(row) for row in session.exec(_standing_from(), params=given).all()]


@cache
def _standing_from() -> Any:
    return (
        _counted()
        .where(
            col(Meeting.group_id) == bindparam("group_id"),
            col(Meeting.state).in_(LIVE),
            col(Meeting.starts_at) >= bindparam("since"),
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
        .limit(bindparam("most", type_=Integer))
    )


def meeting_by_code(session: Session, group_id: int, code: str) -> CountedMeeting | None:
    found = session.exec(
        _counted()
        .add_columns(CollaborationGroup.quorum_agencies)
        .join(CollaborationGroup, col(CollaborationGroup.id) == Meeting.group_id)
        .where(Meeting.group_id == group_id, Meeting.code == code)
    ).first()
    return _counted_row(found, quorum=found[6]) if found else None


def _matching(group_id: int, wanted: MeetingFilter, ids: Sequence[int] | None) -> list[Any]:
    """The conditions of a filter; ``ids`` are the meetings whose theme fits."""
    parts: list[Any] = [Meeting.group_id == group_id]
    if wanted.year is not None:
        parts.append(col(Meeting.term_code).in_([f"VT{wanted.year}", f"HT{wanted.year}"]))
    if wanted.term_code:
        parts.append(Meeting.term_code == wanted.term_code)
    if wanted.day_from is not None:
        parts.append(col(Meeting.starts_at) >= midnight(wanted.day_from))
    if wanted.day_to is not None:
        parts.append(col(Meeting.starts_at) < midnight(wanted.day_to, after=True))
    if wanted.states:
        parts.append(col(Meeting.state).in_([state.value for state in wanted.states]))
    if ids is not None:
        parts.append(col(Meeting.id).in_(ids))
    return parts


def find(
    session: Session,
    group_id: int,
    wanted: MeetingFilter,
    masks: Masks,
    *,
    limit: int,
    offset: int,
) -> tuple[list[CountedMeeting], tuple[int, int, int]]:
    """One page, newest first, and (total, held, attended by the asked agency) of all pages.

    ``masks``: a theme is found by what the reader reads there.
    """
    ids = _with_theme(session, group_id, wanted.theme, masks) if wanted.theme else None
    where = _matching(group_id, wanted, ids)
    held = col(Meeting.state) == MeetingState.HELD.value
    total, held_count, attended = session.exec(
        select(
            func.count(col(Meeting.id)),
            func.count().filter(held),
            func.count().filter(held, _was_there(wanted.agency_id)),
        ).where(*where)
    ).one()
    rows = session.exec(
        _counted(wanted.agency_id)
        .where(*where)
        .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return [_counted_row(row) for row in rows], (total, held_count, attended)


def _with_theme(session: Session, group_id: int, words: str, masks: Masks) -> list[int]:
    """Ids of the meetings whose theme holds the words.

    Compared here, not in SQL: SQLite folds only A-Z, so "äldre" would miss "Äldre".
    """
    rows = session.exec(
        select(Meeting.id, Meeting.theme).where(
            Meeting.group_id == group_id, col(Meeting.theme).is_not(None)
        )
    ).all()
    sought = words.casefold()
    return [
        key
        for key, theme in rows
        if key is not None
        and sought in (masks.over("meeting", key, "theme", theme) or "").casefold()
    ]


def term_states(
    session: Session, group_id: int, term_codes: Sequence[str] | None = None
) -> tuple[int, list[tuple[str, str, int]]]:
    """How many meetings a term should have, and how many of each state each term has.

    The latter as (term code, state, number), for terms with meetings alone.
    """
    given = {"group_id": group_id, "codes": list(term_codes or ())}
    query = _term_states(only_some=term_codes is not None)
    rows = session.exec(query, params=given).all()
    wanted = max((row[0] for row in rows), default=0)
    return wanted, [(code, state, number) for _, code, state, number in rows if code is not None]


@cache
def _term_states(*, only_some: bool) -> Any:
    here = col(Meeting.group_id) == col(CollaborationGroup.id)
    some = col(Meeting.term_code).in_(bindparam("codes", expanding=True))
    counted = (
        *(CollaborationGroup.meetings_per_term, Meeting.term_code, Meeting.state),
        func.count(col(Meeting.id)),
    )
    columns: Any = counted
    return (
        select(*columns)
        .select_from(CollaborationGroup)
        .join(Meeting, and_(here, some) if only_some else here, isouter=True)
        .where(col(CollaborationGroup.id) == bindparam("group_id"))
        .group_by(CollaborationGroup.meetings_per_term, Meeting.term_code, Meeting.state)
    )


def standing(
    session: Session, group_id: int, term_code: str, first: date | None, last: date | None
) -> list[tuple[str, str, datetime]]:
    """Code, term and start of the term's standing meetings and of those in the span, by start."""
    wanted = col(Meeting.term_code) == term_code
    if first is not None and last is not None:
        start, end = midnight(first), midnight(last, after=True)
        wanted |= and_(col(Meeting.starts_at) >= start, col(Meeting.starts_at) < end)
    rows = session.exec(
        select(Meeting.code, Meeting.term_code, Meeting.starts_at)
        .where(
            Meeting.group_id == group_id,
            Meeting.state != MeetingState.CANCELLED.value,
            wanted,
        )
        .order_by(col(Meeting.starts_at))
    ).all()
    return [(code, term, at) for code, term, at in rows]
