"""What higher rooms do with actions inside their own transaction, and the search entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coordinator.access.actor import Actor
from coordinator.actions import store
from coordinator.core import search
from coordinator.core.database import Session


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
    for row in store.all_points(session, group_id):
        index_point(session, row)
    for found in store.all_infos(session, group_id):
        index_info(session, found)


def index_point(session: Session, row: store.PointRow) -> None:
    point = row.point
    assert point.id is not None
    search.index(
        session,
        group_id=point.group_id,
        source="action_point",
        source_id=point.id,
        meeting_code=row.meeting_code,
        item_number=row.item_number,
        kind="action_point",
        title=" · ".join(filter(None, (point.code, row.agency_name))),
        body="\n".join(filter(None, (point.text, point.result))),
        day=point.due_day,
    )


def index_info(session: Session, row: store.InfoRow) -> None:
    action = row.action
    assert action.id is not None
    parts = (action.audience, action.channel, action.material, action.evaluation, action.effect)
    search.index(
        session,
        group_id=action.group_id,
        source="information_action",
        source_id=action.id,
        meeting_code=row.meeting_code,
        item_number=None,
        kind="information_action",
        title=f"{action.code} · {action.title}",
        body="\n".join(filter(None, (action.title, *parts))),
        day=action.first_day,
    )
