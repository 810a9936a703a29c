"""What leaves the planning room besides the plan itself (``rules.Plan``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from coordinator.planning.hosts import HostChoice
from coordinator.planning.values import Member, OffHours, Plan
from coordinator.terms.views import ClosedDay, TermDates

NEEDS_REASON: Final = "extra-needs-reason"
"""The code of the objection that wants words, not a yes."""

SAID_BESIDE: Final = frozenset(
    {"day-is-doubtful", "day-outside-term", "day-misses-required", "day-below-quorum"}
)
"""Questions that a list of proposed days answers by standing in words beside each day."""


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
    """Proposals for a term, the time they are made for (``duration`` in minutes), its calendar.

    ``members`` are the member agencies, ``hosts`` those who may be host, whose turn it is first.
    ``off`` are the hours that were left out. ``estimated`` are the municipalities whose school
    breaks of the term nobody has entered.
    """

    plan: Plan
    calendar: TermCalendar
    start: time
    duration: int
    members: tuple[Member, ...] = ()
    hosts: tuple[HostChoice, ...] = ()
    off: tuple[OffHours, ...] = ()
    estimated: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanningSettingsView:
    """What the group has settled; ``weights`` by name in tenths of a point, days in days.

    ``version`` is 0 as long as everything is as usual.
    """

    weights: Mapping[str, int]
    off: tuple[OffHours, ...]
    required: tuple[int, ...]
    version: int = 0
