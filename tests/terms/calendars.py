"""Calendars read in, and what stands afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from coordinator.core.office import Office
from coordinator.terms import usecases as terms
from coordinator.terms.views import ClosedDay, DaysPreview, by_day
from tests.conftest import Cast

SPRING = (date(2027, 1, 1), date(2027, 6, 30))


def read_in(office: Office, cast: Cast, text: str, **whose: Any) -> DaysPreview:
    """As the page does it: looked at first, and what is done is what was said."""
    given = {"content": text.encode(), "filename": "kalender.ics", **whose}
    said = terms.preview_days(office, cast.coordinator, **given)
    done = terms.import_days(office, cast.coordinator, **given)
    assert said == done
    return done


def rows(office: Office, cast: Cast, span: tuple[date, date] = SPRING) -> list[ClosedDay]:
    found = terms.closed_days(office, cast.coordinator, first=span[0], last=span[1])
    return [day for day in found if day.id is not None]


def days(office: Office, cast: Cast, span: tuple[date, date] = SPRING) -> list[str]:
    """``0112 Personalmöte``, one for each day and cause."""
    there = by_day(rows(office, cast, span), *span)
    return [f"{day:%m%d} {one.name}" for day in sorted(there) for one in there[day]]
