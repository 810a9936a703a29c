"""Which days a poll recommends: the best set there is, and never a silent compromise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.lifecycles import next_state
from coordinator.groups.views import GroupView
from coordinator.meetings.views import Standing
from coordinator.planning.polls import rules
from coordinator.planning.polls.lifecycle import POLL, PollEvent, PollState
from coordinator.planning.polls.rules import Sheet
from coordinator.planning.polls.views import Candidate
from coordinator.planning.priorities import Priorities
from coordinator.planning.term_facts import TermFacts
from coordinator.planning.views import Choice, Member, PlanningSettingsView
from coordinator.terms.rules import closed_day, default_term
from coordinator.terms.views import ClosedDay, ClosedKind
from tests.meetings.helpers import at

YES, MAYBE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO
START = date(2027, 2, 2)


def candidate(number: int, day: date, clock: str = "13:30") -> Candidate:
    start = at(day, clock)
    return Candidate(number, start, start + timedelta(hours=2))


def sheet(
    rows: dict[str, list[Choice | None]], required: str = "", quorum: int | None = None
) -> Sheet:
    """A row per agency with its answer to candidates 1, 2, 3 ..."""
    names = dict(enumerate(rows, start=1))
    ids = {name: number for number, name in names.items()}
    width = len(next(iter(rows.values())))
    return Sheet(
        names=names,
        choices={
            n + 1: {ids[name]: said for name, row in rows.items() if (said := row[n]) is not None}
            for n in range(width)
        },
        required=frozenset({ids[required]} if required else ()),
        quorum=quorum,
    )


def days(*offsets: int) -> list[Candidate]:
    return [candidate(n, START + timedelta(days=each)) for n, each in enumerate(offsets, start=1)]


def best(
    candidates: list[Candidate],
    answers: Sheet,
    *,
    wanted: int,
    booked: Collection[date] = (),
    closed: Sequence[ClosedDay] = (),
    limit: int = 3,
) -> list[tuple[int, ...]]:
    """What the planner recommends among the candidates, as their ids."""
    by_start = {one.start: one for one in candidates}
    found = facts(answers, booked, closed).answered_sets(
        rules.answers_of(candidates, answers),
        {one.start: one.end for one in candidates},
        wanted=wanted,
        today=date(2026, 11, 22),
        limit=limit,
    )
    return [tuple(by_start[start].id for start in starts) for starts in found]


def facts(
    answers: Sheet, booked: Collection[date] = (), closed: Sequence[ClosedDay] = ()
) -> TermFacts:
    return TermFacts(
        group=GroupView(
            id=1, slug="g", name="G", municipality="M", meetings_per_term=2,
            quorum_agencies=answers.quorum, minutes_heading="", usual_start="13:30",
            usual_duration=120, is_demo=False, mailbox=None, version=1,
        ),
        settings=PlanningSettingsView(Priorities(), (), ()),
        term=default_term("VT2027"),
        closed=tuple(closed),
        observances=(),
        standing=tuple(Standing(f"VT2027-{n}", "VT2027", day) for n, day in enumerate(booked)),
        members=tuple(
            Member(key, name, key in answers.required) for key, name in answers.names.items()
        ),
        hosts=(),
        busy=(),
    )  # fmt: skip


def test_the_pair_that_most_agencies_can_make_is_best() -> None:
    found = best(
        days(0, 8, 91, 99),
        sheet({"A": [YES, MAYBE, YES, YES], "B": [YES, YES, NO, MAYBE], "C": [NO, YES, NO, YES]}),
        wanted=2,
    )
    assert found[0] == (2, 4)


def test_an_agency_that_must_be_there_outweighs_all_others() -> None:
    others: dict[str, list[Choice | None]] = {f"A{n}": [YES, NO] for n in range(11)}
    answers = sheet({"Polisen": [NO, YES], **others}, required="Polisen")
    assert best(days(0, 8), answers, wanted=1)[0] == (2,)


def test_a_break_costs_a_poll_what_it_costs_a_proposal() -> None:
    answers = sheet({"A": [YES, YES], "B": [YES, NO]})
    resting = closed_day("Sportlov", START, START, ClosedKind.SCHOOL_BREAK)
    assert best(days(0, 8), answers, wanted=1)[0] == (1,)
    assert best(days(0, 8), answers, wanted=1, closed=[resting])[0] == (2,)


def test_a_day_that_a_required_agency_cannot_make_always_says_so() -> None:
    answers = sheet({"Polisen": [NO], "A": [YES]}, required="Polisen")
    reasons = rules.reasons_for(days(0), answers)
    away = [each for each in reasons if each.code == "poll-required-away"]
    assert [dict(each.params)["agency"] for each in away] == ["Polisen"]
    assert all(each.code != "poll-required-come" for each in reasons)


def test_a_required_agency_that_is_silent_is_told_about_and_comes_second() -> None:
    answers = sheet({"Polisen": [None, YES], "A": [YES, NO]}, required="Polisen")
    assert best(days(0, 8), answers, wanted=1)[0] == (2,)
    codes = {each.code for each in rules.reasons_for(days(0), answers)}
    assert "poll-required-silent" in codes


def test_below_quorum_is_told_with_both_numbers() -> None:
    answers = sheet({"A": [YES], "B": [NO], "C": [NO]}, quorum=2)
    below = next(r for r in rules.reasons_for(days(0), answers) if r.code == "poll-below-quorum")
    assert dict(below.params) | {"can": 1, "quorum": 2} == dict(below.params)


def test_days_a_week_apart_are_no_good_pair() -> None:
    answers = sheet({"A": [YES, YES, YES], "B": [YES, YES, NO]})
    assert best(days(0, 7, 91), answers, wanted=2)[0] in {(1, 3), (2, 3)}


def test_a_booked_meeting_keeps_its_distance() -> None:
    answers = sheet({"A": [YES, MAYBE]})
    near = START + timedelta(days=5)
    assert best(days(0, 91), answers, wanted=1, booked={near})[0] == (2,)


def test_two_times_of_one_day_are_never_chosen_together() -> None:
    same = [candidate(1, START, "09:00"), candidate(2, START), candidate(3, START + timedelta(90))]
    answers = sheet({"A": [YES, YES, NO]})
    assert (1, 2) not in best(same, answers, wanted=2, limit=10)


def test_an_agency_is_heard_through_its_best_answer() -> None:
    assert rules.agency_choice([NO, YES]) is YES
    assert rules.agency_choice([NO, MAYBE, None]) is MAYBE
    assert rules.agency_choice([NO, None]) is None  # the other one may still come
    assert rules.agency_choice([NO, NO]) is NO
    assert rules.agency_choice([]) is None


choice = st.sampled_from([YES, MAYBE, NO, None])


@st.composite
def instances(draw: st.DrawFn) -> tuple[list[Candidate], Sheet, int, set[date]]:
    moments = st.tuples(st.integers(0, 120), st.sampled_from(["09:00", "13:30"]))
    found = [
        candidate(n, START + timedelta(days=offset), clock)
        for n, (offset, clock) in enumerate(
            draw(st.lists(moments, min_size=2, max_size=6, unique=True)), start=1
        )
    ]
    agencies = draw(st.integers(1, 5))
    rows = {n: [draw(choice) for _ in found] for n in range(1, agencies + 1)}
    return (
        found,
        Sheet(
            names={n: f"A{n}" for n in rows},
            choices={
                one.id: {n: row[place] for n, row in rows.items() if row[place] is not None}  # type: ignore[misc]
                for place, one in enumerate(found)
            },
            required=frozenset(draw(st.sets(st.integers(1, agencies), max_size=2))),
            quorum=draw(st.none() | st.integers(1, 5)),
        ),
        draw(st.integers(1, 3)),
        {START + timedelta(days=each) for each in draw(st.sets(st.integers(0, 120), max_size=2))},
    )


@settings(max_examples=300)
@given(instances())
def test_no_set_that_misses_a_needed_agency_wins_over_one_that_gathers_the_group(
    instance: tuple[list[Candidate], Sheet, int, set[date]],
) -> None:
    found, answers, wanted, booked = instance
    free = [one for one in found if one.day.weekday() < 5 and one.day not in booked]
    size = min(wanted, len({one.day for one in free}))
    every = [
        chosen
        for chosen in combinations(free, size)
        if size and len({one.day for one in chosen}) == size
    ]

    sets = best(found, answers, wanted=wanted, booked=sorted(booked))

    assert bool(sets) == bool(every)
    if sets:
        mine = [one for one in found if one.id in sets[0]]
        assert len(mine) == size
        assert missing(mine, answers) == min(missing(chosen, answers) for chosen in every)
    backwards = best(list(reversed(found)), answers, wanted=wanted, booked=sorted(booked))
    assert backwards == sets


def missing(chosen: Iterable[Candidate], answers: Sheet) -> int:
    """Refusals by needed agencies, and days below quorum."""
    tallies = [rules.tally(one.id, answers) for one in chosen]
    return sum(len(each.required_away) + (each.short_of is not None) for each in tallies)


def test_without_a_candidate_there_is_no_set() -> None:
    assert best([], sheet({"A": [YES]}), wanted=2) == []


@pytest.mark.parametrize("state", PollState)
@pytest.mark.parametrize("event", PollEvent)
def test_an_unlisted_step_is_refused_in_words(state: PollState, event: PollEvent) -> None:
    if (state, event) in POLL.steps:
        assert next_state(POLL, state, event) is POLL.steps[state, event]
    else:
        with pytest.raises(RuleBroken, match=f"poll-is-{state.value}"):
            next_state(POLL, state, event)


def test_the_reminder_comes_two_working_days_before_the_last_day() -> None:
    assert rules.reminder_day(date(2026, 12, 4)) == date(2026, 12, 2)
    assert rules.reminder_day(date(2026, 12, 7)) == date(2026, 12, 3)  # over a weekend
    assert rules.reminder_day(date(2027, 1, 7), {date(2027, 1, 6)}) == date(2027, 1, 4)


def test_a_rota_is_asked_for_on_weekdays_up_to_the_last_day() -> None:
    found = rules.ask_again_days(date(2026, 12, 7), date(2026, 12, 3))
    assert found == (date(2026, 12, 4), date(2026, 12, 7))
    assert rules.ask_again_days(date(2026, 12, 3), date(2026, 12, 3)) == ()


def test_candidates_that_nobody_can_mean_are_refused() -> None:
    now = at("2026-11-22")
    start = at("2027-02-02")
    pair = (start, start + timedelta(hours=2))
    with pytest.raises(BadInput, match="poll-candidates-odd"):
        rules.check_times([pair], now)
    with pytest.raises(BadInput, match="poll-candidate-twice"):
        rules.check_times([pair, pair], now)
    with pytest.raises(BadInput, match="poll-candidate-passed"):
        rules.check_times([pair, (now, now + timedelta(hours=1))], now)
