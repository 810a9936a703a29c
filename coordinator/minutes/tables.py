"""The record of a meeting: notes item by item, and its decisions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, typed
from coordinator.core.database import Versioned, key, utc_column


class Minutes(Versioned, table=True):
    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    meeting_id: int = Field(sa_column=key(to="meeting.id"))
    state: str = made("draft")  # draft, circulated, approved, sent
    adjuster_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    circulated_on: date | None = None
    comments_by: date | None = None
    approved_on: date | None = None
    sent_on: date | None = None
    registration_number: str | None = typed(None)


class Note(Versioned, table=True):
    """What is written under one agenda item."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("agenda_item_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    meeting_id: int = Field(sa_column=key(to="meeting.id"))
    agenda_item_id: int = Field(sa_column=key(to="agenda_item.id"))
    text: str = typed("", in_minutes=True)
    saved_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    saved_by_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    # When the log's entry was written that tells of this stretch of writing; see notes.goes_on.
    stretch_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    # Nothing is kept that builds on a version before this one: somebody was protected since.
    protected_version: int | None = None


class NoteDraft(SQLModel, table=True):
    """A writer's text that could not be saved: somebody else had saved the note in between.

    It waits here, with the version it was built on, until its writer has chosen between the two,
    also when the page is left or the server stops.
    """

    __tablename__ = "note_draft"
    __table_args__ = (UniqueConstraint("agenda_item_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    agenda_item_id: int = Field(sa_column=key(to="agenda_item.id"))
    person_id: int = Field(sa_column=key(to="person.id"))
    base_version: int
    base_text: str = typed()


class Decision(Versioned, table=True):
    """Numbered once within its meeting (``VT2027-1 § 4``); a number is never used again."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    meeting_id: int = Field(sa_column=key(to="meeting.id"))
    agenda_item_id: int = Field(sa_column=key(to="agenda_item.id"))
    number: int
    text: str = typed(in_minutes=True)
    is_withdrawn: bool = False
