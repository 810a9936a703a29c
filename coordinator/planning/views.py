"""What leaves the planning room besides the plan itself (``rules.Plan``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from coordinator.planning.values import Plan
from coordinator.terms.views import ClosedDay, TermDates

NEEDS_REASON: Final = "extra-needs-reason"
"""The code of the objection that wants words, not a yes."""


@dataclass(frozen=True)
class TermCalendar:
    """A term with everything worth knowing about its days.

    ``days`` are closed, doubtful and observed days that touch the weeks shown; ``booked`` are
    days of standing meetings with their codes, in order.
    """

    term: TermDates
    days: tuple[ClosedDay, ...]
    booked: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class TermPlan:
    """Proposals for a term, the time they are made for (``duration`` in minutes), its calendar."""

    plan: Plan
    calendar: TermCalendar
    start: time
    duration: int
