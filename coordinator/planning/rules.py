"""Which days suit the group best. Pure and deterministic: the same question, the same answer.

What a set of days costs stands in :mod:`coordinator.planning.score`, which hour a day gets in
:mod:`coordinator.planning.hours`, how the best sets are found in
:mod:`coordinator.planning.best_sets`: they are the best there are, not merely good ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.meetings.rules import EARLIEST, LATEST
from coordinator.planning.best_sets import Way, best_sets
from coordinator.planning.hours import Hours, Slot, busy_by_day, moment
from coordinator.planning.one_date import check_date
from coordinator.planning.reasons import day_reasons, reasons_for
from coordinator.planning.relaxing import smallest_relaxation
from coordinator.planning.score import AHEAD, CALM, PERFECT, SATURDAY, Measure
from coordinator.planning.trying import all_sets
from coordinator.planning.values import (
    Answers,
    Blocked,
    Busy,
    Choice,
    Coverage,
    Gravity,
    Member,
    Objection,
    OffHours,
    Plan,
    Proposal,
    ProposedMeeting,
    Reason,
    Warned,
    Wishes,
)
from coordinator.planning.weights import Weights
from coordinator.terms.views import ClosedDay, Effect, TermDates, by_day

__all__ = [
    "Answers",
    "Blocked",
    "Busy",
    "Choice",
    "Coverage",
    "Gravity",
    "Member",
    "Objection",
    "OffHours",
    "Plan",
    "Proposal",
    "ProposedMeeting",
    "Reason",
    "Warned",
    "Weights",
    "Wishes",
    "check_date",
    "check_wishes",
    "propose",
]

_DAY = timedelta(days=1)
_USUAL = Wishes()
_SHORTEST, _LONGEST = 15, 720  # minutes
_OTHERS = 4  # further good days shown for one place
_GOOD = 100  # tenths of a point that such a day may be worse than the best


def check_wishes(wishes: Wishes) -> None:
    """Refuses wishes that no term could meet.

    Raises:
        BadInput: ``plan-needs-weekday`` when there is none from Monday to Friday,
            ``plan-duration-odd``, ``meeting-at-night`` for hours that no booking would take, or
            ``plan-no-room`` when the meeting does not fit between the hours.
    """
    if not any(0 <= weekday < SATURDAY for weekday in wishes.weekdays):
        raise BadInput("plan-needs-weekday")
    if not _SHORTEST <= wishes.duration <= _LONGEST:
        raise BadInput("plan-duration-odd")
    if wishes.between[0] < EARLIEST or wishes.between[1] > LATEST:
        raise BadInput("meeting-at-night")
    first, last = (moment.hour * 60 + moment.minute for moment in wishes.between)
    if last - first < wishes.duration:
        raise BadInput("plan-no-room", minutes=wishes.duration)


@dataclass(frozen=True)
class _Question:
    """``free`` are the days that may be proposed with what each costs by itself, its hour with it.

    ``slots`` are their hours. ``booked`` are days that stand, in order.
    """

    hours: Hours
    slots: Mapping[date, Slot]
    free: Mapping[date, int]
    booked: tuple[date, ...]
    lacking: int

    @property
    def measure(self) -> Measure:
        return self.hours.measure

    @property
    def wishes(self) -> Wishes:
        return self.hours.wishes

    def of_day(self, day: date, position: int) -> int:
        return self.free[day] + self.measure.of_weeks(day, position)

    def of_set(self, days: Sequence[date]) -> int:
        """What agencies cost that could come to none of the days."""
        absent = []
        for day in days:
            coverage = self.slots[day].coverage
            absent.append(set(coverage.away) if coverage else set())
        never = set.intersection(*absent) if absent else set()
        return self.measure.weights.never_there * len(never)


def propose(
    term: TermDates,
    closed: Sequence[ClosedDay],
    wishes: Wishes = _USUAL,
    *,
    observances: Sequence[ClosedDay] = (),
    count: int = 2,
    booked: Collection[date] = (),
    before: Collection[date] = (),
    members: Sequence[Member] = (),
    quorum: int | None = None,
    busy: Sequence[Busy] = (),
    answers: Answers | None = None,
    ends: Mapping[datetime, datetime] | None = None,
    today: date | None = None,
    limit: int = 5,
    weights: Weights | None = None,
) -> Plan:
    """The best sets of days for what the term still lacks of its ``count`` meetings.

    ``closed`` should reach four weeks beyond the term; a row with an agency says that this agency
    cannot come. ``booked`` are the days of the term's standing meetings; only the rest is
    proposed, at a good distance from them. ``before`` are days of earlier meetings: the latest
    one of all tells the group's weekday. ``busy`` are times when the same people meet elsewhere.
    Blocked days, weekends, booked days, today, what is past and busy hours never occur. Below the
    ``quorum`` of ``members``, or without one that is required, a day is proposed last and says so.

    With ``answers`` only their candidates are chosen from, whatever weekday and hour they have;
    an agency that has not answered counts by its absences. ``ends`` are the ends of candidates by
    their starts, where they are not as long as wished. ``limit`` is at least 1.

    Raises:
        BadInput: see :func:`check_wishes`; or ``plan-too-many-candidates`` to weigh.
    """
    check_wishes(wishes)
    standing = tuple(sorted(set(booked)))
    lacking = max(0, count - len(standing))
    candidates = {start.astimezone(STOCKHOLM).date() for start in answers or ()}
    first = min((term.first_day, *standing, *candidates))
    last = max((term.last_day, *standing, *candidates))
    measure = Measure(
        term,
        by_day((*closed, *observances), first - CALM * _DAY, last + AHEAD[1] * _DAY),
        total=lacking + len(standing),
        weekdays=frozenset(wishes.weekdays),
        habit=_habit(term, (*standing, *before)),
        today=today,
        weights=weights or Weights(),
    )
    hours = Hours(measure, wishes, tuple(members), quorum, busy_by_day(busy), answers, ends or {})
    possible = _days_of(term) if answers is None else sorted(candidates)
    left = tuple(day for day in possible if _is_left(day, standing, today))
    slots = _slots(left, hours)
    free = {day: measure.of_itself(day) + slot.cost for day, slot in slots.items()}
    question = _Question(hours, slots, free, standing, lacking)
    if not lacking or len(free) < lacking:
        return _nothing(question, left)
    sets = _best(question, limit)
    # A day is told of in the same words in every set that it stands in.
    meetings = {
        day: _meeting(day, question) for day in {day for _cost, days in sets for day in days}
    }
    return Plan(
        term.code,
        lacking,
        tuple(_proposal(cost, [meetings[day] for day in days], question) for cost, days in sets),
        _blocked(measure),
        alternatives=_alternatives(sets[0][1], question),
    )


def _best(question: _Question, limit: int) -> list[Way]:
    """The best sets: by dynamic programming, or of answered candidates by trying all."""
    costs = {
        "count": question.lacking,
        "limit": limit,
    }
    if question.hours.answers is None:
        return best_sets(
            question.free,
            question.booked,
            of_day=question.of_day,
            of_distance=question.measure.of_distance,
            **costs,
        )
    return all_sets(
        question.free,
        question.booked,
        of_day=question.of_day,
        of_distance=question.measure.of_distance,
        of_set=question.of_set,
        **costs,
    )


def _nothing(question: _Question, left: Sequence[date]) -> Plan:
    """A plan without proposals: what hinders, and the smallest change that would help."""
    lacking = question.lacking
    relaxation = (
        smallest_relaxation(question.hours, left, lacking)
        if lacking and question.hours.answers is None
        else ()
    )
    measure = question.measure
    hindrance = _hindrance(question, left)
    return Plan(
        measure.term.code,
        lacking,
        (),
        _blocked(measure),
        hindrance=hindrance,
        relaxation=relaxation,
    )


def _slots(left: Sequence[date], hours: Hours) -> dict[date, Slot]:
    """The days that may be proposed, with the best hour of each."""
    measure, grid = hours.measure, hours.grid()
    found = {}
    for day in left:
        on_weekday = hours.answers is not None or day.weekday() in measure.weekdays
        if on_weekday and not measure.is_blocked(day):
            slot = hours.best(day, grid)
            if slot is not None:
                found[day] = slot
    return found


def _days_of(term: TermDates) -> list[date]:
    return [term.first_day + n * _DAY for n in range((term.last_day - term.first_day).days + 1)]


def _habit(term: TermDates, met: Sequence[date]) -> int | None:
    """The weekday of the latest meeting, if that was a weekday."""
    latest = max((day for day in met if day <= term.last_day), default=None)
    return latest.weekday() if latest and latest.weekday() < SATURDAY else None


def _is_left(day: date, booked: Collection[date], today: date | None) -> bool:
    """Monday to Friday, still to come, not taken."""
    return day.weekday() < SATURDAY and day not in booked and (today is None or day > today)


def _blocked(measure: Measure) -> tuple[Blocked, ...]:
    return tuple(
        Blocked(day, each.title(), each.kind)
        for day in _days_of(measure.term)
        for each in measure.on_day.get(day, ())
        if each.effect is Effect.BLOCK and each.hours is None
    )


def _hindrance(question: _Question, left: Sequence[date]) -> Reason:
    """What stands in the way, the smallest thing to change first.

    ``left`` are all weekdays of the term that are still to come and not taken.
    """
    measure, lacking = question.measure, question.lacking
    if not lacking:
        return Reason("plan-term-full")
    if measure.today is not None and measure.today >= measure.term.last_day:
        return Reason("plan-term-over", (("day", measure.term.last_day),))
    if question.hours.answers is not None:
        return Reason("plan-too-few-candidates", (("wanted", lacking),))
    return _hindering_days(question, left)


def _hindering_days(question: _Question, left: Sequence[date]) -> Reason:
    measure, lacking = question.measure, question.lacking
    open_days = [day for day in left if not measure.is_blocked(day)]
    if sum(day.weekday() in measure.weekdays for day in open_days) >= lacking:
        return Reason("plan-no-hours-left")
    if len(open_days) >= lacking:
        return Reason("plan-too-few-days", (("weekdays", len(set(question.wishes.weekdays))),))
    names = Counter(
        each.title()
        for day in left
        for each in measure.on_day.get(day, ())
        if each.effect is Effect.BLOCK and each.hours is None
    )
    if len(left) >= lacking and names:
        return Reason("plan-days-closed", (("name", names.most_common(1)[0][0]),))
    return Reason("plan-term-short", (("days", len(left)), ("wanted", lacking)))


def _meeting(day: date, question: _Question) -> ProposedMeeting:
    slot, measure = question.slots[day], question.measure
    start = moment(day, slot.start)
    warnings = tuple(
        Warned(doubt.kind, doubt.title(), measure.price(doubt) / 10)
        for doubt in (*measure.doubts(day), *slot.doubts)
    )
    return ProposedMeeting(
        day,
        start,
        start + timedelta(minutes=question.hours.length(day, slot.start)),
        day.isocalendar().week,
        warnings,
        slot.coverage,
        day_reasons(day, warnings, slot, question.hours),
    )


def _proposal(cost: int, meetings: Sequence[ProposedMeeting], question: _Question) -> Proposal:
    reasons = reasons_for(meetings, question.hours, question.booked)
    return Proposal(tuple(meetings), (PERFECT - cost) / 10, reasons)


def _alternatives(
    best: Sequence[date], question: _Question
) -> tuple[tuple[ProposedMeeting, ...], ...]:
    """For each place of the best set: days between its neighbours that could stand there too."""
    found = []
    days = sorted({*best, *question.booked})
    for chosen in best:
        position = days.index(chosen) + 1
        neighbours = (*days[max(0, position - 2) : position - 1], *days[position : position + 1])
        after = max((day for day in neighbours if day < chosen), default=date.min)
        until = min((day for day in neighbours if day > chosen), default=date.max)
        priced = sorted(
            (_price_between(day, position, neighbours, question), day)
            for day in question.free
            if after < day < until
        )
        least = _price_between(chosen, position, neighbours, question)
        good = [day for price, day in priced if day != chosen and price - least <= _GOOD]
        found.append(tuple(_meeting(day, question) for day in good[:_OTHERS]))
    return tuple(found)


def _price_between(
    day: date, position: int, neighbours: Sequence[date], question: _Question
) -> int:
    """What a set costs because of this one day: the day itself and its distances."""
    return question.of_day(day, position) + sum(
        question.measure.of_distance(abs((day - other).days)) for other in neighbours
    )
