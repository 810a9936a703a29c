"""The planner against trying everything: hours, absences, quorum, answers, and what to relax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.core.clock import STOCKHOLM
from coordinator.core.dates import Weekday
from coordinator.core.messages import sentence
from coordinator.planning.score import AHEAD, CALM, DayCosts, Weights
from coordinator.planning.smallest_change import WIDER
from coordinator.planning.views import Busy, Choice, Member, OffHours, Plan, Reason, RequestedTimes
from coordinator.terms.rules import closed_day, computed_closed_days, default_term
from coordinator.terms.views import (
    AFTERNOON,
    MORNING,
    ClosedDay,
    ClosedKind,
    Effect,
    Recurrence,
    Rhythm,
    TermDates,
    by_day,
    closed_on,
)
from tests.planning.helpers import propose
from tests.planning.years import BREAKS, CODES, LATE, OBSERVANCES, SHORT, TIGHT
from tests.terms.helpers import counted

POLICE, CLINIC, CARE = MEMBERS = (
    Member(1, "Polisen", is_required=True),
    Member(2, "Ungdomsmottagningen"),
    Member(3, "Äldreomsorgen"),
)
# Few enough hours that every set of days and hours can be tried.
NARROW = RequestedTimes(
    weekdays=(0, 1, 2, 3, 4), between=(time(11), time(13, 30)), start=time(12, 15)
)
SHORT_MEETING = replace(NARROW, duration=90)

hours = st.sampled_from([None, MORNING, AFTERNOON, (time(12), time(12, 30))])
recurrence = st.none() | st.builds(
    Recurrence, st.sampled_from(Rhythm), st.integers(0, 4), st.sampled_from([1, 2, 3, 4, -1])
)
absences = st.lists(
    st.builds(
        lambda first, length, effect, agency, span, repeats: counted(
            ClosedDay(
                "Borta",
                first,
                first + timedelta(days=60 if repeats else length),
                ClosedKind.OWN_ABSENCE,
                effect,
                agency_id=agency,
                agency=f"A{agency}" if agency else "",
                hours=span,
                repeats=repeats,
            )
        ),
        st.dates(date(2027, 1, 20), LATE),
        st.integers(0, 9),
        st.sampled_from([Effect.WARN, Effect.WARN, Effect.BLOCK, Effect.INFORM]),
        st.sampled_from([None, 1, 2, 3]),
        hours,
        recurrence,
    ),
    max_size=5,
)
off_hours = st.lists(
    st.builds(
        OffHours,
        st.integers(0, 4),
        st.sampled_from([time(8), time(11, 30)]),
        st.sampled_from([time(12), time(13)]),
    ),
    max_size=3,
).map(lambda found: tuple(sorted(set(found))))
busy_times = st.lists(
    st.builds(
        lambda day, at: Busy(
            datetime.combine(day, time(at), tzinfo=STOCKHOLM),
            datetime.combine(day, time(at + 2), tzinfo=STOCKHOLM),
        ),
        st.dates(SHORT.first_day, SHORT.last_day),
        st.integers(9, 14),
    ),
    max_size=3,
)


def touches(closed: ClosedDay, start: datetime, end: datetime) -> bool:
    if closed.hours is None:
        return True
    begin = datetime.combine(start.date(), closed.hours[0], tzinfo=STOCKHOLM)
    stop = datetime.combine(start.date(), min(closed.hours[1], time(23, 59)), tzinfo=STOCKHOLM)
    return begin < end and start < stop


def every_start(day: date, requested: RequestedTimes) -> list[datetime]:
    first = datetime.combine(day, requested.between[0], tzinfo=STOCKHOLM)
    last = datetime.combine(day, requested.between[1], tzinfo=STOCKHOLM)
    length, step = timedelta(minutes=requested.duration), timedelta(minutes=15)
    found = []
    while first + length <= last:
        found.append(first)
        first += step
    return found


def price_of_hour(
    start: datetime,
    closed: Sequence[ClosedDay],
    requested: RequestedTimes,
    *,
    quorum: int | None,
    answers: Mapping[int, Choice] | None = None,
) -> int:
    """What the hour costs by the description of the score, written again."""
    end = start + timedelta(minutes=requested.duration)
    cost = 0
    usual = datetime.combine(start.date(), requested.start, tzinfo=STOCKHOLM)
    latest = datetime.combine(start.date(), requested.between[1], tzinfo=STOCKHOLM)
    usual = min(usual, latest - timedelta(minutes=requested.duration))
    if start != usual and answers is None:
        cost += 20 + abs(start - usual) // timedelta(minutes=15)
    there = [
        one
        for one in closed_on(start.date(), closed)
        if one.effect is Effect.WARN and touches(one, start, end)
    ]
    cost += sum(250 for one in there if one.agency_id is None and one.hours)
    can = 0
    for member in MEMBERS:
        is_away = any(one.agency_id == member.id for one in there)
        answer = (answers or {}).get(member.id)
        if answer is Choice.NO or (answer is None and is_away):
            cost += 60 + (5000 if member.is_required else 0)
        elif answers is not None and answer is None:
            cost += 15 + (2000 if member.is_required else 0)
        else:
            can += 1
            cost += 20 if answer is Choice.IF_NEED_BE else 0
    if quorum is not None and can < quorum:
        cost += 5000
    return cost


def is_possible(
    start: datetime, closed: Sequence[ClosedDay], requested: RequestedTimes, busy: Sequence[Busy]
) -> bool:
    end = start + timedelta(minutes=requested.duration)
    midnight = datetime.combine(start.date(), time.min, tzinfo=STOCKHOLM)
    off = [
        one
        for one in requested.off
        if one.weekday == start.weekday()
        and midnight.replace(hour=one.start.hour, minute=one.start.minute) < end
        and start < midnight.replace(hour=one.end.hour, minute=one.end.minute)
    ]
    return (
        not off
        and start.weekday() in requested.weekdays
        and start.weekday() < 5
        and not any(one.start < end and start < one.end for one in busy)
        and not any(
            one.effect is Effect.BLOCK and touches(one, start, end)
            for one in closed_on(start.date(), closed)
        )
    )


def day_costs_for(
    term: TermDates,
    closed: Sequence[ClosedDay],
    requested: RequestedTimes,
    *,
    total: int,
    weights: Weights,
    habit: int | None = None,
) -> DayCosts:
    first, last = term.first_day - timedelta(CALM), term.last_day + timedelta(AHEAD[1])
    there = by_day(closed, first, last)
    return DayCosts(term, there, total, frozenset(requested.weekdays), habit=habit, weights=weights)


def best_by_trying(
    term: TermDates,
    closed: Sequence[ClosedDay],
    requested: RequestedTimes,
    *,
    count: int,
    quorum: int | None,
    busy: Sequence[Busy],
    booked: frozenset[date],
    weights: Weights,
) -> list[int]:
    """The five least costs of all sets, each day at every hour it allows."""
    lacking = max(0, count - len(booked))
    latest = max(booked, default=None)
    habit = latest.weekday() if latest and latest.weekday() < 5 else None
    day_costs = day_costs_for(
        term, closed, requested, total=lacking + len(booked), weights=weights, habit=habit
    )
    days = [term.first_day + timedelta(n) for n in range((term.last_day - term.first_day).days + 1)]
    options = {
        day: [
            price_of_hour(start, closed, requested, quorum=quorum)
            for start in every_start(day, requested)
            if is_possible(start, closed, requested, busy)
        ]
        for day in days
        if day not in booked
    }
    open_days = [day for day, prices in options.items() if prices]
    itself = {day: day_costs.of_itself(day) for day in open_days}
    costs = []
    for chosen in combinations(open_days, lacking) if lacking else ():
        whole = sorted({*chosen, *booked})
        alone = sum(itself[day] + day_costs.of_weeks(day, whole.index(day) + 1) for day in chosen)
        apart = sum(day_costs.of_distance((later - one).days) for one, later in pairwise(whole))
        # Every way to give each day one of its hours; the least of them is what the set costs.
        cheapest = sum(min(options[day]) for day in chosen)
        if lacking == 1:
            assert cheapest == min(sum(way) for way in product(*(options[day] for day in chosen)))
        costs.append(alone + apart + cheapest)
    return sorted(costs)[:5]


def costs_of(plan: Plan) -> list[int]:
    return [round(1000 - 10 * proposal.score) for proposal in plan.proposals]


@given(
    absences,
    off_hours,
    busy_times,
    st.none() | st.integers(1, 3),
    st.sets(st.dates(SHORT.first_day, SHORT.last_day), max_size=1),
    st.integers(1, 3),
    st.sampled_from([NARROW, SHORT_MEETING, replace(NARROW, weekdays=(1, 3))]),
)
@settings(max_examples=300)
def test_days_and_hours_together_are_the_best_there_are(  # noqa: PLR0917 - drawn values
    closed: list[ClosedDay],
    off: tuple[OffHours, ...],
    busy: list[Busy],
    quorum: int | None,
    booked: set[date],
    count: int,
    requested: RequestedTimes,
) -> None:
    requested = replace(requested, off=off)
    plan = propose(
        SHORT,
        closed,
        requested,
        members=MEMBERS,
        quorum=quorum,
        busy=busy,
        booked=booked,
        count=count,
        weights=TIGHT,
    )
    expected = best_by_trying(
        SHORT,
        closed,
        requested,
        count=count,
        quorum=quorum,
        busy=busy,
        booked=frozenset(booked),
        weights=TIGHT,
    )
    assert costs_of(plan) == expected
    for proposal in plan.proposals:
        for meeting in proposal.meetings:
            assert is_possible(meeting.start, closed, requested, busy)
            assert meeting.coverage is not None
            said = {reason.code for reason in meeting.reasons}
            is_below = quorum is not None and meeting.coverage.can < quorum
            assert ("plan-below-quorum" in said) == is_below
            assert ("plan-required-away" in said) == (POLICE.id in meeting.coverage.away)


@pytest.mark.parametrize("code", CODES)
def test_on_a_real_term_no_pair_of_days_and_hours_is_better(code: str) -> None:
    term = default_term(code)
    years = (term.first_day.year - 1, term.first_day.year, term.first_day.year + 1)
    closed = [*(day for year in years for day in computed_closed_days(year)), *BREAKS]
    closed += [
        counted(
            ClosedDay(
                "Personaldag",
                term.first_day,
                term.last_day,
                ClosedKind.OWN_ABSENCE,
                Effect.WARN,
                agency_id=member.id,
                agency=member.name,
                hours=part,
                repeats=repeats,
            )
        )
        for member, part, repeats in (
            (POLICE, AFTERNOON, Recurrence(Rhythm.MONTHLY, 2, 2)),
            (CLINIC, None, Recurrence(Rhythm.FORTNIGHTLY, 1)),
            (CARE, MORNING, Recurrence(Rhythm.WEEKLY, 3)),
        )
    ]
    requested = RequestedTimes(weekdays=(0, 1, 2, 3, 4))
    plan = propose(term, closed, requested, members=MEMBERS, quorum=3, observances=OBSERVANCES)
    expected = best_by_trying(
        term,
        [*closed, *OBSERVANCES],
        requested,
        count=2,
        quorum=3,
        busy=(),
        booked=frozenset(),
        weights=Weights(),
    )
    assert costs_of(plan) == expected


# Answers ----------------------------------------------------------------------------------------

candidate = st.builds(
    lambda day, at: datetime.combine(day, time(at), tzinfo=STOCKHOLM),
    st.dates(SHORT.first_day, SHORT.last_day),
    st.sampled_from([9, 13]),
)
polls = st.dictionaries(
    candidate,
    st.dictionaries(st.integers(1, 3), st.sampled_from(Choice), max_size=3),
    min_size=1,
    max_size=6,
)


@given(polls, absences, st.none() | st.integers(1, 3), st.integers(1, 3))
@settings(max_examples=300)
def test_among_answered_candidates_the_best_set_is_found(
    answers: dict[datetime, dict[int, Choice]],
    closed: list[ClosedDay],
    quorum: int | None,
    count: int,
) -> None:
    requested = RequestedTimes(weekdays=(2,))
    plan = propose(
        SHORT, closed, requested, members=MEMBERS, quorum=quorum, answers=answers, count=count,
        weights=TIGHT,
    )  # fmt: skip
    day_costs = day_costs_for(SHORT, closed, requested, total=count, weights=TIGHT)
    free_of_wishes = replace(requested, weekdays=(0, 1, 2, 3, 4))
    open_starts = [s for s in sorted(answers) if is_possible(s, closed, free_of_wishes, ())]
    costs: dict[tuple[date, ...], int] = {}
    for chosen in combinations(open_starts, count):
        days = tuple(start.date() for start in chosen)
        if len(set(days)) < count:
            continue
        cost = sum(
            day_costs.of_itself(day) + day_costs.of_weeks(day, place)
            for place, day in enumerate(days, start=1)
        ) + sum(day_costs.of_distance((later - one).days) for one, later in pairwise(days))
        hour_prices = [
            price_of_hour(s, closed, requested, quorum=quorum, answers=answers[s]) for s in chosen
        ]
        # The planner settles the hour of a day before it looks at the set.
        for start, price in zip(chosen, hour_prices, strict=True):
            rivals = [s for s in open_starts if s.date() == start.date()]
            best = min(
                rivals,
                key=lambda s: (
                    price_of_hour(s, closed, requested, quorum=quorum, answers=answers[s]), s,
                ),
            )  # fmt: skip
            if best != start:
                break
            del price
        else:
            never = sum(
                all(_cannot(member, start, answers[start], closed, requested) for start in chosen)
                for member in MEMBERS
            )
            costs[days] = cost + sum(hour_prices) + 80 * never
    assert costs_of(plan) == sorted(costs.values())[:5]


def _cannot(
    member: Member,
    start: datetime,
    answers: Mapping[int, Choice],
    closed: Sequence[ClosedDay],
    requested: RequestedTimes,
) -> bool:
    answer = answers.get(member.id)
    end = start + timedelta(minutes=requested.duration)
    is_away = any(
        one.agency_id == member.id and one.effect is Effect.WARN and touches(one, start, end)
        for one in closed_on(start.date(), closed)
    )
    return answer is Choice.NO or (answer is None and is_away)


def test_two_candidates_that_complete_each_other_win_over_two_that_fail_the_same_agency() -> None:
    def at(day: int) -> datetime:
        return datetime(2027, 2, day, 13, 30, tzinfo=STOCKHOLM)

    yes = dict.fromkeys((1, 2, 3), Choice.YES)
    answers = {
        at(3): yes | {2: Choice.NO},
        at(10): yes | {2: Choice.NO},
        at(17): yes | {3: Choice.NO},
    }
    even = replace(TIGHT, usual_weeks=0, distance=(0, 100))
    plan = propose(SHORT, (), members=MEMBERS, answers=answers, weights=even)
    assert 17 in {meeting.day.day for meeting in plan.proposals[0].meetings}
    said = [sentence(reason) for reason in plan.proposals[0].reasons]
    assert "2 av 3 verksamheter kan" in said


# When nothing fits ------------------------------------------------------------------------------


def with_change(
    reason: Reason, closed: list[ClosedDay], requested: RequestedTimes
) -> tuple[list[ClosedDay], RequestedTimes]:
    """The question after one of the changes that the planner may name."""
    given_params = dict(reason.params)
    if reason.code == "plan-relax-weekday":
        return closed, replace(
            requested, weekdays=(*requested.weekdays, int(given_params["weekdays"]))
        )
    if reason.code == "plan-relax-off":
        left = tuple(
            one
            for one in requested.off
            if (one.weekday, one.start, one.end)
            != (given_params["weekdays"], given_params["start"], given_params["end"])
        )
        return closed, replace(requested, off=left)
    if reason.code == "plan-relax-hours":
        first = min(requested.between[0], WIDER[0])
        return closed, replace(requested, between=(first, max(requested.between[1], WIDER[1])))
    return [one for one in closed if one.title() != given_params["name"]], requested


def every_change(closed: list[ClosedDay], requested: RequestedTimes) -> list[Reason]:
    changes = [
        Reason("plan-relax-weekday", (("weekdays", Weekday(n)),))
        for n in range(5)
        if n not in requested.weekdays
    ]
    changes += [
        Reason(
            "plan-relax-off",
            (("weekdays", Weekday(one.weekday)), ("start", one.start), ("end", one.end)),
        )
        for one in requested.off
    ]
    changes.append(Reason("plan-relax-hours"))
    changes += [
        Reason("plan-relax-closed", (("name", name),))
        for name in sorted({one.title() for one in closed if one.effect is Effect.BLOCK})
    ]
    return changes


WEEK = TermDates("VT2027", date(2027, 2, 1), date(2027, 2, 5), ())
blocks = st.lists(
    st.builds(
        lambda first, length, span: (first, length, span),
        st.dates(date(2027, 1, 29), date(2027, 2, 5)),
        st.integers(0, 4),
        st.sampled_from([None, MORNING, AFTERNOON]),
    ),
    max_size=3,
).map(
    lambda spans: [
        replace(
            closed_day(f"Stängt {n}", first, first + timedelta(length), ClosedKind.SCHOOL_BREAK),
            effect=Effect.BLOCK,
            hours=span,
        )
        for n, (first, length, span) in enumerate(spans)
    ]
)
week_off = st.lists(
    st.builds(
        lambda weekday, part: OffHours(weekday, *part),
        st.integers(0, 4),
        st.sampled_from([MORNING, AFTERNOON, (time.min, time(23, 59))]),
    ),
    max_size=3,
).map(lambda found: tuple(sorted(set(found))))


@given(blocks, week_off, st.sets(st.integers(0, 4), min_size=1, max_size=2), st.integers(1, 4))
@settings(max_examples=150)
def test_the_change_that_is_named_works_and_none_with_fewer_parts_would(
    closed: list[ClosedDay], off: tuple[OffHours, ...], weekdays: set[int], count: int
) -> None:
    requested = RequestedTimes(
        weekdays=tuple(sorted(weekdays)), between=(time(9), time(15)), off=off
    )

    def suits(changes: Sequence[Reason]) -> bool:
        now, asked = closed, requested
        for change in changes:
            now, asked = with_change(change, now, asked)
        return bool(propose(WEEK, now, asked, count=count).proposals)

    plan = propose(WEEK, closed, requested, count=count)
    if plan.proposals:
        assert plan.smallest_change == ()
        return
    assert suits(plan.smallest_change)
    least = next(
        size
        for size in range(1, 20)
        if any(suits(some) for some in combinations(every_change(closed, requested), size))
    )
    assert len(plan.smallest_change) == least


def test_the_smallest_change_is_said_in_words() -> None:
    wednesdays = RequestedTimes(weekdays=(2,))
    shut = replace(
        closed_day("Sportlov", date(2027, 2, 1), date(2027, 2, 3), ClosedKind.SCHOOL_BREAK),
        effect=Effect.BLOCK,
    )
    (change,) = propose(WEEK, [shut], wednesdays, count=1).smallest_change
    assert sentence(change) == "tillåt torsdagar"
    (change,) = propose(
        WEEK, [shut], RequestedTimes(weekdays=(0, 1, 2, 3, 4)), count=3
    ).smallest_change
    assert sentence(change) == "tillåt möten under Sportlov"
    mornings = tuple(OffHours(n, time.min, time(15)) for n in range(5))
    (change,) = propose(WEEK, (), replace(wednesdays, off=mornings), count=1).smallest_change
    assert sentence(change) == "tillåt onsdagar kl. 00.00–15.00"


def test_a_holiday_is_never_offered_to_be_opened() -> None:
    holidays = [
        closed_day("Helg", date(2027, 2, 1), date(2027, 2, 5), ClosedKind.HOLIDAY),
    ]
    plan = propose(WEEK, holidays, count=1)
    assert (plan.proposals, plan.smallest_change) == ((), ())
