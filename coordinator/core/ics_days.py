"""Reads the days out of somebody else's calendar file: school breaks, a staff day every month.

A stranger's file is hostile until shown otherwise. So nothing but four properties of an event
itself is looked at, line by line, within fixed bounds: alarms, attachments, time zone rules and
whatever else a file may nest are passed over unread, and a repetition is never unrolled. The
icalendar library, which builds all of it in memory, is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.core.text import clean

MAX_EVENTS: Final = 2_000
_MAX_BYTES: Final = 2_000_000
_MAX_LINE: Final = 2_000  # signs of one unfolded line; the rest of it is dropped
_MAX_DEPTH: Final = 20
_MAX_NAME: Final = 120
_YEARS_AHEAD: Final = 5  # of what comes every year
_MOST_EXCEPTIONS: Final = 100  # of one event
_OPEN_END: Final = timedelta(days=3 * 365)  # of what repeats without an end
_DAY: Final = timedelta(days=1)

_WANTED: Final = frozenset(
    {"SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "STATUS",
     "RECURRENCE-ID", "UID"}
)  # fmt: skip
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,40}(?=[;:])")
_MOMENT: Final = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
_DURATION: Final = re.compile(
    r"\+?P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?)"
)
_TZID: Final = re.compile(r'TZID="?([A-Za-z0-9_+-]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2})"?')
_BYDAY: Final = re.compile(r"([1-4]|-1)?(MO|TU|WE|TH|FR|SA|SU)")
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY: Final = {"1": "weekly", "2": "fortnightly", "3": "third_week", "4": "fourth_week"}
_ESCAPE: Final = re.compile(r"\\([nN,;\\])")


@dataclass(frozen=True)
class Repeat:
    """``every`` is one of weekly, fortnightly, third_week, fourth_week, monthly.

    ``nth`` is its place in the month, -1 the last.
    """

    every: str
    weekday: int
    nth: int = 0


@dataclass(frozen=True)
class CalendarDays:
    """One event's days, both included. ``number`` is its place in the file, counted from 1.

    ``hours`` only where the event has a time of day. ``fault`` is the code of what is wrong with
    it, empty when it can be used. ``left_out`` are days on which what repeats does not come.
    """

    number: int
    name: str
    first_day: date = date.min
    last_day: date = date.min
    hours: tuple[time, time] | None = None
    repeat: Repeat | None = None
    fault: str = ""
    left_out: frozenset[date] = frozenset()


def read_days(content: bytes, *, today: date) -> tuple[CalendarDays, ...]:
    """The events of a calendar file in their order; cancelled ones are left out.

    Raises:
        BadInput: ``calendar-too-large``, ``calendar-not-utf8``, ``calendar-unreadable``,
            ``calendar-too-many`` or ``calendar-empty``.
    """
    if len(content) > _MAX_BYTES:
        raise BadInput("calendar-too-large", megabytes=_MAX_BYTES // 1_000_000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("calendar-not-utf8") from None
    events: list[_Event] = []
    for event in _events(text):
        if len(events) == MAX_EVENTS:
            raise BadInput("calendar-too-many", most=MAX_EVENTS)
        events.append(event)
    elsewhere = _told_elsewhere(events)
    found: list[CalendarDays] = []
    for number, event in enumerate(events, start=1):
        found += _days_of(number, event, today, elsewhere.get(event.value("UID"), set()))
    if not found:
        raise BadInput("calendar-empty")
    return tuple(found)


# Lines and events -------------------------------------------------------------------------------


@dataclass
class _Event:
    """The properties of one event: parameters and value, the first of each name.

    ``exceptions`` are its ``EXDATE`` lines, which may stand there many times.
    """

    properties: dict[str, tuple[str, str]] = field(default_factory=dict)
    exceptions: list[tuple[str, str]] = field(default_factory=list)

    def take(self, name: str, parameters: str, value: str) -> None:
        self.properties.setdefault(name, (parameters, value))
        if name == "EXDATE" and len(self.exceptions) <= _MOST_EXCEPTIONS:
            self.exceptions.append((parameters, value))

    def value(self, name: str) -> str:
        return self.properties.get(name, ("", ""))[1]


def _unfolded(text: str) -> Iterator[str]:
    """Whole lines: one that starts with a space goes on with the line before."""
    parts: list[str] = []
    length = 0
    for line in re.split(r"\r\n|\n|\r", text):
        if line[:1] in {" ", "\t"}:
            if length < _MAX_LINE:
                parts.append(line[1 : 1 + _MAX_LINE])
                length += len(line) - 1
            continue
        if parts:
            yield "".join(parts)[:_MAX_LINE]
        parts, length = [line[:_MAX_LINE]], len(line)
    yield "".join(parts)[:_MAX_LINE]


def _events(text: str) -> Iterator[_Event]:
    """Events of the calendar itself; what lies inside or beside them is passed over."""
    inside: list[str] = []
    event: _Event | None = None
    for line in _unfolded(text):
        head, value = _split(line)
        name = head.partition(";")[0].upper()
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[0] != "VCALENDAR" or len(inside) > _MAX_DEPTH:
                raise BadInput("calendar-unreadable")
            event = _Event() if inside == ["VCALENDAR", "VEVENT"] else event
        elif name == "END":
            if not inside or inside.pop() != value.strip().upper():
                raise BadInput("calendar-unreadable")
            if event is not None and len(inside) == 1:
                yield event
                event = None
        elif line.strip() and not inside:
            raise BadInput("calendar-unreadable")
        elif event is not None and len(inside) == 2 and name in _WANTED:
            event.take(name, head.partition(";")[2], value)
    if inside:
        raise BadInput("calendar-unreadable")  # cut off


def _split(line: str) -> tuple[str, str]:
    """Name with parameters, and value: they part at the first colon outside quotation marks."""
    if not _NAME.match(line):
        return "", ""
    quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[:place], line[place + 1 :]
    return "", ""


# One event --------------------------------------------------------------------------------------


def _told_elsewhere(events: Sequence[_Event]) -> dict[str, set[date]]:
    """By the series' UID, the days of it that an event of their own tells about (RFC 5545 3.8.4.4).

    Moved or cancelled, they are days of the series no more.
    """
    found: dict[str, set[date]] = {}
    for event in events:
        day = _day(_moment(event, "RECURRENCE-ID"))
        if day is not None and event.value("UID"):
            found.setdefault(event.value("UID"), set()).add(day)
    return found


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _days_of(number: int, event: _Event, today: date, elsewhere: set[date]) -> list[CalendarDays]:
    if event.value("STATUS").strip().upper() == "CANCELLED":
        return []
    unescaped = _ESCAPE.sub(
        lambda found: " " if found[1] in "nN" else found[1], event.value("SUMMARY")
    )
    name = clean(unescaped)[:_MAX_NAME]
    start = _moment(event, "DTSTART")
    if start is None:
        return [CalendarDays(number, name, fault="calendar-event-no-day")]
    left_out = _left_out(event)
    if "RDATE" in event.properties or left_out is None:
        return [CalendarDays(number, name, fault="calendar-repeat-odd")]
    try:
        first, last, hours = _span(event, start)
        rule = event.value("RRULE") if "RECURRENCE-ID" not in event.properties else ""
        single = CalendarDays(number, name, first, last, hours)
        if not rule.strip():
            return [single]
        return _kept(_repeated(single, rule, today), left_out | elsewhere, rule)
    except (ValueError, OverflowError):
        return [CalendarDays(number, name, fault="calendar-event-no-day")]


def _moment(event: _Event, name: str) -> date | datetime | None:
    return _read_moment(*event.properties.get(name, ("", "")))


def _read_moment(parameters: str, value: str) -> date | datetime | None:
    """A day, or a moment as Stockholm's wall clocks show it."""
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        return None
    try:
        if found[2] is None:
            return date.fromisoformat(found[1])
        moment = datetime.strptime(f"{found[1]}{found[2]}", "%Y%m%d%H%M%S")  # noqa: DTZ007
        zone = UTC if found[3] else _zone(parameters)
        return moment.replace(tzinfo=zone).astimezone(STOCKHOLM).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _zone(parameters: str) -> ZoneInfo:
    """The named zone; one nobody knows here is taken for ours."""
    if found := _TZID.search(parameters):
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(found[1])
    return STOCKHOLM


def _span(event: _Event, start: date | datetime) -> tuple[date, date, tuple[time, time] | None]:
    """First and last day, and the hours of an event that lies within one day."""
    end = _moment(event, "DTEND")
    if end is None and (length := _length(event.value("DURATION"))) is not None:
        end = start + length
    if not isinstance(start, datetime):
        if end is None:
            return start, start, None
        until = end.date() if isinstance(end, datetime) else end
        # The end is not included; the same day as start and end means that day.
        return start, until if until <= start else until - _DAY, None
    if not isinstance(end, datetime):
        return start.date(), start.date(), None
    if end < start:
        return start.date(), end.date() if end.date() < start.date() else start.date() - _DAY, None
    if end.date() > start.date():
        last = end.date() if end.time() > time.min else end.date() - _DAY
        return start.date(), last, None
    return start.date(), start.date(), (start.time(), end.time()) if end > start else None


def _length(text: str) -> timedelta | None:
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


# Repetition -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rule:
    """A repetition that can be kept as it stands; ``times`` and ``until`` may both be missing."""

    frequency: str
    every: str
    days: tuple[tuple[int, int], ...]
    until: date | None
    times: int | None


def _rule(text: str) -> _Rule | None:
    """The rule, None for one with parts that are not kept here."""
    parts = dict(part.upper().partition("=")[::2] for part in text.strip().split(";")[:20])
    days = [_BYDAY.fullmatch(day) for day in parts.get("BYDAY", "").split(",") if day]
    until, count = _until(parts.get("UNTIL", "")), parts.get("COUNT", "")
    times = int(count) if count.isdecimal() and len(count) < 5 else None
    is_whole = (
        not set(parts) - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "BYDAY", "WKST"}
        and all(days)
        and (until is not None or "UNTIL" not in parts)
        and (bool(times) or not count)
    )
    if not is_whole:
        return None
    found = tuple((int(day[1] or 0), _WEEKDAYS.index(day[2])) for day in days if day)
    return _Rule(parts.get("FREQ", ""), parts.get("INTERVAL", "1"), found, until, times)


def _repeated(single: CalendarDays, text: str, today: date) -> list[CalendarDays]:
    """The event as one or a few rows that repeat; nothing is counted out day by day."""
    rule = _rule(text)
    kept: list[CalendarDays] = []
    if rule is None:
        pass
    elif (rule.frequency, rule.every, rule.days) == ("YEARLY", "1", ()):
        kept = _yearly(single, rule, today)
    elif single.first_day != single.last_day:
        pass
    elif (rule.frequency, rule.every, rule.days) == ("DAILY", "1", ()):
        kept = _daily(single, rule)
    elif rule.frequency == "WEEKLY" and rule.every in _EVERY:
        kept = _weekly(single, rule)
    elif (rule.frequency, rule.every, len(rule.days)) == ("MONTHLY", "1", 1):
        kept = _monthly(single, rule)
    return kept or [CalendarDays(single.number, single.name, fault="calendar-repeat-odd")]


def _until(text: str) -> date | None:
    found = _MOMENT.fullmatch(text.strip())
    try:
        return datetime.strptime(found[1], "%Y%m%d").date() if found else None  # noqa: DTZ007
    except ValueError:
        return None


def _lasting(single: CalendarDays, last: date, repeat: Repeat | None) -> CalendarDays:
    return CalendarDays(single.number, single.name, single.first_day, last, single.hours, repeat)


def _left_out(event: _Event) -> set[date] | None:
    """The days that the event itself takes out of its repetition; None when they cannot be read."""
    given = [
        (parameters, text)
        for parameters, value in event.exceptions
        for text in value.split(",", _MOST_EXCEPTIONS)
    ]
    days = [_day(_read_moment(parameters, text)) for parameters, text in given]
    known = {day for day in days if day is not None}
    return known if None not in days and len(given) <= _MOST_EXCEPTIONS else None


def _kept(rows: Sequence[CalendarDays], out: set[date], rule: str) -> list[CalendarDays]:
    """The rows of a repetition with the days that are left out of it."""
    if "YEARLY" in rule.upper():  # each year's days stand in a row of their own
        return [row for row in rows if row.fault or row.first_day not in out]
    return [replace(row, left_out=frozenset(out)) for row in rows]


def _daily(single: CalendarDays, rule: _Rule) -> list[CalendarDays]:
    if rule.until is None and rule.times is None:
        return []
    last = rule.until or single.first_day + ((rule.times or 1) - 1) * _DAY
    return [_lasting(single, last, None)]


def _weekly(single: CalendarDays, rule: _Rule) -> list[CalendarDays]:
    if any(nth for nth, _weekday in rule.days):
        return []
    weekdays = sorted({weekday for _nth, weekday in rule.days}) or [single.first_day.weekday()]
    last = rule.until or single.first_day + _OPEN_END
    if rule.until is None and rule.times:
        # The last week may come out fuller than the count says: that only warns once too often.
        weeks = int(rule.every) * ((rule.times - 1) // len(weekdays))
        last = single.first_day + timedelta(weeks=weeks, days=6)
    every = _EVERY[rule.every]
    return [_lasting(single, last, Repeat(every, weekday)) for weekday in weekdays]


def _monthly(single: CalendarDays, rule: _Rule) -> list[CalendarDays]:
    ((nth, weekday),) = rule.days
    if not nth:
        return []
    length = 31 * rule.times * _DAY if rule.times else _OPEN_END
    last = rule.until or single.first_day + length
    return [_lasting(single, last, Repeat("monthly", weekday, nth))]


def _yearly(single: CalendarDays, rule: _Rule, today: date) -> list[CalendarDays]:
    """Written out for the coming years only."""
    from_year = max(single.first_day.year, today.year)
    to_year = from_year + _YEARS_AHEAD - 1
    if rule.times:
        to_year = min(to_year, single.first_day.year + rule.times - 1)
    length = single.last_day - single.first_day
    found = []
    for year in range(from_year, to_year + 1):
        with suppress(ValueError):  # 29 February
            first = single.first_day.replace(year=year)
            if rule.until is None or first <= rule.until:
                found.append(
                    CalendarDays(single.number, single.name, first, first + length, single.hours)
                )
    return found
