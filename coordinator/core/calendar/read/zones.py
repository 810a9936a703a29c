"""Which time zone a calendar file means by a name: known, Windows', or told by the file itself.

A zone that the zone database knows is taken from there (RFC 5545 section 3.2.19 lets a file say
the rules of any name; nobody means other rules by a known one). Another name is read from the
file's own VTIMEZONE, rebuilt within bounds under a name made of its content, so that two files
that mean different things by "Custom" never get in each other's way.
"""

from __future__ import annotations

import hashlib
import re
import warnings
import zoneinfo
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import Any, Final

import icalendar
from icalendar.timezone import tzp

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.lines import CalendarLines, Part, values
from coordinator.core.clock import STOCKHOLM

_MOST_SIGNS: Final = 120
_MOST_DATES: Final = 200
_OFFSET: Final = re.compile(r"[+-](?:0\d|1[0-4])[0-5]\d(?:[0-5]\d)?")
_FROM_UTC: Final = re.compile(r"\(?(?:UTC|GMT)\s?([+-])(\d\d?)(?:[:.]?(\d\d))?\)?", re.IGNORECASE)
_BARE: Final = re.compile(r"([+-])(\d\d):?(\d\d)?")
_IS_WORLDS: Final = re.compile(
    r"(?:.*/)?(?:\((?:UTC|GMT)(?:[+-]00:00)?\)\s*)?"
    r"(?:Z|UTC|GMT|Zulu|UCT|Coordinated Universal Time|Greenwich Mean Time|\((?:UTC|GMT)\))",
    re.IGNORECASE,
)
# As Outlook shows zones that have no city in their names.
_PLACES: Final = {
    "eastern time (us & canada": "America/New_York",
    "central time (us & canada": "America/Chicago",
    "mountain time (us & canada": "America/Denver",
    "pacific time (us & canada": "America/Los_Angeles",
    "atlantic time (canada": "America/Halifax",
    "west central africa": "Africa/Lagos",
}
_PLACES.update({f"{name})": zone for name, zone in _PLACES.items() if "(" in name})
_MOMENT: Final = re.compile(r"(\d{4})(\d{4}T\d{6})Z?")
_YEARLY: Final = re.compile(
    r"FREQ=YEARLY(?:;(?:INTERVAL=1|BYMONTH=\d\d?|BYDAY=[+-]?[1-5]?[A-Z]{2}|WKST=[A-Z]{2}"
    r"|BYMONTHDAY=[-\d,]{1,40}|UNTIL=\d{8}(?:T\d{6}Z?)?))*"
)


class Zone:
    """A zone, the name it is written with, and the VTIMEZONE that goes with it where needed."""

    def __init__(self, name: str, zone: tzinfo, text: str = "") -> None:
        self.name, self.zone, self.text = name, zone, text


OURS: Final = Zone(STOCKHOLM.key, STOCKHOLM)
WORLD: Final = Zone("", UTC)


class Zones:
    """The zones of one calendar; ``usual`` is meant by a time without one."""

    def __init__(self, calendar: CalendarLines, budget: Budget | None = None) -> None:
        self._told = calendar.zones
        self._budget = budget or Budget()
        self._unknown: set[str] = set()
        self.has_guessed = False  # whether a name was asked for that nobody knows
        self._known: dict[str, Zone] = {}
        self.usual = OURS
        if calendar.zone:
            self.usual = self.called(calendar.zone)
            if self._unknown:
                self._unknown.add("")  # a time without a zone is meant in that one

    def called(self, name: str) -> Zone:
        """The zone of that name; one that nobody knows is taken for the usual one."""
        if name not in self._known:
            self._known[name] = self._found(name[:_MOST_SIGNS]) if name else self.usual
        self.has_guessed |= name in self._unknown
        return self._known[name]

    def _found(self, name: str) -> Zone:
        known = database_zone(name)
        if known is not None:
            return known
        if (part := self._told.get(name)) is not None and (text := _rebuilt(part)):
            self._budget.spend_on_zone(text)
            if (own := _own(text)) is not None:
                return own
        words = _by_its_words(name)
        if words is None:
            self._unknown.add(name)
        elif words.text:
            self._budget.spend_on_zone(words.text)
        return words or self.usual


@lru_cache(maxsize=500)
def database_zone(name: str) -> Zone | None:
    """A name of the zone database, or one of Windows', in any letters."""
    bare = name.strip().strip("\"'")
    for each in dict.fromkeys((bare, _in_usual_letters().get(bare.casefold(), bare))):
        with warnings.catch_warnings(), suppress(ValueError, OSError, KeyError, UnicodeError):
            warnings.simplefilter("ignore")  # that a prefix was left out of a long name
            found = tzp.timezone(each)
            if isinstance(found, zoneinfo.ZoneInfo) and found.key:
                return Zone(found.key, found) if found.key != "UTC" else WORLD
    return None


@cache
def _in_usual_letters() -> dict[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


@cache
def _cities() -> dict[str, str]:
    return {
        name.rpartition("/")[2].replace("_", " ").casefold(): name
        for name in sorted(zoneinfo.available_timezones())
        if name.count("/") == 1 and not name.startswith("Etc/")
    }


def _by_its_words(name: str) -> Zone | None:
    """``(UTC+01:00) Amsterdam, Berlin, Stockholm``, ``(GMT+01.00) Sarajevo/Warsaw``: a city's.

    So many hours from UTC only where that is all that it says.
    """
    if _IS_WORLDS.fullmatch(name.strip()):
        return WORLD
    name = name.replace("\u2212", "-")
    found = _FROM_UTC.match(name.strip()) or _BARE.fullmatch(name.strip())
    words = name.strip()[found.end() :].strip(" ()") if found else name
    for word in re.split("[,/:;]", words):
        city = _PLACES.get(word.strip().casefold()) or _cities().get(word.strip().casefold())
        if city is not None:
            return database_zone(city)
    if found is None or words:
        # So many hours from UTC are those of its winter: a place may have others in summer.
        return database_zone(words) if found else None
    minutes = (int(found[2]) * 60 + int(found[3] or 0)) * (-1 if found[1] == "-" else 1)
    offset = f"{found[1]}{int(found[2]):02}{found[3] or '00'}"
    if not _OFFSET.fullmatch(offset):
        return None
    text = _written([("STANDARD", offset, offset, ["DTSTART:19700101T000000"])])
    return Zone(_name_of(text), timezone(timedelta(minutes=minutes)), text)


def _rebuilt(part: Part) -> str | None:
    """The file's own rules as a VTIMEZONE, None when they are odd."""
    observances = []
    for each in part.parts:
        start = _MOMENT.fullmatch(each.value("DTSTART"))
        before, after = each.value("TZOFFSETFROM"), each.value("TZOFFSETTO")
        if not start or not _OFFSET.fullmatch(before) or not _OFFSET.fullmatch(after):
            return None
        # What held before 1970 is nobody's question, and would be counted through each time.
        year = max(int(start[1]), 1970)
        lines = [f"DTSTART:{year}{start[2]}"]
        if rule := each.value("RRULE").upper().rstrip(";"):
            if not _YEARLY.fullmatch(rule):
                return None
            lines.append(f"RRULE:{rule}")
        dates = [value for _parameters, value in values(each.lines.get("RDATE", []))]
        if len(dates) > _MOST_DATES or not all(map(_MOMENT.fullmatch, dates)):
            return None
        if dates:
            lines.append("RDATE:" + ",".join(dates))
        is_summer = _minutes(after) > _minutes(before)
        observances.append(("DAYLIGHT" if is_summer else "STANDARD", before, after, lines))
    if not observances:
        return None
    return _written(observances)


def _own(text: str) -> Zone | None:
    try:
        return Zone(_name_of(text), zone_of(text), text)
    except Exception:  # noqa: BLE001 - whatever the library says of strange rules, they are odd
        return None


def _minutes(offset: str) -> int:
    hours, minutes = int(offset[1:3]), int(offset[3:5])
    return (-1 if offset[0] == "-" else 1) * (hours * 60 + minutes)


def _written(observances: list[tuple[str, str, str, list[str]]]) -> str:
    lines = []
    for kind, before, after, more in observances:
        lines += [f"BEGIN:{kind}", *more]
        lines += [f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", f"END:{kind}"]
    name = "told-" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:20]
    return "".join(
        f"{line}\r\n" for line in ("BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE")
    )


def _name_of(text: str) -> str:
    return text.split("\r\n", 2)[1].removeprefix("TZID:")


@lru_cache(maxsize=200)
def zone_of(text: str) -> tzinfo:
    """The zone that a rebuilt VTIMEZONE describes."""
    part: Any = icalendar.Timezone.from_ical(text)
    zone: tzinfo = part.to_tz(lookup_tzid=False)
    zone.utcoffset(datetime(2027, 1, 1))  # noqa: DTZ001 - a wall time, to see that it can be asked
    return zone
