from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from coordinator.access.actor import Actor
from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from tests.conftest import Cast
from tests.meetings.helpers import at, booked

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def event_in(content: bytes) -> Any:
    """The one meeting as another program reads it."""
    calendar = icalendar.Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return event


def test_the_file_of_the_next_meeting_opens_at_the_right_swedish_time(
    demo: Office, demo_member: Actor
) -> None:
    content = invitations.calendar_file(demo, demo_member, code="HT2026-2")

    text = content.decode()
    line = meetings.meeting(demo, demo_member, code="HT2026-2").line
    assert "METHOD:PUBLISH\r\n" in text
    assert "DTSTART;TZID=Europe/Stockholm:20261202T133000\r\n" in text
    assert "DTEND;TZID=Europe/Stockholm:20261202T153000\r\n" in text
    assert f"UID:{line.uid}\r\n" in text
    assert "SEQUENCE:0\r\n" in text
    assert "BEGIN:VTIMEZONE\r\n" in text
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    event = event_in(content)
    assert event["LOCATION"] == line.venue
    assert event["SUMMARY"] == "Samverkansmöte"
    assert line.theme is not None
    assert line.theme not in text


@pytest.mark.parametrize(
    ("day", "hours"), [("2027-03-24", 1), ("2027-03-31", 2), ("2026-10-21", 2), ("2026-10-28", 1)]
)
def test_half_past_one_is_half_past_one_on_both_sides_of_the_clock_change(
    office: Office, cast: Cast, day: str, hours: int
) -> None:
    code = booked(office, cast.coordinator, day)
    event = event_in(invitations.calendar_file(office, cast.member, code=code))
    start = event["DTSTART"].dt
    assert f"{start.astimezone(STOCKHOLM):%H:%M}" == "13:30"
    assert start.utcoffset() == timedelta(hours=hours)


def test_a_place_told_separately_is_in_no_calendar_file(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator, venue="Hemliga gatan 1", venue_kind="told_separately")
    text = invitations.calendar_file(office, cast.coordinator, code=code).decode()
    assert "LOCATION" not in text
    assert "Hemliga" not in text


def test_a_place_that_becomes_protected_leaves_the_file(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator, venue="Norrby kommunhus")
    line = meetings.meeting(office, cast.coordinator, code=code).line
    invitations.reschedule(
        office,
        cast.coordinator,
        code=code,
        start=line.start,
        end=line.end,
        venue_kind="told_separately",
        reason="Hotbild",
    )
    text = invitations.calendar_file(office, cast.coordinator, code=code).decode()
    assert "Norrby" not in text
    assert "SEQUENCE:1\r\n" in text


def test_the_file_is_the_same_bytes_until_the_meeting_changes(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    first = invitations.calendar_file(office, cast.member, code=code)
    meetings.add_agenda_item(office, cast.coordinator, code=code, title="Hemlig", duration=5)
    assert invitations.calendar_file(office, cast.reader, code=code) == first


def test_another_groups_meeting_has_no_file(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    with pytest.raises(NotFound):
        invitations.calendar_file(office, cast.outsider, code=code)


def test_a_venue_full_of_signs_survives_the_file(office: Office, cast: Cast) -> None:
    venue = 'Rum "Björken"; plan 2, hus C\\D åäö ' + "lång " * 30
    code = booked(office, cast.coordinator, venue=venue)
    event = event_in(invitations.calendar_file(office, cast.coordinator, code=code))
    assert event["LOCATION"] == venue.strip()
    assert event["DTSTART"].dt == at("2026-09-16")
