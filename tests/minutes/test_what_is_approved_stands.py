"""Notes of September, approved in October: in November nobody can change what they tell."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import select

from coordinator.actions import usecases as actions
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.tables import Meeting
from coordinator.meetings.views import MeetingFilter
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent, MinutesState
from coordinator.minutes.rules import OPEN_TO_ALL
from coordinator.minutes.tables import Minutes
from coordinator.privacy import usecases as privacy
from coordinator.reports import usecases as reports
from tests.conftest import Cast, Hand
from tests.meetings.helpers import agency, at_the_table, booked, seated

from .helpers import held, taken


def test_in_november_nobody_changes_who_was_present_in_september(
    office: Office, cast: Cast, hand: Hand
) -> None:
    chief, polis = cast.coordinator, agency(office, cast.coordinator, "polis")
    hand.on(datetime(2026, 9, 16, 13, tzinfo=STOCKHOLM))
    view = held(office, chief)
    code = view.line.code
    hand.on(datetime(2026, 10, 7, 9, tzinfo=STOCKHOLM))
    taken(office, chief, code, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    approved = meetings.meeting(office, chief, code=code)

    hand.on(datetime(2026, 11, 11, 9, tzinfo=STOCKHOLM))
    with pytest.raises(RuleBroken) as refused:
        meetings.press_tile(
            office,
            chief,
            code=code,
            agency_id=polis,
            wanted=Outcome.PRESENT,
            seen=at_the_table(view, polis).outcome,
        )
    with pytest.raises(RuleBroken, match="meeting-approved"):
        meetings.reopen(office, chief, code=code, version=view.line.version)

    assert "nästa mötes anteckningar" in sentence(refused.value)
    assert meetings.meeting(office, chief, code=code) == approved
    assert approved.line.state is MeetingState.HELD


def test_what_is_not_approved_yet_can_still_be_put_right(office: Office, cast: Cast) -> None:
    chief = cast.coordinator
    view = held(office, chief)
    code = view.line.code
    taken(office, chief, code, MinutesEvent.CIRCULATE)
    row = view.presence[0].rows[0]
    meetings.set_outcome(office, chief, code=code, row_id=row.id, outcome=Outcome.APOLOGIES)
    taken(office, chief, code, MinutesEvent.WITHDRAW)
    meetings.reopen(office, chief, code=code, version=view.line.version)


def test_approved_notes_are_still_registered_sent_and_followed_up(
    office: Office, cast: Cast
) -> None:
    chief = cast.coordinator
    code = held(office, chief).line.code
    point = actions.add_action_point(office, chief, text="Boka lokal", meeting_code=code)
    view = taken(office, chief, code, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    view = minutes.set_registration_number(
        office, chief, code=code, version=view.version, registration_number="KS 2026/142"
    )
    sent = taken(office, chief, code, MinutesEvent.SEND)
    closed = actions.close_action_point(
        office, chief, point_id=point.id, version=point.version, result="Bokad", meeting_code=code
    )
    assert (sent.state, sent.registration_number) == (MinutesState.SENT, "KS 2026/142")
    assert closed.result == "Bokad"
    with pytest.raises(RuleBroken, match="meeting-approved"):
        actions.add_action_point(office, chief, text="Till", meeting_code=code)


def test_the_meeting_is_marked_as_its_minutes_are(demo: Office) -> None:
    with demo.reading() as session:
        rows = session.exec(
            select(Meeting, Minutes.state).join(
                Minutes,
                Minutes.meeting_id == Meeting.id,  # type: ignore[arg-type]
                isouter=True,
            )
        ).all()
        stand = [(row.approved_on, state) for row, state in rows]
    assert {day is None for day, _state in stand} == {True, False}
    assert all((day is not None) is (state in OPEN_TO_ALL) for day, state in stand)


def test_a_name_in_an_approved_theme_stays_there_and_is_masked_for_readers(
    office: Office, cast: Cast
) -> None:
    """As in every other part of what was approved."""
    chief = cast.coordinator
    hidden = seated(office, chief, "aldre", "Gunvor")
    code = booked(office, chief, theme="Gunvor Prov berättar")
    view = meetings.start(office, chief, code=code, version=1)
    meetings.close(office, chief, code=code, version=view.line.version)
    taken(office, chief, code, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)

    privacy.protect_now(office, chief, person_id=hidden)

    def themes(who: str) -> set[str | None]:
        actor = getattr(cast, who)
        listed = meetings.list_meetings(office, actor, year=2026).meetings
        one = meetings.meeting(office, actor, code=code).line
        return {one.theme, *(line.theme for line in listed)}

    assert themes("coordinator") == {"Gunvor Prov berättar"}
    for who in ("member", "reader"):
        assert "Gunvor" not in repr(themes(who))
    assert reports.search(office, chief, query="Gunvor").total == 0
    found = meetings.find_meetings(office, cast.reader, filter=MeetingFilter(theme="gunvor"))
    assert found.total == 0
