from __future__ import annotations

import re
from datetime import timedelta

import pytest

from coordinator.core.errors import Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.groups import in_transaction as groups
from coordinator.invitations import usecases as invitations
from coordinator.meetings import booking, in_transaction
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import NewMeeting
from coordinator.roster import usecases as roster
from tests.conftest import Cast, Hand

from .helpers import agency, at, booked, press, seated


def test_a_booked_meeting_starts_with_the_templates_agenda(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator, theme="Barn som upplever våld")

    view = meetings.meeting(office, cast.coordinator, code=code)

    assert code == "HT2026-1"
    assert [item.number for item in view.agenda] == list(range(1, 10))
    assert view.agenda[0].kind == "opening"
    assert view.agenda[4].title == "Tema: Barn som upplever våld"
    assert sum(item.duration for item in view.agenda) == 120
    assert view.line.state is MeetingState.PLANNED
    assert (view.line.agencies_present, view.line.agencies_total) == (None, 12)


def test_a_cancelled_meetings_number_is_never_used_again(office: Office, cast: Cast) -> None:
    first = booked(office, cast.coordinator)
    invitations.cancel(office, cast.coordinator, code=first, reason="Sjukdom")

    assert booked(office, cast.coordinator, "2026-09-23") == "HT2026-2"


def test_each_term_counts_from_one(office: Office, cast: Cast) -> None:
    booked(office, cast.coordinator)
    assert booked(office, cast.coordinator, "2027-02-10", term="VT2027") == "VT2027-1"


def test_uids_are_unique_and_say_nothing(office: Office, cast: Cast) -> None:
    codes = [booked(office, cast.coordinator, day) for day in ("2026-09-16", "2026-12-02")]
    uids = {meetings.meeting(office, cast.coordinator, code=code).line.uid for code in codes}
    assert len(uids) == 2
    assert all(re.fullmatch(r"[0-9a-f-]{36}", uid) for uid in uids)


def test_a_shelter_cannot_be_host(office: Office, cast: Cast) -> None:
    shelter = agency(office, cast.coordinator, "kvinnojour")
    with pytest.raises(RuleBroken) as refusal:
        booked(office, cast.coordinator, host_agency_id=shelter)
    assert refusal.value.code == "agency-cannot-host"


def test_an_agency_of_another_group_is_not_found_as_host(office: Office, cast: Cast) -> None:
    foreign = agency(office, cast.outsider, "polis")
    with pytest.raises(NotFound):
        booked(office, cast.coordinator, host_agency_id=foreign)


def test_another_group_sees_nothing_of_the_meeting(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    with pytest.raises(NotFound):
        meetings.meeting(office, cast.outsider, code=code)
    assert meetings.list_meetings(office, cast.outsider, year=2026).meetings == ()


def test_the_calendar_entry_is_rebuilt_with_every_change_of_time_and_place(
    office: Office, cast: Cast, hand: Hand
) -> None:
    code = booked(office, cast.coordinator, venue="Rum 1, plan 2")
    before = _stored(office, cast, code)
    hand.forward(days=1)
    with office.transaction() as session:
        line = in_transaction.meeting_line(session, group_id=cast.coordinator.group_id, code=code)
        moved = booking.move(
            session,
            group_id=cast.coordinator.group_id,
            meeting_id=line.id,
            start=line.start,
            end=line.end,
            venue="Rum 3",
            venue_kind="open",
            reason="Rummet är upptaget",
            now=office.clock.now(),
        )
    after = _stored(office, cast, code)

    assert "LOCATION:Rum 1\\, plan 2" in before
    assert "LOCATION:Rum 3" in after
    assert "SEQUENCE:0" in before
    assert "SEQUENCE:1" in after
    assert moved.moved_from is None  # the time stands


def test_moving_to_the_same_time_and_place_changes_nothing(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    line = meetings.meeting(office, cast.coordinator, code=code).line
    same = invitations.reschedule(
        office, cast.coordinator, code=code, start=line.start, end=line.end, reason=""
    )
    assert (same.sequence, same.version) == (0, 1)


def test_agenda_and_attendance_leave_the_sequence_alone(office: Office, cast: Cast) -> None:
    seated(office, cast.coordinator, "akut", "Patrik")
    code = booked(office, cast.coordinator)
    meetings.add_agenda_item(office, cast.coordinator, code=code, title="Ny punkt", duration=5)
    view = meetings.start(office, cast.coordinator, code=code, version=1)
    akut = agency(office, cast.coordinator, "akut")
    press(office, cast.coordinator, code, akut)
    closed = meetings.close(office, cast.coordinator, code=code, version=view.line.version)
    assert closed.line.sequence == 0


def test_two_bookings_at_once_get_different_numbers(office: Office, cast: Cast) -> None:
    with office.transaction() as session:
        group = groups.group(session, cast.coordinator.group_id)
        start = at("2027-02-10")
        keys = [
            booking.schedule(
                session,
                group=group,
                new=NewMeeting(
                    start=start + timedelta(days=n), end=start + timedelta(days=n, hours=2)
                ),
                term_code="VT2027",
                now=office.clock.now(),
            )
            for n in range(2)
        ]
    assert [key.code for key in keys] == ["VT2027-1", "VT2027-2"]


def _stored(office: Office, cast: Cast, code: str) -> str:
    with office.reading() as session:
        return in_transaction.calendar_text(session, group_id=cast.coordinator.group_id, code=code)


def test_who_is_host_can_be_settled_after_the_booking_and_a_shelter_never(
    office: Office, cast: Cast
) -> None:
    code = booked(office, cast.coordinator)
    police = agency(office, cast.coordinator, "polis")
    shelter = next(one.id for one in roster.agencies(office, cast.coordinator) if not one.may_host)
    line = meetings.set_host(office, cast.coordinator, code=code, version=1, host_agency_id=police)
    assert (line.host_agency_id, line.version) == (police, 2)
    with pytest.raises(RuleBroken, match="agency-cannot-host"):
        meetings.set_host(office, cast.coordinator, code=code, version=2, host_agency_id=shelter)
    with pytest.raises(Conflict):
        meetings.set_host(office, cast.coordinator, code=code, version=1, host_agency_id=None)
    gone = meetings.set_host(office, cast.coordinator, code=code, version=2, host_agency_id=None)
    assert gone.host_agency_id is None
