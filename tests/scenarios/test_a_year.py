"""The story everything else serves: a group is planned, meets, records and follows up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from coordinator.access.actor import Role
from coordinator.actions import usecases as actions
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.installation import usecases as installation
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import NewMeeting
from coordinator.minutes import usecases as minutes
from coordinator.planning import usecases as planning
from coordinator.reports import usecases as reports
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from coordinator.wiring import actor_of
from tests.conftest import Cast, Hand
from tests.meetings.helpers import go_to, press
from tests.scenarios.example_list import LIST


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=STOCKHOLM)


def test_a_group_is_planned_meets_records_and_follows_up(empty_office: Office, hand: Hand) -> None:
    office = empty_office
    # A fresh installation prints one link; whoever presses its button may start the group.
    link = entrance.founder_link(office)
    assert link is not None
    cookie = entrance.sign_in(office, link).cookie
    founder = actor_of(office, cookie, None)
    assert founder is not None
    assert founder.roles == {Role.FOUNDER}

    slug = installation.start_group(
        office, founder, name="Samverkansgruppen", municipality="Trelleborg", given_name="Åsa",
        family_name="Övningsson", email="asa.ovningsson@example.se", agency_slug="fvg",
    )  # fmt: skip
    coordinator = actor_of(office, cookie, slug)
    assert coordinator is not None
    assert coordinator.roles == {Role.COORDINATOR}
    assert coordinator.name == "Åsa Övningsson"
    assert entrance.founder_link(office) is None

    # Twelve agencies and a guest came from the template; one principal is filled in.
    agencies = {agency.slug: agency for agency in roster.agencies(office, coordinator)}
    assert sum(agency.is_member for agency in agencies.values()) == 12
    clinic = agencies["umo"]
    assert clinic.principal is None
    roster.change_agency(
        office, coordinator, agency_id=clinic.id, version=clinic.version, name=clinic.name,
        principal="Region Skåne", kind="region", min_seats=1, may_host=True, note=None,
    )  # fmt: skip

    # People come one by one and by a list; the shelter's representative has no name.
    roster.add_person(
        office, coordinator, agency_id=agencies["kvinnojour"].id, given_name=None,
        family_name=None, duty=Duty.REPRESENTATIVE, email="funktion@example.se",
        is_protected=True, valid_from=date(2026, 8, 17),
    )  # fmt: skip
    preview = roster.preview_list(
        office, coordinator, content=LIST.encode(), filename="personer.csv"
    )
    assert len(preview.added) == 11
    roster.import_list(office, coordinator, content=LIST.encode(), filename="personer.csv")
    seats = roster.roster(office, coordinator)
    assert all(entry.seats for entry in seats.members)
    assert {seat.name for seat in seats.members[11].seats} == {
        "Representant, Kvinnojouren Söderslätt"
    }

    # The term is empty; the proposal is booked as it stands.
    home = reports.home(office, coordinator)
    assert (home.term.term_code, home.term.planned, home.term.wanted) == ("HT2026", 0, 2)
    plan = planning.propose(office, coordinator, term_code="HT2026")
    best = plan.proposals[0]
    codes = planning.book(
        office, coordinator,
        meetings=[
            NewMeeting(start=each.start, end=each.end, venue="Rådhuset, sal A")
            for each in best.meetings
        ],
    )  # fmt: skip
    assert codes == ("HT2026-1", "HT2026-2")
    calendar = invitations.calendar_file(office, coordinator, code="HT2026-1").decode()
    assert "METHOD:PUBLISH" in calendar
    assert "ATTENDEE" not in calendar

    # The meeting: nine items are there, twelve tiles are pressed, one decision, one point.
    first = meetings.meeting(office, coordinator, code="HT2026-1")
    assert [item.number for item in first.agenda] == list(range(1, 10))
    hand.on(first.line.start)
    meetings.start(office, coordinator, code="HT2026-1", version=first.line.version)
    for agency in roster.agencies(office, coordinator):
        if agency.is_member:
            press(office, coordinator, "HT2026-1", agency.id)
    running = meetings.meeting(office, coordinator, code="HT2026-1")
    assert running.represented == 12
    for item in running.agenda:
        go_to(office, coordinator, "HT2026-1", item.id)
        opened = minutes.open_note(office, coordinator, item_id=item.id)
        minutes.save_note(
            office, coordinator, item_id=item.id, text=f"Punkt {item.number} gicks igenom.",
            base_version=opened.base_version,
        )  # fmt: skip
        hand.forward(minutes=5)
    theme = running.agenda[4]
    decision = minutes.add_decision(
        office, coordinator, item_id=theme.id,
        text="En gemensam utbildningsdag om ekonomiskt våld hålls i mars.",
    )  # fmt: skip
    assert decision.code == "HT2026-1 § 1"
    due = (hand.moment + timedelta(days=30)).date()
    actions.add_action_point(
        office, coordinator, meeting_code="HT2026-1", item_id=theme.id,
        text="Boka lokal till utbildningsdagen", agency_id=clinic.id, due_day=due,
    )  # fmt: skip
    actions.add_information_action(
        office, coordinator, title="En vecka fri från våld", kind="campaign",
        lead_agency_id=agencies["fvg"].id, first_day=date(2026, 11, 23),
        last_day=date(2026, 11, 29), meeting_code="HT2026-1",
    )  # fmt: skip
    running = meetings.meeting(office, coordinator, code="HT2026-1")
    held = meetings.close(office, coordinator, code="HT2026-1", version=running.line.version)
    assert held.line.state is MeetingState.HELD
    assert {agency.outcome for agency in held.presence} == {Outcome.PRESENT}

    # At the next meeting the open point stands under item 3.
    second = meetings.meeting(office, coordinator, code="HT2026-2")
    hand.on(second.line.start)
    meetings.start(office, coordinator, code="HT2026-2", version=second.line.version)
    page = actions.action_points(office, coordinator)
    assert [(point.code, point.is_overdue) for point in page.points] == [("AP-2026-01", True)]

    # The next day a search for the decision lands on its paragraph.
    hand.forward(days=1)
    hits = reports.search(office, coordinator, query="utbildningsdag ekonomiskt våld").hits
    assert (hits[0].meeting_code, hits[0].item_number, hits[0].kind) == ("HT2026-1", 5, "decision")


def test_a_third_meeting_wants_a_reason_and_christmas_eve_is_refused(
    office: Office, cast: Cast
) -> None:
    coordinator = cast.coordinator
    plan = planning.propose(office, coordinator, term_code="HT2026")
    planning.book(
        office, coordinator,
        meetings=[NewMeeting(m.start, m.end) for m in plan.proposals[0].meetings],
    )  # fmt: skip
    third = NewMeeting(at(date(2026, 10, 14), 13), at(date(2026, 10, 14), 15))
    with pytest.raises(RuleBroken) as refusal:
        planning.book(office, coordinator, meetings=[third])
    assert refusal.value.code == "extra-needs-reason"
    eve = NewMeeting(at(date(2026, 12, 24), 13), at(date(2026, 12, 24), 15), extra_reason="Akut")
    with pytest.raises(RuleBroken) as refusal:
        planning.book(office, coordinator, meetings=[eve])
    assert refusal.value.params["name"] == "Julafton"
