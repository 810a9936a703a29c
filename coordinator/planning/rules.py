"""Which days suit the group best. Pure and deterministic: the same question, the same answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Any

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.terms.views import ClosedDay, ClosedDays, DayKind, Effect, TermDates

_SATURDAY = 5
_DAY = timedelta(days=1)

# The score: 100 for a perfect pair, less for each thing that speaks against it. The weights say
# how many points one of each costs.
OUTSIDE_WINDOWS = 25.0  # a meeting outside the usual weeks
SAME_WINDOW = 25.0  # two meetings in one window
DOUBTFUL = 15.0  # each doubtful day that a meeting lies on
BESIDE_CLOSED = 2.0  # each closed or doubtful day right before or after
OFF_WEDNESDAY = 0.5  # per day away from Wednesday
OFF_CENTRE = 0.2  # per day away from the middle of its window
SPACING = 3.0  # per week outside the good distance
GOOD_WEEKS = (10, 16)


@dataclass(frozen=True)
class Warned:
    """A doubtful day's reason."""

    kind: DayKind
    name: str


@dataclass(frozen=True)
class Reason:
    """Why, as a code with parameters; ``core.messages`` has the sentence."""

    code: str
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class ProposedMeeting:
    """A day and time; ``start`` and ``end`` are aware, in Stockholm."""

    day: date
    start: datetime
    end: datetime
    iso_week: int
    warnings: tuple[Warned, ...]


@dataclass(frozen=True)
class Proposal:
    meetings: tuple[ProposedMeeting, ...]
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Blocked:
    day: date
    name: str
    kind: DayKind


@dataclass(frozen=True)
class Plan:
    """Proposals, best first; ``alternatives`` are further good days for each place in the term.

    ``hindrance`` says what stands in the way when there is no proposal.
    """

    term_code: str
    wanted: int
    proposals: tuple[Proposal, ...]
    blocked: tuple[Blocked, ...]
    alternatives: tuple[tuple[ProposedMeeting, ...], ...] = ()
    hindrance: Reason | None = None


@dataclass(frozen=True)
class Wishes:
    """What the coordinator asks for. Weekdays: Monday is 0. ``duration`` in whole minutes."""

    weekdays: tuple[int, ...] = (1, 2, 3)
    between: tuple[time, time] = (time(9), time(16))
    start: time = time(13, 30)
    duration: int = 120


def check_wishes(wishes: Wishes) -> None:
    """Refuses times that leave no room.

    Raises:
        BadInput: no weekday, or the meeting does not fit between the hours.
    """
    if not wishes.weekdays:
        raise BadInput("plan-needs-weekday")
    if not 15 <= wishes.duration <= 720:  # noqa: PLR2004 - a quarter of an hour to a working day
        raise BadInput("plan-duration-odd")
    first, last = wishes.between
    room = timedelta(hours=last.hour - first.hour, minutes=last.minute - first.minute)
    if room < timedelta(minutes=wishes.duration):
        raise BadInput("plan-no-room", minutes=wishes.duration)


def meeting_time(day: date, wishes: Wishes) -> tuple[datetime, datetime]:
    """The wished start, or the nearest one that lies between the hours."""
    length = timedelta(minutes=wishes.duration)
    earliest = datetime.combine(day, wishes.between[0])
    latest = datetime.combine(day, wishes.between[1]) - length
    start = min(max(datetime.combine(day, wishes.start), earliest), latest)
    return start.replace(tzinfo=STOCKHOLM), (start + length).replace(tzinfo=STOCKHOLM)


def propose(
    term: TermDates,
    closed: Sequence[ClosedDay],
    wishes: Wishes = Wishes(),
    *,
    count: int = 2,
    booked: Collection[date] = (),
    today: date | None = None,
    limit: int = 5,
) -> Plan:
    """The best sets of days for what the term still lacks.

    ``booked`` are days of the term that hold a meeting already; only the rest is proposed, at a
    good distance from them. Blocked days, days that have passed and booked days never occur.

    Raises:
        BadInput: see :func:`check_wishes`.
    """
    check_wishes(wishes)
    days = ClosedDays(closed)
    blocked = _blocked(term, days)
    lacking = max(0, count - len(booked))
    if not lacking:
        return Plan(term.code, 0, (), blocked, hindrance=Reason("plan-term-full"))
    open_days = [day for day in _days_of(term) if _is_open(day, days, wishes, booked, today)]
    if len(open_days) < lacking:
        return Plan(term.code, lacking, (), blocked, hindrance=_hindrance(wishes, today, term))
    alone = {day: _price(day, term, days) for day in open_days}
    sets = _best_sets(
        sorted(open_days, key=lambda day: (alone[day], day)), alone, term, lacking, booked
    )
    proposals = tuple(
        _proposal(chosen, score, term, days, wishes, booked) for score, chosen in sets[:limit]
    )
    return Plan(
        term.code,
        lacking,
        proposals,
        blocked,
        alternatives=_alternatives(sets, days, wishes, lacking),
    )


def _days_of(term: TermDates) -> list[date]:
    return [term.first_day + _DAY * n for n in range((term.last_day - term.first_day).days + 1)]


def _blocked(term: TermDates, days: ClosedDays) -> tuple[Blocked, ...]:
    return tuple(
        Blocked(day, reason.name, reason.kind)
        for day in _days_of(term)
        for reason in days.on(day)[:]
        if reason.effect is Effect.BLOCK
    )


def _is_open(
    day: date, days: ClosedDays, wishes: Wishes, booked: Collection[date], today: date | None
) -> bool:
    if day.weekday() not in wishes.weekdays or day in booked:
        return False
    if today is not None and day <= today:
        return False
    return all(reason.effect is not Effect.BLOCK for reason in days.on(day))


def _price(day: date, term: TermDates, days: ClosedDays) -> float:
    """What speaks against a day by itself."""
    price = OFF_WEDNESDAY * abs(day.weekday() - 2)
    window = next((window for window in term.windows if window.holds(day)), None)
    if window is None:
        price += OUTSIDE_WINDOWS
    else:
        centre = window.first_day + (window.last_day - window.first_day) / 2
        price += OFF_CENTRE * abs((day - centre).days)
    price += DOUBTFUL * sum(reason.effect is Effect.WARN for reason in days.on(day))
    beside = (*days.on(day - _DAY), *days.on(day + _DAY))
    return price + BESIDE_CLOSED * sum(reason.effect is not Effect.INFORM for reason in beside)


def _best_sets(
    by_price: list[date],
    alone: dict[date, float],
    term: TermDates,
    count: int,
    booked: Collection[date],
) -> list[tuple[float, tuple[date, ...]]]:
    """All sets scored, best first. With many wanted, only the cheapest days are combined."""
    widest = {1: 400, 2: 150, 3: 40}.get(count, 18)
    pool = _spread(by_price, term, widest)
    scored = [
        (100 - sum(alone[day] for day in chosen) - _together(chosen, term, booked), chosen)
        for chosen in combinations(sorted(pool), count)
    ]
    scored.sort(key=lambda each: (-round(each[0], 6), each[1]))
    return [(round(score, 1), chosen) for score, chosen in scored]


def _spread(by_price: list[date], term: TermDates, widest: int) -> list[date]:
    """The cheapest days, with each window's own cheapest among them."""
    share = max(1, widest // (len(term.windows) + 1))
    chosen: dict[date, None] = {}
    for window in term.windows:
        for day in [day for day in by_price if window.holds(day)][:share]:
            chosen[day] = None
    for day in by_price:
        if len(chosen) >= widest:
            break
        chosen[day] = None
    return list(chosen)


def _together(chosen: tuple[date, ...], term: TermDates, booked: Collection[date]) -> float:
    """What speaks against these days beside each other and beside what is booked."""
    all_days = sorted({*chosen, *booked})
    price = 0.0
    for earlier, later in zip(all_days, all_days[1:], strict=False):
        weeks = (later - earlier).days / 7
        least, most = GOOD_WEEKS
        price += SPACING * max(0.0, least - weeks, weeks - most)
    for window in term.windows:
        inside = sum(window.holds(day) for day in all_days)
        price += SAME_WINDOW * max(0, inside - 1)
    return price


def _meeting(day: date, days: ClosedDays, wishes: Wishes) -> ProposedMeeting:
    start, end = meeting_time(day, wishes)
    warnings = tuple(
        Warned(reason.kind, reason.name) for reason in days.on(day) if reason.effect is Effect.WARN
    )
    return ProposedMeeting(day, start, end, day.isocalendar().week, warnings)


def _proposal(
    chosen: tuple[date, ...],
    score: float,
    term: TermDates,
    days: ClosedDays,
    wishes: Wishes,
    booked: Collection[date],
) -> Proposal:
    meetings = tuple(_meeting(day, days, wishes) for day in chosen)
    reasons = []
    if not any(meeting.warnings for meeting in meetings):
        reasons.append(Reason("plan-no-closed-day"))
    for meeting in meetings:
        reasons += [
            Reason("plan-doubtful", (("day", meeting.day), ("name", warned.name)))
            for warned in meeting.warnings
        ]
        if not any(window.holds(meeting.day) for window in term.windows):
            reasons.append(Reason("plan-outside-windows", (("day", meeting.day),)))
    if all(any(w.holds(m.day) for w in term.windows) for m in meetings):
        reasons.append(Reason("plan-in-windows"))
    all_days = sorted({*chosen, *booked})
    reasons += [
        Reason("plan-weeks-between", (("weeks", round((later - earlier).days / 7)),))
        for earlier, later in zip(all_days, all_days[1:], strict=False)
    ]
    return Proposal(meetings, score, tuple(reasons))


def _alternatives(
    sets: list[tuple[float, tuple[date, ...]]], days: ClosedDays, wishes: Wishes, lacking: int
) -> tuple[tuple[ProposedMeeting, ...], ...]:
    """For each place in the best set: further days that go with the other ones."""
    best = sets[0][1]
    found = []
    for place in range(lacking):
        others = (*best[:place], *best[place + 1 :])
        same = [
            chosen[place]
            for _score, chosen in sets
            if (*chosen[:place], *chosen[place + 1 :]) == others and chosen[place] != best[place]
        ]
        found.append(tuple(_meeting(day, days, wishes) for day in same[:4]))
    return tuple(found)


def _hindrance(wishes: Wishes, today: date | None, term: TermDates) -> Reason:
    if today is not None and today >= term.last_day:
        return Reason("plan-term-over", (("day", term.last_day),))
    return Reason("plan-too-few-days", (("weekdays", len(wishes.weekdays)),))


# One date by hand --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Objection:
    """What speaks against a date: ``refuse`` ends it, ``ask`` wants a yes, ``inform`` is told."""

    kind: str
    code: str
    params: tuple[tuple[str, Any], ...] = ()


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

    ``booked`` are the standing meetings of the term, without the one being moved.
    """
    found: list[Objection] = []
    on_day = ClosedDays(closed).on(day)
    if day.weekday() >= _SATURDAY:
        found.append(Objection("refuse", "day-is-weekend", (("day", day),)))
    found += [
        Objection("refuse", "day-is-closed", (("day", day), ("name", reason.name)))
        for reason in on_day
        if reason.effect is Effect.BLOCK
    ]
    if day in booked:
        found.append(Objection("refuse", "day-is-booked", (("day", day),)))
    if len(booked) >= wanted and not (extra_reason or "").strip():
        params = (("term", term.code), ("wanted", wanted))
        found.append(Objection("ask", "extra-needs-reason", params))
    if not term.holds(day):
        found.append(Objection("ask", "day-outside-term", (("day", day), ("term", term.code))))
    if today is not None and day < today:
        found.append(Objection("ask", "day-has-passed", (("day", day),)))
    for reason in on_day:
        if reason.effect is Effect.WARN:
            params = (("day", day), ("name", reason.name))
            found.append(Objection("ask", "day-is-doubtful", params))
        elif reason.effect is Effect.INFORM:
            found.append(Objection("inform", "day-is-observed", (("name", reason.name),)))
    return tuple(found)
