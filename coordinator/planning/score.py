"""What speaks for and against a set of days: the score, in whole tenths of a point.

A perfect set has 100 points, and each thing that speaks against it costs some. The cost of a set
is the sum of what each day costs by itself and of what each distance between neighbours costs;
:mod:`coordinator.planning.best_sets` rests on that. A meeting that is booked already costs nothing
by itself, but its distances count. Whole numbers, so that equal sets are equal on every machine.

Every cost is a weight that the group may settle; what stands here are the usual ones
(:mod:`coordinator.planning.weights`). By itself a day costs

* outside the usual weeks: 10 points, and 0.3 per day away from them; inside them 0.1 per day away
  from their middle. With as many meetings as usual weeks each meeting has its own, in order; with
  fewer meetings any of them will do; with more there are no usual weeks to keep to;
* each doubtful reason: bridge day 20, half day 12, school break 15, vacation 20, election 10, the
  group's own absence 25, anything else 15;
* nearness to a closed or doubtful weekday: 0.5 per day closer than a week;
* the weekday: 1 when it is not Wednesday (if Wednesday is asked for at all), and 1.5 per weekday
  away from the one met on last;
* short notice: 0.5 per day less than the three weeks in which an invitation should be out;
* its hour, the cheapest that the day allows on a grid of fifteen minutes
  (:mod:`coordinator.planning.hours`): 2 for another hour than the usual and 0.1 per quarter away
  from it; for each member agency that usually cannot come then 6, and 500 more for one that the
  quorum needs; 500 below the quorum: such a day comes last. Once agencies have answered, their
  answers count instead: 2 for *if need be*, 1.5 for one that has not answered, and 200 more when
  the quorum needs it.

One to four weeks before a campaign a day gets 1 point back: there is something to prepare.

A distance costs 0.3 per day below 10 or above 16 weeks. With more than two meetings in a term the
good distance shrinks with their number. Among answered candidates an agency that can come to none
of the set's days costs 8 more, so that two days complete each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from coordinator.planning.weights import Weights
from coordinator.terms.views import ClosedDay, ClosedKind, Effect, TermDates, Window

PERFECT = 1000
WEDNESDAY, SATURDAY = 2, 5
CALM = 7  # days: a break further away does not matter
AHEAD = (7, 28)  # days before a campaign that make a meeting useful for it
_DAY = timedelta(days=1)


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
        """What makes the whole day doubtful for the whole group."""
        return tuple(e for e in self._whole(day) if e.effect is Effect.WARN)

    def price(self, doubt: ClosedDay) -> int:
        """What one doubtful reason costs."""
        return self.weights.doubts.get(doubt.kind, self.weights.other_doubt)

    def is_blocked(self, day: date) -> bool:
        return any(
            each.effect is Effect.BLOCK and each.hours is None for each in self.on_day.get(day, ())
        )

    def _whole(self, day: date) -> tuple[ClosedDay, ...]:
        there = self.on_day.get(day, ())
        return tuple(each for each in there if each.agency_id is None and each.hours is None)

    def campaign_ahead(self, day: date) -> ClosedDay | None:
        """The next campaign that a meeting on the day could prepare."""
        starts = [day + n * _DAY for n in range(AHEAD[0], AHEAD[1] + 1)]
        found = (
            each
            for start in starts
            for each in self.on_day.get(start, ())
            if each.kind is ClosedKind.CAMPAIGN and each.first_day == start
        )
        return next(found, None)

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
                grave = [e for e in self._whole(other) if e.effect is not Effect.INFORM]
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
        cost = sum(map(self.price, self.doubts(day)))
        near = self.break_near(day)
        if near is not None:
            cost += weights.day_near_break * (CALM - near.days)
        if day.weekday() != WEDNESDAY and WEDNESDAY in self.weekdays:
            cost += weights.other_weekday
        if self.habit is not None:
            cost += weights.weekday_step * abs(day.weekday() - self.habit)
        if weights.attraction and self.campaign_ahead(day) is not None:
            cost -= weights.attraction
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
