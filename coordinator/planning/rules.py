"""Which days suit the group best. Pure and deterministic: the same question, the same answer.

What a set of days costs stands in :mod:`coordinator.planning.score`, how the best sets are found in
:mod:`coordinator.planning.best_sets`: they are the best there are, not merely good ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.planning.best_sets import best_sets
from coordinator.planning.reasons import reasons_for
from coordinator.planning.score import CALM, PERFECT, SATURDAY, Measure, Weights
from coordinator.planning.values import (
    Blocked,
    Gravity,
    Objection,
    Plan,
    Proposal,
    ProposedMeeting,
    Reason,
    Warned,
    Wishes,
)
from coordinator.terms.views import ClosedDay, Effect, TermDates, by_day, closed_on

__all__ = [
    "Blocked",
    "Gravity",
    "Objection",
    "Plan",
    "Proposal",
    "ProposedMeeting",
    "Reason",
    "Warned",
    "Weights",
    "Wishes",
    "check_date",
    "check_wishes",
    "meeting_time",
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
            ``plan-duration-odd``, or ``plan-no-room`` when the meeting does not fit between the
            hours.
    """
    if not any(0 <= weekday < SATURDAY for weekday in wishes.weekdays):
        raise BadInput("plan-needs-weekday")
    if not _SHORTEST <= wishes.duration <= _LONGEST:
        raise BadInput("plan-duration-odd")
    first, last = (moment.hour * 60 + moment.minute for moment in wishes.between)
    if last - first < wishes.duration:
        raise BadInput("plan-no-room", minutes=wishes.duration)


def meeting_time(day: date, wishes: Wishes) -> tuple[datetime, datetime]:
    """The wished start, or the nearest one that lets the meeting lie between the hours."""
    length = timedelta(minutes=wishes.duration)
    earliest = datetime.combine(day, wishes.between[0], tzinfo=STOCKHOLM)
    latest = datetime.combine(day, wishes.between[1], tzinfo=STOCKHOLM) - length
    start = min(max(datetime.combine(day, wishes.start, tzinfo=STOCKHOLM), earliest), latest)
    return start, start + length


@dataclass(frozen=True)
class _Question:
    """``free`` are the days that may be proposed with what each costs by itself.

    ``booked`` are those that stand, in order.
    """

    measure: Measure
    wishes: Wishes
    free: Mapping[date, int]
    booked: tuple[date, ...]
    lacking: int

    def of_day(self, day: date, position: int) -> int:
        return self.free[day] + self.measure.of_weeks(day, position)


def propose(
    term: TermDates,
    closed: Sequence[ClosedDay],
    wishes: Wishes = _USUAL,
    *,
    observances: Sequence[ClosedDay] = (),
    count: int = 2,
    booked: Collection[date] = (),
    before: Collection[date] = (),
    today: date | None = None,
    limit: int = 5,
    weights: Weights | None = None,
) -> Plan:
    """The best sets of days for what the term still lacks of its ``count`` meetings.

    ``closed`` should reach a week beyond the term on both sides. ``booked`` are the days of the
    term's standing meetings; only the rest is proposed, at a good distance from them. ``before``
    are days of earlier meetings: the latest one of all tells the group's weekday. Blocked days,
    weekends, booked days, today and what is past never occur. ``limit`` is at least 1.

    Raises:
        BadInput: see :func:`check_wishes`.
    """
    check_wishes(wishes)
    standing = tuple(sorted(set(booked)))
    lacking = max(0, count - len(standing))
    first, last = min((term.first_day, *standing)), max((term.last_day, *standing))
    measure = Measure(
        term,
        by_day((*closed, *observances), first - CALM * _DAY, last + CALM * _DAY),
        total=lacking + len(standing),
        weekdays=frozenset(wishes.weekdays),
        habit=_habit(term, (*standing, *before)),
        today=today,
        weights=weights or Weights(),
    )
    left = tuple(day for day in _days_of(term) if _is_left(day, standing, today))
    free = _free(left, measure)
    question = _Question(measure, wishes, free, standing, lacking)
    if not lacking or len(free) < lacking:
        return Plan(term.code, lacking, (), _blocked(measure), hindrance=_hindrance(question, left))
    sets = best_sets(
        free,
        standing,
        count=lacking,
        limit=limit,
        of_day=question.of_day,
        of_distance=measure.of_distance,
    )
    return Plan(
        term.code,
        lacking,
        tuple(_proposal(cost, days, question) for cost, days in sets),
        _blocked(measure),
        alternatives=_alternatives(sets[0][1], question),
    )


def _days_of(term: TermDates) -> list[date]:
    return [term.first_day + n * _DAY for n in range((term.last_day - term.first_day).days + 1)]


def _habit(term: TermDates, met: Sequence[date]) -> int | None:
    """The weekday of the latest meeting, if that was a weekday."""
    latest = max((day for day in met if day <= term.last_day), default=None)
    return latest.weekday() if latest and latest.weekday() < SATURDAY else None


def _is_left(day: date, booked: Collection[date], today: date | None) -> bool:
    """Monday to Friday, still to come, not taken."""
    return day.weekday() < SATURDAY and day not in booked and (today is None or day > today)


def _free(left: Sequence[date], measure: Measure) -> dict[date, int]:
    """The days that may be proposed, with what each costs by itself."""
    return {
        day: measure.of_itself(day)
        for day in left
        if day.weekday() in measure.weekdays and not measure.is_blocked(day)
    }


def _blocked(measure: Measure) -> tuple[Blocked, ...]:
    return tuple(
        Blocked(day, each.name, each.kind)
        for day in _days_of(measure.term)
        for each in measure.on_day.get(day, ())
        if each.effect is Effect.BLOCK
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
    if sum(not measure.is_blocked(day) for day in left) >= lacking:
        return Reason("plan-too-few-days", (("weekdays", len(set(question.wishes.weekdays))),))
    names = Counter(
        each.name
        for day in left
        for each in measure.on_day.get(day, ())
        if each.effect is Effect.BLOCK
    )
    if len(left) >= lacking and names:
        return Reason("plan-days-closed", (("name", names.most_common(1)[0][0]),))
    return Reason("plan-term-short", (("days", len(left)), ("wanted", lacking)))


def _meeting(day: date, question: _Question) -> ProposedMeeting:
    start, end = meeting_time(day, question.wishes)
    warnings = tuple(Warned(doubt.kind, doubt.name) for doubt in question.measure.doubts(day))
    return ProposedMeeting(day, start, end, day.isocalendar().week, warnings)


def _proposal(cost: int, days: Sequence[date], question: _Question) -> Proposal:
    meetings = tuple(_meeting(day, question) for day in days)
    reasons = reasons_for(meetings, question.measure, question.wishes, question.booked)
    return Proposal(meetings, (PERFECT - cost) / 10, reasons)


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


def check_date(
    day: date,
    term: TermDates,
    closed: Sequence[ClosedDay],
    *,
    booked: Collection[date],
    wanted: int = 2,
    extra_reason: str | None = None,
    today: date | None = None,
) -> tuple[Objection, ...]:
    """Everything that speaks against a meeting on ``day``, the gravest first.

    ``closed`` may hold observances too. ``booked`` are the days of the term's standing meetings,
    without the one being moved; ``wanted`` is the number after which a meeting is an extra one.
    """
    about = ("day", day)
    there = closed_on(day, closed)
    found: list[Objection] = [
        Objection("refuse", "day-is-closed", (about, ("name", each.name)))
        for each in there
        if each.effect is Effect.BLOCK
    ]
    if day.weekday() >= SATURDAY:
        found.append(Objection("refuse", "day-is-weekend", (about,)))
    if day in booked:
        found.append(Objection("refuse", "day-is-booked", (about,)))
    if len(booked) >= wanted and not (extra_reason or "").strip():
        params = (("term", term.code), ("wanted", wanted))
        found.append(Objection("ask", "extra-needs-reason", params))
    if not term.holds(day):
        found.append(Objection("ask", "day-outside-term", (about, ("term", term.code))))
    if today is not None and day < today:
        found.append(Objection("ask", "day-has-passed", (about,)))
    for each in there:
        if each.effect is Effect.WARN:
            found.append(Objection("ask", "day-is-doubtful", (about, ("name", each.name))))
        elif each.effect is Effect.INFORM:
            found.append(Objection("inform", "day-is-observed", (about, ("name", each.name))))
    return tuple(found)
