"""Terms to be planned, and the days of the shipped years on which they are closed."""

from __future__ import annotations

import csv
from datetime import date

from coordinator.core.settings import shipped_data
from coordinator.planning.score import Weights
from coordinator.terms.rules import closed_day
from coordinator.terms.views import ClosedDay, ClosedKind, TermDates, Window


def shipped(file: str) -> tuple[ClosedDay, ...]:
    with (shipped_data() / file).open(encoding="utf-8", newline="") as text:
        return tuple(
            closed_day(
                row["name"],
                date.fromisoformat(row["first_day"]),
                date.fromisoformat(row["last_day"]),
                ClosedKind(row["kind"]),
            )
            for row in csv.DictReader(text)
        )


BREAKS, OBSERVANCES = shipped("closed_days.csv"), shipped("observances.csv")


CODES = [f"{season}{year}" for year in range(2026, 2030) for season in ("VT", "HT")]


LATE = date(2027, 3, 31)


SHORT = TermDates(
    "VT2027",
    date(2027, 2, 1),
    date(2027, 3, 12),
    (
        Window(1, date(2027, 2, 1), date(2027, 2, 12)),
        Window(2, date(2027, 3, 1), date(2027, 3, 12)),
    ),
)


# Distances that a short term can tell apart.
TIGHT = Weights(distance=(10, 20), notice=5)
