"""Pure decisions about the order of an agenda: where a new item stands, what may move or go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from coordinator.core.errors import RuleBroken
from coordinator.meetings.views import ItemKind


class Item(Protocol):
    """What is asked of an item here."""

    id: int | None
    kind: str
    is_done: bool


def place_of_new(items: Sequence[Item], current_id: int | None) -> int:
    """At which place, from 0, a new item is put in: before *other*, else before the closing one.

    Only before what is still to come; where both have begun it stands last. Of several of a kind
    the first counts: items once added were of the kind *other* too.
    """
    reached = [place for place, item in enumerate(items) if _has_begun(item, current_id)]
    to_come = range(max(reached, default=-1) + 1, len(items))
    for kind in (ItemKind.OTHER, ItemKind.NEXT):
        first = next((place for place, item in enumerate(items) if item.kind == kind), None)
        if first is not None and first in to_come:
            return first
    return len(items)


def check_to_come(items: Sequence[Item], current_id: int | None) -> None:
    """Refuses to move or take away what has been open or is open now.

    Raises:
        RuleBroken: one of the items has begun.
    """
    if any(_has_begun(item, current_id) for item in items):
        raise RuleBroken("agenda-item-begun")


def _has_begun(item: Item, current_id: int | None) -> bool:
    return item.is_done or item.id == current_id
