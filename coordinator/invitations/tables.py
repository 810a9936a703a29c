"""Answers to an invitation."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from coordinator.core.columns import made, moment, points_to
from coordinator.core.database import Versioned
from coordinator.core.translation import N_
from coordinator.invitations.views import Answer, ReplySource


class Reply(Versioned, table=True):
    """A person's latest answer for one meeting, with where it came from."""

    __tablename__ = "reply"
    in_log: ClassVar[str | None] = N_("answer")
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    meeting_id: int = points_to("meeting.id")
    person_id: int = points_to("person.id")
    answer: str = made(log=N_("answer"), is_shown=True, of=Answer)
    # link and mail come with their channels
    source: str = made(log=N_("where from"), is_shown=True, of=ReplySource)
    substitute_id: int | None = points_to("person.id", nullable=True, log=N_("substitute"))
    answered_at: datetime = moment(log=N_("answered"))
