"""What a group has chosen about planning; without a row everything is as usual."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, points_to
from coordinator.core.database import Versioned
from coordinator.core.translation import N_
from coordinator.planning.off_hours import off_in_words
from coordinator.planning.priorities import priorities_in_words


class PlanningSettings(Versioned, table=True):
    """One row per group. ``weights`` as ``notice=four_weeks``: priorities that are not usual."""

    __tablename__ = "planning_settings"
    in_log: ClassVar[str | None] = N_("how dates are chosen")
    __table_args__ = (UniqueConstraint("group_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    weights: str = made("", log=N_("priorities"), is_shown=True, of=priorities_in_words)
    # as "thu-am fri-pm": never proposed
    off_hours: str = made("", log=N_("times that never work"), is_shown=True, of=off_in_words)


class QuorumAgency(SQLModel, table=True):
    """An agency without which the group does not count itself as gathered."""

    __tablename__ = "quorum_agency"
    in_log: ClassVar[str | None] = N_("agency that must be there")
    __table_args__ = (UniqueConstraint("group_id", "agency_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    agency_id: int = points_to("agency.id")
