"""The meetings, files and readers that the tests of calendar files share."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar

from coordinator.core.calendar.read.coming_events import Instance
from coordinator.core.calendar.read.events import KeptEvent, read_events
from coordinator.core.calendar.read.series import Time, count_out
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

FIRST, LAST = date(2026, 11, 22), date(2027, 12, 31)


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


def calendar(*events: str, head: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def days(content: str | bytes, name: str = "x") -> list[str]:
    """Month and day, ``0112``, of each day in a year from November 2026 on."""
    raw = content.encode() if isinstance(content, str) else content
    return sorted(
        f"{at.first_day + timedelta(days=n):%m%d}"
        for at in times(raw).get(name, [])
        for n in range((at.last_day - at.first_day).days + 1)
    )


def hours(content: str, name: str = "x") -> list[str]:
    """``0112 13:00-15:00``; of whole days the day alone."""
    return [
        f"{at.first_day:%m%d}" + (f" {at.hours[0]:%H:%M}-{at.hours[1]:%H:%M}" if at.hours else "")
        for at in times(content.encode())[name]
    ]


def times(content: bytes, first: date = FIRST, last: date = LAST) -> dict[str, list[Time]]:
    """By the series' name, when it comes."""
    kept, _unread = read_events(content)
    series: dict[str, list[KeptEvent]] = {}
    for event in kept:
        series.setdefault(event.uid, []).append(event)
    found: dict[str, list[Time]] = {}
    for events in series.values():
        texts = [Instance(one.instance, one.text, one.is_cancelled) for one in events]
        found.setdefault(events[0].name, []).extend(count_out(texts, first, last))
    return found
