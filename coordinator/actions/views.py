"""What leaves the actions room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PointState(StrEnum):
    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"
    WRITTEN_OFF = "written_off"


OPEN_STATES = frozenset({PointState.OPEN, PointState.UNDER_WAY})


class InfoState(StrEnum):
    PLANNED = "planned"
    DECIDED = "decided"
    UNDER_WAY = "under_way"
    DONE = "done"
    EVALUATED = "evaluated"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class InfoKind(StrEnum):
    CAMPAIGN = "campaign"
    TRAINING = "training"
    LECTURE = "lecture"
    MATERIAL = "material"
    OUTREACH = "outreach"


@dataclass(frozen=True)
class ActionPointView:
    """A task from a meeting. ``is_overdue``: open with a due day before today."""

    id: int
    code: str
    text: str
    agency_id: int | None
    agency_name: str | None
    due_day: date | None
    state: PointState
    is_overdue: bool
    meeting_code: str | None
    agenda_item_id: int | None
    item_number: int | None
    closed_on: date | None
    closed_meeting_code: str | None
    result: str | None
    version: int

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class ActionPointPage:
    """Overdue first, then by due day; closed ones newest first."""

    points: tuple[ActionPointView, ...]
    total: int
    open: int
    overdue: int


@dataclass(frozen=True)
class InformationActionView:
    """``reach`` in people, ``cost`` in whole SEK."""

    id: int
    code: str
    title: str
    kind: InfoKind
    audience: str | None
    first_day: date | None
    last_day: date | None
    lead_agency_id: int | None
    lead_agency_name: str | None
    partners: tuple[tuple[int, str], ...]  # agency id and name
    channel: str | None
    material: str | None
    reach: int | None
    cost: int | None
    evaluation: str | None
    effect: str | None
    state: InfoState
    meeting_code: str | None
    version: int


@dataclass(frozen=True)
class InformationActionPage:
    """Newest first; ``counts`` by state over the whole group."""

    actions: tuple[InformationActionView, ...]
    total: int
    counts: tuple[tuple[InfoState, int], ...]
    years: tuple[int, ...]
