"""The police's calendar, kept in Outlook since 2021, is read in, changed there, and read in again.

The closed days are theirs, once, and nothing else of the calendar is kept: not a word of it stands
in the database's files.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from coordinator.core.office import Office
from coordinator.planning import usecases as planning
from coordinator.terms import usecases as terms
from coordinator.terms.views import by_day
from tests.conftest import Cast
from tests.meetings.helpers import agency
from tests.privacy.files import raw_bytes

ZONE = (
    "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T030000\n"
    "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\n"
    "END:STANDARD\nEND:VTIMEZONE\n"
)
SECRET = ("Skyddatboende", "Karlavagnen", "kim.kansbak", "Kansbaksgatan", "Lägenhetsnyckel")
BETWEEN = (
    "DESCRIPTION;LANGUAGE=sv:Skyddatboende\\, ring Karlavagnen\\nLägenhetsnyckel i lå\n dan\n"
    "X-ALT-DESC;FMTTYPE=text/html:<p>Skyddatboende</p>\nLOCATION:Kansbaksgatan 3\n"
    'ATTENDEE;CN="Kim Känsbak";RSVP=TRUE:mailto:kim.kansbak@polisen.example\n'
    "ORGANIZER;CN=Kim:mailto:kim.kansbak@polisen.example\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\n"
    "BEGIN:VALARM\nTRIGGER:-PT15M\nACTION:DISPLAY\nDESCRIPTION:Karlavagnen\nEND:VALARM\n"
)
WEDNESDAYS = (
    "BEGIN:VEVENT\nUID:040000008200E00074C5B7101A82E008-kim.kansbak\nSUMMARY;LANGUAGE=sv:Utbildning\n"
    'DTSTART;TZID="W. Europe Standard Time":20210901T080000\n'
    'DTEND;TZID="W. Europe Standard Time":20210901T170000\n'
    "{rule}SEQUENCE:{sequence}\nCLASS:PUBLIC\nTRANSP:OPAQUE\n" + BETWEEN + "END:VEVENT\n"
)
PRIVATE = (
    "BEGIN:VEVENT\nUID:2\nSUMMARY:Hämta Lägenhetsnyckel\nCLASS:PRIVATE\n"
    "DTSTART;VALUE=DATE:20270304\nEND:VEVENT\n"
)


def outlook(rule: str, sequence: int, more: str = "") -> bytes:
    event = WEDNESDAYS.format(rule=f"RRULE:{rule}\n", sequence=sequence)
    text = (
        f"BEGIN:VCALENDAR\nMETHOD:PUBLISH\nVERSION:2.0\n{ZONE}{event}{PRIVATE}{more}END:VCALENDAR\n"
    )
    return text.replace("\n", "\r\n").encode()


def test_the_polices_calendar_is_read_in_changed_and_read_in_again(
    office: Office, cast: Cast
) -> None:
    police = agency(office, cast.coordinator, "polis")
    given: dict[str, Any] = {"filename": "Polisen kalender.ics", "agency_id": police}
    spring = (date(2027, 1, 1), date(2027, 6, 30))

    def theirs() -> list[tuple[date, str]]:
        found = terms.closed_days(office, cast.coordinator, first=spring[0], last=spring[1])
        there = by_day([day for day in found if day.agency_id == police], *spring)
        return [(day, one.name) for day in sorted(there) for one in there[day]]

    # Given their calendar with a series that has gone on for five years
    first = outlook("FREQ=WEEKLY;BYDAY=WE", 0)
    terms.import_days(office, cast.coordinator, content=first, **given)
    wednesdays = [day for day, name in theirs() if name == "Utbildning"]
    assert len(wednesdays) == 26
    assert {day.weekday() for day in wednesdays} == {2}
    plan = planning.propose(office, cast.coordinator, term_code="VT2027", weekdays=(1, 2, 3))
    best = plan.proposals[0].meetings
    assert not {meeting.day for meeting in best} & set(wednesdays)  # nobody is asked into it

    # When they end it and go on on Thursdays, and the calendar is read in again, twice
    thursdays = WEDNESDAYS.format(rule="RRULE:FREQ=WEEKLY;BYDAY=TH\n", sequence=0)
    thursdays = thursdays.replace("20210901", "20270211").replace("E008", "E009")
    second = outlook("FREQ=WEEKLY;UNTIL=20270209T225959Z;BYDAY=WE", 1, thursdays)
    for _time in range(2):
        terms.import_days(office, cast.coordinator, content=second, **given)

    # Then the days are theirs, once
    found = theirs()
    assert len(found) == len(set(found))
    assert max(day for day, name in found if name == "Utbildning" and day.weekday() == 2) == date(
        2027, 2, 3
    )
    assert min(day for day, name in found if day.weekday() == 3 and name == "Utbildning") == date(
        2027, 2, 11
    )
    assert (date(2027, 3, 4), "Upptagen") in found

    # And nothing else of it is kept
    written = raw_bytes(office)
    assert b"Utbildning" in written
    for word in SECRET:
        assert word.encode() not in written, word
