"""The group everything belongs to, and the roles that people hold in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, named, typed
from coordinator.core.database import Versioned, key, utc_column


class CollaborationGroup(Versioned, table=True):
    """A standing group. Every other row carries its key, so no query crosses groups by mistake."""

    __tablename__ = "collaboration_group"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = made(unique=True)
    name: str = typed()
    municipality: str = typed()
    meetings_per_term: int = 2
    quorum_agencies: int | None = None
    minutes_heading: str = typed("Minnesanteckningar")
    usual_start: str = made("13:30")
    usual_duration: int = 120  # in whole minutes of time
    is_demo: bool = False
    mailbox: str | None = named(None)  # the function mailbox that letters come from, answers go to


class RoleGrant(SQLModel, table=True):
    """A person's role in one group. Granted by a coordinator, never by an import."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("group_id", "person_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    person_id: int = Field(sa_column=key(to="person.id"))
    role: str = made()
    granted_at: datetime = Field(sa_column=utc_column())
