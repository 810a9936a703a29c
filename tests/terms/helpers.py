"""Closed days that come back, with their falls, for tests that use no database."""

from __future__ import annotations

from dataclasses import replace

from coordinator.terms.recurrence import Source
from coordinator.terms.views import ClosedDay


def counted(day: ClosedDay) -> ClosedDay:
    """The day as a use case would hand it out."""
    if day.repeats is None:
        return day
    source = Source(day.first_day, day.last_day, day.hours, day.repeats)
    return replace(day, falls=source.falls(day.first_day, day.last_day))
