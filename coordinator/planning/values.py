"""The words of planning: wishes, proposals with their reasons, objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from coordinator.terms.views import ClosedKind


@dataclass(frozen=True)
class Wishes:
    """What the coordinator asks for. Weekdays: Monday is 0. ``duration`` in whole minutes."""

    weekdays: tuple[int, ...] = (1, 2, 3)
    between: tuple[time, time] = (time(9), time(16))
    start: time = time(13, 30)
    duration: int = 120


@dataclass(frozen=True)
class Warned:
    """What makes a day doubtful."""

    kind: ClosedKind
    name: str


@dataclass(frozen=True)
class Reason:
    """Why, as a code with parameters; ``core.messages`` has the sentence.

    What is about one day has that ``day`` among its parameters.
    """

    code: str
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class ProposedMeeting:
    """A day and time; ``start`` and ``end`` are aware, in Stockholm."""

    day: date
    start: datetime
    end: datetime
    iso_week: int
    warnings: tuple[Warned, ...]


@dataclass(frozen=True)
class Proposal:
    """Days in order for all that the term lacks. ``score``: 100 is perfect, it may sink below 0."""

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
    other days, best first. ``hindrance`` says what stands in the way when nothing is proposed.
    """

    term_code: str
    wanted: int
    proposals: tuple[Proposal, ...]
    blocked: tuple[Blocked, ...]
    alternatives: tuple[tuple[ProposedMeeting, ...], ...] = ()
    hindrance: Reason | None = None


Gravity = Literal["refuse", "ask", "inform"]


@dataclass(frozen=True)
class Objection:
    """What speaks against a date: ``refuse`` ends it, ``ask`` wants a yes, ``inform`` is told."""

    kind: Gravity
    code: str
    params: tuple[tuple[str, Any], ...] = ()
