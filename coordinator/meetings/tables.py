"""One meeting's life: the gathering, its agenda, who was there."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, named, plain, points_to, typed, whole
from coordinator.core.database import Versioned
from coordinator.core.translation import N_
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome, Said
from coordinator.meetings.views import ItemKind, Mode, ToldBy, VenueKind
from coordinator.roster.views import Duty


class Meeting(Versioned, table=True):
    """A gathering. Nothing is deleted: a cancelled meeting stays, a moved one keeps its uid.

    ``vevent`` is the serialized calendar entry, rebuilt whenever the row changes, so that a feed
    is a join of stored text.
    """

    __tablename__ = "meeting"
    in_log: ClassVar[str | None] = N_("meeting")
    __table_args__ = (
        UniqueConstraint("group_id", "code"),
        UniqueConstraint("group_id", "uid"),
        Index("ix_meeting_group_start", "group_id", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    code: str = made(log=N_("code"))
    term_code: str = made(index=True, log=N_("term"), is_shown=True, of=str)
    number: int = plain(log=N_("number"), is_shown=True)
    uid: str = made(log=N_("the calendar entry's number"))
    sequence: int = plain(0, log=N_("version of the calendar entry"), is_shown=True)
    state: str = made(log=N_("state"), is_shown=True, of=MeetingState)
    # a setting, neutral
    title: str = typed("Samverkansmöte", log=N_("title"), is_looked_through=False)
    starts_at: datetime = moment(log=N_("start"), is_shown=True)
    ends_at: datetime = moment(log=N_("end"), is_shown=True)
    zone: str = made("Europe/Stockholm", log=N_("time zone"))
    mode: str = made("physical", log=N_("in a room or digital"), is_shown=True, of=Mode)
    # an address by purpose
    venue: str | None = typed(None, log=N_("place"), is_looked_through=False)
    venue_kind: str = made("open", log=N_("kind of place"), is_shown=True, of=VenueKind)
    # only in the recipient's own mail and personal page
    joining_link: str | None = whole(
        None, log=N_("link to the digital meeting"), is_looked_through=False
    )
    host_agency_id: int | None = points_to("agency.id", nullable=True, log=N_("host"))
    theme: str | None = typed(None, in_minutes=True, log=N_("theme"))
    chair_id: int | None = points_to("person.id", nullable=True, log=N_("chair"))
    secretary_id: int | None = points_to("person.id", nullable=True, log=N_("secretary"))
    extra_reason: str | None = typed(None, log=N_("reason for an extra meeting"))
    moved_from: datetime | None = moment(log=N_("moved from"), nullable=True)
    change_reason: str | None = typed(None, log=N_("reason for the change"))
    invited_at: datetime | None = moment(log=N_("invitation sent"), nullable=True)
    reply_by: datetime | None = moment(log=N_("answer by"), nullable=True)
    started_at: datetime | None = moment(log=N_("start of the meeting"), nullable=True)
    closed_at: datetime | None = moment(log=N_("time of closing"), nullable=True)
    current_item_id: int | None = plain(None, log=N_("item under way"))
    # its notes: what they tell of it is not changed from then on
    approved_on: date | None = plain(None, log=N_("approved on"), is_shown=True)
    vevent: str = named("", log=None)
    changed_at: datetime = moment(log=N_("time of the change"))

    @property
    def is_approved(self) -> bool:
        return self.approved_on is not None


class AgendaItem(Versioned, table=True):
    __tablename__ = "agenda_item"
    in_log: ClassVar[str | None] = N_("agenda item")
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    meeting_id: int = points_to("meeting.id")
    number: int = plain(log=N_("number"), is_shown=True)
    kind: str = made(log=N_("kind"), is_shown=True, of=ItemKind)
    title: str = typed(in_minutes=True, log=N_("title"))
    # planned, in whole minutes of time
    duration: int = plain(log=N_("length in minutes"), is_shown=True)
    # an agency, or a person of the roster; never both
    presenter_agency_id: int | None = points_to(
        "agency.id", nullable=True, log=N_("presenting agency")
    )
    presenter_person_id: int | None = points_to(
        "person.id", nullable=True, log=N_("presenting person")
    )
    opened_at: datetime | None = moment(log=N_("time of opening"), nullable=True)
    seconds_used: int = plain(0, log=N_("seconds used"))
    is_done: bool = plain(False, log=N_("done"), is_shown=True)


class Attendance(SQLModel, table=True):
    """One person's, or one agency's, outcome at a meeting, with names as they were that day.

    Rows are made when the meeting starts, so roster changes never rewrite them. A row without
    person speaks for the agency. A protected person's row never holds a name.
    """

    __tablename__ = "attendance"
    in_log: ClassVar[str | None] = N_("attendance")
    __table_args__ = (
        UniqueConstraint("meeting_id", "agency_id", "person_id"),
        Index("ix_attendance_group_agency", "group_id", "agency_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    meeting_id: int = points_to("meeting.id")
    agency_id: int = points_to("agency.id")
    person_id: int | None = points_to("person.id", nullable=True)
    # a name as it was that day
    agency_name: str = typed(in_minutes=True, log=N_("name of the agency"), is_looked_through=False)
    # a name as it was that day
    person_name: str | None = typed(
        None, in_minutes=True, log=N_("name of the person"), is_looked_through=False
    )
    duty: str = made("representative", log=N_("duty"), is_shown=True, of=Duty)
    is_member: bool = plain(True, log=N_("counted among the agencies"))
    outcome: str = made("expected", log=N_("outcome"), is_shown=True, of=Outcome)
    substitute_for_id: int | None = points_to("person.id", nullable=True, log=N_("substitute for"))
    # told before coming; a tile goes back to it
    said: str | None = made(None, log=N_("told beforehand"), is_shown=True, of=Said)
    said_substitute_id: int | None = points_to(
        "person.id", nullable=True, log=N_("announced substitute")
    )


class VenueTold(SQLModel, table=True):
    """A person has been told a place that is told separately: by code, or ticked as by phone."""

    __tablename__ = "venue_told"
    in_log: ClassVar[str | None] = N_("told place")
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    meeting_id: int = points_to("meeting.id")
    person_id: int = points_to("person.id", is_shown=True)
    how: str = made(log=N_("how"), is_shown=True, of=ToldBy)
    told_at: datetime = moment(log=N_("told"))
