"""One meeting's life: the gathering, its agenda, who was there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, named, typed, whole
from coordinator.core.database import Versioned, key, utc_column


class Meeting(Versioned, table=True):
    """A gathering. Nothing is deleted: a cancelled meeting stays, a moved one keeps its uid.

    ``vevent`` is the serialized calendar entry, rebuilt whenever the row changes, so that a feed
    is a join of stored text.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("group_id", "code"),
        UniqueConstraint("group_id", "uid"),
        Index("ix_meeting_group_start", "group_id", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    code: str = made()
    term_code: str = made(index=True)
    number: int
    uid: str = made()
    sequence: int = 0
    state: str = made()  # planned, under_way, held, cancelled
    title: str = typed("Samverkansmöte")
    starts_at: datetime = Field(sa_column=utc_column())
    ends_at: datetime = Field(sa_column=utc_column())
    zone: str = made("Europe/Stockholm")
    mode: str = made("physical")  # physical, digital, hybrid
    venue: str | None = typed(None)
    venue_kind: str = made("open")  # open, told_separately, protected (then no venue is here)
    joining_link: str | None = whole(None)  # only in the recipient's own mail and personal page
    host_agency_id: int | None = Field(default=None, sa_column=key(to="agency.id", nullable=True))
    theme: str | None = typed(None, in_minutes=True)
    chair_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    secretary_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    extra_reason: str | None = typed(None)
    moved_from: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    change_reason: str | None = typed(None)
    invited_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    reply_by: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    started_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    current_item_id: int | None = None
    approved_on: date | None = None  # its notes: what they tell of it is not changed from then on
    vevent: str = named("")
    changed_at: datetime = Field(sa_column=utc_column())

    @property
    def is_approved(self) -> bool:
        return self.approved_on is not None


class AgendaItem(Versioned, table=True):
    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    meeting_id: int = Field(sa_column=key(to="meeting.id"))
    number: int
    kind: str = made()  # opening ... next (data/agenda.yaml), or other
    title: str = typed(in_minutes=True)
    duration: int  # planned, in whole minutes of time
    presenter_agency_id: int | None = Field(
        default=None, sa_column=key(to="agency.id", nullable=True)
    )
    opened_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    seconds_used: int = 0
    is_done: bool = False


class Attendance(SQLModel, table=True):
    """One person's, or one agency's, outcome at a meeting, with names as they were that day.

    Rows are made when the meeting starts, so roster changes never rewrite them. A row without
    person speaks for the agency. A protected person's row never holds a name.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "agency_id", "person_id"),
        Index("ix_attendance_group_agency", "group_id", "agency_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    meeting_id: int = Field(sa_column=key(to="meeting.id"))
    agency_id: int = Field(sa_column=key(to="agency.id"))
    person_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    agency_name: str = typed(in_minutes=True)
    person_name: str | None = typed(None, in_minutes=True)
    duty: str = made("representative")  # representative, substitute, co_opted
    is_member: bool = True
    outcome: str = made("expected")  # expected, present, substitute, apologies, absent
    substitute_for_id: int | None = Field(
        default=None, sa_column=key(to="person.id", nullable=True)
    )


class VenueTold(SQLModel, table=True):
    """A person has been told a place that is told separately: by code, or ticked as by phone."""

    __tablename__ = "venue_told"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    meeting_id: int = Field(sa_column=key(to="meeting.id"))
    person_id: int = Field(sa_column=key(to="person.id"))
    how: str = made()  # code, phone
    told_at: datetime = Field(sa_column=utc_column())
