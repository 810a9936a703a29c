"""The hour of each day: the cheapest start the day allows, on a grid of fifteen minutes.

What a start costs depends on that day alone, so the best start can be chosen day by day without
missing a better set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

from coordinator.core.clock import STOCKHOLM
from coordinator.planning.score import (
    AGENCY_AWAY,
    BELOW_QUORUM,
    IF_NEED_BE,
    NO_ANSWER,
    OTHER_TIME,
    QUARTER_OFF,
    REQUIRED_AWAY,
    REQUIRED_SILENT,
    DayCosts,
    share,
)
from coordinator.planning.views import (
    OFFICE_HOURS,
    Answers,
    Busy,
    Choice,
    Coverage,
    Member,
    RequestedTimes,
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
    among ``ends`` or as long as asked for. ``quorum`` is a number of member agencies.
    """

    day_costs: DayCosts
    requested: RequestedTimes
    members: Sequence[Member] = ()
    quorum: int | None = None
    busy: Mapping[date, Sequence[tuple[Minutes, Minutes]]] = field(default_factory=dict)
    answers: Answers | None = None
    ends: Mapping[datetime, datetime] = field(default_factory=dict)

    @cached_property
    def knows_of_people(self) -> bool:
        """Whether anything is known of who can come: an answer, or some agency's absence."""
        return self.answers is not None or any(
            each.agency_id is not None for there in self.day_costs.on_day.values() for each in there
        )

    def length(self, day: date, start: Minutes) -> int:
        """How many minutes a meeting takes that starts then."""
        end = self.ends.get(moment(day, start)) if self.ends else None
        return (
            self.requested.duration
            if end is None
            else round((end - moment(day, start)).seconds / 60)
        )

    def usual(self) -> Minutes:
        """The start asked for, or the nearest one that lets the meeting lie between the hours."""
        first, last = self.span()
        return min(max(minutes(self.requested.start), first), last)

    def span(self) -> tuple[Minutes, Minutes]:
        """The first and the last start between the hours."""
        return (
            minutes(self.requested.between[0]),
            minutes(self.requested.between[1]) - self.requested.duration,
        )

    def grid(self) -> tuple[Minutes, ...]:
        """Every start between the hours, the usual one first and then outwards."""
        first, last = self.span()
        usual = self.usual()
        quarters = range(-(-first // GRID) * GRID, last + 1, GRID)
        return tuple(sorted({usual, *quarters}, key=lambda start: (abs(start - usual), start)))

    def best(self, day: date, grid: Sequence[Minutes]) -> Slot | None:
        """The cheapest possible start; of equal ones that nearest to the usual."""
        there = self.day_costs.on_day.get(day, ())
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
            for off in self.requested.off
        )

    def _slot(self, day: date, start: Minutes, there: Sequence[ClosedDay]) -> Slot:
        end = start + self.length(day, start)
        warned = [
            each for each in there if each.effect is Effect.WARN and overlaps(each, start, end)
        ]
        doubts = tuple(each for each in warned if each.hours is not None and each.agency_id is None)
        cost = sum(map(self.day_costs.price, doubts)) + self._of_other_time(start)
        coverage, more = self._of_agencies(day, start, {each.agency_id for each in warned})
        return Slot(start, cost + more, coverage, doubts)

    def _of_other_time(self, start: Minutes) -> int:
        if self.answers is not None or start == self.usual():
            return 0
        quarters = abs(start - self.usual()) // GRID
        return share(OTHER_TIME + QUARTER_OFF * quarters, self.day_costs.weights.usual_time)

    def _of_agencies(
        self, day: date, start: Minutes, usually_away: set[int | None]
    ) -> tuple[Coverage | None, int]:
        """Who can come at that hour, and what those who cannot cost."""
        percent = self.day_costs.weights.absence
        if not self.members:
            return None, share(AGENCY_AWAY * len(usually_away - {None}), percent)
        given = (self.answers or {}).get(moment(day, start), {})
        answers = {
            one.id: given.get(one.id, Choice.NO if one.id in usually_away else None)
            for one in self.members
        }
        if self.answers is None:
            answers = {one: answer or Choice.YES for one, answer in answers.items()}

        def who(choice: Choice | None) -> tuple[int, ...]:
            return tuple(one for one, answer in answers.items() if answer is choice)

        away, unsure, if_need_be = who(Choice.NO), who(None), who(Choice.IF_NEED_BE)
        required = {one.id for one in self.members if one.is_required}
        can = len(self.members) - len(away) - len(unsure)
        cost = REQUIRED_AWAY * len(required & set(away))
        cost += REQUIRED_SILENT * len(required & set(unsure))
        cost += BELOW_QUORUM * (self.quorum is not None and can < self.quorum)
        cost += share(
            AGENCY_AWAY * len(away) + IF_NEED_BE * len(if_need_be) + NO_ANSWER * len(unsure),
            percent,
        )
        return Coverage(len(self.members), can, away, unsure, if_need_be), cost


def hours_around(start: time, duration: int) -> tuple[time, time]:
    """Office hours, longer where a meeting at the usual time lies outside them."""
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
