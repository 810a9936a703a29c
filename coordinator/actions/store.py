"""Every query of the actions room. Who sees which action point is decided in one place here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy import ColumnElement, and_, case, delete, false, literal
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from coordinator.access.actor import Actor
from coordinator.access.scopes import Reach, reach
from coordinator.actions.lifecycle import OPEN_STATES, SETTLED, InfoState, PointState
from coordinator.actions.tables import (
    ActionPoint,
    ActionReport,
    InformationAction,
    InformationActionPartner,
)
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.roster.tables import Agency

_OPEN = tuple(state.value for state in OPEN_STATES)


class Wanted(TypedDict, total=False):
    """Which action points are asked for."""

    states: Required[Collection[PointState]]
    agency_id: int | None
    overdue_before: date | None


@dataclass(frozen=True)
class PointRow:
    point: ActionPoint
    agency_name: str | None
    meeting_code: str | None
    item_number: int | None
    closed_meeting_code: str | None
    report: ActionReport | None = None


@dataclass(frozen=True)
class InfoRow:
    action: InformationAction
    lead_name: str | None
    meeting_code: str | None


def visible_points(actor: Actor) -> ColumnElement[bool]:
    """Which points the actor sees; see :data:`coordinator.access.scopes.SCOPES`."""
    in_group = col(ActionPoint.group_id) == actor.group_id
    match reach(actor, "action points"):
        case Reach.ALL:
            return in_group
        case Reach.OWN_AGENCIES:
            return and_(in_group, col(ActionPoint.agency_id).in_(sorted(actor.agency_ids)))
        case _:
            return false()


def visible_infos(actor: Actor) -> ColumnElement[bool]:
    """The office sees the group's information actions, everybody else those decided on."""
    in_group = col(InformationAction.group_id) == actor.group_id
    if actor.in_office:
        return in_group
    return and_(in_group, col(InformationAction.state).in_(sorted(s.value for s in SETTLED)))


@cache
def _points() -> Any:
    """Made once: to make it again took longer than to ask it."""
    closed = aliased(Meeting)
    newest = (
        select(func.max(ActionReport.id))
        .where(ActionReport.action_point_id == ActionPoint.id)
        .correlate(ActionPoint)
        .scalar_subquery()
    )
    # SQLModel types a select of up to four things; this one has six.
    columns: Any = (
        *(ActionPoint, Agency.name, Meeting.code, AgendaItem.number, closed.code),
        ActionReport,
    )
    return (
        select(*columns)
        .join(Agency, col(Agency.id) == col(ActionPoint.agency_id), isouter=True)
        .join(Meeting, col(Meeting.id) == col(ActionPoint.meeting_id), isouter=True)
        .join(AgendaItem, col(AgendaItem.id) == col(ActionPoint.agenda_item_id), isouter=True)
        .join(closed, col(closed.id) == col(ActionPoint.closed_meeting_id), isouter=True)
        .join(ActionReport, col(ActionReport.id) == newest, isouter=True)
    )


@cache
def _in_order() -> Any:
    is_open = col(ActionPoint.state).in_(_OPEN)
    return _points().order_by(
        case((is_open, 0), else_=1),
        case((and_(is_open, col(ActionPoint.due_day).is_(None)), 1), else_=0),
        case((is_open, col(ActionPoint.due_day)), else_=literal(None)),
        col(ActionPoint.closed_on).desc().nulls_last(),
        col(ActionPoint.code),
    )


def points(
    session: Session,
    actor: Actor,
    *,
    limit: int,
    offset: int,
    **wanted: Unpack[Wanted],
) -> list[PointRow]:
    """Open ones by due day, those without day last; then closed ones, newest first."""
    asked = _in_order().where(*_wanted(actor, **wanted))
    rows = session.exec(asked.limit(limit).offset(offset)).all()
    return [PointRow(*row) for row in rows]


def count_points(
    session: Session,
    actor: Actor,
    *,
    today: date,
    states: Collection[PointState] = OPEN_STATES,
    agency_id: int | None = None,
    overdue_before: date | None = None,
) -> tuple[int, int, int]:
    """How many match, how many are open, how many of those overdue: one statement."""
    is_open = col(ActionPoint.state).in_(_OPEN)
    late = and_(is_open, col(ActionPoint.due_day) < today)
    matches = and_(*_wanted(actor, states, agency_id, overdue_before))
    row = session.exec(
        select(
            func.coalesce(func.sum(case((matches, 1), else_=0)), 0),
            func.coalesce(func.sum(case((is_open, 1), else_=0)), 0),
            func.coalesce(func.sum(case((late, 1), else_=0)), 0),
        ).where(visible_points(actor))
    ).one()
    return int(row[0]), int(row[1]), int(row[2])


def _wanted(
    actor: Actor,
    states: Collection[PointState],
    agency_id: int | None = None,
    overdue_before: date | None = None,
) -> list[Any]:
    wanted: list[Any] = [visible_points(actor)]
    wanted.append(col(ActionPoint.state).in_(sorted(state.value for state in states)))
    if agency_id is not None:
        wanted.append(col(ActionPoint.agency_id) == agency_id)
    if overdue_before is not None:
        wanted.append(col(ActionPoint.due_day) < overdue_before)
    return wanted


def points_of_meeting(session: Session, actor: Actor, code: str) -> list[PointRow]:
    """What was given out at the meeting, by code."""
    rows = session.exec(
        _points().where(visible_points(actor), Meeting.code == code).order_by(col(ActionPoint.code))
    ).all()
    return [PointRow(*row) for row in rows]


def point(session: Session, actor: Actor, point_id: int) -> PointRow | None:
    row = session.exec(
        _points().where(visible_points(actor), col(ActionPoint.id) == point_id)
    ).first()
    return PointRow(*row) if row else None


def point_for_change(session: Session, group_id: int, point_id: int) -> ActionPoint | None:
    return session.exec(
        select(ActionPoint)
        .where(ActionPoint.group_id == group_id, ActionPoint.id == point_id)
        .with_for_update(key_share=True)
    ).first()


def point_codes(session: Session, group_id: int, prefix: str) -> list[str]:
    return list(
        session.exec(
            select(ActionPoint.code).where(
                ActionPoint.group_id == group_id, col(ActionPoint.code).startswith(prefix)
            )
        ).all()
    )


def info_codes(session: Session, group_id: int) -> list[str]:
    return list(
        session.exec(
            select(InformationAction.code).where(InformationAction.group_id == group_id)
        ).all()
    )


def agencies_known(session: Session, group_id: int, ids: Collection[int]) -> set[int]:
    """Those of the ids that are agencies of the group."""
    rows = session.exec(
        select(Agency.id).where(Agency.group_id == group_id, col(Agency.id).in_(sorted(ids)))
    ).all()
    return {found for found in rows if found is not None}


def meeting_where(
    session: Session, group_id: int, code: str | None, item_id: int | None
) -> int | None:
    """The id of the group's meeting, found by code, by an item, or by both when they belong."""
    wanted: list[Any] = [Meeting.group_id == group_id]
    if code is not None:
        wanted.append(Meeting.code == code)
    query = select(Meeting.id)
    if item_id is not None:
        query = query.join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.id))
        wanted.append(AgendaItem.id == item_id)
    return session.exec(query.where(*wanted)).first()


# Information actions ------------------------------------------------------------------------------


def _infos() -> Any:
    return (
        select(InformationAction, Agency.name, Meeting.code)
        .join(Agency, col(Agency.id) == col(InformationAction.lead_agency_id), isouter=True)
        .join(Meeting, col(Meeting.id) == col(InformationAction.meeting_id), isouter=True)
    )


def _info_filter(actor: Actor, states: Collection[InfoState] | None, year: int | None) -> list[Any]:
    wanted: list[Any] = [visible_infos(actor)]
    if states is not None:
        wanted.append(col(InformationAction.state).in_(sorted(state.value for state in states)))
    if year is not None:
        first, last = date(year, 1, 1), date(year, 12, 31)
        end = func.coalesce(InformationAction.last_day, InformationAction.first_day)
        wanted.append(col(InformationAction.first_day) <= last)
        wanted.append(end >= first)
    return wanted


def infos(
    session: Session,
    actor: Actor,
    *,
    states: Collection[InfoState] | None,
    year: int | None,
    limit: int,
    offset: int,
) -> list[InfoRow]:
    """Newest first; those without a day, which are plans, before all others."""
    rows = session.exec(
        _infos()
        .where(*_info_filter(actor, states, year))
        .order_by(
            case((col(InformationAction.first_day).is_(None), 0), else_=1),
            col(InformationAction.first_day).desc(),
            col(InformationAction.code).desc(),
        )
        .limit(limit)
        .offset(offset)
    ).all()
    return [InfoRow(*row) for row in rows]


def count_infos(
    session: Session, actor: Actor, *, states: Collection[InfoState] | None, year: int | None
) -> int:
    return session.exec(
        select(func.count())
        .select_from(InformationAction)
        .where(*_info_filter(actor, states, year))
    ).one()


def info_overview(session: Session, actor: Actor) -> list[tuple[str, date | None, date | None]]:
    """State, first and last day of each: a group has a few dozen in all its years."""
    table = InformationAction
    rows = session.exec(
        select(col(table.state), col(table.first_day), col(table.last_day)).where(
            visible_infos(actor)
        )
    ).all()
    return [(state, first, last) for state, first, last in rows]


def info(session: Session, actor: Actor, info_id: int) -> InfoRow | None:
    row = session.exec(
        _infos().where(visible_infos(actor), col(InformationAction.id) == info_id)
    ).first()
    return InfoRow(*row) if row else None


def infos_of_meeting(session: Session, actor: Actor, code: str) -> list[InfoRow]:
    """What was planned at the meeting, by code."""
    rows = session.exec(
        _infos()
        .where(visible_infos(actor), Meeting.code == code)
        .order_by(col(InformationAction.code))
    ).all()
    return [InfoRow(*row) for row in rows]


def info_for_change(session: Session, group_id: int, info_id: int) -> InformationAction | None:
    return session.exec(
        select(InformationAction)
        .where(InformationAction.group_id == group_id, InformationAction.id == info_id)
        .with_for_update(key_share=True)
    ).first()


def partners(
    session: Session, group_id: int, ids: Sequence[int]
) -> dict[int, tuple[tuple[int, str], ...]]:
    """Partner agencies (id and name) by information action, in the group's order."""
    rows = session.exec(
        select(InformationActionPartner.information_action_id, Agency.id, Agency.name)
        .join(Agency, col(Agency.id) == col(InformationActionPartner.agency_id))
        .where(
            InformationActionPartner.group_id == group_id,
            col(InformationActionPartner.information_action_id).in_(ids),
        )
        .order_by(col(Agency.position))
    ).all()
    found: dict[int, list[tuple[int, str]]] = {}
    for info_id, agency_id, name in rows:
        assert agency_id is not None
        found.setdefault(info_id, []).append((agency_id, name))
    return {info_id: tuple(names) for info_id, names in found.items()}


def set_partners(session: Session, group_id: int, info_id: int, ids: Collection[int]) -> None:
    session.exec(
        delete(InformationActionPartner).where(
            col(InformationActionPartner.information_action_id) == info_id
        )
    )
    session.add_all(
        InformationActionPartner(
            information_action_id=info_id, agency_id=agency_id, group_id=group_id
        )
        for agency_id in sorted(ids)
    )


def all_points(session: Session, group_id: int) -> list[PointRow]:
    rows = session.exec(_points().where(ActionPoint.group_id == group_id)).all()
    return [PointRow(*row) for row in rows]


def all_infos(session: Session, group_id: int) -> list[InfoRow]:
    rows = session.exec(_infos().where(InformationAction.group_id == group_id)).all()
    return [InfoRow(*row) for row in rows]
