"""The group everything belongs to, and the roles that people hold in it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.access.actor import Role
from coordinator.core.columns import made, moment, named, plain, points_to, typed
from coordinator.core.database import Versioned
from coordinator.core.translation import N_


class CollaborationGroup(Versioned, table=True):
    """A standing group. Every other row carries its key, so no query crosses groups by mistake."""

    __tablename__ = "collaboration_group"
    in_log: ClassVar[str | None] = N_("the group")

    id: int | None = Field(default=None, primary_key=True)
    slug: str = made(unique=True, log=N_("short name"))
    # the group's name
    name: str = typed(log=N_("name"), is_looked_through=False)
    # an organisation's name
    municipality: str = typed(log=N_("municipality"), is_looked_through=False)
    meetings_per_term: int = plain(2, log=N_("meetings per term"), is_shown=True)
    quorum_agencies: int | None = plain(None, log=N_("agencies needed"), is_shown=True)
    # a setting
    minutes_heading: str = typed(
        "Minnesanteckningar", log=N_("heading of the notes"), is_looked_through=False
    )
    usual_start: str = made("13:30", log=N_("usual time"), is_shown=True, of=str)
    # in whole minutes of time
    usual_duration: int = plain(120, log=N_("usual length"), is_shown=True)
    is_demo: bool = plain(False, log=N_("example data"))
    # the function mailbox that letters come from, answers go to
    mailbox: str | None = named(None, log=N_("mailbox"))


class RoleGrant(SQLModel, table=True):
    """A person's role in one group. Granted by a coordinator, never by an import."""

    __tablename__ = "role_grant"
    in_log: ClassVar[str | None] = N_("role")
    __table_args__ = (UniqueConstraint("group_id", "person_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    person_id: int = points_to("person.id", is_shown=True)
    role: str = made(log=N_("role"), is_shown=True, of=Role)
    granted_at: datetime = moment(log=N_("given"))
