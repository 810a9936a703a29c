"""The record of a meeting: notes item by item, and its decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, plain, points_to, typed
from coordinator.core.database import Versioned
from coordinator.core.translation import N_
from coordinator.minutes.lifecycle import MinutesState


class Minutes(Versioned, table=True):
    __tablename__ = "minutes"
    in_log: ClassVar[str | None] = N_("meeting notes")
    __table_args__ = (UniqueConstraint("meeting_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    meeting_id: int = points_to("meeting.id")
    state: str = made("draft", log=N_("state"), is_shown=True, of=MinutesState)
    adjuster_id: int | None = points_to("person.id", nullable=True, log=N_("adjuster"))
    # The adjuster has read the notes that are out for comments and said yes.
    agreed_at: datetime | None = moment(log=N_("the adjuster agreed"), nullable=True, is_shown=True)
    agreement_by_id: int | None = points_to(
        "person.id", nullable=True, log=N_("agreement written down by")
    )
    agreed_text: str | None = made(None, log=None)  # a digest of what stood there then
    circulated_on: date | None = plain(None, log=N_("circulated"), is_shown=True)
    comments_by: date | None = plain(None, log=N_("comments until"), is_shown=True)
    approved_on: date | None = plain(None, log=N_("approved on"), is_shown=True)
    sent_on: date | None = plain(None, log=N_("sent out on"), is_shown=True)
    # a number in the register
    registration_number: str | None = typed(
        None, log=N_("registration number"), is_looked_through=False
    )


class CommentRequest(SQLModel, table=True):
    """Somebody was asked to comment on a meeting's notes, and may read them while they are out."""

    __tablename__ = "comment_request"
    in_log: ClassVar[str | None] = N_("request for comments")
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    meeting_id: int = points_to("meeting.id")
    person_id: int = points_to("person.id")


class Note(Versioned, table=True):
    """What is written under one agenda item."""

    __tablename__ = "note"
    in_log: ClassVar[str | None] = N_("note")
    __table_args__ = (UniqueConstraint("agenda_item_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    meeting_id: int = points_to("meeting.id")
    agenda_item_id: int = points_to("agenda_item.id")
    text: str = typed("", in_minutes=True, log=N_("text"))
    saved_at: datetime | None = moment(log=N_("saved"), nullable=True)
    saved_by_id: int | None = points_to("person.id", nullable=True, log=N_("saved by"))
    # When the log's entry was written that tells of this stretch of writing; see usecases/notes.py.
    stretch_at: datetime | None = moment(log=N_("in the log since"), nullable=True)
    # Nothing is kept that builds on a version before this one: somebody was protected since.
    protected_version: int | None = plain(None, log=N_("version since a protection"))


class NoteDraft(SQLModel, table=True):
    """A writer's text that could not be saved: somebody else had saved the note in between.

    It waits here, with the version it was built on, until its writer has chosen between the two,
    also when the page is left or the server stops.
    """

    __tablename__ = "note_draft"
    in_log: ClassVar[str | None] = N_("note that waits")
    __table_args__ = (UniqueConstraint("agenda_item_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    agenda_item_id: int = points_to("agenda_item.id")
    person_id: int = points_to("person.id")
    base_version: int = plain(log=N_("version it builds on"))
    base_text: str = typed(log=N_("text it builds on"))


class Decision(Versioned, table=True):
    """Numbered once within its meeting (``VT2027-1 § 4``); a number is never used again."""

    __tablename__ = "decision"
    in_log: ClassVar[str | None] = N_("decision")
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    meeting_id: int = points_to("meeting.id")
    agenda_item_id: int = points_to("agenda_item.id")
    number: int = plain(log=N_("number"), is_shown=True)
    text: str = typed(in_minutes=True, log=N_("text"))
    is_withdrawn: bool = plain(False, log=N_("is withdrawn"), is_shown=True)
