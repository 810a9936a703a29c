"""Closed days in words."""

from __future__ import annotations

from coordinator.core import dates
from coordinator.terms.views import FAR, ClosedDay
from coordinator.ui import day_fields


def words_of(day: ClosedDay) -> str:
    """``mån 22 feb – fre 26 feb 2027 (v. 8) · Skollov``."""
    first, last = day.first_day, day.last_day
    if last >= FAR:
        when = f"{dates.plain_day(first)} – {day_fields.words_of_end(last)}"
        rhythm = day_fields.words_of_rhythm(day)
        return " · ".join(part for part in (when, rhythm, day.kind.heading()) if part)
    weeks = dates.week(first)
    if dates.iso_week(first) != dates.iso_week(last):
        weeks += f"–{dates.iso_week(last)}"
    if first == last:
        when = f"{dates.short_day(first)} {first.year}"
    elif first.year == last.year:
        when = f"{dates.short_day(first)} – {dates.short_day(last)} {last.year}"
    else:
        when = f"{dates.plain_day(first)} – {dates.plain_day(last)}"
    rhythm = day_fields.words_of_rhythm(day)
    return " · ".join(part for part in (f"{when} ({weeks})", rhythm, day.kind.heading()) if part)
