"""What it would be to copy the agenda of the meeting held before: every item, and what changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from coordinator.meetings.views import NOBODY, ItemKind, Presenter


@dataclass(frozen=True)
class ItemLine:
    """One item as a copy of an agenda weighs it; ``id`` where it stands on the agenda now."""

    kind: str
    title: str
    duration: int
    presenter: Presenter = NOBODY
    id: int | None = None


@dataclass(frozen=True)
class CopiedItem:
    """One item as it would stand afterwards, what that makes of it, and how it stood before."""

    line: ItemLine
    change: Literal["new", "changed", "same", "kept"]
    before: ItemLine | None = None


@dataclass(frozen=True)
class AgendaCopy:
    """What copying the agenda of the meeting held before would do.

    ``lines`` is every item afterwards, in order; ``gone`` those that would be taken away.
    """

    meeting_code: str
    start: datetime
    lines: tuple[CopiedItem, ...]
    gone: tuple[ItemLine, ...]

    @property
    def duration(self) -> int:
        """Of the whole agenda afterwards, in minutes."""
        return sum(one.line.duration for one in self.lines)

    @property
    def changes_nothing(self) -> bool:
        return not self.gone and all(one.change in {"same", "kept"} for one in self.lines)


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
