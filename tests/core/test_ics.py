"""The rules that keep other calendars from misreading ours, and golden files."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest

from coordinator.core.calendar.write import CalendarEvent, Person, calendar_file, event_text
from coordinator.core.clock import STOCKHOLM
from tests.core.calendar_cast import (
    AWKWARD,
    CANCELLED,
    HELD,
    MOVED,
    OFFICE,
    RECIPIENT,
    SIX_HOURS,
    SUMMER,
    WINTER,
    content_lines,
    download,
    mail_text,
    read,
    term_feed,
)

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_FILES = {
    "winter.ics": download(WINTER),
    "summer.ics": download(SUMMER),
    "moved.ics": download(MOVED),
    "cancelled.ics": download(CANCELLED),
    "awkward.ics": download(AWKWARD),
    "feed.ics": term_feed(),
    "request.ics": calendar_file([mail_text(MOVED)], method="REQUEST"),
    "cancel.ics": calendar_file([mail_text(CANCELLED)], method="CANCEL"),
}


@pytest.mark.parametrize("name", sorted(GOLDEN_FILES))
def test_the_file_is_byte_for_byte_the_golden_one(name: str) -> None:
    assert GOLDEN_FILES[name] == (GOLDEN / name).read_bytes()


def test_every_golden_file_is_compared_and_explained() -> None:
    notes = (GOLDEN / "README.md").read_text(encoding="utf-8")

    assert {path.name for path in GOLDEN.glob("*.ics")} == set(GOLDEN_FILES)
    assert all(f"`{name}`" in notes for name in GOLDEN_FILES)


def test_method_and_time_zone_stand_before_the_meeting() -> None:
    lines = content_lines(download(WINTER))

    order = [
        lines.index(line)
        for line in (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "METHOD:PUBLISH",
            "BEGIN:VTIMEZONE",
            "END:VTIMEZONE",
            "BEGIN:VEVENT",
            "END:VEVENT",
            "END:VCALENDAR",
        )
    ]
    assert order == sorted(order)
    assert lines.count("BEGIN:VEVENT") == lines.count("METHOD:PUBLISH") == 1


def test_the_time_zone_is_told_by_rules_and_not_by_lists_of_dates() -> None:
    lines = content_lines(download(WINTER))

    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in lines
    assert not any(line.startswith("RDATE") for line in lines)
    assert lines.count("BEGIN:VTIMEZONE") == 1


def test_a_file_starts_without_a_byte_order_mark() -> None:
    assert download(WINTER).startswith(b"BEGIN:VCALENDAR\r\n")


def test_what_is_published_names_nobody() -> None:
    for file in (download(WINTER), term_feed()):
        assert b"ATTENDEE" not in file
        assert b"ORGANIZER" not in file

    with pytest.raises(ValueError, match="names no organizer"):
        calendar_file([mail_text(WINTER)], method="PUBLISH")
    with pytest.raises(ValueError, match="names no organizer"):
        calendar_file([mail_text(WINTER)], method="PUBLISH", name="Samverkan")


def test_a_description_that_looks_like_an_attendee_is_only_text() -> None:
    event = dataclasses.replace(WINTER, description="ATTENDEE:mailto:a@b.example\nATTENDEE;X=Y:z")

    assert "ATTENDEE" not in read(download(event))


@pytest.mark.parametrize("events", [[], [WINTER, SUMMER]])
def test_a_file_that_is_not_a_feed_holds_one_meeting(events: list[CalendarEvent]) -> None:
    with pytest.raises(ValueError, match="holds one meeting"):
        calendar_file([event_text(event) for event in events], method="PUBLISH")


def test_only_a_feed_has_a_name_and_says_how_often_to_ask() -> None:
    name = r"Samverkansgruppen\, VT2027"

    feed, single = content_lines(term_feed()), content_lines(download(WINTER))

    assert f"NAME:{name}" in feed
    assert f"X-WR-CALNAME:{name}" in feed
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in feed
    assert "X-PUBLISHED-TTL:PT6H" in feed
    assert not any(re.match("NAME|X-WR-|REFRESH|X-PUBLISHED", line) for line in single)
    with pytest.raises(ValueError, match="a feed has a name"):
        calendar_file([event_text(WINTER)], method="PUBLISH", refresh=SIX_HOURS)


def test_a_feed_is_never_sent_as_an_invitation() -> None:
    with pytest.raises(ValueError, match="a feed is published"):
        calendar_file([mail_text(WINTER)], method="REQUEST", name="Samverkan")


def test_a_name_cannot_end_the_calendar() -> None:
    file = calendar_file([event_text(WINTER)], method="PUBLISH", name="END:VCALENDAR\r\n")

    assert "NAME:END:VCALENDAR" in content_lines(file)
    assert read(file)["UID"] == WINTER.uid


def test_a_feed_without_meetings_is_still_a_calendar() -> None:
    calendar = icalendar.Calendar.from_ical(
        calendar_file([], method="PUBLISH", name="Samverkansgruppen", refresh=SIX_HOURS)
    )

    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_a_feed_is_the_stored_texts_joined() -> None:
    stored = [event_text(event) for event in (HELD, CANCELLED, SUMMER)]

    assert "".join(stored).encode() in term_feed()


def test_an_unchanged_meeting_is_byte_identical_from_one_fetch_to_the_next() -> None:
    rebuilt = dataclasses.replace(SUMMER, start=SUMMER.start.astimezone(UTC))

    assert event_text(rebuilt) == event_text(SUMMER)


def test_four_meetings_are_four_events_and_no_recurrence() -> None:
    texts = [
        event_text(dataclasses.replace(WINTER, uid=f"meeting-{number}")) for number in range(4)
    ]

    lines = content_lines(calendar_file(texts, method="PUBLISH", name="Samverkansgruppen"))

    events = lines[lines.index("END:VTIMEZONE") :]
    assert events.count("BEGIN:VEVENT") == 4
    assert not any(re.match("RRULE|RDATE|RECURRENCE-ID", line) for line in events)


def test_uid_and_sequence_are_the_stored_ones_in_download_feed_and_mail() -> None:
    foreign = dataclasses.replace(
        WINTER, uid="040000008200E00074C5B7, gammal; kalender", sequence=7
    )
    text, mailed = event_text(foreign), mail_text(foreign)

    for file in (
        calendar_file([text], method="PUBLISH"),
        calendar_file([text], method="PUBLISH", name="Samverkan"),
        calendar_file([mailed], method="REQUEST"),
    ):
        entry = read(file)
        assert (str(entry["UID"]), entry["SEQUENCE"]) == (foreign.uid, 7)


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence() -> None:
    before, after = read(download(WINTER)), read(download(MOVED))

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_stamp_and_last_change_are_written_in_utc() -> None:
    local = dataclasses.replace(
        WINTER,
        stamp=datetime(2027, 7, 1, 9, 0, 5, 999, tzinfo=STOCKHOLM),
        last_modified=datetime(2027, 7, 1, 8, 0, tzinfo=STOCKHOLM),
    )

    lines = content_lines(download(local))

    assert "DTSTAMP:20270701T070005Z" in lines
    assert "LAST-MODIFIED:20270701T060000Z" in lines
    never_changed = dataclasses.replace(local, last_modified=None)
    assert "LAST-MODIFIED" not in read(download(never_changed))


def test_a_request_names_the_recipient_alone_and_asks_for_an_answer() -> None:
    lines = content_lines(calendar_file([mail_text(MOVED)], method="REQUEST"))

    assert "METHOD:REQUEST" in lines
    assert [line for line in lines if line.startswith(("ATTENDEE", "ORGANIZER"))] == [
        (
            'ATTENDEE;CN="Berg, Åsa";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;'
            "ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:asa.berg@exempelkoping.example"
        ),
        'ORGANIZER;CN="Samverkansgruppen":mailto:samverkan@exempelkoping.example',
    ]


def test_an_update_can_tell_the_answer_that_is_known() -> None:
    text = event_text(MOVED, organizer=OFFICE, attendee=RECIPIENT, partstat="ACCEPTED")

    entry = read(calendar_file([text], method="REQUEST"))

    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_a_cancellation_has_the_same_uid_and_organizer_and_asks_for_no_answer() -> None:
    request = read(calendar_file([mail_text(MOVED)], method="REQUEST"))
    cancel = read(calendar_file([mail_text(CANCELLED)], method="CANCEL"))

    for name in ("UID", "ORGANIZER", "ATTENDEE", "DTSTART"):
        assert cancel[name] == request[name]
    assert cancel["STATUS"] == "CANCELLED"
    assert cancel["SEQUENCE"] == request["SEQUENCE"] + 1
    assert cancel["ATTENDEE"].params["RSVP"] == "FALSE"


def test_a_cancel_of_a_meeting_that_stands_is_refused() -> None:
    with pytest.raises(ValueError, match="holds a cancelled meeting"):
        calendar_file([mail_text(MOVED)], method="CANCEL")


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_mail_without_organizer_or_recipient_is_refused(method: Any) -> None:
    with pytest.raises(ValueError, match="nobody else"):
        calendar_file([event_text(CANCELLED)], method=method)
    with pytest.raises(ValueError, match="given together"):
        event_text(CANCELLED, organizer=OFFICE)
    with pytest.raises(ValueError, match="given together"):
        event_text(CANCELLED, attendee=RECIPIENT)


def test_a_cancelled_meeting_stays_in_the_feed_and_says_so() -> None:
    entries = icalendar.Calendar.from_ical(term_feed()).walk("VEVENT")

    assert [str(entry["STATUS"]) for entry in entries] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]


def test_no_alarm_is_set_for_anybody() -> None:
    assert b"VALARM" not in download(WINTER) + term_feed()


@pytest.mark.parametrize("status", ["CANCELED", "HELD", "confirmed", ""])
def test_a_status_outside_the_standard_is_refused(status: Any) -> None:
    with pytest.raises(ValueError, match="not a status"):
        dataclasses.replace(WINTER, status=status)


def test_an_unknown_method_is_refused() -> None:
    method: Any = "ADD"

    with pytest.raises(ValueError, match="not a method"):
        calendar_file([event_text(WINTER)], method=method)


@pytest.mark.parametrize(
    "change",
    [
        {"uid": " "},
        {"uid": "a\r\nATTENDEE:x"},
        {"sequence": -1},
        {"summary": "\u200e \\"},
        {"url": "https://a.example/\r\nATTENDEE:x"},
        {"url": "javascript:alert(1)"},
        {"end": WINTER.start},
    ],
)
def test_a_value_that_cannot_stand_in_a_file_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        dataclasses.replace(WINTER, **change)


@pytest.mark.parametrize(
    "email", ["", "asa", "asa@", "a@b@c", "a b@c.example", "a@c.example\r\nX:y", "<a@c.example>\n"]
)
def test_an_address_that_is_not_one_address_is_refused(email: str) -> None:
    with pytest.raises(ValueError, match="not an email address"):
        Person(name="Åsa", email=email)
