"""An event of a stranger's calendar rebuilt from what says when it comes, and nothing else.

What is kept is UID (as a fingerprint: programs make it of names and addresses), SEQUENCE, STATUS,
the times, RRULE, RDATE, EXDATE, RECURRENCE-ID and the VTIMEZONE that they need. The SUMMARY stands
beside it. Description, people and place never get this far.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.event_times import (
    LONGEST,
    MOMENT,
    EventTimes,
    Moment,
    OddEvent,
    day_of,
    in_utc,
    moment_of,
    read_moment,
)
from coordinator.core.calendar.read.lines import Part, parameter, read_calendars
from coordinator.core.calendar.read.recurrence_rules import OddRule
from coordinator.core.calendar.read.zones import WORLD, Zone, Zones
from coordinator.core.errors import BadInput
from coordinator.core.text import clean

MAX_NAME: Final = 120  # signs of a name that are shown and kept
_MOST_READ: Final = 2_000  # signs of a name that are looked at
_ANSWERS: Final = {"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"}  # RFC 5546 section 1.4
_ESCAPE: Final = re.compile(r"\\([nN,;\\])")
_NUMBER: Final = re.compile(r"\d{1,9}")


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
            except (OddEvent, OddRule) as error:
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
        times = EventTimes.read(part, zones, budget)
        lines, zone = list(times.lines(is_instance=bool(instance))), times.zone
        if instance and abs(day_of(times.start) - day_of(_moment_in(instance))) > LONGEST:
            if not is_cancelled:
                raise OddEvent("calendar-event-moved")
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
    moment, _zone = read_moment(found, zones)
    return in_utc(moment)


def _stamp(part: Part) -> datetime | None:
    found = MOMENT.fullmatch(part.value("DTSTAMP"))
    if found is None or found[4] is None:
        return None
    try:
        return moment_of(found, UTC)
    except ValueError:
        return None
