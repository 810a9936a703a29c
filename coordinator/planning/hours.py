"""The hour of each day: the cheapest start the day allows, on a grid of fifteen minutes.

What a start costs depends on that day alone, so the best start can be chosen day by day without
missing a better set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from coordinator.core.clock import STOCKHOLM
from coordinator.planning.score import Measure
from coordinator.planning.values import (
    OFFICE_HOURS,
    Answers,
    Busy,
    Choice,
    Coverage,
    Member,
    Wishes,
)
from coordinator.terms.views import DAYS_END, ClosedDay, Effect

GRID = 15  # minutes
Minutes = int
"""Minutes after midnight."""


@dataclass(frozen=True)
class Slot:
    """A start with what it costs, who can come then, and what makes just those hours doubtful."""

    start: Minutes
    cost: int
    coverage: Coverage | None
    doubts: tuple[ClosedDay, ...] = ()


@dataclass(frozen=True)
class Hours:
    """Weighs the starts of days for one question.

    ``answers``, where there are any, leave only the candidates to choose from, each with its end
    among ``ends`` or as long as wished. ``quorum`` is a number of member agencies.
    """

    measure: Measure
    wishes: Wishes
    members: Sequence[Member] = ()
    quorum: int | None = None
    busy: Mapping[date, Sequence[tuple[Minutes, Minutes]]] = field(default_factory=dict)
    answers: Answers | None = None
    ends: Mapping[datetime, datetime] = field(default_factory=dict)

    def length(self, day: date, start: Minutes) -> int:
        """How many minutes a meeting takes that starts then."""
        end = self.ends.get(moment(day, start)) if self.ends else None
        return (
            self.wishes.duration if end is None else round((end - moment(day, start)).seconds / 60)
        )

    def usual(self) -> Minutes:
        """The wished start, or the nearest one that lets the meeting lie between the hours."""
        first, last = self.span()
        return min(max(minutes(self.wishes.start), first), last)

    def span(self) -> tuple[Minutes, Minutes]:
        """The first and the last start between the hours."""
        return (
            minutes(self.wishes.between[0]),
            minutes(self.wishes.between[1]) - self.wishes.duration,
        )

    def grid(self) -> tuple[Minutes, ...]:
        """Every start between the hours, the usual one first and then outwards."""
        first, last = self.span()
        usual = self.usual()
        quarters = range(-(-first // GRID) * GRID, last + 1, GRID)
        return tuple(sorted({usual, *quarters}, key=lambda start: (abs(start - usual), start)))

    def best(self, day: date, grid: Sequence[Minutes]) -> Slot | None:
        """The cheapest possible start; of equal ones that nearest to the usual."""
        there = self.measure.on_day.get(day, ())
        candidates = self._candidates(day)
        parts = [each for each in there if each.hours is not None]
        best: Slot | None = None
        seen: set[tuple[bool, ...]] = set()
        for start in grid if candidates is None else candidates:
            if not self.is_possible(day, start, there):
                continue
            end = start + self.length(day, start)
            touched = tuple(overlaps(each, start, end) for each in parts)
            # What touches the same as a start nearer to the usual one cannot be better than it.
            if candidates is None and touched in seen:
                continue
            seen.add(touched)
            slot = self._slot(day, start, there)
            if best is None or slot.cost < best.cost:
                best = slot
            if candidates is None and not parts:
                break
        return best

    def _candidates(self, day: date) -> list[Minutes] | None:
        if self.answers is None:
            return None
        local = sorted(start.astimezone(STOCKHOLM) for start in self.answers)
        return [minutes(start.time()) for start in local if start.date() == day]

    def is_possible(self, day: date, start: Minutes, there: Sequence[ClosedDay]) -> bool:
        """Whether nothing rules the start out. ``there`` is what stands on the day."""
        end = start + self.length(day, start)
        if any(begin < end and start < stop for begin, stop in self.busy.get(day, ())):
            return False
        if any(each.effect is Effect.BLOCK and overlaps(each, start, end) for each in there):
            return False
        if self.answers is not None:
            return True  # a candidate was chosen by a person
        return not any(
            off.weekday == day.weekday() and minutes(off.start) < end and start < minutes(off.end)
            for off in self.wishes.off
        )

    def _slot(self, day: date, start: Minutes, there: Sequence[ClosedDay]) -> Slot:
        weights = self.measure.weights
        end = start + self.length(day, start)
        warned = [each for each in there if each.effect is Effect.WARN]
        doubts = tuple(
            each
            for each in warned
            if each.hours is not None and each.agency_id is None and overlaps(each, start, end)
        )
        cost = sum(map(self.measure.price, doubts))
        if self.answers is None and start != self.usual():
            cost += weights.other_time + weights.quarter_off * (abs(start - self.usual()) // GRID)
        away = {
            each.agency_id
            for each in warned
            if each.agency_id is not None and overlaps(each, start, end)
        }
        coverage, more = self._weigh(day, start, away)
        return Slot(start, cost + more, coverage, doubts)

    def _weigh(
        self, day: date, start: Minutes, usually_away: set[int]
    ) -> tuple[Coverage | None, int]:
        """Who can come at that hour, and what those who cannot cost."""
        weights = self.measure.weights
        if not self.members:
            return None, weights.agency_away * len(usually_away)
        given: Mapping[int, Choice] = {}
        if self.answers is not None:
            given = self.answers.get(moment(day, start), {})
        away, unsure, perhaps = [], [], []
        cost = 0
        for member in self.members:
            answer = given.get(member.id)
            if answer is Choice.NO or (answer is None and member.id in usually_away):
                away.append(member.id)
                cost += weights.agency_away + weights.required_away * member.is_required
            elif answer is Choice.IF_NEED_BE:
                perhaps.append(member.id)
                cost += weights.if_need_be
            elif self.answers is not None and answer is not Choice.YES:
                unsure.append(member.id)
                cost += weights.no_answer + weights.required_silent * member.is_required
        can = len(self.members) - len(away) - len(unsure)
        if self.quorum is not None and can < self.quorum:
            cost += weights.below_quorum
        coverage = Coverage(len(self.members), can, tuple(away), tuple(unsure), tuple(perhaps))
        return coverage, cost


def hours_around(start: time, duration: int) -> tuple[time, time]:
    """Office hours, longer where a meeting at the wished time lies outside them."""
    first, last = OFFICE_HOURS
    end = min(minutes(start) + duration, minutes(DAYS_END))
    return min(first, start), max(last, time(end // 60, end % 60))


def minutes(clock: time) -> Minutes:
    """Minutes after midnight."""
    return clock.hour * 60 + clock.minute


def moment(day: date, start: Minutes) -> datetime:
    """Wall time in Stockholm."""
    return datetime.combine(day, time(start // 60, start % 60), tzinfo=STOCKHOLM)


def overlaps(closed: ClosedDay, start: Minutes, end: Minutes) -> bool:
    """Whether what stands on a day touches those hours of it."""
    if closed.hours is None:
        return True
    return minutes(closed.hours[0]) < end and start < minutes(closed.hours[1])


def busy_by_day(busy: Sequence[Busy]) -> dict[date, list[tuple[Minutes, Minutes]]]:
    """When people are taken, by day, in minutes after midnight in Stockholm."""
    found: dict[date, list[tuple[Minutes, Minutes]]] = {}
    for one in busy:
        for day, begin, end in _parts(one):
            found.setdefault(day, []).append((begin, end))
    return found


def _parts(one: Busy) -> Iterator[tuple[date, Minutes, Minutes]]:
    start, end = one.start.astimezone(STOCKHOLM), one.end.astimezone(STOCKHOLM)
    if start.date() == end.date():
        yield start.date(), minutes(start.time()), minutes(end.time())
        return
    yield start.date(), minutes(start.time()), 24 * 60
    if end.time() > time.min:
        yield end.date(), 0, minutes(end.time())
