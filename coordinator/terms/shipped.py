"""Days that ship with the product: estimates to be edited, and days worth knowing about."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from coordinator.core.settings import shipped_data
from coordinator.terms.rules import closed_day
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
            closed_day(
                row["name"],
                date.fromisoformat(row["first_day"]),
                date.fromisoformat(row["last_day"]),
                ClosedKind(row["kind"]),
            )
            for row in csv.DictReader(file)
        )


def laid_under(shipped: Iterable[ClosedDay], own: Sequence[ClosedDay]) -> list[ClosedDay]:
    """The shipped days that the group has not replaced.

    A group's own row of the same name and kind that starts within some weeks stands in a shipped
    day's place: that is how an estimate is edited. The name alone would not do, because a year
    may hold two Christmas breaks.
    """
    return [day for day in shipped if not any(_replaces(row, day) for row in own)]


def _replaces(row: ClosedDay, day: ClosedDay) -> bool:
    return (
        row.kind is day.kind
        and row.name.casefold() == day.name.casefold()
        and abs(row.first_day - day.first_day) <= NEAR
    )
