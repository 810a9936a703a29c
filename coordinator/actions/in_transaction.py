"""What higher rooms do with actions inside their own transaction, and the search entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coordinator.access.actor import Actor
from coordinator.actions import store
from coordinator.actions.lifecycle import SETTLED, InfoState
from coordinator.core.database import Session
from coordinator.core.search import store as search
from coordinator.core.search.store import Entry

SOURCES = frozenset({"action_point", "information_action"})


@dataclass(frozen=True)
class PointCount:
    open: int
    overdue: int


def count_points(session: Session, actor: Actor, *, today: date) -> PointCount:
    """The actor's open and overdue action points: one statement."""
    _matching, is_open, overdue = store.count_points(session, actor, today=today)
    return PointCount(is_open, overdue)


def reindex(session: Session, group_id: int) -> None:
    """Writes the search entries of every action point and information action of the group."""
    entries = [_point_entry(row) for row in store.all_points(session, group_id)]
    entries += [_info_entry(row) for row in store.all_infos(session, group_id)]
    search.rewrite(session, group_id=group_id, sources=SOURCES, entries=entries)


def index_point(session: Session, row: store.PointRow) -> None:
    search.index(session, group_id=row.point.group_id, entry=_point_entry(row))


def index_info(session: Session, row: store.InfoRow) -> None:
    search.index(session, group_id=row.action.group_id, entry=_info_entry(row))


def _point_entry(row: store.PointRow) -> Entry:
    """An action point is found by its own agency's people, and by coordinators."""
    point = row.point
    assert point.id is not None
    return Entry(
        source="action_point",
        source_id=point.id,
        kind="action_point",
        title=" · ".join(filter(None, (point.code, row.agency_name))),
        body="\n".join(filter(None, (point.text, point.result))),
        meeting_code=row.meeting_code,
        item_number=row.item_number,
        day=point.due_day,
        agency_id=point.agency_id,
    )


def _info_entry(row: store.InfoRow) -> Entry:
    action = row.action
    assert action.id is not None
    parts = (action.audience, action.channel, action.material, action.evaluation, action.effect)
    return Entry(
        source="information_action",
        source_id=action.id,
        kind="information_action",
        title=f"{action.code} · {action.title}",
        body=" · ".join(filter(None, (action.title, *parts))),
        meeting_code=row.meeting_code,
        day=action.first_day,
        is_open=InfoState(action.state) in SETTLED,
    )
