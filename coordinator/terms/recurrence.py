"""Counts out on which days something that comes back falls.

Days typed by hand and series of a calendar go the same way through
:mod:`coordinator.core.calendar.read.series`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.coming_events import Instance
from coordinator.core.calendar.read.series import count_out
from coordinator.terms.views import FAR, LAST, WEEKS, Fall, Hours, Recurrence, Rhythm

Span = tuple[date, date]
SHORT: Final = timedelta(days=800)  # what is over within it is counted out whole
_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BEHIND, _AHEAD = 1, 3  # half-years beside today's


def around(today: date) -> Span:
    """The half-years around today: those that somebody may plan or look back at."""
    half = today.year * 2 + (today.month > 6)
    first, last = half - _BEHIND, half + _AHEAD
    return date(first // 2, 7 if first % 2 else 1, 1), _end_of_half(last)


def _end_of_half(half: int) -> date:
    return date(half // 2, 12, 31) if half % 2 else date(half // 2, 6, 30)


def whole_halves(first: date, last: date) -> Span:
    return (
        date(first.year, 7 if first.month > 6 else 1, 1),
        min(_end_of_half(last.year * 2 + (last.month > 6)), FAR),
    )


def span_to_count(first_day: date, last_day: date, today: date) -> Span:
    """The days for which a series is counted out when it is written."""
    if last_day - first_day <= SHORT:
        return first_day, last_day
    first, last = around(today)
    return max(first, first_day), min(last, last_day)


# Counting out -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """What says when something comes: the events of a calendar, or a rhythm typed by hand."""

    first_day: date
    last_day: date
    hours: Hours | None = None
    repeats: Recurrence | None = None
    left_out: frozenset[date] = frozenset()
    events: tuple[Instance, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # of events that bear another name, by instance

    def falls(self, first: date, last: date, budget: Budget | None = None) -> tuple[Fall, ...]:
        """Its falls between two days, both included.

        Raises:
            OddSeries: it cannot be counted out.
            BadInput: ``calendar-too-much``.
        """
        start, end = max(first, self.first_day), min(last, self.last_day)
        if end < start:
            return ()
        if self.events:
            names = dict(self.names)
            times = count_out(self.events, start, end, budget)
            found = [
                Fall(at.first_day, at.last_day, at.hours, names.get(at.instance, ""))
                for at in times
            ]
        elif self.repeats is not None and self.repeats.rhythm is not Rhythm.CALENDAR:
            times = count_out(
                [Instance("", _event(self.repeats, self.first_day), is_out=False)], start, end
            )
            found = [Fall(at.first_day, at.last_day, self.hours) for at in times]
        else:
            found = [Fall(self.first_day, self.last_day, self.hours)]
        cut = (_cut(fall, start, end) for fall in found)
        return tuple(piece for fall in cut if fall for piece in _without(fall, self.left_out))


def _cut(fall: Fall, first: date, last: date) -> Fall | None:
    if first <= fall.first_day and fall.last_day <= last:
        return fall
    start, end = max(fall.first_day, first), min(fall.last_day, last)
    return replace(fall, first_day=start, last_day=end) if start <= end else None


def _without(fall: Fall, out: Collection[date]) -> list[Fall]:
    """The fall without some of its days."""
    pieces = [fall]
    for day in sorted(out):
        last = pieces[-1]
        if not last.first_day <= day <= last.last_day:
            continue
        pieces.pop()
        if last.first_day < day:
            pieces.append(replace(last, last_day=day - _DAY))
        if day == last.last_day:
            return pieces
        pieces.append(replace(last, first_day=day + _DAY))
    return pieces


def _event(repeats: Recurrence, first_day: date) -> str:
    """A rhythm as an event. It starts on one of its days, or before the first: a start counts."""
    weekday = _WEEKDAYS[repeats.weekday]
    if repeats.rhythm is Rhythm.MONTHLY:
        start = first_day.replace(day=1) - _DAY
        nth = -1 if repeats.nth == LAST else repeats.nth
        rule = f"FREQ=MONTHLY;BYDAY={nth}{weekday}"
    else:
        weeks = WEEKS[repeats.rhythm]
        monday = first_day - timedelta(days=first_day.weekday())
        start = monday + timedelta(days=repeats.weekday)
        if start < first_day:
            start += timedelta(weeks=weeks)
        rule = f"FREQ=WEEKLY;INTERVAL={weeks};BYDAY={weekday}"
    return (
        f"BEGIN:VEVENT\r\nUID:typed\r\nDTSTART;VALUE=DATE:{start:%Y%m%d}\r\n"
        f"DTEND;VALUE=DATE:{start + _DAY:%Y%m%d}\r\nRRULE:{rule}\r\nEND:VEVENT\r\n"
    )
