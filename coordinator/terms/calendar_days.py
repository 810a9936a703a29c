"""Closed days from somebody's calendar (``.ics``): read, compared with what stands, taken over.

A calendar is not all or nothing: an event that cannot be read is named, the rest is taken. A
series is known again by the UID of its events among those of the same owner, so that a calendar
that is read in again changes what it changed, once, and another agency's calendar touches nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Final

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.coming_events import (
    Instance,
    OddSeries,
    bounds,
    is_single,
    least,
    simple_rule,
)
from coordinator.core.calendar.read.event_times import Moment
from coordinator.core.calendar.read.events import KeptEvent, UnreadEvent, cut, read_events
from coordinator.core.calendar.read.series import begins, outside, times_of
from coordinator.core.errors import BadInput
from coordinator.roster.list_faults import Findings
from coordinator.terms.recurrence import SHORT, Source, around
from coordinator.terms.rules import EARLIEST, LATEST, municipality_key
from coordinator.terms.views import (
    DAYS_END,
    FAR,
    ClosedKind,
    Fall,
    Hours,
    NewClosedDay,
    Recurrence,
    Rhythm,
)
from coordinator.trail.go_aheads import kinds_in

BUSY: Final = "Upptagen"
"""What an event is called here whose name is nobody's business, or that has none."""

_IN_NAMES: Final = {
    kind: re.compile(kind.traits.in_names, re.IGNORECASE)
    for kind in ClosedKind
    if kind.traits.in_names
}
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR")
_RHYTHMS: Final = {"1": Rhythm.WEEKLY, "2": Rhythm.FORTNIGHTLY, "3": Rhythm.THIRD_WEEK,
                   "4": Rhythm.FOURTH_WEEK}  # fmt: skip
_MONTHLY: Final = re.compile(r"([1-4]|-1)(MO|TU|WE|TH|FR)")
_FIRST_OF_ALL: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class EventIn:
    """One event as it would be kept. ``is_out`` when it closes nothing.

    ``is_hidden``: its name is nobody's business, nor that of any other time of its series.
    """

    instance: str
    sequence: int
    stamp: datetime | None
    name: str
    is_out: bool
    text: str
    number: int = 0
    span: tuple[Moment, Moment] | None = None
    is_hidden: bool = False

    def content(self) -> tuple[object, ...]:
        """What makes two events say the same."""
        return (self.instance, self.text, self.is_out, "" if self.is_out else self.name)

    def is_older_than(self, other: EventIn) -> bool:
        if self.sequence != other.sequence or self.content() == other.content():
            return self.sequence < other.sequence
        return bool(self.stamp and other.stamp and self.stamp < other.stamp)


Series = Mapping[str, EventIn]
"""A series' events by the instance that they tell about; the series itself is ``""``."""


@dataclass
class CalendarIn:
    """What a file holds: series by the fingerprint of their UID, and what could not be read."""

    series: dict[str, dict[str, EventIn]] = field(default_factory=dict)
    without_uid: set[str] = field(default_factory=set)
    free: int = 0
    unread: list[UnreadEvent] = field(default_factory=list)
    written: datetime | None = None  # when the file was, at the earliest, by its stamps


@dataclass(frozen=True)
class Placed:
    """A series as one row of closed days: what it says, and its falls where it comes back."""

    new: NewClosedDay
    falls: tuple[Fall, ...]


@dataclass(frozen=True)
class FileOfDays:
    """A file, and whose days are in it where it does not say so itself."""

    content: bytes
    filename: str
    municipality: str = ""
    agency_id: int | None = None

    @property
    def is_calendar(self) -> bool:
        """What the file is decides, or what it is called."""
        if self.filename.lower().endswith((".ics", ".ical", ".ifb", ".vcs")):
            return True
        head = self.content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
        return head[:15].upper() == b"BEGIN:VCALENDAR"

    @property
    def owner(self) -> str:
        """Among whose events a UID is known again: an agency's, a municipality's or the group's."""
        if self.agency_id is not None:
            return f"agency {self.agency_id}"
        place = municipality_key(self.municipality)
        return hashlib.sha256(place.encode()).hexdigest()[:20] if place else ""


def read_calendar(content: bytes, *, is_agency: bool, budget: Budget | None = None) -> CalendarIn:
    """The file's series. In an agency's own calendar what is marked as free closes nothing.

    Raises:
        BadInput: nothing in the file can be read.
    """
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BadInput("list-empty")
    budget = budget or Budget()
    kept, unread = read_events(content, budget)
    hidden = _hidden(kept, unread, budget)
    found = CalendarIn(unread=[_without_name(one, hidden) for one in unread])
    for event in kept:
        is_free = is_agency and event.is_free
        found.free += is_free and not event.is_cancelled
        is_hidden = event.uid in hidden
        one = EventIn(
            event.instance,
            event.sequence,
            event.stamp,
            BUSY if is_hidden else cut(event.name) or BUSY,
            event.is_cancelled or is_free,
            event.text,
            event.number,
            event.span,
            is_hidden,
        )
        _add(found, event, one)
    found.written = max((event.stamp for event in kept if event.stamp), default=None)
    for series in found.series.values():
        master = series.get("")
        if master is None:
            continue
        if master.is_out and not _is_free(kept, master.number):
            gone = frozenset(instance for instance in series if instance)  # cancelled whole
        else:
            gone = _left_behind(series, master, budget)
        for instance in gone:
            del series[instance]
    return found


def _left_behind(series: Mapping[str, EventIn], master: EventIn, budget: Budget) -> frozenset[str]:
    """Single times that an older version of the series had, and this one does not have any more."""
    older = [one for one in series.values() if one.instance and one.sequence < master.sequence]
    if not older or not master.text:
        return frozenset()
    try:
        return outside(
            [Instance(one.instance, one.text, one.is_out) for one in (master, *older)], budget
        )
    except OddSeries:
        return frozenset()  # it is told where the series is counted out


def _is_free(kept: Sequence[KeptEvent], number: int) -> bool:
    return any(event.number == number and not event.is_cancelled for event in kept)


def _hidden(
    kept: Sequence[KeptEvent], unread: Sequence[UnreadEvent], budget: Budget
) -> frozenset[str]:
    """The series whose name nobody is to see: one of their events is private, or names somebody.

    Programs leave CLASS out of a single time that was moved, and its name is the series'. An event
    that could not be read still says what it is.
    """
    marked: dict[str, bool] = {}
    hidden = set()
    events: list[KeptEvent | UnreadEvent] = [*kept, *unread]
    for event in events:
        if event.name not in marked:
            marked[event.name] = bool(kinds_in(event.name))
            budget.spend(1)
        if event.is_private or marked[event.name]:
            hidden.add(event.uid)
    return frozenset(hidden - {""})


def _without_name(one: UnreadEvent, hidden: frozenset[str]) -> UnreadEvent:
    """What could not be read is told by its name only where others may see that."""
    is_hidden = one.is_private or one.uid in hidden or (not one.uid and kinds_in(one.name))
    return replace(one, name=BUSY) if is_hidden else one


def _add(found: CalendarIn, event: KeptEvent, one: EventIn) -> None:
    """One event stands for each instance: the newest, the last of those alike."""
    series = found.series.setdefault(event.uid, {})
    if not event.has_uid:
        found.without_uid.add(event.uid)
    before = series.get(one.instance)
    if before is None:
        series[one.instance] = one
        return
    newest = max(before, one, key=lambda each: (each.sequence, each.stamp or _FIRST_OF_ALL,
                                                each.number))  # fmt: skip
    series[one.instance] = newest
    other = one if newest is before else before
    rank = (newest.sequence, newest.stamp) == (other.sequence, other.stamp)
    if rank and other.content() != newest.content() and not other.is_out and not newest.is_out:
        found.unread.append(UnreadEvent(other.number, other.name, "calendar-event-twice"))


# A series as a row ------------------------------------------------------------------------------


def placed(series: Series, *, today: date, budget: Budget, file: FileOfDays) -> Placed | None:
    """The row of closed days that a series makes; None when it comes on no day.

    Raises:
        OddSeries: it cannot be counted out.
        BadInput: ``calendar-too-much``, or ``day-out-of-range`` for days that no calendar has.
    """
    live = [event for event in series.values() if event.text and not event.is_out]
    if not live:
        return None
    events = [Instance(one.instance, one.text, one.is_out) for one in series.values() if one.text
              or one.instance]  # fmt: skip
    budget.spend(1)
    if len(live) == 1 and live[0].span and len(events) == 1 and is_single(events):
        return _single(live[0], file)
    said = [one for one in events if one.text]
    first, last = bounds(said, budget)
    if last is not None and (last.year < EARLIEST or first.year > LATEST):
        raise BadInput("day-out-of-range", first=EARLIEST, last=LATEST)
    first, end = max(first, date(EARLIEST, 1, 1)), min(last or FAR, FAR)
    near = around(today)
    # What was over before the terms that are counted out waits until somebody looks back at it.
    is_short = last is not None and end - first <= SHORT and end >= near[0]
    span = (first, end) if is_short else near
    source = Source(first, end, events=tuple(events), names=_names(series))
    falls = source.falls(*span, budget)
    if is_short and not falls:
        return None
    if is_short:
        first, end = falls[0].first_day, max(fall.last_day for fall in falls)
    else:
        first = max(first, begins(said) or first)
        if falls and end <= near[1]:  # all that is left of it was counted: its last day is known
            end = max(fall.last_day for fall in falls)
    master = series.get("") or live[0]
    return _row(master.name, (first, end), falls, _repeats(events, falls), file)


def least_cost(series: Series, today: date) -> int:
    """Steps that placing the series takes at least."""
    if all(event.is_out or not event.text for event in series.values()):
        return 0
    events = [Instance(one.instance, one.text, one.is_out) for one in series.values()]
    return least(events, *around(today))


def _single(event: EventIn, file: FileOfDays) -> Placed:
    """What comes once needs no counting."""
    assert event.span is not None
    falls = tuple(Fall(at.first_day, at.last_day, at.hours) for at in times_of(*event.span))
    span = falls[0].first_day, max(fall.last_day for fall in falls)
    if span[1].year < EARLIEST:
        raise BadInput("day-out-of-range", first=EARLIEST, last=LATEST)
    repeats = None if len(falls) == 1 else Recurrence(Rhythm.CALENDAR, 0)
    return _row(event.name, span, falls, repeats, file)


def _row(
    name: str,
    span: tuple[date, date],
    falls: tuple[Fall, ...],
    repeats: Recurrence | None,
    file: FileOfDays,
) -> Placed:
    is_whole = all(fall.hours is None for fall in falls)
    kinds = (kind for kind, pattern in _IN_NAMES.items() if pattern.search(name))
    kind = next(kinds, None) if repeats is None and is_whole else None
    new = NewClosedDay(
        name=name,
        first_day=span[0],
        last_day=span[1],
        kind=kind or ClosedKind.OWN_ABSENCE,
        hours=_usual_hours(falls),
        repeats=repeats,
        agency_id=file.agency_id,
        municipality="" if file.agency_id else file.municipality,
    )
    return Placed(new, falls)


def _usual_hours(falls: Sequence[Fall]) -> Hours | None:
    """The first hours, where each fall has some: summer time or a moved one has others.

    What lasts over midnight has none that stand for all.
    """
    hours = [fall.hours for fall in falls]
    over_night = any(each and (each[0] == time.min or each[1] == DAYS_END) for each in hours)
    return hours[0] if hours and None not in hours and not over_night else None


def _names(series: Series) -> tuple[tuple[str, str], ...]:
    master = series.get("")
    if master is None:
        return ()
    return tuple(
        (one.instance, one.name)
        for one in series.values()
        if one.instance and not one.is_out and one.name != master.name
    )


def _repeats(events: Sequence[Instance], falls: Sequence[Fall]) -> Recurrence | None:
    """How a row says that it comes back; None for one span that is told by one event."""
    if len(falls) == 1 and not falls[0].name and is_single(events):
        return None
    rule = simple_rule(events) or {}
    days = rule.get("BYDAY", "")
    others = set(rule) - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "BYDAY", "WKST"}
    is_daylong = all(fall.first_day == fall.last_day for fall in falls)
    weekdays = {fall.first_day.weekday() for fall in falls}
    if others or not is_daylong or len(weekdays) != 1 or max(weekdays) > 4:
        return Recurrence(Rhythm.CALENDAR, 0)
    (weekday,) = weekdays
    every = _RHYTHMS.get(rule.get("INTERVAL", "1"))
    if rule.get("FREQ") == "WEEKLY" and every and "," not in days:
        return Recurrence(every, weekday)
    nth = _MONTHLY.fullmatch(days)
    if rule.get("FREQ") == "MONTHLY" and rule.get("INTERVAL", "1") == "1" and nth:
        return Recurrence(Rhythm.MONTHLY, weekday, int(nth[1]))
    return Recurrence(Rhythm.CALENDAR, 0)


def findings_of(unread: Iterable[UnreadEvent]) -> Findings:
    """What could not be read, by the event's place in the file and its name."""
    found = Findings()
    for event in sorted(unread, key=lambda one: one.number):
        found.add(event.code, event.number, None, name=cut(event.name) or BUSY)
    return found


def unread_of(error: OddSeries | BadInput, event: EventIn) -> UnreadEvent:
    code = "calendar-event-old" if isinstance(error, BadInput) else "calendar-repeat-odd"
    return UnreadEvent(event.number, event.name, code)
