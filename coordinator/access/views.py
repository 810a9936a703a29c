"""What leaves the access room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coordinator.access.actor import GroupChoice, Role


class LinkState(StrEnum):
    GOOD = "good"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SessionView:
    """A living session and the groups its person may enter, in the order of their names."""

    id: int
    person_id: int | None
    is_founder: bool
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Grant:
    """The roles a session's person holds in one group."""

    group: GroupView
    roles: frozenset[Role]

    @property
    def choice(self) -> GroupChoice:
        return GroupChoice(self.group.slug, self.group.name)


@dataclass(frozen=True)
class OwnSession:
    """One of a person's own signed-in browsers. ``way``: link, code, or a provider's name."""

    id: int
    way: str
    device: str
    since: datetime
    seen_at: datetime
    is_this: bool


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
