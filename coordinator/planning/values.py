"""The words of planning: wishes, proposals with their reasons, objections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, Literal

from coordinator.core.translation import N_
from coordinator.core.worded import Drawn, Look
from coordinator.terms.views import ClosedKind


@dataclass(frozen=True, order=True)
class OffHours:
    """A part of a weekday (Monday is 0) that never suits; the end is not included."""

    weekday: int
    start: time
    end: time


OFFICE_HOURS: Final = (time(9), time(16))


@dataclass(frozen=True)
class Wishes:
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
class Warned:
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
    warnings: tuple[Warned, ...]
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
    ``relaxation`` is then the smallest change that would let the term have its meetings: nothing
    with fewer parts does. Empty where no change of wishes or own closed days would.
    """

    term_code: str
    wanted: int
    proposals: tuple[Proposal, ...]
    blocked: tuple[Blocked, ...]
    alternatives: tuple[tuple[ProposedMeeting, ...], ...] = ()
    hindrance: Reason | None = None
    relaxation: tuple[Reason, ...] = ()


Gravity = Literal["refuse", "ask", "inform"]


@dataclass(frozen=True)
class Objection:
    """What speaks against a date: ``refuse`` ends it, ``ask`` wants a yes, ``inform`` is told."""

    kind: Gravity
    code: str
    params: tuple[tuple[str, Any], ...] = ()
