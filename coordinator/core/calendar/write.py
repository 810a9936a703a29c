"""Calendar files (RFC 5545, 5546, 7986); the only place that knows the icalendar library.

One meeting is one VEVENT text, made by :func:`event_text` when the meeting changes and stored
with it. :func:`calendar_file` joins stored texts into a download, a mail part or a feed, so that
unchanged meetings are byte-identical from one fetch to the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

import icalendar
from icalendar import Parameters, vCalAddress, vText

from coordinator.core.clock import STOCKHOLM
from coordinator.core.mailboxes import on_the_wire
from coordinator.core.text import clean, clean_lines

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
PartStat = Literal["NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED"]

PRODUCT = "-//Coordinator//Samverkan//SV"

# Sweden's rules since 1996, as yearly rules. The library's own add_missing_timezones() writes
# lists of dates up to 2038 instead, which Outlook on the desktop is reported not to read.
STOCKHOLM_TIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_EMAIL = re.compile(r"[^\s@\x00-\x1f\x7f-\x9f]+@[^\s@\x00-\x1f\x7f-\x9f]+")
_URL = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f]+")
# A folded line goes on after a space, so a name at the start of a line is a real property.
_ORGANIZER = re.compile(r"^ORGANIZER[;:]", re.MULTILINE)
_ATTENDEE = re.compile(r"^ATTENDEE[;:]", re.MULTILINE)
_ZONED = re.compile(r"^DTSTART;TZID=", re.MULTILINE)
_CANCELLED = re.compile(r"^STATUS:CANCELLED\r$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Person:
    """An organizer or attendee.

    Raises:
        ValueError: the address is not one address.
    """

    name: str
    email: str

    def __post_init__(self) -> None:
        if not _EMAIL.fullmatch(self.email):
            raise ValueError(f"not an email address: {self.email!r}")


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One meeting as a calendar shows it; all datetimes are aware.

    ``uid`` and ``sequence`` are the stored ones: the uid stays for life, the sequence only rises.
    ``stamp`` is the last change for downloads and feeds (so that they stay byte-identical) and the
    moment of sending for mail. A ``zone`` other than Stockholm's is written as UTC.

    Raises:
        ValueError: a naive datetime, an end that is not after the start, a negative sequence,
            an unknown status, or a uid, summary or url that cannot stand in a file.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    zone: str = STOCKHOLM.key
    summary: str
    location: str | None
    status: Status
    stamp: datetime
    last_modified: datetime | None
    url: str | None = None
    description: str | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end, self.stamp, self.last_modified):
            if moment is not None and moment.utcoffset() is None:
                raise ValueError(f"a datetime without time zone: {moment}")
        # In UTC: two times of one zone compare by wall clock, wrongly in the hour that comes twice.
        if self.end.astimezone(UTC) <= self.start.astimezone(UTC):
            raise ValueError(f"the end {self.end} is not after the start {self.start}")
        if self.sequence < 0:
            raise ValueError(f"a sequence below zero: {self.sequence}")
        if self.status not in get_args(Status):
            raise ValueError(f"not a status of RFC 5545: {self.status!r}")
        if not self.uid.strip() or _CONTROL.search(self.uid):
            raise ValueError(f"not a uid: {self.uid!r}")
        if not clean(self.summary):
            raise ValueError("an event needs a summary")
        if self.url is not None and not _URL.fullmatch(self.url):
            raise ValueError(f"not a web address: {self.url!r}")


def event_text(
    event: CalendarEvent,
    *,
    organizer: Person | None = None,
    attendee: Person | None = None,
    partstat: PartStat = "NEEDS-ACTION",
) -> str:
    """The meeting as one VEVENT: folded lines, each ended by CRLF, to be stored or joined.

    Organizer and attendee belong in mail (REQUEST, CANCEL) and are given together: the recipient
    is the only attendee, so nobody sees another's address.

    Raises:
        ValueError: an organizer without attendee, or the other way round.
    """
    if (organizer is None) != (attendee is None):
        raise ValueError("organizer and attendee are given together, or not at all")
    entry = icalendar.Event()
    entry["UID"] = _Text(event.uid)
    entry.add("SEQUENCE", event.sequence)
    entry.add("DTSTAMP", event.stamp.astimezone(UTC))
    if event.last_modified is not None:
        entry.add("LAST-MODIFIED", event.last_modified.astimezone(UTC))
    start, end = _written_times(event)
    entry.add("DTSTART", start)
    entry.add("DTEND", end)
    entry.add("STATUS", event.status)
    entry["SUMMARY"] = _Text(clean(event.summary))
    if location := clean(event.location or ""):
        entry["LOCATION"] = _Text(location)
    if description := clean_lines(event.description or ""):
        entry["DESCRIPTION"] = _Text(description)
    if event.url is not None:
        entry.add("URL", event.url)
    if organizer is not None and attendee is not None:
        entry["ORGANIZER"] = _address(organizer)
        entry["ATTENDEE"] = _recipient(attendee, partstat, asks=event.status != "CANCELLED")
    serialized: bytes = entry.to_ical()
    return serialized.decode()


def calendar_file(
    vevents: Sequence[str],
    *,
    method: Method,
    name: str | None = None,
    refresh: timedelta | None = None,
) -> bytes:
    """A whole calendar in UTF-8 around texts of :func:`event_text`.

    With a ``name`` it is a feed: any number of meetings, and ``refresh`` tells calendars how often
    to ask again. Without, it holds one meeting: Outlook reads one and drops the rest.

    Raises:
        ValueError: the texts do not fit the channel: not one meeting outside a feed, people in a
            PUBLISH (RFC 5546 section 3.2.1), a REQUEST or CANCEL without organizer and one
            attendee, a CANCEL whose meeting is not cancelled, a refresh without name.
    """
    _check_fits(vevents, method, name, refresh)
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("METHOD", method)
    if name is not None:
        calendar["NAME"] = calendar["X-WR-CALNAME"] = _Text(clean(name))
    if refresh is not None:
        calendar.add("REFRESH-INTERVAL", refresh, parameters={"VALUE": "DURATION"})
        calendar["X-PUBLISHED-TTL"] = icalendar.vDuration(refresh)
    end = "END:VCALENDAR\r\n"
    head = calendar.to_ical().decode().removesuffix(end)
    # An empty feed has the time zone too: a calendar holds at least one component (RFC 5545 3.4).
    has_zone = not vevents or any(_ZONED.search(text) for text in vevents)
    zone = STOCKHOLM_TIMEZONE if has_zone else ""
    return "".join((head, zone, *vevents, end)).encode()


class _Text(vText):
    r"""TEXT of RFC 5545 section 3.3.11; the library's own turns a capital ``\N`` into a newline."""

    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


class _AddressParameters(Parameters):
    """Quotes CN even when it is a single word."""

    always_quoted = (*Parameters.always_quoted, "CN")  # type: ignore[assignment] # a fixed length


def _address(person: Person, **parameters: str) -> vCalAddress:
    # No escape for these two is understood everywhere, and no name needs them.
    shown = clean(person.name).replace('"', "'").replace("\\", "/")
    address = vCalAddress(f"mailto:{on_the_wire(person.email)}")
    address.params = _AddressParameters({**parameters, "CN": shown or person.email})
    return address


def _recipient(attendee: Person, partstat: PartStat, *, asks: bool) -> vCalAddress:
    return _address(
        attendee,
        CUTYPE="INDIVIDUAL",
        ROLE="REQ-PARTICIPANT",
        PARTSTAT=partstat,
        RSVP="TRUE" if asks else "FALSE",
    )


def _written_times(event: CalendarEvent) -> tuple[datetime, datetime]:
    """Start and end as they are written: wall time with TZID, or UTC where that is not enough.

    A wall time that comes twice means the first (RFC 5545 section 3.3.5), so the second hour of
    the October night can only be said in UTC.
    """
    start, end = event.start.astimezone(UTC), event.end.astimezone(UTC)
    # By way of UTC, which also moves a time of the hour that March leaves out to one that exists.
    wall_start, wall_end = start.astimezone(STOCKHOLM), end.astimezone(STOCKHOLM)
    if event.zone != STOCKHOLM.key or wall_start.fold or wall_end.fold:
        return start, end
    return wall_start, wall_end


def _check_fits(
    vevents: Sequence[str], method: Method, name: str | None, refresh: timedelta | None
) -> None:
    if method not in get_args(Method):
        raise ValueError(f"not a method of ours: {method!r}")
    if name is None and len(vevents) != 1:
        raise ValueError(f"a file that is not a feed holds one meeting, not {len(vevents)}")
    if name is None and refresh is not None:
        raise ValueError("only a feed is refreshed, and a feed has a name")
    if name is not None and method != "PUBLISH":
        raise ValueError(f"a feed is published, not sent as {method}")
    for text in vevents:
        people = len(_ORGANIZER.findall(text)), len(_ATTENDEE.findall(text))
        if method == "PUBLISH" and people != (0, 0):
            raise ValueError("a published meeting names no organizer and no attendee")
        if method != "PUBLISH" and people != (1, 1):
            raise ValueError(f"{method} names the organizer and the recipient, nobody else")
        if method == "CANCEL" and not _CANCELLED.search(text):
            raise ValueError("a CANCEL holds a cancelled meeting")
