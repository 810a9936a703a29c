"""Who acts: a signed-in person in one group, the installation's founder, or the shell."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coordinator.core.translation import N_
from coordinator.core.worded import Worded


class Role(Worded):
    """What a person may do in a group. ``FOUNDER`` exists only until the first group does."""

    COORDINATOR = "coordinator", N_("coordinator")
    SECRETARY = "secretary", N_("secretary")  # writes and sends; no settings, no roles
    MEMBER = "member", N_("member")  # the own agency's, on plain pages
    READER = "reader", N_("reader")  # approved minutes and follow-up
    REGISTRATOR = "registrator", N_("registrator")  # all minutes, numbers in the register
    AUDITOR = "auditor", N_("auditor")  # the trail, no content
    FOUNDER = "founder", N_("founder")


OFFICE = frozenset({Role.COORDINATOR, Role.SECRETARY})
ORIGINALS = frozenset({Role.COORDINATOR, Role.REGISTRATOR})


@dataclass(frozen=True)
class GroupChoice:
    """A group the actor may enter; ``municipality`` tells apart those that are called alike."""

    slug: str
    name: str
    municipality: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.municipality}" if self.municipality else self.name


@dataclass(frozen=True)
class Actor:
    """The user of a use case. ``group_id`` is 0 where no group stands open.

    ``agency_ids`` are the agencies the person stands for today; ``origin`` says where the act
    comes from: ``page``, ``shell`` or ``link``.
    """

    person_id: int | None
    name: str
    roles: frozenset[Role]
    group_id: int = 0
    group_slug: str = ""
    group_name: str = ""
    municipality: str = ""
    is_demo: bool = False
    agency_ids: frozenset[int] = frozenset()
    groups: tuple[GroupChoice, ...] = ()
    origin: str = "page"
    session_id: int | None = None

    def has(self, role: Role) -> bool:
        return role in self.roles

    @property
    def in_office(self) -> bool:
        """Coordinator or secretary: who writes the minutes and reads everything of the group."""
        return bool(self.roles & OFFICE)

    @property
    def reads_originals(self) -> bool:
        """Coordinator or archive: who reads approved originals in which a name is protected now."""
        return bool(self.roles & ORIGINALS)

    def as_member(self) -> Actor:
        """The same person with a member's eyes, as the plain pages read everything."""
        return replace(self, roles=frozenset({Role.MEMBER}))

    @property
    def is_member_only(self) -> bool:
        """Has the plain pages and nothing else."""
        return self.roles == {Role.MEMBER}
