"""Days that ship with the product: estimates to be edited, and days worth knowing about."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache

from coordinator.core.settings import shipped_data
from coordinator.terms.views import ClosedDay, DayKind, usual_effect


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
            ClosedDay(
                name=row["name"],
                first_day=date.fromisoformat(row["first_day"]),
                last_day=date.fromisoformat(row["last_day"]),
                kind=DayKind(row["kind"]),
                effect=usual_effect(DayKind(row["kind"])),
            )
            for row in csv.DictReader(file)
        )


def laid_under(shipped: Iterable[ClosedDay], own: Iterable[ClosedDay]) -> list[ClosedDay]:
    """The shipped days that the group has not replaced.

    A group's own row of the same name and kind in the same year stands in a shipped day's place:
    that is how an estimate is edited.
    """
    replaced = {(day.name.casefold(), day.kind, day.first_day.year) for day in own}
    return [
        day
        for day in shipped
        if (day.name.casefold(), day.kind, day.first_day.year) not in replaced
    ]
