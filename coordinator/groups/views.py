"""What leaves the room of the groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coordinator.access.actor import Role


@dataclass(frozen=True)
class GroupView:
    id: int
    slug: str
    name: str
    municipality: str
    meetings_per_term: int
    quorum_agencies: int | None
    minutes_heading: str
    usual_start: str
    usual_duration: int
    is_demo: bool
    mailbox: str | None
    version: int


@dataclass(frozen=True)
class RoleHolder:
    """A person (by id) and a role held in the group."""

    person_id: int
    role: Role
    granted_at: datetime
