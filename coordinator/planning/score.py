"""What speaks for and against a set of days: the score, in whole tenths of a point.

A perfect set has 100 points, and each thing that speaks against it costs some. The cost of a set
is the sum of what each day costs by itself and of what each distance between neighbours costs;
:mod:`coordinator.planning.best_sets` rests on that. A meeting that is booked already costs nothing
by itself, but its distances count. Whole numbers, so that equal sets are equal on every machine.

A day costs its place beside the usual weeks, each doubtful reason, its nearness to a break, its
weekday, the notice that is missing, and its hour: the cheapest that the day allows on a grid of
fifteen minutes (:mod:`coordinator.planning.hours`). With as many meetings as usual weeks each
meeting has its own, in order; with fewer meetings any of them will do; with more there are no usual
weeks to keep to. Once agencies have answered, their answers count instead of their absences.

The costs are constants; a group chooses how much of them counts (:class:`Weights`, in words
:mod:`coordinator.planning.priorities`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from coordinator.terms.views import ClosedDay, ClosedKind, Effect, TermDates, Window

PERFECT: Final = 1000
WEDNESDAY, SATURDAY = 2, 5
CALM: Final = 7  # days: a break further away does not matter
AHEAD: Final = (7, 28)  # days before a campaign that make a meeting useful for it
_DAY = timedelta(days=1)

# The usual weeks ----------------------------------------------------------------------------------
OUTSIDE: Final = 100  # those weeks are kept free: dearer than one agency away, cheaper than two
DAY_OUTSIDE: Final = 3  # a month further away costs about as much again
DAY_OFF_MIDDLE: Final = 1  # only decides between days that are alike

# Doubtful days -----------------------------------------------------------------------------------
# What each kind of day costs stands with the kind (coordinator.terms.views.ClosedKind).
DAY_NEAR_BREAK: Final = 5  # a day closer than a week to a break: some leave early or come back late

# The usual weekday and hour ----------------------------------------------------------------------
# Habits: less than any one agency that cannot come.
OTHER_WEEKDAY: Final = 10  # than Wednesday, in the middle of the week
WEEKDAY_STEP: Final = 15  # per weekday away from the one met on last
OTHER_TIME: Final = 20  # for another hour at all
QUARTER_OFF: Final = 1  # only decides between hours that are alike

# Agencies -----------------------------------------------------------------------------------------
AGENCY_AWAY: Final = 60
IF_NEED_BE: Final = 20
NO_ANSWER: Final = 15  # nothing is known: a little better than an unwilling yes
NEVER_THERE: Final = 80  # to none of the set's days: two days should complete each other
# Five perfect sets: such a day comes last, whatever else speaks for it.
REQUIRED_AWAY: Final = 5000
BELOW_QUORUM: Final = 5000
REQUIRED_SILENT: Final = 2000  # only a *no* is worse

# The rest -----------------------------------------------------------------------------------------
DAY_SHORT_NOTICE: Final = 5  # two weeks too late cost about what one agency away does
DAY_OFF_DISTANCE: Final = 3  # too close or too far, as a day further outside the usual weeks
BEFORE_CAMPAIGN: Final = 10  # back, where there is something to prepare


@dataclass(frozen=True)
class Weights:
    """What a group may choose: notice and the good distance in days, the rest in percent."""

    notice: int = 21
    distance: tuple[int, int] = (70, 112)
    usual_weeks: int = 100
    absence: int = 100
    doubtful_day: int = 100
    usual_time: int = 100


@dataclass(frozen=True)
class Break:
    """The nearest closed or doubtful weekday, so many days away."""

    days: int
    name: str


@dataclass(frozen=True)
class DayCosts:
    """What the days of a term cost, for one question.

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
        return share(doubt.kind.traits.price, self.weights.doubtful_day)

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

    def of_weeks(self, day: date, position: int) -> int:
        """The part that lies in the usual weeks."""
        costs = [self._of_window(day, window) for window in self.usual_weeks(position)]
        return min(costs, default=0)

    def of_itself(self, day: date) -> int:
        """The part that is the same for every position."""
        cost = sum(map(self.price, self.doubts(day))) + share(
            self._of_weekday(day), self.weights.usual_time
        )
        near = self.break_near(day)
        if near is not None:
            cost += share(DAY_NEAR_BREAK * (CALM - near.days), self.weights.doubtful_day)
        if self.campaign_ahead(day) is not None:
            cost -= BEFORE_CAMPAIGN
        return cost + DAY_SHORT_NOTICE * self.days_short(day)

    def _of_weekday(self, day: date) -> int:
        other = day.weekday() != WEDNESDAY and WEDNESDAY in self.weekdays
        away = 0 if self.habit is None else abs(day.weekday() - self.habit)
        return OTHER_WEEKDAY * other + WEEKDAY_STEP * away

    def _of_window(self, day: date, window: Window) -> int:
        if window.holds(day):
            off = abs((day - window.first_day).days - (window.last_day - day).days) // 2
            cost = DAY_OFF_MIDDLE * off
        else:
            away = max((window.first_day - day).days, (day - window.last_day).days)
            cost = OUTSIDE + DAY_OUTSIDE * away
        return share(cost, self.weights.usual_weeks)

    def of_distance(self, days: int) -> int:
        """What so many days between two neighbouring meetings cost."""
        least, most = self.weights.distance
        if self.total > 2:
            least, most = least * 2 // self.total, most * 2 // self.total
        return DAY_OFF_DISTANCE * max(0, least - days, days - most)


def share(cost: int, percent: int) -> int:
    """So much of a cost, in whole tenths."""
    return cost * percent // 100
