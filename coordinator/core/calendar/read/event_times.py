"""When one event comes: its start and end, its rules, further and left-out dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.durations import after, length
from coordinator.core.calendar.read.lines import MAX_DATES, Line, Part, parameter, values
from coordinator.core.calendar.read.recurrence_rules import Rule, read_rule, written
from coordinator.core.calendar.read.zones import WORLD, Zone, Zones
from coordinator.core.clock import STOCKHOLM

EARLIEST: Final = 1900  # years
LATEST: Final = 2100
LONGEST: Final = timedelta(days=366)
_MOST_RULES: Final = 5
_DAY: Final = timedelta(days=1)
MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?")
PASSES: Final = "X-PASSES"
"""The line of a rebuilt series that tells how many seconds each time of it lasts."""
Moment = date | datetime


class OddEvent(ValueError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def in_utc(moment: Moment) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{moment:%Y%m%d}"


def read_moment(line: Line, zones: Zones) -> tuple[Moment, Zone]:
    """A day, or an aware moment and the zone that it was said in.

    Raises:
        ValueError: it is neither.
    """
    parameters, text = line
    found = MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text[:20])
    if found[4] is None or parameter(parameters, "VALUE").upper() == "DATE":
        return _in_range(date(int(found[1]), int(found[2]), int(found[3]))), zones.usual
    zone = WORLD if found[7] else zones.called(parameter(parameters, "TZID"))
    return _in_range(moment_of(found, zone.zone)), zone


def moment_of(found: re.Match[str], zone: tzinfo) -> datetime:
    year, month, day, hour, minute, second = (int(found[place] or 0) for place in range(1, 7))
    is_days_end = hour == 24 and minute == second == 0
    at = datetime(
        year, month, day, 0 if is_days_end else hour, minute, min(second, 59), tzinfo=zone
    )
    return at + _DAY if is_days_end else at


def _in_range(moment: Any) -> Any:
    if not EARLIEST <= moment.year <= LATEST:
        raise OddEvent("calendar-event-far")
    return moment


@dataclass(frozen=True)
class EventTimes:
    """When one event comes: start and end of one kind, rules, further and left-out dates."""

    start: Moment
    end: Moment
    zone: Zone
    passes: int  # seconds, of a series whose length is given so and that goes over midnight
    rules: tuple[Rule, ...]
    further: tuple[Moment | tuple[Moment, Moment], ...]
    out: tuple[Moment, ...]

    @classmethod
    def read(cls, part: Part, zones: Zones, budget: Budget) -> EventTimes:
        given = part.first("DTSTART")
        if given is None:
            raise OddEvent("calendar-event-no-day")
        start, zone = read_moment(given, zones)
        end = _end(part, start, zone, zones)
        if part.first("EXRULE"):
            raise OddEvent("calendar-repeat-odd")  # taken out of the standard; nobody counts it out
        local = zone.zone if isinstance(start, datetime) and zone is not WORLD else STOCKHOLM
        given_rules = [value for _parameters, value in part.lines.get("RRULE", []) if value.strip()]
        if len(given_rules) > _MOST_RULES:
            raise OddEvent("calendar-repeat-odd")
        rules = [read_rule(value.strip(), start, local, budget) for value in given_rules]
        dates = [*values(part.lines.get("RDATE", [])), *values(part.lines.get("EXDATE", []))]
        if len(dates) > MAX_DATES:
            raise OddEvent("calendar-event-dates")
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
                both = "/".join(in_utc(moment) for moment in each)
                yield f"RDATE;VALUE=PERIOD:{both}"
            else:
                yield self._line("RDATE", each)
        yield from (self._line("EXDATE", each) for each in self.out)

    def _line(self, name: str, moment: Moment) -> str:
        if not isinstance(moment, datetime):
            return f"{name};VALUE=DATE:{moment:%Y%m%d}"
        if self.zone is WORLD or moment.tzinfo is not self.zone.zone:
            return f"{name}:{in_utc(moment)}"
        return f"{name};TZID={self.zone.name}:{moment:%Y%m%dT%H%M%S}"


def _end(part: Part, start: Moment, zone: Zone, zones: Zones) -> Moment:
    """The end in the start's kind; of whole days the first day that is not in it any more."""
    is_whole = not isinstance(start, datetime)
    if (given := part.first("DTEND")) is not None:
        end, _zone = read_moment(given, zones)
        end = _whole_end(end) if is_whole else _as_moment(end, zone.zone)
        if end == start and is_whole:
            return start + _DAY
    elif text := part.value("DURATION"):
        lasts = length(text)
        if lasts is None:
            raise OddEvent(
                "calendar-event-ends-before" if "-" in text[:2] else "calendar-event-no-day"
            )
        end = after(start, lasts)
    else:
        return start + _DAY if is_whole else start
    if in_utc(end) < in_utc(start):
        raise OddEvent("calendar-event-ends-before")
    if end - start > LONGEST:
        raise OddEvent("calendar-event-long")
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
    moment, zone = read_moment((parameters, first), zones)
    if not isinstance(start, datetime):
        return day_of(moment)
    if not isinstance(moment, datetime):
        return datetime.combine(moment, start.time(), tzinfo=start.tzinfo)
    if not slash:
        return moment
    if (lasts := length(rest)) is not None:
        until = after(moment, lasts)
    else:
        until, _zone = read_moment((parameters, rest), zones)
    end = _as_moment(until, zone.zone)
    if not timedelta(0) <= end - moment <= LONGEST:
        raise OddEvent("calendar-event-ends-before")
    return moment, end


def _left_out(line: Line, start: Moment, zones: Zones) -> Moment:
    """A date that is left out. Midnight means the whole day: many programs write it for one."""
    moment, zone = read_moment(line, zones)
    if not isinstance(moment, datetime):
        return moment
    if not isinstance(start, datetime):
        return day_of(moment)
    is_midnight = moment.astimezone(zone.zone).time() == time.min
    is_own = is_midnight and moment.astimezone(start.tzinfo).time() == start.time()
    return moment.date() if is_midnight and not is_own and zone is not WORLD else moment


def day_of(moment: Moment) -> date:
    return moment.astimezone(STOCKHOLM).date() if isinstance(moment, datetime) else moment
