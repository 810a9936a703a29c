"""An event of a stranger's calendar rebuilt from what says when it comes, and nothing else.

What is kept is UID (as a fingerprint: programs make it of names and addresses), SEQUENCE, STATUS,
the times, RRULE, RDATE, EXDATE, RECURRENCE-ID and the VTIMEZONE that they need. The SUMMARY stands
beside it. Description, people and place never get this far.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.durations import after, length
from coordinator.core.calendar.read.lines import (
    MAX_DATES,
    Line,
    Part,
    parameter,
    read_calendars,
    values,
)
from coordinator.core.calendar.read.recurrence_rules import OddRule, Rule, read_rule, written
from coordinator.core.calendar.read.zones import WORLD, Zone, Zones
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.core.text import clean

EARLIEST: Final = 1900  # years
LATEST: Final = 2100
LONGEST: Final = timedelta(days=366)
_MOST_RULES: Final = 5
MAX_NAME: Final = 120  # signs of a name that are shown and kept
_MOST_READ: Final = 2_000  # signs of a name that are looked at
_DAY: Final = timedelta(days=1)
_ANSWERS: Final = {"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"}  # RFC 5546 section 1.4
_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?")
_ESCAPE: Final = re.compile(r"\\([nN,;\\])")
_NUMBER: Final = re.compile(r"\d{1,9}")

PASSES: Final = "X-PASSES"
"""The line of a rebuilt series that tells how many seconds each time of it lasts."""

Moment = date | datetime


@dataclass(frozen=True, kw_only=True)
class KeptEvent:
    """One event, rebuilt.

    ``instance`` is empty for the series itself, else the day or the moment of the series that the
    event stands for. ``text`` is its VEVENT, with the VTIMEZONE that it needs in front. ``stamp``
    is when the file's writer last touched it, where the file says so, ``span`` its own start and
    end. ``has_uid`` is false when
    the fingerprint was made of the content. ``name`` is longer than what is shown of it: whoever
    looks for people in it must see it before it is cut.
    """

    number: int
    uid: str
    has_uid: bool
    instance: str
    sequence: int
    stamp: datetime | None
    name: str
    is_private: bool
    is_cancelled: bool
    is_free: bool
    span: tuple[Moment, Moment] | None
    text: str


@dataclass(frozen=True)
class UnreadEvent:
    """An event that could not be read; ``code`` names the sentence that tells why.

    ``uid`` is the fingerprint of its series, where it has one: its rest may have been read.
    """

    number: int
    name: str
    code: str
    uid: str = ""
    is_private: bool = False


class _Odd(ValueError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_events(
    content: bytes, budget: Budget | None = None
) -> tuple[tuple[KeptEvent, ...], tuple[UnreadEvent, ...]]:
    """The file's events in their order, and those that cannot be read.

    Raises:
        BadInput: the file itself cannot be read, holds too much, or holds no event.
    """
    budget = budget or Budget()
    kept: list[KeptEvent] = []
    unread: list[UnreadEvent] = []
    number = 0
    for calendar in read_calendars(content):
        zones = Zones(calendar, budget)
        for part in calendar.events:
            number += 1
            name = _name_of(part)
            budget.spend(1)
            if calendar.method in _ANSWERS:
                unread.append(_unread(number, name, part, "calendar-event-answer"))
                continue
            if part.is_unclear:
                unread.append(_unread(number, name, part, "calendar-event-letters"))
                continue
            zones.has_guessed = False
            try:
                kept.append(_kept(number, name, part, zones, calendar.method, budget))
                if zones.has_guessed:
                    unread.append(_unread(number, name, part, "calendar-event-zone"))
            except (_Odd, OddRule) as error:
                unread.append(_unread(number, name, part, error.code))
            except (ValueError, OverflowError):
                unread.append(_unread(number, name, part, "calendar-event-no-day"))
    if not number:
        raise BadInput("calendar-empty")
    return tuple(kept), tuple(unread)


def _name_of(part: Part) -> str:
    summary = _ESCAPE.sub(
        lambda found: " " if found[1] in "nN" else found[1], part.value("SUMMARY")[:_MOST_READ]
    )
    return clean(summary)


def cut(name: str) -> str:
    return name[:MAX_NAME].strip()


def _unread(number: int, name: str, part: Part, code: str) -> UnreadEvent:
    uid = part.value("UID")
    return UnreadEvent(number, name, code, _fingerprint(uid) if uid else "", _is_private(part))


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _is_private(part: Part) -> bool:
    return part.value("CLASS").upper() not in {"", "PUBLIC"}


def _kept(  # noqa: PLR0917 - one call, in the loop above
    number: int, name: str, part: Part, zones: Zones, method: str, budget: Budget
) -> KeptEvent:
    is_cancelled = method == "CANCEL" or part.value("STATUS").upper() == "CANCELLED"
    uid = part.value("UID")
    instance = _instance(part, zones)
    if is_cancelled and uid and not part.first("DTSTART"):
        lines, zone = [], WORLD  # a cancellation may say no more than whom it means
        times = None
    else:
        times = _Times.read(part, zones, budget)
        lines, zone = list(times.lines(is_instance=bool(instance))), times.zone
        if instance and abs(_day_of(times.start) - _day_of(_moment_in(instance))) > LONGEST:
            if not is_cancelled:
                raise _Odd("calendar-event-moved")
            lines, zone, times = [], WORLD, None
    is_future = "FUTURE" in _range(part)
    if not lines and instance and is_future:
        # How far it reaches must be kept: then it stands where the series had it.
        kind = ";VALUE=DATE" if len(instance) == 8 else ""
        lines = [f"DTSTART{kind}:{instance}"]
    fingerprint = _fingerprint(uid or "\n".join([cut(name), *lines]))
    sequence = part.value("SEQUENCE")
    return KeptEvent(
        number=number,
        uid=fingerprint,
        has_uid=bool(uid),
        instance=instance,
        sequence=int(sequence) if _NUMBER.fullmatch(sequence) else 0,
        stamp=_stamp(part),
        name=name,
        is_private=_is_private(part),
        is_cancelled=is_cancelled,
        is_free=part.value("TRANSP").upper() == "TRANSPARENT",
        span=(times.start, times.end) if times else None,
        text=_text(fingerprint, instance, lines, zone, is_future=is_future),
    )


def _moment_in(instance: str) -> Moment:
    if len(instance) == 8:
        return date.fromisoformat(instance)
    return datetime.strptime(instance, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _range(part: Part) -> str:
    found = part.first("RECURRENCE-ID")
    return parameter(found[0], "RANGE").upper() if found else ""


def _text(uid: str, instance: str, lines: list[str], zone: Zone, *, is_future: bool) -> str:
    if not lines:
        return ""
    head = ["BEGIN:VEVENT", f"UID:{uid}"]
    if instance:
        kind = ";VALUE=DATE" if len(instance) == 8 else ""
        reach = ";RANGE=THISANDFUTURE" if is_future else ""
        head.append(f"RECURRENCE-ID{reach}{kind}:{instance}")
    return zone.text + "".join(f"{line}\r\n" for line in (*head, *lines, "END:VEVENT"))


def _instance(part: Part, zones: Zones) -> str:
    """``20270114``, or a moment of UTC."""
    found = part.first("RECURRENCE-ID")
    if found is None:
        return ""
    moment, _zone = _read(found, zones)
    return _in_utc(moment)


def _in_utc(moment: Moment) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{moment:%Y%m%d}"


def _stamp(part: Part) -> datetime | None:
    found = _MOMENT.fullmatch(part.value("DTSTAMP"))
    if found is None or found[4] is None:
        return None
    try:
        return _moment_of(found, UTC)
    except ValueError:
        return None


# Times ------------------------------------------------------------------------------------------


def _read(line: Line, zones: Zones) -> tuple[Moment, Zone]:
    """A day, or an aware moment and the zone that it was said in.

    Raises:
        ValueError: it is neither.
    """
    parameters, text = line
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text[:20])
    if found[4] is None or parameter(parameters, "VALUE").upper() == "DATE":
        return _in_range(date(int(found[1]), int(found[2]), int(found[3]))), zones.usual
    zone = WORLD if found[7] else zones.called(parameter(parameters, "TZID"))
    return _in_range(_moment_of(found, zone.zone)), zone


def _moment_of(found: re.Match[str], zone: tzinfo) -> datetime:
    year, month, day, hour, minute, second = (int(found[place] or 0) for place in range(1, 7))
    is_days_end = hour == 24 and minute == second == 0
    at = datetime(
        year, month, day, 0 if is_days_end else hour, minute, min(second, 59), tzinfo=zone
    )
    return at + _DAY if is_days_end else at


def _in_range(moment: Any) -> Any:
    if not EARLIEST <= moment.year <= LATEST:
        raise _Odd("calendar-event-far")
    return moment


@dataclass(frozen=True)
class _Times:
    """When one event comes: start and end of one kind, rules, further and left-out dates."""

    start: Moment
    end: Moment
    zone: Zone
    passes: int  # seconds, of a series whose length is told so and that goes over midnight
    rules: tuple[Rule, ...]
    further: tuple[Moment | tuple[Moment, Moment], ...]
    out: tuple[Moment, ...]

    @classmethod
    def read(cls, part: Part, zones: Zones, budget: Budget) -> _Times:
        given = part.first("DTSTART")
        if given is None:
            raise _Odd("calendar-event-no-day")
        start, zone = _read(given, zones)
        end = _end(part, start, zone, zones)
        if part.first("EXRULE"):
            raise _Odd("calendar-repeat-odd")  # taken out of the standard; nobody counts it out
        local = zone.zone if isinstance(start, datetime) and zone is not WORLD else STOCKHOLM
        given_rules = [value for _parameters, value in part.lines.get("RRULE", []) if value.strip()]
        if len(given_rules) > _MOST_RULES:
            raise _Odd("calendar-repeat-odd")
        rules = [read_rule(value.strip(), start, local, budget) for value in given_rules]
        dates = [*values(part.lines.get("RDATE", [])), *values(part.lines.get("EXDATE", []))]
        if len(dates) > MAX_DATES:
            raise _Odd("calendar-event-dates")
        return cls(
            start,
            end,
            zone,
            _passes(part, start, end),
            tuple(rule for rule in rules if rule is not None),
            tuple(_further(line, start, zones) for line in values(part.lines.get("RDATE", []))),
            tuple(_left_out(line, start, zones) for line in values(part.lines.get("EXDATE", []))),
        )

    def lines(self, *, is_instance: bool) -> Iterator[str]:
        yield self._line("DTSTART", self.start)
        is_series = bool(self.passes and self.rules) and isinstance(self.start, datetime)
        lasts = timedelta(seconds=self.passes)
        yield self._line("DTEND", self.start + lasts if is_series else self.end)
        if is_instance:
            return  # one time of a series does not come back by itself
        if self.passes and self.rules and not any(isinstance(one, tuple) for one in self.further):
            yield f"{PASSES}:{self.passes}"
        yield from (f"RRULE:{written(rule)}" for rule in self.rules)
        for each in self.further:
            if isinstance(each, tuple):
                both = "/".join(_in_utc(moment) for moment in each)
                yield f"RDATE;VALUE=PERIOD:{both}"
            else:
                yield self._line("RDATE", each)
        yield from (self._line("EXDATE", each) for each in self.out)

    def _line(self, name: str, moment: Moment) -> str:
        if not isinstance(moment, datetime):
            return f"{name};VALUE=DATE:{moment:%Y%m%d}"
        if self.zone is WORLD or moment.tzinfo is not self.zone.zone:
            return f"{name}:{_in_utc(moment)}"
        return f"{name};TZID={self.zone.name}:{moment:%Y%m%dT%H%M%S}"


def _end(part: Part, start: Moment, zone: Zone, zones: Zones) -> Moment:
    """The end in the start's kind; of whole days the first day that is not in it any more."""
    is_whole = not isinstance(start, datetime)
    if (given := part.first("DTEND")) is not None:
        end, _zone = _read(given, zones)
        end = _whole_end(end) if is_whole else _as_moment(end, zone.zone)
        if end == start and is_whole:
            return start + _DAY
    elif text := part.value("DURATION"):
        lasts = length(text)
        if lasts is None:
            raise _Odd("calendar-event-ends-before" if "-" in text[:2] else "calendar-event-no-day")
        end = after(start, lasts)
    else:
        return start + _DAY if is_whole else start
    if _in_utc(end) < _in_utc(start):
        raise _Odd("calendar-event-ends-before")
    if end - start > LONGEST:
        raise _Odd("calendar-event-long")
    return end


def _passes(part: Part, start: Moment, end: Moment) -> int:
    """How long each time of a series lasts as time passes, where the clock may change meanwhile."""
    lasts = None if part.first("DTEND") else length(part.value("DURATION"))
    over_night = isinstance(start, datetime) and isinstance(end, datetime) and (
        start.date() != end.date()
    )  # fmt: skip
    return lasts[1] if lasts and not lasts[0] and over_night else 0


def _whole_end(end: Moment) -> date:
    if not isinstance(end, datetime):
        return end
    local = end.astimezone(STOCKHOLM)
    return local.date() if local.time() == time.min else local.date() + _DAY


def _as_moment(moment: Moment, zone: tzinfo) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.min, tzinfo=zone)


def _further(line: Line, start: Moment, zones: Zones) -> Moment | tuple[Moment, Moment]:
    """A date that is added, in the kind of the series; a period has an end of its own."""
    parameters, text = line
    first, slash, rest = text.partition("/")
    moment, zone = _read((parameters, first), zones)
    if not isinstance(start, datetime):
        return _day_of(moment)
    if not isinstance(moment, datetime):
        return datetime.combine(moment, start.time(), tzinfo=start.tzinfo)
    if not slash:
        return moment
    if (lasts := length(rest)) is not None:
        told = after(moment, lasts)
    else:
        told, _zone = _read((parameters, rest), zones)
    end = _as_moment(told, zone.zone)
    if not timedelta(0) <= end - moment <= LONGEST:
        raise _Odd("calendar-event-ends-before")
    return moment, end


def _left_out(line: Line, start: Moment, zones: Zones) -> Moment:
    """A date that is left out. Midnight means the whole day: many programs write it for one."""
    moment, zone = _read(line, zones)
    if not isinstance(moment, datetime):
        return moment
    if not isinstance(start, datetime):
        return _day_of(moment)
    is_midnight = moment.astimezone(zone.zone).time() == time.min
    is_own = is_midnight and moment.astimezone(start.tzinfo).time() == start.time()
    return moment.date() if is_midnight and not is_own and zone is not WORLD else moment


def _day_of(moment: Moment) -> date:
    return moment.astimezone(STOCKHOLM).date() if isinstance(moment, datetime) else moment
