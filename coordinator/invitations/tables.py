"""Answers to an invitation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from coordinator.core.columns import made
from coordinator.core.database import Versioned, key, utc_column


class Reply(Versioned, table=True):
    """A person's latest answer for one meeting, with where it came from."""

    __tablename__ = "reply"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    meeting_id: int = Field(sa_column=key(to="meeting.id"))
    person_id: int = Field(sa_column=key(to="person.id"))
    answer: str = made()  # accepted, declined, tentative, delegated, later
    source: str = made()  # import, typed (link and mail come with their channels)
    substitute_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    answered_at: datetime = Field(sa_column=utc_column())
