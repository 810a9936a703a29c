"""Which days a poll recommends: the best set there is, and never a silent compromise."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.core.errors import BadInput, RuleBroken
from coordinator.planning.polls import rules
from coordinator.planning.polls.rules import LIFECYCLE, PollEvent, Sheet
from coordinator.planning.polls.views import Candidate, Choice, PollState
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


def ids(sets: tuple[tuple[Candidate, ...], ...]) -> list[tuple[int, ...]]:
    return [tuple(one.id for one in chosen) for chosen in sets]


def test_the_pair_that_most_agencies_can_make_is_best() -> None:
    found = rules.best_sets(
        days(0, 8, 91, 99),
        sheet({"A": [YES, MAYBE, YES, YES], "B": [YES, YES, NO, MAYBE], "C": [NO, YES, NO, YES]}),
        wanted=2,
    )
    assert ids(found)[0] == (2, 4)


def test_an_agency_that_must_be_there_outweighs_all_others() -> None:
    answers = sheet(
        {"Polisen": [NO, YES], "A": [YES, NO], "B": [YES, NO], "C": [YES, NO]},
        required="Polisen",
    )
    assert ids(rules.best_sets(days(0, 8), answers, wanted=1))[0] == (2,)


def test_a_day_that_a_required_agency_cannot_make_always_says_so() -> None:
    answers = sheet({"Polisen": [NO], "A": [YES]}, required="Polisen")
    reasons = rules.reasons_for(days(0), answers)
    away = [each for each in reasons if each.code == "poll-required-away"]
    assert [dict(each.params)["agency"] for each in away] == ["Polisen"]
    assert all(each.code != "poll-required-come" for each in reasons)


def test_a_required_agency_that_is_silent_is_told_about_and_comes_second() -> None:
    answers = sheet({"Polisen": [None, YES], "A": [YES, NO]}, required="Polisen")
    assert ids(rules.best_sets(days(0, 8), answers, wanted=1))[0] == (2,)
    codes = {each.code for each in rules.reasons_for(days(0), answers)}
    assert "poll-required-silent" in codes


def test_below_quorum_is_told_with_both_numbers() -> None:
    answers = sheet({"A": [YES], "B": [NO], "C": [NO]}, quorum=2)
    below = next(r for r in rules.reasons_for(days(0), answers) if r.code == "poll-below-quorum")
    assert dict(below.params) | {"can": 1, "quorum": 2} == dict(below.params)


def test_days_a_week_apart_are_no_good_pair() -> None:
    answers = sheet({"A": [YES, YES, YES], "B": [YES, YES, NO]})
    assert ids(rules.best_sets(days(0, 7, 91), answers, wanted=2))[0] in {(1, 3), (2, 3)}


def test_a_booked_meeting_keeps_its_distance() -> None:
    answers = sheet({"A": [YES, MAYBE]})
    near = START + timedelta(days=5)
    assert ids(rules.best_sets(days(0, 91), answers, wanted=1, booked={near}))[0] == (2,)


def test_two_times_of_one_day_are_never_chosen_together() -> None:
    same = [candidate(1, START, "09:00"), candidate(2, START), candidate(3, START + timedelta(90))]
    answers = sheet({"A": [YES, YES, NO]})
    assert (1, 2) not in ids(rules.best_sets(same, answers, wanted=2, limit=10))


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


def plainly(chosen: tuple[Candidate, ...], answers: Sheet, booked: set[date]) -> tuple[float, ...]:
    """The documented order, written down once more in the most naive way."""
    said = [
        {agency: answers.choices[one.id].get(agency) for agency in answers.names} for one in chosen
    ]
    comes = [[row[a] in (YES, MAYBE) for a in answers.names] for row in said]
    refused = sum(row[a] is NO for row in said for a in answers.required)
    below = sum(answers.quorum is not None and sum(row) < answers.quorum for row in comes)
    silent = sum(row[a] is None for row in said for a in answers.required)
    mine = [one.day for one in chosen]
    line = sorted(set(mine) | booked)
    gaps = [
        (line[n + 1] - line[n]).days
        for n in range(len(line) - 1)
        if line[n] in mine or line[n + 1] in mine
    ]
    never = sum(not any(row[n] for row in comes) for n in range(len(answers.names)))
    whole = sum(row[a] is YES for row in said for a in answers.names)
    return (
        refused + below, silent, sum(gap < 28 for gap in gaps), -sum(map(sum, comes)), never,
        -whole, sum(max(0, 70 - gap, gap - 112) for gap in gaps),
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(instances())
def test_the_best_set_equals_brute_force(
    instance: tuple[list[Candidate], Sheet, int, set[date]],
) -> None:
    found, answers, wanted, booked = instance
    size = min(wanted, len({one.day for one in found}))
    every = {
        tuple(sorted(chosen, key=lambda one: one.start))
        for chosen in permutations(found, size)
        if len({one.day for one in chosen}) == size
    }
    best = min(plainly(chosen, answers, booked) for chosen in every)

    sets = rules.best_sets(found, answers, wanted=wanted, booked=booked)

    assert plainly(sets[0], answers, booked) == best
    worths = [plainly(chosen, answers, booked) for chosen in sets]
    assert worths == sorted(worths)
    assert rules.best_sets(list(reversed(found)), answers, wanted=wanted, booked=booked) == sets


def test_without_a_candidate_there_is_no_set() -> None:
    assert rules.best_sets([], sheet({"A": [YES]}), wanted=2) == ()


@pytest.mark.parametrize("state", PollState)
@pytest.mark.parametrize("event", PollEvent)
def test_an_unlisted_step_is_refused_in_words(state: PollState, event: PollEvent) -> None:
    if (state, event) in LIFECYCLE:
        assert rules.next_state(state, event) is LIFECYCLE[state, event]
    else:
        with pytest.raises(RuleBroken, match=f"poll-is-{state.value}"):
            rules.next_state(state, event)


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
