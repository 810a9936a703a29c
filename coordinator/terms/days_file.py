"""Closed days from a file: a list (CSV or Excel) or a calendar.

Whatever the file is, it is read within bounds and nothing but :class:`BadInput` is raised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from coordinator.core.errors import BadInput
from coordinator.core.ics_days import MAX_EVENTS, CalendarDays, read_days
from coordinator.roster.list_findings import Findings
from coordinator.terms.days_list import DayRow, checked, read_list
from coordinator.terms.exceptions import spans_without
from coordinator.terms.views import ClosedKind, NewClosedDay, Recurrence, Rhythm

_BREAK: Final = re.compile(r"lov(et)?\b", re.IGNORECASE)


def read_rows(content: bytes, filename: str, *, today: date) -> tuple[DayRow, ...]:
    """The rows of the list, or the events of the calendar. What the file is decides.

    Raises:
        BadInput: for everything that cannot be read, with row and column where it lies.
    """
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BadInput("list-empty")
    head = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").upper()
    if head.startswith(b"BEGIN:VCALENDAR") or filename.lower().endswith((".ics", ".ical")):
        return _from_calendar(read_days(content, today=today))
    return read_list(content, filename)


# A calendar -------------------------------------------------------------------------------------


def _from_calendar(events: Sequence[CalendarDays]) -> tuple[DayRow, ...]:
    found = Findings()
    rows = []
    for event in events:
        if event.fault:
            found.add(event.fault, event.number, None, name=event.name)
            continue
        repeats = None
        if event.repeat is not None:
            repeat = event.repeat
            repeats = Recurrence(Rhythm(repeat.every), repeat.weekday, repeat.nth)
        is_break = repeats is None and event.hours is None and _BREAK.search(event.name)
        new = NewClosedDay(
            name=event.name,
            first_day=event.first_day,
            last_day=event.last_day,
            kind=ClosedKind.SCHOOL_BREAK if is_break else ClosedKind.OWN_ABSENCE,
            hours=event.hours,
            repeats=repeats,
        )
        if checked(new, event.number, found, None, None):
            spans = spans_without(event.first_day, event.last_day, repeats, event.left_out)
            rows += [
                DayRow(event.number, replace(new, first_day=first, last_day=last))
                for first, last in spans
            ]
        if len(rows) > MAX_EVENTS:
            raise BadInput("calendar-too-many", most=MAX_EVENTS)
    found.refuse()
    return tuple(rows)
