"""Tasks given at meetings, and information actions for people outside the group."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.actions.lifecycle import InfoState, PointState
from coordinator.actions.views import InfoKind
from coordinator.core.columns import made, moment, plain, points_to, typed
from coordinator.core.database import Versioned
from coordinator.core.translation import N_


class ActionPoint(Versioned, table=True):
    __tablename__ = "action_point"
    in_log: ClassVar[str | None] = N_("action point")
    __table_args__ = (UniqueConstraint("group_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    # AP-2026-07, numbered once per group and year
    code: str = made(log=N_("code"))
    text: str = typed(log=N_("text"))
    agency_id: int | None = points_to("agency.id", nullable=True)
    due_day: date | None = plain(None, index=True, log=N_("due day"), is_shown=True)
    state: str = made("open", index=True, log=N_("state"), is_shown=True, of=PointState)
    meeting_id: int | None = points_to("meeting.id", nullable=True)
    agenda_item_id: int | None = points_to("agenda_item.id", nullable=True)
    closed_on: date | None = plain(None, log=N_("day of closing"), is_shown=True)
    closed_meeting_id: int | None = points_to(
        "meeting.id", nullable=True, log=N_("closed at the meeting")
    )
    result: str | None = typed(None, log=N_("result"))


class ActionReport(SQLModel, table=True):
    """What an agency says about its action point; closing it is the coordinator's."""

    __tablename__ = "action_report"
    in_log: ClassVar[str | None] = N_("report on an action point")

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    action_point_id: int = points_to("action_point.id")
    person_id: int | None = points_to("person.id", nullable=True)
    text: str = typed(log=N_("text"))
    is_done: bool = plain(False, log=N_("done"))
    reported_at: datetime = moment(log=N_("reported"))


class InformationAction(Versioned, table=True):
    __tablename__ = "information_action"
    in_log: ClassVar[str | None] = N_("information action")
    __table_args__ = (UniqueConstraint("group_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    # INFO-08, numbered once per group
    code: str = made(log=N_("code"))
    title: str = typed(log=N_("title"))
    kind: str = made(log=N_("kind"), of=InfoKind)
    audience: str | None = typed(None, log=N_("audience"))
    first_day: date | None = plain(None, index=True, log=N_("first day"))
    last_day: date | None = plain(None, log=N_("last day"))
    lead_agency_id: int | None = points_to("agency.id", nullable=True, log=N_("responsible agency"))
    channel: str | None = typed(None, log=N_("channel"))
    material: str | None = typed(None, log=N_("material"))
    # people
    reach: int | None = plain(None, log=N_("reached"))
    # whole SEK
    cost: int | None = plain(None, log=N_("cost"))
    evaluation: str | None = typed(None, log=N_("evaluation"))
    effect: str | None = typed(None, log=N_("effect"))
    state: str = made("planned", index=True, log=N_("state"), is_shown=True, of=InfoState)
    meeting_id: int | None = points_to("meeting.id", nullable=True)
    agenda_item_id: int | None = points_to("agenda_item.id", nullable=True)


class InformationActionPartner(SQLModel, table=True):
    __tablename__ = "information_action_partner"
    in_log: ClassVar[str | None] = N_("partner in an information action")

    information_action_id: int = plain(
        foreign_key="information_action.id",
        primary_key=True,
        ondelete="CASCADE",
        log=N_("information action"),
    )
    agency_id: int = plain(foreign_key="agency.id", primary_key=True, index=True, log=N_("agency"))
    group_id: int = points_to("collaboration_group.id", log=None)
