"""What leaves the room of the entrance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coordinator.access.actor import GroupChoice, Role
from coordinator.core.translation import N_
from coordinator.core.worded import Worded
from coordinator.groups.views import GroupView


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


class WayOut(Worded):
    """Why a session opens nothing any more, as far as its own browser may be told."""

    # By the reader, in this browser or from another one.
    ENDED = "ended", N_("You have been signed out, here or from another browser of yours.")
    UNUSED = (
        "unused",
        N_("You were signed out because nothing had been done here for two hours."),
    )
    UNUSED_SHARED = (
        "unused_shared",
        N_("You were signed out because nothing had been done here for half an hour."),
    )
    TOO_OLD = "too_old", N_("You were signed out because you signed in long ago.")
    # By the group: another role, seat or address, or everybody's sessions of one person.
    TAKEN_BACK = (
        "taken_back",
        N_("You were signed out because your role, your place or your address here has changed."),
    )
    NOTHING_LEFT = (
        "nothing_left",
        N_("You have no role here and represent no agency today. Ask your group's coordinator."),
    )
    # After a restore nobody's session is known.
    UNKNOWN = (
        "unknown",
        N_("You were signed out because the system has started from a backup or with a new key."),
    )


class LinkState(StrEnum):
    GOOD = "good"
    USED = "used"
    EXPIRED = "expired"
    ENDED = "ended"  # before anybody came in by it
    UNKNOWN = "unknown"
    CUT = "cut"  # part of its address is missing


@dataclass(frozen=True)
class SessionView:
    """A living session and whom it lets in where, in the order of the groups' names."""

    id: int
    is_founder: bool
    seats: tuple[Opened, ...]
    seen_at: datetime


@dataclass(frozen=True)
class Opened:
    """Who a session is in one group, and the roles that were given there.

    ``is_capped``: whatever the person is, through this session it is a member at most.
    """

    id: int
    group: GroupView
    person_id: int
    roles: frozenset[Role]
    is_capped: bool
    seen_at: datetime


@dataclass(frozen=True)
class OwnSession:
    """One of a person's own signed-in browsers. ``way``: link, code, or a provider's name."""

    id: int
    way: str
    device: str
    since: datetime
    seen_at: datetime
    is_this: bool
