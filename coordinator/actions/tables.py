"""Tasks given at meetings, and information actions for people outside the group."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, typed
from coordinator.core.database import Versioned, key, utc_column


class ActionPoint(Versioned, table=True):
    __tablename__ = "action_point"
    __table_args__ = (UniqueConstraint("group_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    code: str = made()  # AP-2026-07, numbered once per group and year
    text: str = typed()
    agency_id: int | None = Field(default=None, sa_column=key(to="agency.id", nullable=True))
    due_day: date | None = Field(default=None, index=True)
    state: str = made("open", index=True)  # open, under_way, done, written_off
    meeting_id: int | None = Field(default=None, sa_column=key(to="meeting.id", nullable=True))
    agenda_item_id: int | None = Field(
        default=None, sa_column=key(to="agenda_item.id", nullable=True)
    )
    closed_on: date | None = None
    closed_meeting_id: int | None = Field(
        default=None, sa_column=key(to="meeting.id", nullable=True)
    )
    result: str | None = typed(None)


class ActionReport(SQLModel, table=True):
    """What an agency says about its action point; closing it is the coordinator's."""

    __tablename__ = "action_report"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    action_point_id: int = Field(sa_column=key(to="action_point.id"))
    person_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    text: str = typed()
    is_done: bool = False
    reported_at: datetime = Field(sa_column=utc_column())


class InformationAction(Versioned, table=True):
    __tablename__ = "information_action"
    __table_args__ = (UniqueConstraint("group_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    code: str = made()  # INFO-08, numbered once per group
    title: str = typed()
    kind: str = made()  # campaign, training, lecture, material, outreach
    audience: str | None = typed(None)
    first_day: date | None = Field(default=None, index=True)
    last_day: date | None = None
    lead_agency_id: int | None = Field(default=None, sa_column=key(to="agency.id", nullable=True))
    channel: str | None = typed(None)
    material: str | None = typed(None)
    reach: int | None = None  # people
    cost: int | None = None  # whole SEK
    evaluation: str | None = typed(None)
    effect: str | None = typed(None)
    state: str = made("planned", index=True)
    # planned, decided, under_way, done, evaluated, postponed, cancelled
    meeting_id: int | None = Field(default=None, sa_column=key(to="meeting.id", nullable=True))
    agenda_item_id: int | None = Field(
        default=None, sa_column=key(to="agenda_item.id", nullable=True)
    )


class InformationActionPartner(SQLModel, table=True):
    __tablename__ = "information_action_partner"

    information_action_id: int = Field(
        foreign_key="information_action.id", primary_key=True, ondelete="CASCADE"
    )
    agency_id: int = Field(foreign_key="agency.id", primary_key=True, index=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
