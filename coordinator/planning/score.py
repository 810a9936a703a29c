"""What speaks for and against a set of days: the score, in whole tenths of a point.

A perfect set has 100 points, and each thing that speaks against it costs some. The cost of a set
is the sum of what each day costs by itself and of what each distance between neighbours costs;
:mod:`coordinator.planning.best_sets` rests on that. A meeting that is booked already costs nothing
by itself, but its distances count. Whole numbers, so that equal sets are equal on every machine.

By itself a day costs

* outside the usual weeks: 10 points, and 0.3 per day away from them; inside them 0.1 per day away
  from their middle. With as many meetings as usual weeks each meeting has its own, in order; with
  fewer meetings any of them will do; with more there are no usual weeks to keep to;
* each doubtful reason: bridge day 20, half day 12, school break 15, vacation 20, election 10, the
  group's own absence 25, anything else 15;
* nearness to a closed or doubtful weekday: 0.5 per day closer than a week;
* the weekday: 1 when it is not Wednesday (if Wednesday is asked for at all), and 1.5 per weekday
  away from the one met on last;
* short notice: 0.5 per day less than the three weeks in which an invitation should be out.

A distance costs 0.3 per day below 10 or above 16 weeks. With more than two meetings in a term the
good distance shrinks with their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from coordinator.terms.views import ClosedDay, ClosedKind, Effect, TermDates, Window

PERFECT = 1000
WEDNESDAY, SATURDAY = 2, 5
CALM = 7  # days: a break further away does not matter
_DAY = timedelta(days=1)


def _doubts() -> Mapping[ClosedKind, int]:
    return {
        ClosedKind.BRIDGE_DAY: 200,
        ClosedKind.HALF_DAY: 120,
        ClosedKind.SCHOOL_BREAK: 150,
        ClosedKind.VACATION: 200,
        ClosedKind.ELECTION: 100,
        ClosedKind.OWN_ABSENCE: 250,
    }


@dataclass(frozen=True)
class Weights:
    """Costs in tenths of a point; distances and notice in days."""

    outside: int = 100
    day_outside: int = 3
    day_off_middle: int = 1
    doubts: Mapping[ClosedKind, int] = field(default_factory=_doubts)
    other_doubt: int = 150
    day_near_break: int = 5
    other_weekday: int = 10
    weekday_step: int = 15
    day_short_notice: int = 5
    notice: int = 21
    distance: tuple[int, int] = (70, 112)
    day_off_distance: int = 3


@dataclass(frozen=True)
class Break:
    """The nearest closed or doubtful weekday, so many days away."""

    days: int
    name: str


@dataclass(frozen=True)
class Measure:
    """Weighs days for one question.

    ``on_day``: what stands on the term's days and on a week around them. ``total``: meetings of
    the term when all are set. ``habit``: weekday met on last.
    """

    term: TermDates
    on_day: Mapping[date, tuple[ClosedDay, ...]]
    total: int
    weekdays: frozenset[int]
    habit: int | None = None
    today: date | None = None
    weights: Weights = field(default_factory=Weights)

    def doubts(self, day: date) -> tuple[ClosedDay, ...]:
        """What makes the day doubtful."""
        return tuple(each for each in self.on_day.get(day, ()) if each.effect is Effect.WARN)

    def is_blocked(self, day: date) -> bool:
        return any(each.effect is Effect.BLOCK for each in self.on_day.get(day, ()))

    def usual_weeks(self, position: int) -> tuple[Window, ...]:
        """The usual weeks of the term's meeting number ``position``; none when there are none."""
        windows = self.term.windows
        if self.total == len(windows):
            return (windows[position - 1],)
        return windows if self.total < len(windows) else ()

    def is_usual(self, day: date, position: int) -> bool:
        """Whether the day keeps to the usual weeks, as far as there are any."""
        weeks = self.usual_weeks(position)
        return not weeks or any(window.holds(day) for window in weeks)

    def break_near(self, day: date) -> Break | None:
        """The nearest break closer than a week; None for a day that is doubtful itself."""
        if self.doubts(day):
            return None
        for days in range(1, CALM):
            for other in (day - days * _DAY, day + days * _DAY):
                grave = [e for e in self.on_day.get(other, ()) if e.effect is not Effect.INFORM]
                if grave and other.weekday() < SATURDAY:
                    return Break(days, grave[0].name)
        return None

    def days_short(self, day: date) -> int:
        """How many days of the notice are missing."""
        return 0 if self.today is None else max(0, self.weights.notice - (day - self.today).days)

    def of_day(self, day: date, position: int) -> int:
        """What the day costs as the term's meeting number ``position``."""
        return self.of_weeks(day, position) + self.of_itself(day)

    def of_weeks(self, day: date, position: int) -> int:
        """The part that lies in the usual weeks."""
        costs = [self._of_window(day, window) for window in self.usual_weeks(position)]
        return min(costs, default=0)

    def of_itself(self, day: date) -> int:
        """The part that is the same for every position."""
        weights = self.weights
        cost = sum(weights.doubts.get(e.kind, weights.other_doubt) for e in self.doubts(day))
        near = self.break_near(day)
        if near is not None:
            cost += weights.day_near_break * (CALM - near.days)
        if day.weekday() != WEDNESDAY and WEDNESDAY in self.weekdays:
            cost += weights.other_weekday
        if self.habit is not None:
            cost += weights.weekday_step * abs(day.weekday() - self.habit)
        return cost + weights.day_short_notice * self.days_short(day)

    def _of_window(self, day: date, window: Window) -> int:
        weights = self.weights
        if window.holds(day):
            off = abs((day - window.first_day).days - (window.last_day - day).days) // 2
            return weights.day_off_middle * off
        away = max((window.first_day - day).days, (day - window.last_day).days)
        return weights.outside + weights.day_outside * away

    def of_distance(self, days: int) -> int:
        """What so many days between two neighbouring meetings cost."""
        least, most = self.weights.distance
        if self.total > 2:
            least, most = least * 2 // self.total, most * 2 // self.total
        return self.weights.day_off_distance * max(0, least - days, days - most)
