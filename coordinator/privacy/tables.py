"""Where somebody protected stands in other groups of the installation, and what came of asking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made
from coordinator.core.database import key, utc_column


class Elsewhere(SQLModel, table=True):
    """Somebody protected in ``group_id`` had a mailbox that another group's person has too.

    Noted when the person is protected, since the address is gone afterwards; nothing here names
    anybody. ``state``: ``known`` (``shared`` where several people of ``group_id`` read the
    mailbox) until somebody asks on the person's own wish, then ``hidden``, or ``asked`` where
    several people read it; ``shown`` and ``decided`` are the answers.
    """

    __tablename__ = "elsewhere"
    __table_args__ = (UniqueConstraint("group_id", "other_person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))  # where it began
    person_id: int = Field(sa_column=key(to="person.id"))
    other_group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    other_person_id: int = Field(sa_column=key(to="person.id"))
    state: str = made("known")
    asked_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    decided_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
