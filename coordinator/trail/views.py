"""What leaves the room of the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class TrailFilter:
    """Which entries of the trail; ``last`` is included, ``room`` is a folder's name."""

    first: date | None = None
    last: date | None = None
    person_id: int | None = None
    room: str | None = None
    about: str | None = None


@dataclass(frozen=True)
class TrailChange:
    """What happened to one row; ``fields`` holds ``(name, before, after)``.

    Before and after are None where the trail keeps no values, and ``is_shown`` is false then.
    """

    table: str
    did: str
    fields: tuple[TrailField, ...] = ()


@dataclass(frozen=True)
class TrailField:
    name: str
    is_shown: bool
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class TrailLine:
    """One entry. ``shell_name`` is empty where a person acted: those are known by id."""

    number: int
    happened_at: datetime
    person_id: int | None
    shell_name: str
    origin: str
    use_case: str
    about: str | None
    changes: tuple[TrailChange, ...]
    more: int = 0  # further rows that the entry counts but does not tell
    said: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class TrailPage:
    """A page of the trail, newest first; ``person_ids`` are all who ever acted in the group."""

    lines: tuple[TrailLine, ...]
    total: int
    person_ids: tuple[int, ...]


class TrailFault(StrEnum):
    """How a chain is broken; ``TrailCheck.broken_at`` says where."""

    START = "start"  # the first entry builds on nothing that is known
    MISSING = "missing"  # a number is not there
    CHANGED = "changed"  # an entry says something else than when it was written
    ORDER = "order"  # an entry does not build on the one before
    TAIL = "tail"  # the last entries are gone, or some were put behind the end
    CHECKPOINT = "checkpoint"  # where the chain begins is not signed with this installation's key


@dataclass(frozen=True)
class TrailCheck:
    """Whether a group's chain is whole. ``last`` and ``hash`` name its end, to note elsewhere."""

    entries: int
    last: int
    hash: str
    fault: TrailFault | None = None
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.fault is None
