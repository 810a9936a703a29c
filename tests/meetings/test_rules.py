from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.lifecycles import next_state
from coordinator.meetings import rules
from coordinator.meetings.lifecycle import MEETING, MeetingEvent, MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import AttendanceRow, NewMeeting

from .helpers import at

PLANNED, UNDER_WAY = MeetingState.PLANNED, MeetingState.UNDER_WAY
HELD, CANCELLED = MeetingState.HELD, MeetingState.CANCELLED


def row(
    key: int, person: int | None, outcome: Outcome, duty: str = "representative"
) -> AttendanceRow:
    return AttendanceRow(
        id=key,
        agency_id=1,
        agency_name="Polisen",
        person_id=person,
        person_name=None,
        duty=duty,
        is_member=True,
        outcome=outcome,
        substitute_for_id=None,
    )


def test_a_meeting_goes_from_planned_by_way_of_under_way_to_held() -> None:
    started = next_state(MEETING, PLANNED, MeetingEvent.START)
    assert started is UNDER_WAY
    assert next_state(MEETING, started, MeetingEvent.CLOSE) is HELD
    assert next_state(MEETING, HELD, MeetingEvent.REOPEN) is UNDER_WAY


@pytest.mark.parametrize("event", MeetingEvent)
def test_nothing_happens_to_a_cancelled_meeting(event: MeetingEvent) -> None:
    with pytest.raises(RuleBroken) as refusal:
        next_state(MEETING, CANCELLED, event)
    assert refusal.value.code == "meeting-is-cancelled"


@pytest.mark.parametrize("event", [MeetingEvent.MOVE, MeetingEvent.CANCEL, MeetingEvent.START])
@pytest.mark.parametrize("state", [UNDER_WAY, HELD])
def test_a_meeting_that_has_begun_is_neither_moved_cancelled_nor_started(
    state: MeetingState, event: MeetingEvent
) -> None:
    with pytest.raises(RuleBroken):
        next_state(MEETING, state, event)


def test_the_best_outcome_of_its_people_speaks_for_an_agency() -> None:
    assert rules.agency_outcome([Outcome.APOLOGIES, Outcome.PRESENT]) is Outcome.PRESENT
    assert rules.agency_outcome([Outcome.APOLOGIES, Outcome.SUBSTITUTE]) is Outcome.SUBSTITUTE
    assert rules.agency_outcome([Outcome.APOLOGIES, Outcome.EXPECTED]) is Outcome.EXPECTED
    assert rules.agency_outcome([Outcome.ABSENT, Outcome.APOLOGIES]) is Outcome.APOLOGIES
    assert rules.agency_outcome([]) is Outcome.ABSENT


def test_pressing_an_agency_with_one_person_marks_that_person() -> None:
    pressed = rules.arrive([row(1, 7, Outcome.EXPECTED)], frozenset())
    assert pressed.outcomes == {1: Outcome.PRESENT}
    assert not pressed.adds_agency_row


def test_pressing_an_agency_with_several_marks_those_who_said_yes() -> None:
    rows = [row(1, 7, Outcome.EXPECTED), row(2, 8, Outcome.EXPECTED)]
    pressed = rules.arrive(rows, frozenset({8}))
    assert pressed.outcomes == {2: Outcome.PRESENT}


def test_pressing_an_agency_with_several_unknown_marks_the_agency_without_a_name() -> None:
    rows = [row(1, 7, Outcome.EXPECTED), row(2, 8, Outcome.EXPECTED)]
    pressed = rules.arrive(rows, frozenset())
    assert pressed.outcomes == {}
    assert pressed.adds_agency_row


def test_pressing_where_a_substitute_came_means_the_ordinary_one_is_here_after_all() -> None:
    rows = [row(1, 7, Outcome.APOLOGIES), row(2, 9, Outcome.SUBSTITUTE, "substitute")]
    pressed = rules.arrive(rows, frozenset())
    assert pressed.outcomes == {1: Outcome.PRESENT}
    assert pressed.dropped == {2}


@pytest.mark.parametrize("shown", Outcome)
@pytest.mark.parametrize("state", [UNDER_WAY, HELD])
def test_a_press_on_here_wants_it_gone_and_any_other_press_wants_it_here(
    shown: Outcome, state: MeetingState
) -> None:
    wanted = rules.pressed(shown, state)
    rules.check_pressed(wanted)
    assert wanted.is_there is (shown is not Outcome.PRESENT)
    assert wanted in (Outcome.PRESENT, rules.not_here(state))


@given(
    outcomes=some.lists(
        some.sampled_from([Outcome.EXPECTED, Outcome.APOLOGIES]), min_size=1, max_size=4
    ),
    preferred=some.frozensets(some.integers(1, 4)),
)
def test_whoever_arrives_is_here_and_whoever_leaves_is_not(
    outcomes: list[Outcome], preferred: frozenset[int]
) -> None:
    rows = [row(key, key, outcome) for key, outcome in enumerate(outcomes, start=1)]
    here = _after(rows, rules.arrive(rows, preferred))
    assert rules.agency_outcome([one.outcome for one in here]) is Outcome.PRESENT
    gone = _after(here, rules.leave(here, Outcome.EXPECTED))
    assert Outcome.PRESENT not in [one.outcome for one in gone]
    assert {one.person_id for one in gone} == {one.person_id for one in rows}


def _after(rows: list[AttendanceRow], press: rules.Press) -> list[AttendanceRow]:
    kept = [
        row(one.id, one.person_id, press.outcomes.get(one.id, one.outcome), one.duty)
        for one in rows
        if one.id not in press.dropped
    ]
    return [*kept, row(99, None, Outcome.PRESENT)] if press.adds_agency_row else kept


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (at("2027-02-10", "15:30"), at("2027-02-10", "13:30"), "meeting-end-before-start"),
        (at("2027-02-10", "13:30"), at("2027-02-10", "13:30"), "meeting-end-before-start"),
        (at("2027-02-10", "13:30"), at("2027-02-10", "13:40"), "meeting-length-odd"),
        (at("2027-02-10", "22:00"), at("2027-02-11", "01:00"), "meeting-length-odd"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_in_words(
    start: object, end: object, code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        rules.check_new(NewMeeting(start=start, end=end))  # type: ignore[arg-type]
    assert refusal.value.code == code


@pytest.mark.parametrize("duration", [0, -5, 481])
def test_an_agenda_item_needs_a_sensible_length(duration: int) -> None:
    with pytest.raises(BadInput, match="agenda-duration-odd"):
        rules.check_item("Tema", duration)
