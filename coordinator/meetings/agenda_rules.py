"""Pure decisions about the order of an agenda: where a new item stands, what may move or go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from coordinator.core.errors import RuleBroken
from coordinator.meetings.views import CopiedItem, ItemKind, ItemLine


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


def copied(
    now: Sequence[ItemLine], last: Sequence[ItemLine]
) -> tuple[tuple[CopiedItem, ...], tuple[ItemLine, ...]]:
    """Last time's agenda in the place of the one that stands: all items then, and those gone.

    An item of the template is the same item in both, whatever it is called, and the theme keeps
    its own title. What was added for this meeting stays, before *other*.
    """
    own = {_same(line): line for line in now}
    lines: list[CopiedItem] = []
    for line in last:
        mine = own.pop(_same(line), None)
        if mine is None:
            lines.append(CopiedItem(line, "new"))
            continue
        title = mine.title if line.kind == ItemKind.THEME else line.title
        then = replace(mine, title=title, duration=line.duration, presenter=line.presenter)
        lines.append(CopiedItem(then, "same" if then == mine else "changed", before=mine))
    kept = [line for line in own.values() if line.kind == ItemKind.ADDED]
    place = next(
        (n for n, one in enumerate(lines) if one.line.kind in (ItemKind.OTHER, ItemKind.NEXT)),
        len(lines),
    )
    lines[place:place] = [CopiedItem(line, "kept") for line in kept]
    return tuple(lines), tuple(line for line in own.values() if line not in kept)


def _same(line: ItemLine) -> tuple[str, str]:
    """Two items of which this is equal are the same one: by kind, or by what was added."""
    return line.kind, line.title.casefold() if line.kind == ItemKind.ADDED else ""
