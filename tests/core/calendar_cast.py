"""The meetings, files and readers that the tests of calendar files share."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar

from coordinator.core.calendar.write import CalendarEvent, Person, calendar_file, event_text
from coordinator.core.clock import STOCKHOLM

SIX_HOURS = timedelta(hours=6)

WINTER = CalendarEvent(
    uid="7f0c3a52-5d7e-4c39-9f0b-2f3c1f6f5a10",
    sequence=0,
    start=datetime(2027, 3, 24, 13, 30, tzinfo=STOCKHOLM),
    end=datetime(2027, 3, 24, 15, 30, tzinfo=STOCKHOLM),
    summary="Samverkansmöte",
    location="Rådhuset, rum Ängen",
    status="CONFIRMED",
    stamp=datetime(2026, 11, 22, 11, 0, tzinfo=UTC),
    last_modified=datetime(2026, 11, 22, 11, 0, tzinfo=UTC),
)
MOVED = dataclasses.replace(
    WINTER,
    sequence=1,
    start=datetime(2027, 3, 31, 13, 30, tzinfo=STOCKHOLM),
    end=datetime(2027, 3, 31, 15, 30, tzinfo=STOCKHOLM),
    stamp=datetime(2027, 2, 1, 8, 15, 30, tzinfo=UTC),
    last_modified=datetime(2027, 2, 1, 8, 15, 30, tzinfo=UTC),
)
CANCELLED = dataclasses.replace(
    MOVED,
    sequence=2,
    status="CANCELLED",
    stamp=datetime(2027, 3, 1, 14, 5, tzinfo=UTC),
    last_modified=datetime(2027, 3, 1, 14, 5, tzinfo=UTC),
)
SUMMER = dataclasses.replace(
    MOVED, uid="b1a90b7e-0f35-49f7-8a53-6a4d0c8a7a21", sequence=0, url="https://samverkan.example/m"
)
HELD = dataclasses.replace(
    SUMMER,
    uid="0d5a2f3f-6a39-4f7c-8d10-93b1b61a3c32",
    start=datetime(2027, 1, 20, 13, 0, tzinfo=STOCKHOLM),
    end=datetime(2027, 1, 20, 15, 0, tzinfo=STOCKHOLM),
    location=None,
    url=None,
)
AWKWARD = dataclasses.replace(
    WINTER,
    uid="e3b0c442-98fc-4c14-9afb-f4c8996fb924",
    summary='Möte; ett, två: "tre" C:\\Nytt\\ny 👩‍👩‍👧 ' + "åäöÅÄÖ" * 12,
    location="Östra Ången 1, 2 tr; porten till höger " + "🏳️‍🌈" * 6,
    description="Första raden\n\nEND:VEVENT\nATTENDEE:mailto:a@b.example\n" + "lång, " * 30,
)
OFFICE = Person(name="Samverkansgruppen", email="samverkan@exempelkoping.example")
RECIPIENT = Person(name="Berg, Åsa", email="asa.berg@exempelkoping.example")


def download(event: CalendarEvent) -> bytes:
    return calendar_file([event_text(event)], method="PUBLISH")


def mail_text(event: CalendarEvent) -> str:
    return event_text(event, organizer=OFFICE, attendee=RECIPIENT)


def term_feed() -> bytes:
    texts = [event_text(event) for event in (HELD, CANCELLED, SUMMER)]
    return calendar_file(
        texts, method="PUBLISH", name="Samverkansgruppen, VT2027", refresh=SIX_HOURS
    )


def content_lines(file: bytes) -> list[str]:
    """Unfolded lines, read by RFC 5545 section 3.1 alone."""
    assert file.endswith(b"\r\n")
    return re.sub(rb"\r\n[ \t]", b"", file).decode("utf-8").split("\r\n")[:-1]


def read(file: bytes) -> Any:
    """The only VEVENT, as the icalendar library understands it."""
    calendar = icalendar.Calendar.from_ical(file)
    (entry,) = calendar.walk("VEVENT")
    assert entry.errors == []
    return entry
