"""What leaves the room of the entrance."""

from __future__ import annotations

from dataclasses import dataclass

from coordinator.access.actor import GroupChoice, Role
from coordinator.access.views import GroupView


@dataclass(frozen=True)
class Entry:
    """Somebody came in: the session cookie's token, and the page of ours to go on to."""

    cookie: str
    path: str


@dataclass(frozen=True)
class SharedBy:
    """One of several people behind a mailbox, by the name that everybody may see."""

    person_id: int
    name: str


@dataclass(frozen=True)
class SharedMailbox:
    """A group in which several people read the mailbox that got a link, and who they are."""

    group_name: str
    people: tuple[SharedBy, ...]


@dataclass(frozen=True)
class Standing:
    """What somebody is in one group today, worked out from that group's rows alone."""

    group: GroupView
    person_id: int
    name: str
    roles: frozenset[Role]
    agency_ids: frozenset[int]

    @property
    def choice(self) -> GroupChoice:
        return GroupChoice(self.group.slug, self.group.name, self.group.municipality)
