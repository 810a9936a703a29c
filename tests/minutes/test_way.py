"""Draft, out for comments, approved, sent out: step by step and no other way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.lifecycles import next_state
from coordinator.core.office import Office
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MINUTES, MinutesEvent, MinutesState
from coordinator.roster.views import Duty
from tests.conftest import Cast, Hand
from tests.meetings.helpers import begun, seated
from tests.minutes.helpers import ASKED, held, taken

CIRCULATE, WITHDRAW = MinutesEvent.CIRCULATE, MinutesEvent.WITHDRAW
APPROVE, SEND = MinutesEvent.APPROVE, MinutesEvent.SEND


def test_only_the_steps_of_the_table_exist() -> None:
    for state in MinutesState:
        for event in MinutesEvent:
            if (state, event) in MINUTES.steps:
                assert next_state(MINUTES, state, event) is MINUTES.steps[state, event]
            else:
                with pytest.raises(RuleBroken, match="minutes-step-odd"):
                    next_state(MINUTES, state, event)


def test_each_step_writes_down_its_day(office: Office, cast: Cast, hand: Hand) -> None:
    code = held(office, cast.coordinator).line.code
    view = minutes.minutes(office, cast.coordinator, code=code)
    assert view.state is MinutesState.DRAFT
    start = office.clock.today()
    view = minutes.advance(
        office,
        cast.coordinator,
        code=code,
        version=view.version,
        event=CIRCULATE,
        comments_by=start + timedelta(days=14),
    )
    assert (view.circulated_on, view.comments_by) == (start, start + timedelta(days=14))
    for event in (APPROVE, SEND):
        hand.forward(days=1)
        view = minutes.advance(
            office, cast.coordinator, code=code, version=view.version, event=event, accepted=ASKED
        )
    assert view.state is MinutesState.SENT
    assert view.is_locked
    assert (view.approved_on, view.sent_on) == (
        start + timedelta(days=1),
        start + timedelta(days=2),
    )


def test_comments_may_bring_the_minutes_back_to_draft(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator).line.code
    view = taken(office, cast.coordinator, code, CIRCULATE, WITHDRAW)
    assert view.state is MinutesState.DRAFT


def test_nothing_is_circulated_before_the_meeting_is_closed(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    with pytest.raises(RuleBroken, match="minutes-meeting-not-closed"):
        minutes.advance(office, cast.coordinator, code=view.line.code, version=1, event=CIRCULATE)


def test_comments_cannot_be_asked_for_until_yesterday(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator).line.code
    with pytest.raises(BadInput, match="day-has-passed"):
        minutes.advance(
            office,
            cast.coordinator,
            code=code,
            version=1,
            event=CIRCULATE,
            comments_by=office.clock.today() - timedelta(days=1),
        )


def test_two_who_take_the_same_step_take_it_once(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator).line.code
    version = minutes.minutes(office, cast.coordinator, code=code).version
    minutes.advance(office, cast.coordinator, code=code, version=version, event=CIRCULATE)
    with pytest.raises(Conflict):
        minutes.advance(office, cast.coordinator, code=code, version=version, event=CIRCULATE)
    assert minutes.states(office, cast.coordinator, codes=[code]) == {code: MinutesState.CIRCULATED}


def test_the_registration_number_can_be_entered_after_approval(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator).line.code
    view = taken(office, cast.coordinator, code, CIRCULATE, APPROVE)
    view = minutes.set_registration_number(
        office,
        cast.coordinator,
        code=code,
        version=view.version,
        registration_number=" KS 2026/142 ",
    )
    assert view.registration_number == "KS 2026/142"
    assert view.state is MinutesState.APPROVED


def test_a_protected_person_is_never_the_adjuster(office: Office, cast: Cast) -> None:
    hidden = seated(
        office, cast.coordinator, "kvinnojour", "X", duty=Duty.REPRESENTATIVE, is_protected=True
    )
    shown = seated(office, cast.coordinator, "aldre", "Gunilla")
    code = held(office, cast.coordinator).line.code
    version = minutes.minutes(office, cast.coordinator, code=code).version
    with pytest.raises(RuleBroken, match="adjuster-protected"):
        minutes.set_adjuster(office, cast.coordinator, code=code, version=version, person_id=hidden)
    view = minutes.set_adjuster(
        office, cast.coordinator, code=code, version=version, person_id=shown
    )
    assert (view.adjuster_id, view.adjuster_name) == (shown, "Gunilla Prov")
    with pytest.raises(NotFound):
        minutes.set_adjuster(
            office, cast.coordinator, code=code, version=view.version, person_id=10**6
        )
    view = taken(office, cast.coordinator, code, CIRCULATE, APPROVE)
    with pytest.raises(RuleBroken, match="minutes-locked"):
        minutes.set_adjuster(
            office, cast.coordinator, code=code, version=view.version, person_id=None
        )


def test_the_examples_minutes_stand_where_history_left_them(
    demo: Office, demo_coordinator: Actor, demo_member: Actor
) -> None:
    view = minutes.minutes(demo, demo_coordinator, code="HT2026-1")
    assert (view.state, view.circulated_on) == (MinutesState.CIRCULATED, date(2026, 9, 28))
    assert view.adjuster_name is not None
    codes = ["HT2026-1", "HT2025-2"]
    assert minutes.states(demo, demo_coordinator, codes=codes)["HT2026-1"] == "circulated"
    # Who was asked reads the draft; to others only the approved ones are there.
    assert set(minutes.states(demo, demo_member, codes=codes)) == {"HT2026-1", "HT2025-2"}
    board = replace(demo_member, roles=frozenset({Role.READER}))
    assert set(minutes.states(demo, board, codes=codes)) == {"HT2025-2"}
