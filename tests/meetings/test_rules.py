from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.lifecycles import next_state
from coordinator.meetings import rules
from coordinator.meetings.lifecycle import MEETING, MeetingEvent, MeetingState
from coordinator.meetings.outcome import Outcome, Said
from coordinator.meetings.views import AttendanceRow, NewMeeting

from .helpers import at

PLANNED, UNDER_WAY = MeetingState.PLANNED, MeetingState.UNDER_WAY
HELD, CANCELLED = MeetingState.HELD, MeetingState.CANCELLED


def row(
    key: int,
    person: int | None,
    outcome: Outcome,
    duty: str = "representative",
    said: Said | None = None,
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
        said=said,
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
    pressed = rules.turn([row(1, 7, Outcome.EXPECTED)], Outcome.PRESENT, Outcome.EXPECTED)
    assert pressed.outcomes == {1: Outcome.PRESENT}
    assert not pressed.adds_agency_row


def test_pressing_an_agency_with_several_marks_those_who_said_yes() -> None:
    rows = [row(1, 7, Outcome.EXPECTED), row(2, 8, Outcome.EXPECTED, said=Said.COMES)]
    pressed = rules.turn(rows, Outcome.PRESENT, Outcome.EXPECTED)
    assert pressed.outcomes == {1: Outcome.EXPECTED, 2: Outcome.PRESENT}


def test_pressing_an_agency_with_several_unknown_marks_the_agency_without_a_name() -> None:
    rows = [row(1, 7, Outcome.EXPECTED), row(2, 8, Outcome.EXPECTED)]
    pressed = rules.turn(rows, Outcome.PRESENT, Outcome.EXPECTED)
    assert set(pressed.outcomes.values()) == {Outcome.EXPECTED}
    assert pressed.adds_agency_row


def test_after_a_substitute_the_ordinary_one_is_here_after_all() -> None:
    rows = [row(1, 7, Outcome.APOLOGIES), row(2, 9, Outcome.SUBSTITUTE, "substitute")]
    pressed = rules.turn(rows, Outcome.PRESENT, Outcome.EXPECTED)
    assert pressed.outcomes == {1: Outcome.PRESENT}
    assert pressed.dropped == {2}


@given(
    told=some.lists(some.sampled_from([None, *Said]), min_size=1, max_size=4),
    state=some.sampled_from([UNDER_WAY, HELD]),
)
def test_a_tile_pressed_round_stands_as_it_stood_and_was_here_on_the_way(
    told: list[Said | None], state: MeetingState
) -> None:
    idle = rules.not_here(state)
    rows = [row(key, key, idle, said=one) for key, one in enumerate(told, start=1)]
    rows = [row(one.id, one.person_id, rules.waits_as(one, idle), said=one.said) for one in rows]
    order, seen, now = rules.stops(rows, state), list[Outcome](), rows
    for _ in order:
        wanted = rules.pressed(now, state)
        now = _after(now, rules.turn(now, wanted, idle))
        seen.append(rules.agency_outcome([one.outcome for one in now]))
        assert seen[-1] is wanted
    assert Outcome.PRESENT in seen
    assert now == rows


def _after(rows: list[AttendanceRow], press: rules.Press) -> list[AttendanceRow]:
    kept = [
        row(one.id, one.person_id, press.outcomes.get(one.id, one.outcome), one.duty, one.said)
        for one in rows
        if one.id not in press.dropped
    ]
    if press.adds_agency_row:
        kept.append(row(99, None, Outcome.PRESENT))
    if press.adds_substitute:
        kept.append(row(98, None, Outcome.SUBSTITUTE, "substitute"))
    return kept


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
