"""When nothing fits: the smallest change that would let the term have its meetings.

Every start of every day that is left needs a set of changes before a meeting can be then: turn a
weekday on, allow hours that are off, open a day the group itself has closed. Wanted are enough
days whose sets together hold as few changes as possible. Days need few and much the same changes,
so the search over unions ends soon, and what it finds is the least there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from coordinator.core.dates import Weekday
from coordinator.planning.hours import GRID, Hours, Minutes, minutes, overlaps
from coordinator.planning.views import OffHours, Reason
from coordinator.terms.views import ClosedDay, Effect

WIDER = (time(8), time(17))  # hours that may be offered beyond those asked for
_MOST_STEPS = 20_000

Change = int | OffHours | ClosedDay | str
"""A weekday to turn on, hours to allow, a closed day to open, or ``hours``: wider ones."""

Needs = frozenset[Change]


@dataclass(frozen=True)
class _Search:
    """``needs``: for each day, the least sets of changes that make it possible."""

    needs: Sequence[frozenset[Needs]]
    wanted: int

    def suits(self, changes: Needs) -> bool:
        """Whether the changes make enough days possible."""
        possible = sum(any(each <= changes for each in day) for day in self.needs)
        return possible >= self.wanted

    def smallest(self) -> Needs | None:
        """The smallest set of changes that suits; of equal ones the mildest. None: there is none.

        Breadth first over unions of what days need: a set that suits is the union of the sets of
        the days it opens, so no set that is left out could be smaller.
        """
        pieces = sorted({piece for day in self.needs for piece in day if piece}, key=_gravity)
        seen: set[Needs] = {frozenset()}
        level: list[Needs] = [frozenset()]
        best: Needs | None = None
        for _ in range(self.wanted):
            following: set[Needs] = set()
            for have in level:
                for piece in pieces:
                    union = have | piece
                    if union in seen or (best is not None and len(union) > len(best)):
                        continue
                    seen.add(union)
                    if len(seen) > _MOST_STEPS:
                        return None
                    if not self.suits(union):
                        following.add(union)
                    elif best is None or _gravity(union) < _gravity(best):
                        best = union
            level = sorted(following, key=_gravity)
        return best


def smallest_change(hours: Hours, left: Sequence[date], wanted: int) -> tuple[Reason, ...]:
    """The fewest changes that make ``wanted`` of the ``left`` days possible, in words.

    Empty when no change would, or when it could not be proven that there are none with fewer.
    """
    grid = _wide_grid(hours)
    needs = [frozenset(_needs(hours, day, grid)) for day in left]
    found = _Search([day for day in needs if day], wanted).smallest()
    return tuple(map(_reason, sorted(found, key=_rank))) if found else ()


def _wide_grid(hours: Hours) -> tuple[Minutes, ...]:
    first = min(minutes(WIDER[0]), minutes(hours.requested.between[0]))
    last = max(minutes(WIDER[1]), minutes(hours.requested.between[1])) - hours.requested.duration
    return tuple(sorted({*hours.grid(), *range(first, last + 1, GRID)}))


def _needs(hours: Hours, day: date, grid: Sequence[Minutes]) -> Iterator[Needs]:
    """What each start of the day needs, without those that need more than another."""
    sets = {needs for start in grid if (needs := _needs_at(hours, day, start)) is not None}
    for one in sets:
        if not any(other < one for other in sets):
            yield one


def _needs_at(hours: Hours, day: date, start: Minutes) -> Needs | None:
    """The changes that this start needs; None where no change helps."""
    end = start + hours.requested.duration
    if any(begin < end and start < stop for begin, stop in hours.busy.get(day, ())):
        return None
    needs: set[Change] = set()
    for each in hours.day_costs.on_day.get(day, ()):
        if each.effect is Effect.BLOCK and overlaps(each, start, end):
            if not each.kind.traits.is_own:
                return None
            needs.add(each)
    if day.weekday() not in hours.requested.weekdays:
        needs.add(day.weekday())
    needs.update(
        off
        for off in hours.requested.off
        if off.weekday == day.weekday() and minutes(off.start) < end and start < minutes(off.end)
    )
    first, last = hours.span()
    if not first <= start <= last:
        needs.add("hours")
    return frozenset(needs)


def _rank(change: Change) -> tuple[int, str]:
    """The mildest first: weekdays, then hours, then what the group has closed."""
    order = (int, OffHours, str, ClosedDay)
    place = next(n for n, kind in enumerate(order) if isinstance(change, kind))
    if isinstance(change, ClosedDay):
        return place, f"{change.first_day} {change.title()} {change.last_day}"
    return place, str(change)


def _gravity(changes: Needs) -> tuple[int, list[tuple[int, str]]]:
    return len(changes), sorted(map(_rank, changes))


def _reason(change: Change) -> Reason:
    if isinstance(change, int):
        return Reason("plan-relax-weekday", (("weekdays", Weekday(change)),))
    if isinstance(change, OffHours):
        params = (
            ("weekdays", Weekday(change.weekday)), ("start", change.start), ("end", change.end)
        )  # fmt: skip
        return Reason("plan-relax-off", params)
    if isinstance(change, ClosedDay):
        return Reason("plan-relax-closed", (("name", change.title()), ("id", change.id)))
    return Reason("plan-relax-hours", (("start", WIDER[0]), ("end", WIDER[1])))
