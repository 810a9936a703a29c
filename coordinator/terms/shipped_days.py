"""Days that ship with the product: estimates to be edited, and days worth knowing about."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from coordinator.core.settings import shipped_data
from coordinator.terms.rules import closed_day, same_municipality
from coordinator.terms.views import ClosedDay, ClosedKind

NEAR = timedelta(weeks=8)


@cache
def estimates() -> tuple[ClosedDay, ...]:
    """School breaks, vacation weeks and elections, from ``data/closed_days.csv``."""
    return _read("closed_days.csv")


@cache
def observances() -> tuple[ClosedDay, ...]:
    """Awareness days and campaign weeks, from ``data/observances.csv``; they only inform."""
    return _read("observances.csv")


def _read(name: str) -> tuple[ClosedDay, ...]:
    with (shipped_data() / name).open(encoding="utf-8", newline="") as file:
        return tuple(
            replace(
                closed_day(
                    row["name"],
                    date.fromisoformat(row["first_day"]),
                    date.fromisoformat(row["last_day"]),
                    ClosedKind(row["kind"]),
                ),
                municipality=row.get("municipality") or "",
            )
            for row in csv.DictReader(file)
        )


def laid_under(
    shipped: Iterable[ClosedDay], own: Sequence[ClosedDay], home: str = ""
) -> list[ClosedDay]:
    """The shipped days that the group has not replaced. ``home`` is the group's municipality.

    A group's own row of the same name and kind that starts within some weeks stands in a shipped
    day's place: that is how an estimate is edited. The name alone would not do, because a year
    may hold two Christmas breaks. The very same days of the same kind replace it whatever their
    name. A row of another municipality stands beside an estimate for all; one of the group's own
    stands in its place.
    """
    whole = [row for row in own if row.agency_id is None and row.repeats is None]
    return [day for day in shipped if not any(_replaces(row, day, home) for row in whole)]


def laid_over(computed: Iterable[ClosedDay], own: Sequence[ClosedDay]) -> list[ClosedDay]:
    """The computed days that the group has not replaced.

    A row of the group's own of the same kind on the very same day stands in a computed one's
    place: that is how a bridge day or a half day gets another effect. Holidays are nobody's row.
    """
    whole = {
        (row.kind, row.first_day, row.last_day)
        for row in own
        if row.agency_id is None and not row.municipality and not row.hours and not row.repeats
    }
    return [day for day in computed if (day.kind, day.first_day, day.last_day) not in whole]


def _replaces(row: ClosedDay, day: ClosedDay, home: str) -> bool:
    if row.kind is not day.kind:
        return False
    is_same_span = (row.first_day, row.last_day) == (day.first_day, day.last_day)
    if row.municipality and not same_municipality(row.municipality, day.municipality or home):
        return is_same_span and not day.municipality
    return is_same_span or (
        row.name.casefold() == day.name.casefold() and abs(row.first_day - day.first_day) <= NEAR
    )
