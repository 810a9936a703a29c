"""What a group has chosen about planning; without a row everything is as usual."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made
from coordinator.core.database import Versioned, key


class PlanningSettings(Versioned, table=True):
    """One row per group. ``weights`` as ``notice=four_weeks``: priorities that are not usual."""

    __tablename__ = "planning_settings"
    __table_args__ = (UniqueConstraint("group_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    weights: str = made("")
    off_hours: str = made("")  # as "thu-am fri-pm": never proposed


class QuorumAgency(SQLModel, table=True):
    """An agency without which the group does not count itself as gathered."""

    __tablename__ = "quorum_agency"
    __table_args__ = (UniqueConstraint("group_id", "agency_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    agency_id: int = Field(sa_column=key(to="agency.id"))
