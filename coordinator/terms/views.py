"""What leaves the terms room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Season(StrEnum):
    VT = "VT"  # spring
    HT = "HT"  # autumn


class ClosedKind(StrEnum):
    """Why a day is closed, doubtful or worth knowing."""

    HOLIDAY = "holiday"
    DE_FACTO = "de_facto"  # eves that everybody treats as holidays
    BRIDGE_DAY = "bridge_day"
    HALF_DAY = "half_day"
    SCHOOL_BREAK = "school_break"
    VACATION = "vacation"
    ELECTION = "election"
    OWN_ABSENCE = "own_absence"
    OBSERVANCE = "observance"
    CAMPAIGN = "campaign"


class Effect(StrEnum):
    """What a closed day does to a date, strongest first."""

    BLOCK = "block"
    WARN = "warn"
    INFORM = "inform"


EFFECTS: Mapping[ClosedKind, Effect] = {
    ClosedKind.HOLIDAY: Effect.BLOCK,
    ClosedKind.DE_FACTO: Effect.BLOCK,
    ClosedKind.BRIDGE_DAY: Effect.WARN,
    ClosedKind.HALF_DAY: Effect.WARN,
    ClosedKind.SCHOOL_BREAK: Effect.WARN,
    ClosedKind.VACATION: Effect.WARN,
    ClosedKind.ELECTION: Effect.WARN,
    ClosedKind.OWN_ABSENCE: Effect.WARN,
    ClosedKind.OBSERVANCE: Effect.INFORM,
    ClosedKind.CAMPAIGN: Effect.INFORM,
}
"""The effect a kind has unless the group has said otherwise."""

_STRENGTH = {effect: place for place, effect in enumerate(Effect)}


@dataclass(frozen=True)
class TermCode:
    """``VT2027`` taken apart."""

    season: Season
    year: int

    def __str__(self) -> str:
        return f"{self.season}{self.year}"


@dataclass(frozen=True)
class Window:
    """The usual weeks of one meeting, the term's first at ``position`` 1; both days included."""

    position: int
    first_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class TermDates:
    """A term's days, both included, and its usual weeks in order. ``code`` such as ``VT2027``.

    ``version`` is 0 as long as nobody has edited the term.
    """

    code: str
    first_day: date
    last_day: date
    windows: tuple[Window, ...]
    version: int = 0

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class ClosedDay:
    """A day or span that closes a date, makes it doubtful or is worth knowing.

    Both days are included. ``id`` is that of the group's own row, None for what is computed or
    shipped.
    """

    name: str
    first_day: date
    last_day: date
    kind: ClosedKind
    effect: Effect
    id: int | None = None

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def _weight(closed: ClosedDay) -> tuple[int, date, date, str, str]:
    """A total order: two reasons alike in all but their kind stand the same way every time."""
    return _STRENGTH[closed.effect], closed.first_day, closed.last_day, closed.name, closed.kind


def closed_on(day: date, closed_days: Iterable[ClosedDay]) -> tuple[ClosedDay, ...]:
    """What stands on one day, strongest effect first. For many days use :func:`by_day`."""
    return tuple(sorted((closed for closed in closed_days if closed.holds(day)), key=_weight))


def by_day(
    closed_days: Iterable[ClosedDay], first_day: date, last_day: date
) -> Mapping[date, tuple[ClosedDay, ...]]:
    """The same for every day of a span at once; a day with nothing on it has no entry."""
    found: dict[date, list[ClosedDay]] = {}
    for closed in sorted(closed_days, key=_weight):
        start, end = max(first_day, closed.first_day), min(last_day, closed.last_day)
        for n in range((end - start).days + 1):
            found.setdefault(start + timedelta(days=n), []).append(closed)
    return {day: tuple(there) for day, there in found.items()}
