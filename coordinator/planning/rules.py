"""Which days suit the group best. Pure and deterministic: the same question, the same answer.

What a set of days costs stands in :mod:`coordinator.planning.score`, which hour a day gets in
:mod:`coordinator.planning.hours`, how the best sets are found in
:mod:`coordinator.planning.best_sets`: they are the best there are, not merely good ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.meetings.rules import EARLIEST, LATEST
from coordinator.planning.best_sets import CostedSet, best_sets
from coordinator.planning.exhaustive_search import exhaustive_search
from coordinator.planning.hours import Hours, Slot, busy_by_day, moment
from coordinator.planning.reasons import day_reasons, reasons_for
from coordinator.planning.score import (
    AHEAD,
    CALM,
    NEVER_THERE,
    PERFECT,
    SATURDAY,
    DayCosts,
    Weights,
    share,
)
from coordinator.planning.smallest_change import smallest_change
from coordinator.planning.views import (
    Answers,
    Blocked,
    Busy,
    Doubt,
    Member,
    Plan,
    Proposal,
    ProposedMeeting,
    Reason,
    RequestedTimes,
)
from coordinator.terms.views import ClosedDay, Effect, TermDates, by_day

_DAY = timedelta(days=1)
_SHORTEST, _LONGEST = 15, 720  # minutes
_OTHERS = 4  # further good days shown for one place
_GOOD = 100  # tenths of a point that such a day may be worse than the best


def check_requested(requested: RequestedTimes) -> None:
    """Refuses times that no term could meet.

    Raises:
        BadInput: ``plan-needs-weekday`` when there is none from Monday to Friday,
            ``plan-duration-odd``, ``meeting-at-night`` for hours that no booking would take, or
            ``plan-no-room`` when the meeting does not fit between the hours.
    """
    if not any(0 <= weekday < SATURDAY for weekday in requested.weekdays):
        raise BadInput("plan-needs-weekday")
    if not _SHORTEST <= requested.duration <= _LONGEST:
        raise BadInput("plan-duration-odd")
    if requested.between[0] < EARLIEST or requested.between[1] > LATEST:
        raise BadInput("meeting-at-night")
    first, last = (moment.hour * 60 + moment.minute for moment in requested.between)
    if last - first < requested.duration:
        raise BadInput("plan-no-room", minutes=requested.duration)


@dataclass(frozen=True)
class PlanQuestion:
    """What a plan is made from.

    ``closed`` should reach four weeks beyond the term; a row with an agency says that this agency
    cannot come. ``count``: how many meetings the term should have. ``booked`` are the days of its
    standing meetings; only the rest is proposed, at a good distance from them. ``before`` are days
    of earlier meetings: the latest one of all tells the group's weekday. ``busy`` are times when
    the same people meet elsewhere.

    With ``answers`` only their candidates are chosen from, whatever weekday and hour they have;
    an agency that has not answered counts by its absences. ``ends`` are the ends of candidates by
    their starts, where they are not as long as asked for.
    """

    term: TermDates
    closed: Sequence[ClosedDay]
    requested: RequestedTimes = field(default_factory=RequestedTimes)
    observances: Sequence[ClosedDay] = ()
    count: int = 2
    booked: Collection[date] = ()
    before: Collection[date] = ()
    members: Sequence[Member] = ()
    quorum: int | None = None
    busy: Sequence[Busy] = ()
    answers: Answers | None = None
    ends: Mapping[datetime, datetime] = field(default_factory=dict)
    today: date | None = None
    weights: Weights = field(default_factory=Weights)

    @property
    def standing(self) -> tuple[date, ...]:
        """The booked days in order."""
        return tuple(sorted(set(self.booked)))

    @property
    def lacking(self) -> int:
        return max(0, self.count - len(self.standing))

    @property
    def candidates(self) -> list[date]:
        """The days that were answered about, in order."""
        return sorted({start.astimezone(STOCKHOLM).date() for start in self.answers or ()})

    def days_left(self) -> tuple[date, ...]:
        """Monday to Friday, still to come, not taken."""
        possible = _days_of(self.term) if self.answers is None else self.candidates
        return tuple(
            day
            for day in possible
            if day.weekday() < SATURDAY
            and day not in self.booked
            and (self.today is None or day > self.today)
        )

    def day_costs(self) -> DayCosts:
        """What its days cost."""
        days = (self.term.first_day, self.term.last_day, *self.standing, *self.candidates)
        around = min(days) - CALM * _DAY, max(days) + AHEAD[1] * _DAY
        met = [day for day in (*self.booked, *self.before) if day <= self.term.last_day]
        latest = max(met, default=None)
        return DayCosts(
            self.term,
            by_day((*self.closed, *self.observances), *around),
            total=self.lacking + len(self.standing),
            weekdays=frozenset(self.requested.weekdays),
            habit=latest.weekday() if latest and latest.weekday() < SATURDAY else None,
            today=self.today,
            weights=self.weights,
        )


@dataclass(frozen=True)
class _PricedDays:
    """``free`` are the days that may be proposed with what each costs by itself, its hour with it.

    ``left`` are all weekdays that are still to come and not taken, ``slots`` the hours of the free
    ones, ``booked`` days that stand, in order.
    """

    hours: Hours
    left: tuple[date, ...]
    slots: Mapping[date, Slot]
    free: Mapping[date, int]
    booked: tuple[date, ...]
    lacking: int

    @property
    def day_costs(self) -> DayCosts:
        return self.hours.day_costs

    def of_day(self, day: date, position: int) -> int:
        return self.free[day] + self.day_costs.of_weeks(day, position)

    def of_set(self, days: Sequence[date]) -> int:
        """What agencies cost that could come to none of the days."""
        coverages = [self.slots[day].coverage for day in days]
        absent = [set(coverage.away) if coverage else set() for coverage in coverages]
        never = set.intersection(*absent) if absent else set()
        return share(NEVER_THERE * len(never), self.day_costs.weights.absence)


def propose(question: PlanQuestion, *, limit: int = 5) -> Plan:
    """The best sets of days for what the term still lacks, ``limit`` at most and at least 1.

    Blocked days, weekends, booked days, today, what is past and busy hours never occur. Below the
    quorum of members, or without one that is required, a day is proposed last and says so.

    Raises:
        BadInput: see :func:`check_requested`; or ``plan-too-many-candidates`` to weigh.
    """
    check_requested(question.requested)
    priced = _priced(question)
    if not priced.lacking or len(priced.free) < priced.lacking:
        return _nothing(priced)
    sets = _best(priced, limit)
    # A day has the same words in every set that it stands in.
    meetings = {
        day: _meeting(day, priced) for day in {day for _cost, chosen in sets for day in chosen}
    }
    return Plan(
        question.term.code,
        priced.lacking,
        tuple(_proposal(cost, [meetings[day] for day in chosen], priced) for cost, chosen in sets),
        _blocked(priced.day_costs),
        alternatives=_alternatives(sets[0][1], priced),
    )


def _priced(question: PlanQuestion) -> _PricedDays:
    """Every day that may be proposed, with its best hour and what both cost."""
    hours = Hours(
        question.day_costs(),
        question.requested,
        tuple(question.members),
        question.quorum,
        busy_by_day(question.busy),
        question.answers,
        question.ends,
    )
    left = question.days_left()
    slots = _slots(left, hours)
    free = {day: hours.day_costs.of_itself(day) + slot.cost for day, slot in slots.items()}
    return _PricedDays(hours, left, slots, free, question.standing, question.lacking)


def _best(priced: _PricedDays, limit: int) -> list[CostedSet]:
    """The best sets; all are tried where answers make one day matter for another."""
    search = best_sets
    if priced.hours.answers is not None:
        search = partial(exhaustive_search, of_set=priced.of_set)
    return search(
        priced.free,
        priced.booked,
        count=priced.lacking,
        limit=limit,
        of_day=priced.of_day,
        of_distance=priced.day_costs.of_distance,
    )


def _nothing(priced: _PricedDays) -> Plan:
    """A plan without proposals: what hinders, and the smallest change that would help."""
    can_change = priced.lacking and priced.hours.answers is None
    return Plan(
        priced.day_costs.term.code,
        priced.lacking,
        (),
        _blocked(priced.day_costs),
        hindrance=_hindrance(priced),
        smallest_change=smallest_change(priced.hours, priced.left, priced.lacking)
        if can_change
        else (),
    )


def _slots(left: Sequence[date], hours: Hours) -> dict[date, Slot]:
    """The days that may be proposed, with the best hour of each."""
    day_costs, grid = hours.day_costs, hours.grid()
    found = {}
    for day in left:
        on_weekday = hours.answers is not None or day.weekday() in day_costs.weekdays
        if on_weekday and not day_costs.is_blocked(day):
            slot = hours.best(day, grid)
            if slot is not None:
                found[day] = slot
    return found


def _days_of(term: TermDates) -> list[date]:
    return [term.first_day + n * _DAY for n in range((term.last_day - term.first_day).days + 1)]


def _blocked(day_costs: DayCosts) -> tuple[Blocked, ...]:
    return tuple(
        Blocked(day, each.title(), each.kind)
        for day in _days_of(day_costs.term)
        for each in day_costs.on_day.get(day, ())
        if each.effect is Effect.BLOCK and each.hours is None
    )


def _hindrance(priced: _PricedDays) -> Reason:
    """What stands in the way, the smallest thing to change first."""
    today, term = priced.day_costs.today, priced.day_costs.term
    if not priced.lacking:
        return Reason("plan-term-full")
    if today is not None and today >= term.last_day:
        return Reason("plan-term-over", (("day", term.last_day),))
    if priced.hours.answers is not None:
        return Reason("plan-too-few-candidates", (("wanted", priced.lacking),))
    return _hindering_days(priced)


def _hindering_days(priced: _PricedDays) -> Reason:
    day_costs, lacking, left = priced.day_costs, priced.lacking, priced.left
    open_days = [day for day in left if not day_costs.is_blocked(day)]
    if sum(day.weekday() in day_costs.weekdays for day in open_days) >= lacking:
        return Reason("plan-no-hours-left")
    if len(open_days) >= lacking:
        return Reason("plan-too-few-days", (("weekdays", len(day_costs.weekdays)),))
    names = Counter(each.name for each in _blocked(day_costs) if each.day in left)
    if len(left) >= lacking and names:
        return Reason("plan-days-closed", (("name", names.most_common(1)[0][0]),))
    return Reason("plan-term-short", (("days", len(left)), ("wanted", lacking)))


def _meeting(day: date, priced: _PricedDays) -> ProposedMeeting:
    slot, day_costs = priced.slots[day], priced.day_costs
    start = moment(day, slot.start)
    warnings = tuple(
        Doubt(doubt.kind, doubt.title(), day_costs.price(doubt) / 10)
        for doubt in (*day_costs.doubts(day), *slot.doubts)
    )
    return ProposedMeeting(
        day,
        start,
        start + timedelta(minutes=priced.hours.length(day, slot.start)),
        day.isocalendar().week,
        warnings,
        slot.coverage,
        day_reasons(day, warnings, slot, priced.hours),
    )


def _proposal(cost: int, meetings: Sequence[ProposedMeeting], priced: _PricedDays) -> Proposal:
    reasons = reasons_for(meetings, priced.hours, priced.booked)
    return Proposal(tuple(meetings), (PERFECT - cost) / 10, reasons)


def _alternatives(
    best: Sequence[date], priced: _PricedDays
) -> tuple[tuple[ProposedMeeting, ...], ...]:
    """For each place of the best set: days between its neighbours that could stand there too."""
    found = []
    days = sorted({*best, *priced.booked})
    for chosen in best:
        position = days.index(chosen) + 1
        neighbours = (*days[max(0, position - 2) : position - 1], *days[position : position + 1])
        after = max((day for day in neighbours if day < chosen), default=date.min)
        until = min((day for day in neighbours if day > chosen), default=date.max)
        ranked = sorted(
            (_price_between(day, position, neighbours, priced), day)
            for day in priced.free
            if after < day < until
        )
        least = _price_between(chosen, position, neighbours, priced)
        good = [day for price, day in ranked if day != chosen and price - least <= _GOOD]
        found.append(tuple(_meeting(day, priced) for day in good[:_OTHERS]))
    return tuple(found)


def _price_between(
    day: date, position: int, neighbours: Sequence[date], priced: _PricedDays
) -> int:
    """What a set costs because of this one day: the day itself and its distances."""
    return priced.of_day(day, position) + sum(
        priced.day_costs.of_distance(abs((day - other).days)) for other in neighbours
    )
