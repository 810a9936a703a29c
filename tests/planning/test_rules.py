"""Proposing dates for a term, and judging one date by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.core.messages import SENTENCES, sentence
from coordinator.core.translation import speak
from coordinator.planning import score
from coordinator.planning.best_sets import best_sets
from coordinator.planning.views import Objection, Plan, RequestedTimes
from coordinator.terms.rules import closed_day, computed_closed_days, default_term, previous_term
from coordinator.terms.views import ClosedDay, ClosedKind, Effect, closed_on
from tests.planning.helpers import check_date, propose
from tests.planning.years import BREAKS, CODES, LATE, OBSERVANCES, SHORT, TIGHT

CLOSED = (*(day for year in range(2025, 2031) for day in computed_closed_days(year)), *BREAKS)
SPRING, AUTUMN = default_term("VT2027"), default_term("HT2026")
DOUBTFUL = {"school_break", "bridge_day", "half_day", "vacation", "election"}


def days_of(plan: Plan, place: int = 0) -> list[date]:
    return [meeting.day for meeting in plan.proposals[place].meetings]


def reasons_of(plan: Plan, place: int = 0) -> list[str]:
    return [reason.code for reason in plan.proposals[place].reasons]


def effects_on(day: date, closed: Sequence[ClosedDay] = CLOSED) -> set[Effect]:
    return {each.effect for each in closed_on(day, closed)}


def own(first: date, last: date, kind: ClosedKind = ClosedKind.HOLIDAY) -> ClosedDay:
    return closed_day("Stängt", first, last, kind)


# The story: two dates for VT2027 -----------------------------------------------------------------


def test_two_dates_for_vt2027_avoid_holidays_and_breaks() -> None:
    plan = propose(SPRING, CLOSED, observances=OBSERVANCES)
    assert plan.term_code == "VT2027"
    assert plan.wanted == 2
    assert plan.hindrance is None
    for proposal in plan.proposals:
        assert len(proposal.meetings) == 2
        for meeting in proposal.meetings:
            assert SPRING.holds(meeting.day)
            assert meeting.day.weekday() in {1, 2, 3}
            assert time(9) <= meeting.start.time() < meeting.end.time() <= time(16)
            there = closed_on(meeting.day, CLOSED)
            assert all(each.effect is not Effect.BLOCK for each in there)
            doubts = {each.name for each in there if each.kind.value in DOUBTFUL}
            assert {warned.name for warned in meeting.warnings} == doubts


def test_the_best_two_dates_for_vt2027_are_the_middles_of_the_usual_weeks() -> None:
    plan = propose(SPRING, CLOSED, observances=OBSERVANCES)
    first, second = plan.proposals[0].meetings
    assert [first.day, second.day] == [date(2027, 2, 10), date(2027, 5, 19)]
    assert (first.iso_week, second.iso_week) == (6, 20)
    assert first.start == datetime(2027, 2, 10, 13, 30, tzinfo=STOCKHOLM)
    assert second.end == datetime(2027, 5, 19, 15, 30, tzinfo=STOCKHOLM)
    assert plan.proposals[0].score == 100
    assert [sentence(reason) for reason in plan.proposals[0].reasons] == [
        "ingen stängd dag",
        "inom era vanliga veckor",
        "14 veckor mellan mötena",
    ]


def test_moving_a_meeting_to_ascension_day_is_refused_by_name() -> None:
    day = date(2027, 5, 6)
    (refusal,) = check_date(day, SPRING, CLOSED, booked=[date(2027, 2, 10)])
    assert (refusal.kind, refusal.code) == ("refuse", "day-is-closed")
    assert dict(refusal.params) == {"day": day, "name": "Kristi himmelsfärdsdag"}
    assert "Kristi himmelsfärdsdag" in sentence(refusal)


def test_every_term_gets_a_pair_without_doubtful_days_in_its_usual_weeks() -> None:
    for code in CODES:
        plan = propose(default_term(code), CLOSED, observances=OBSERVANCES)
        assert len(plan.proposals) == 5, code
        assert {"plan-no-closed-day", "plan-in-windows"} <= set(reasons_of(plan)), code
        assert plan.proposals[0].score > 95, code


GOLDEN = {
    "VT2026": (date(2026, 2, 4), date(2026, 5, 27)),
    "HT2026": (date(2026, 9, 9), date(2026, 11, 18)),
    "VT2027": (date(2027, 2, 10), date(2027, 5, 19)),
    "HT2027": (date(2027, 9, 15), date(2027, 11, 24)),
    "VT2028": (date(2028, 2, 9), date(2028, 5, 17)),
    "HT2028": (date(2028, 9, 13), date(2028, 11, 22)),
    "VT2029": (date(2029, 2, 7), date(2029, 5, 23)),
    "HT2029": (date(2029, 9, 12), date(2029, 11, 21)),
}


@pytest.mark.parametrize("code", GOLDEN)
def test_the_best_pair_of_each_golden_term_stays_what_it_is(code: str) -> None:
    assert set(GOLDEN) == set(CODES)
    plan = propose(default_term(code), CLOSED, observances=OBSERVANCES)
    assert tuple(days_of(plan)) == GOLDEN[code]


def test_blocked_days_of_the_term_are_told_by_name() -> None:
    blocked = {each.day: each.name for each in propose(SPRING, CLOSED).blocked}
    assert blocked[date(2027, 5, 6)] == "Kristi himmelsfärdsdag"
    assert blocked[date(2027, 3, 26)] == "Långfredagen"
    assert date(2027, 2, 24) not in blocked  # a school break only makes doubtful
    assert all(SPRING.holds(day) for day in blocked)


# What is booked already --------------------------------------------------------------------------


def test_a_term_with_one_meeting_gets_the_other_at_a_good_distance() -> None:
    booked = date(2026, 9, 16)
    plan = propose(AUTUMN, CLOSED, booked=[booked], today=date(2026, 9, 20))
    assert plan.wanted == 1
    (day,) = days_of(plan)
    assert 70 <= (day - booked).days <= 112
    assert AUTUMN.windows[1].holds(day)
    assert "plan-weeks-between" in reasons_of(plan)


def test_with_the_second_meeting_booked_the_first_is_proposed() -> None:
    plan = propose(AUTUMN, CLOSED, booked=[date(2026, 12, 2)])
    (day,) = days_of(plan)
    assert AUTUMN.windows[0].holds(day)


def test_a_full_term_says_so_and_proposes_nothing() -> None:
    plan = propose(AUTUMN, CLOSED, booked=[date(2026, 9, 16), date(2026, 12, 2)])
    assert (plan.wanted, plan.proposals) == (0, ())
    assert plan.hindrance is not None
    assert plan.hindrance.code == "plan-term-full"


def test_a_meeting_moved_out_of_its_term_still_counts() -> None:
    plan = propose(SPRING, CLOSED, booked=[date(2027, 7, 1)])
    assert plan.wanted == 1
    assert SPRING.windows[0].holds(*days_of(plan))


def test_the_weekday_of_the_last_meeting_is_kept() -> None:
    plan = propose(SPRING, CLOSED, before=[date(2026, 5, 6), date(2026, 12, 3)])  # a Thursday last
    assert {day.weekday() for day in days_of(plan)} == {3}
    assert "plan-usual-weekday" in reasons_of(plan)


def test_today_and_what_is_past_are_never_proposed() -> None:
    today = date(2027, 5, 19)
    plan = propose(SPRING, CLOSED, today=today, limit=100)
    assert all(day > today for n in range(len(plan.proposals)) for day in days_of(plan, n))
    assert "plan-short-notice" in reasons_of(plan)


def test_dates_in_less_than_three_weeks_come_after_those_in_time() -> None:
    in_time = propose(AUTUMN, CLOSED, booked=[date(2026, 9, 16)], today=date(2026, 11, 4))
    assert days_of(in_time) == [date(2026, 11, 25)]
    plan = propose(AUTUMN, CLOSED, booked=[date(2026, 9, 16)], today=date(2026, 11, 9))
    assert days_of(plan) == [date(2026, 12, 2)]
    assert "plan-short-notice" not in reasons_of(plan)


# Times asked for --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("between", "start", "duration", "expected"),
    [
        ((time(9), time(16)), time(13, 30), 120, time(13, 30)),
        ((time(9), time(15)), time(13, 30), 120, time(13)),
        ((time(9), time(11, 30)), time(13, 30), 150, time(9)),
        ((time(14), time(16)), time(13, 30), 90, time(14)),
        ((time(14), time(16)), time(13, 30), 120, time(14)),
    ],
)
def test_a_start_that_does_not_fit_moves_as_little_as_it_can(
    between: tuple[time, time], start: time, duration: int, expected: time
) -> None:
    requested = RequestedTimes(between=between, start=start, duration=duration)
    plan = propose(SPRING, CLOSED, requested)
    for meeting in plan.proposals[0].meetings:
        begin, end = meeting.start.astimezone(STOCKHOLM), meeting.end.astimezone(STOCKHOLM)
        assert (begin.time(), end - begin) == (expected, timedelta(minutes=duration))
    assert ("plan-other-time" in reasons_of(plan)) == (expected != start)


def test_the_hour_is_the_same_on_both_sides_of_the_clock_change() -> None:
    winter, summer = propose(SPRING, CLOSED, RequestedTimes()).proposals[0].meetings
    assert winter.day < date(2027, 3, 28) < summer.day
    for meeting, hours in ((winter, 1), (summer, 2)):
        begin, end = meeting.start.astimezone(STOCKHOLM), meeting.end.astimezone(STOCKHOLM)
        assert f"{begin:%H:%M}-{end:%H:%M}" == "13:30-15:30"
        assert begin.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("requested", "code"),
    [
        (RequestedTimes(weekdays=()), "plan-needs-weekday"),
        (RequestedTimes(weekdays=(5, 6)), "plan-needs-weekday"),
        (RequestedTimes(duration=0), "plan-duration-odd"),
        (RequestedTimes(duration=-30), "plan-duration-odd"),
        (RequestedTimes(between=(time(9), time(10))), "plan-no-room"),
        (RequestedTimes(between=(time(16), time(9))), "plan-no-room"),
    ],
)
def test_wishes_that_no_term_could_meet_are_refused(requested: RequestedTimes, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        propose(SPRING, CLOSED, requested)
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


def test_without_thursdays_no_thursday_is_proposed() -> None:
    plan = propose(SPRING, CLOSED, RequestedTimes(weekdays=(0, 4)))
    assert {day.weekday() for day in days_of(plan)} <= {0, 4}


# What speaks against a day -----------------------------------------------------------------------


def test_a_date_close_to_a_break_says_so() -> None:
    shut = own(date(2027, 2, 1), date(2027, 2, 11))
    plan = propose(SPRING, [*CLOSED, shut])
    assert days_of(plan)[0] == date(2027, 2, 17)
    assert ("plan-near-break", "Sportlov") in [
        (reason.code, dict(reason.params).get("name")) for reason in plan.proposals[0].reasons
    ]


def test_a_doubtful_day_is_proposed_with_its_warning_when_nothing_else_is_left() -> None:
    only = [own(SPRING.first_day, date(2027, 2, 21)), own(date(2027, 2, 27), SPRING.last_day)]
    plan = propose(SPRING, [*CLOSED, *only], count=1)
    (meeting,) = plan.proposals[0].meetings
    assert meeting.day == date(2027, 2, 24)
    assert [(warned.kind.value, warned.name) for warned in meeting.warnings] == [
        ("school_break", "Sportlov")
    ]
    assert {"plan-doubtful", "plan-outside-windows"} <= set(reasons_of(plan))
    assert "plan-no-closed-day" not in reasons_of(plan)
    assert plan.proposals[0].score < 80


def test_two_doubts_on_one_day_are_both_told_and_both_cost() -> None:
    absence = own(date(2027, 2, 24), date(2027, 2, 24), ClosedKind.OWN_ABSENCE)
    only = [own(SPRING.first_day, date(2027, 2, 23)), own(date(2027, 2, 25), SPRING.last_day)]
    one = propose(SPRING, [*CLOSED, *only], count=1).proposals[0]
    two = propose(SPRING, [*CLOSED, *only, absence], count=1).proposals[0]
    assert len(two.meetings[0].warnings) == 2
    assert two.score == one.score - 25


def test_observances_inform_and_make_no_day_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    told = propose(AUTUMN, CLOSED, observances=OBSERVANCES)
    monkeypatch.setattr(score, "BEFORE_CAMPAIGN", 0)
    unmoved = propose(AUTUMN, CLOSED, observances=OBSERVANCES)
    without = propose(AUTUMN, CLOSED)
    assert [days_of(unmoved, n) for n in range(5)] == [days_of(without, n) for n in range(5)]
    (campaign,) = [r for r in told.proposals[0].reasons if r.code == "plan-observed"]
    assert "En vecka fri från våld" in sentence(campaign)
    assert all(not meeting.warnings for meeting in told.proposals[0].meetings)


def test_a_campaign_draws_a_meeting_to_the_weeks_before_it_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def day_of(points_back: int) -> tuple[date, list[str]]:
        monkeypatch.setattr(score, "BEFORE_CAMPAIGN", points_back)
        plan = propose(
            AUTUMN,
            CLOSED,
            observances=OBSERVANCES,
            booked=[date(2026, 9, 16)],
        )
        return days_of(plan)[0], [sentence(reason) for reason in plan.proposals[0].reasons]

    assert day_of(0)[0] == date(2026, 11, 25)
    day, reasons = day_of(100)
    assert day == date(2026, 11, 18)
    assert any("hinner förbereda 16 dagar mot våld" in reason for reason in reasons)


def test_other_good_days_go_with_the_rest_of_the_best_pair() -> None:
    plan = propose(SPRING, CLOSED)
    first, second = days_of(plan)
    for place, others in enumerate(plan.alternatives):
        assert 1 <= len(others) <= 4
        for other in others:
            assert not other.warnings
            assert SPRING.windows[place].holds(other.day)
            assert other.day not in {first, second}
    assert plan.alternatives[0][0].day == date(2027, 2, 3)


# When nothing fits -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed", "requested", "today", "code"),
    [
        ((), RequestedTimes(), date(2027, 6, 18), "plan-term-over"),
        (
            tuple(
                own(day, day)
                for day in (SPRING.first_day + timedelta(days=n) for n in range(170))
                if day.weekday() == 2
            ),
            RequestedTimes(weekdays=(2,)),
            None,
            "plan-too-few-days",
        ),
        ((own(SPRING.first_day, SPRING.last_day),), RequestedTimes(), None, "plan-days-closed"),
        ((), RequestedTimes(), date(2027, 6, 17), "plan-term-short"),
    ],
)
def test_when_nothing_fits_the_plan_names_what_hinders(
    closed: tuple[ClosedDay, ...], requested: RequestedTimes, today: date | None, code: str
) -> None:
    plan = propose(SPRING, [*CLOSED, *closed], requested, today=today)
    assert plan.proposals == ()
    assert plan.hindrance is not None
    assert plan.hindrance.code == code
    for language in ("en", "sv"):
        speak(language)
        assert "{" not in sentence(plan.hindrance)


def test_every_reason_and_objection_has_its_sentence() -> None:
    today = date(2027, 5, 1)
    said = {
        reason.code
        for requested in (RequestedTimes(), RequestedTimes(start=time(15)))
        for booked in ((), (date(2027, 5, 12),))
        for proposal in propose(
            SPRING,
            CLOSED,
            requested,
            observances=OBSERVANCES,
            booked=booked,
            today=today,
            limit=200,
        ).proposals
        for reason in proposal.reasons
    }
    assert len(said) >= 9
    objections = check_date(date(2026, 11, 21), SPRING, OBSERVANCES, booked=[today], today=today)
    assert said | {each.code for each in objections} <= set(SENTENCES)


# Properties --------------------------------------------------------------------------------------

some_closed = st.lists(
    st.builds(
        lambda first, length, kind: own(first, first + timedelta(days=length), kind),
        st.dates(date(2027, 1, 20), LATE),
        st.integers(0, 9),
        st.sampled_from(ClosedKind),
    ),
    max_size=6,
)
some_days = st.sets(st.dates(SHORT.first_day, SHORT.last_day), max_size=2)
some_weekdays = st.sets(st.integers(0, 6), min_size=1).filter(lambda days: min(days) < 5)
maybe_today = st.none() | st.dates(date(2027, 1, 1), SHORT.last_day)


TWO_DOUBTS = [
    own(date(2027, 2, 8), date(2027, 2, 8), ClosedKind.HALF_DAY),
    own(date(2027, 2, 8), date(2027, 2, 8), ClosedKind.BRIDGE_DAY),
]


@example(TWO_DOUBTS, {0}, set(), None, 1)
@given(some_closed, some_weekdays, some_days, maybe_today, st.integers(1, 4))
@settings(max_examples=150)
def test_what_is_proposed_is_always_possible_ordered_and_the_same_again(
    closed: list[ClosedDay],
    weekdays: set[int],
    booked: set[date],
    today: date | None,
    count: int,
) -> None:
    requested = RequestedTimes(weekdays=tuple(weekdays))
    plan = propose(SHORT, closed, requested, booked=booked, today=today, count=count)
    again = propose(
        SHORT, closed[::-1], requested, booked=sorted(booked)[::-1], today=today, count=count
    )
    assert again == plan
    assert (plan.hindrance is None) == bool(plan.proposals)
    scores = [proposal.score for proposal in plan.proposals]
    assert scores == sorted(scores, reverse=True)
    for n in range(len(plan.proposals)):
        days = days_of(plan, n)
        assert len(days) == plan.wanted == count - len(booked)
        assert all(earlier < later for earlier, later in pairwise(days))
        for day in days:
            assert SHORT.holds(day)
            assert day.weekday() in weekdays
            assert day.weekday() < 5
            assert day not in booked
            assert today is None or day > today
            assert Effect.BLOCK not in effects_on(day, closed)
    assert len({tuple(days_of(plan, n)) for n in range(len(plan.proposals))}) == len(scores)


@given(some_closed, some_weekdays, some_days, maybe_today, st.integers(1, 3))
@settings(max_examples=300)
def test_every_possible_set_is_weighed_and_the_first_five_are_the_best_of_all(
    closed: list[ClosedDay],
    weekdays: set[int],
    booked: set[date],
    today: date | None,
    count: int,
) -> None:
    requested = RequestedTimes(weekdays=tuple(weekdays))
    plan = propose(
        SHORT,
        closed,
        requested,
        booked=booked,
        today=today,
        count=count,
        limit=10**6,
        weights=TIGHT,
    )
    free = [
        day
        for day in (SHORT.first_day + timedelta(days=n) for n in range(40))
        if day.weekday() in weekdays
        and day.weekday() < 5
        and day not in booked
        and (today is None or day > today)
        and Effect.BLOCK not in effects_on(day, closed)
    ]
    every = set(combinations(free, plan.wanted)) if plan.wanted else set()
    assert {tuple(days_of(plan, n)) for n in range(len(plan.proposals))} == every
    few = propose(SHORT, closed, requested, booked=booked, today=today, count=count, weights=TIGHT)
    assert few.proposals == plan.proposals[:5]


costs = st.tuples(
    # Nine days in six positions, and sixty distances.
    st.lists(st.lists(st.integers(0, 30), min_size=6, max_size=6), min_size=9, max_size=9),
    st.lists(st.integers(0, 20), min_size=60, max_size=60),
)


@given(
    costs,
    st.sets(st.integers(0, 59), min_size=1, max_size=9),
    st.sets(st.integers(0, 59), max_size=2),
    st.integers(1, 4),
    st.integers(1, 7),
)
@settings(max_examples=300)
def test_the_best_sets_are_those_that_trying_everything_finds(
    costs: tuple[list[list[int]], list[int]],
    free: set[int],
    booked: set[int],
    count: int,
    limit: int,
) -> None:
    alone, apart = costs
    start = date(2027, 1, 1)
    open_days = sorted(start + timedelta(days=n) for n in free - booked)
    taken = sorted(start + timedelta(days=n) for n in booked)

    def of_day(day: date, position: int) -> int:
        return alone[open_days.index(day)][position - 1]

    def of_distance(days: int) -> int:
        return apart[days] if days < 60 else 0

    def cost(chosen: tuple[date, ...]) -> int:
        whole = sorted((*chosen, *taken))
        return sum(of_day(day, whole.index(day) + 1) for day in chosen) + sum(
            of_distance((later - one).days) for one, later in pairwise(whole)
        )

    expected = sorted((cost(chosen), chosen) for chosen in combinations(open_days, count))[:limit]
    found = best_sets(
        open_days, taken, count=count, limit=limit, of_day=of_day, of_distance=of_distance
    )
    assert found == expected


def test_more_than_two_meetings_are_spread_over_the_term() -> None:
    plan = propose(SPRING, CLOSED, count=4)
    gaps = [(later - one).days for one, later in pairwise(days_of(plan))]
    assert min(gaps) >= 35
    assert "plan-outside-windows" not in reasons_of(plan)


# One date by hand --------------------------------------------------------------------------------


def said(found: Sequence[Objection]) -> list[tuple[str, str]]:
    return [(each.kind, each.code) for each in found]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 2, 10), []),
        (date(2027, 5, 6), [("refuse", "day-is-closed")]),
        (date(2027, 2, 13), [("refuse", "day-is-weekend")]),
        (date(2027, 2, 24), [("ask", "day-is-doubtful")]),
        (date(2027, 5, 7), [("ask", "day-is-doubtful")]),
        (date(2027, 8, 17), [("ask", "day-outside-term")]),
        (date(2027, 3, 8), [("inform", "day-is-observed")]),
    ],
)
def test_a_date_is_refused_asked_about_or_told_of(
    day: date, expected: list[tuple[str, str]]
) -> None:
    assert said(check_date(day, SPRING, (*CLOSED, *OBSERVANCES), booked=())) == expected


def test_christmas_eve_is_refused_by_name() -> None:
    found = check_date(date(2026, 12, 24), AUTUMN, CLOSED, booked=())
    assert found[0].kind == "refuse"
    assert dict(found[0].params)["name"] == "Julafton"


def test_a_day_with_a_meeting_is_refused() -> None:
    day = date(2027, 2, 10)
    assert said(check_date(day, SPRING, CLOSED, booked=[day])) == [("refuse", "day-is-booked")]


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_third_meeting_asks_for_a_reason_and_is_not_refused(reason: str | None) -> None:
    booked = [date(2026, 9, 16), date(2026, 12, 2)]
    day = date(2026, 10, 14)
    found = check_date(day, AUTUMN, CLOSED, booked=booked, extra_reason=reason)
    assert said(found) == [("ask", "extra-needs-reason")]
    assert dict(found[0].params) == {"term": "HT2026", "wanted": 2}
    assert check_date(day, AUTUMN, CLOSED, booked=booked, extra_reason="Nya föreskrifter") == ()


def test_a_group_with_three_meetings_is_asked_at_the_fourth() -> None:
    booked = [date(2026, 9, 16), date(2026, 12, 2)]
    assert check_date(date(2026, 10, 14), AUTUMN, CLOSED, booked=booked, wanted=3) == ()


def test_a_day_that_has_passed_is_asked_about_and_today_is_not() -> None:
    day = date(2027, 2, 10)
    late = check_date(day, SPRING, CLOSED, booked=(), today=day + timedelta(days=1))
    assert said(late) == [("ask", "day-has-passed")]
    assert check_date(day, SPRING, CLOSED, booked=(), today=day) == ()


def test_refusals_come_before_questions_and_those_before_information() -> None:
    day = date(2026, 12, 24)
    found = check_date(
        day,
        default_term(previous_term("VT2028")),
        [*CLOSED, own(day, day, ClosedKind.CAMPAIGN), own(day, day, ClosedKind.OWN_ABSENCE)],
        booked=[day, date(2026, 12, 1)],
        today=date(2027, 1, 1),
    )
    kinds = [each.kind for each in found]
    assert kinds == sorted(kinds, key=["refuse", "ask", "inform"].index)
    assert set(kinds) == {"refuse", "ask", "inform"}
    for language in ("en", "sv"):
        speak(language)
        assert all("{" not in sentence(each) for each in found)


def test_a_group_may_close_or_open_a_day_as_it_likes() -> None:
    day = date(2027, 2, 10)
    shut = replace(own(day, day, ClosedKind.SCHOOL_BREAK), effect=Effect.BLOCK)
    assert said(check_date(day, SPRING, [shut], booked=())) == [("refuse", "day-is-closed")]
    assert day not in {d for n in range(5) for d in days_of(propose(SPRING, [*CLOSED, shut]), n)}
