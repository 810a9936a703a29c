"""What leaves the actions room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from coordinator.actions.lifecycle import OPEN_STATES, InfoState, PointState
from coordinator.core.translation import N_
from coordinator.core.worded import Worded


class InfoKind(Worded):
    CAMPAIGN = "campaign", N_("campaign")
    TRAINING = "training", N_("training")
    LECTURE = "lecture", N_("lecture")
    MATERIAL = "material", N_("material")
    OUTREACH = "outreach", N_("outreach")


@dataclass(frozen=True)
class ReportView:
    """What the agency says; ``is_done`` asks the coordinator to close the point."""

    text: str
    is_done: bool
    reported_at: datetime


@dataclass(frozen=True)
class ActionPointView:
    """A task from a meeting. ``is_overdue``: open with a due day before today.

    ``report`` is the newest one, if the agency has reported at all.
    """

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
    report: ReportView | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class ActionPointPage:
    """Open ones by due day, so the overdue first; closed ones newest first.

    ``total`` counts what was asked for; ``open`` and ``overdue`` all that the actor may see.
    """

    points: tuple[ActionPointView, ...]
    total: int
    open: int
    overdue: int


@dataclass(frozen=True)
class InformationActionView:
    """``reach`` in people, ``cost`` in whole SEK.

    ``asks_for_effect``: 30 days have gone since it was done, and nobody has told what came of it.
    """

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
    asks_for_effect: bool
    meeting_code: str | None
    version: int
    agenda_item_id: int | None = None  # under which it was planned


@dataclass(frozen=True)
class InformationActionPage:
    """Newest first. ``counts`` by state and ``years`` tell of the whole group."""

    actions: tuple[InformationActionView, ...]
    total: int
    counts: tuple[tuple[InfoState, int], ...]
    years: tuple[int, ...]


class InfoFields(TypedDict, total=False):
    """What is typed about an information action; what is left out stays as it is.

    ``reach`` in people, ``cost`` in whole SEK; ``partner_ids`` are agencies.
    """

    title: str
    kind: str
    audience: str | None
    first_day: date | None
    last_day: date | None
    lead_agency_id: int | None
    partner_ids: Collection[int]
    channel: str | None
    material: str | None
    cost: int | None
    reach: int | None
    evaluation: str | None
    effect: str | None
