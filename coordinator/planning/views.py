"""What goes into and out of planning: times asked for, proposals with reasons, objections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, Literal

from coordinator.core.translation import N_
from coordinator.core.worded import Drawn, Look
from coordinator.planning.hosts import HostChoice
from coordinator.planning.priorities import Priorities
from coordinator.terms.views import ClosedDay, ClosedKind, TermDates

NEEDS_REASON: Final = "extra-needs-reason"
"""The code of the objection that wants words, not a yes."""

SAID_BESIDE: Final = frozenset(
    {"day-is-doubtful", "day-outside-term", "day-misses-required", "day-below-quorum"}
)
"""Questions that a list of proposed days answers by standing in words beside each day."""


@dataclass(frozen=True, order=True)
class OffHours:
    """A part of a weekday (Monday is 0) that never suits; the end is not included."""

    weekday: int
    start: time
    end: time


OFFICE_HOURS: Final = (time(9), time(16))


@dataclass(frozen=True)
class RequestedTimes:
    """What the coordinator asks for. Weekdays: Monday is 0. ``duration`` in whole minutes.

    ``off`` are parts of weekdays that are turned off, such as Thursday mornings.
    """

    weekdays: tuple[int, ...] = (1, 2, 3)
    between: tuple[time, time] = OFFICE_HOURS
    start: time = time(13, 30)
    duration: int = 120
    off: tuple[OffHours, ...] = ()


@dataclass(frozen=True)
class Member:
    """A member agency; ``is_required``: without it the group does not count as gathered."""

    id: int
    name: str
    is_required: bool = False


@dataclass(frozen=True, order=True)
class Busy:
    """A time when so many of the group's people already meet somewhere else; both ends aware."""

    start: datetime
    end: datetime
    people: int = 1


class Choice(Drawn):
    """What somebody, or an agency by the best answer of its people, says about one day."""

    YES = "yes", N_("yes"), Look("check_circle", "ok")
    IF_NEED_BE = "if_need_be", N_("if need be"), Look("contrast", "sub")
    NO = "no", N_("no"), Look("event_busy", "no")


Answers = Mapping[datetime, Mapping[int, Choice]]
"""Answers by agency id, for each candidate by its start."""


@dataclass(frozen=True)
class Coverage:
    """Which of ``of`` member agencies can come, as far as anybody knows: ids, in their order.

    ``unsure`` have been asked and have not answered yet; ``if_need_be`` are among those who can.
    """

    of: int
    can: int
    away: tuple[int, ...] = ()
    unsure: tuple[int, ...] = ()
    if_need_be: tuple[int, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """What makes a day doubtful, and its price in points."""

    kind: ClosedKind
    name: str
    price: float = 0


@dataclass(frozen=True)
class Reason:
    """Why, as a code with parameters; ``core.messages`` has the sentence.

    What is about one day has that ``day`` among its parameters.
    """

    code: str
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class ProposedMeeting:
    """A day and time; ``start`` and ``end`` are aware, in Stockholm.

    ``coverage`` is None where no members were given. ``reasons`` speak of this day alone.
    """

    day: date
    start: datetime
    end: datetime
    iso_week: int
    warnings: tuple[Doubt, ...]
    coverage: Coverage | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Days in order for all that the term lacks.

    ``score``: 100 is perfect, it may sink below 0; a campaign worth preparing lifts it a little.
    """

    meetings: tuple[ProposedMeeting, ...]
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Blocked:
    """A day of the term on which no meeting can be."""

    day: date
    name: str
    kind: ClosedKind


@dataclass(frozen=True)
class Plan:
    """Proposals, best first, of ``wanted`` meetings each: so many does the term still lack.

    ``alternatives`` are, for each place of the best proposal, further good days that go with its
    other days, best first. ``hindrance`` says what stands in the way when nothing is proposed;
    ``smallest_change`` then holds the fewest changes that would let the term have its meetings, of
    the times asked for or of own closed days. Empty where none would.
    """

    term_code: str
    wanted: int
    proposals: tuple[Proposal, ...]
    blocked: tuple[Blocked, ...]
    alternatives: tuple[tuple[ProposedMeeting, ...], ...] = ()
    hindrance: Reason | None = None
    smallest_change: tuple[Reason, ...] = ()


Gravity = Literal["refuse", "ask", "inform"]


@dataclass(frozen=True)
class Objection:
    """What speaks against a date: ``refuse`` ends it, ``ask`` wants a yes, ``inform`` is told."""

    kind: Gravity
    code: str
    params: tuple[tuple[str, Any], ...] = ()


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
    breaks of the term nobody has entered. ``has_people``: more agencies than one have somebody.
    """

    plan: Plan
    calendar: TermCalendar
    start: time
    duration: int
    members: tuple[Member, ...] = ()
    hosts: tuple[HostChoice, ...] = ()
    off: tuple[OffHours, ...] = ()
    estimated: tuple[str, ...] = ()
    has_people: bool = True


@dataclass(frozen=True)
class PlanningSettingsView:
    """What the group has chosen.

    ``version`` is 0 as long as everything is as usual.
    """

    priorities: Priorities
    off: tuple[OffHours, ...]
    required: tuple[int, ...]
    version: int = 0
