"""What leaves the roster room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Required, TypedDict

from coordinator.core.translation import N_
from coordinator.core.worded import Worded


class Duty(Worded):
    REPRESENTATIVE = "representative", N_("representative")
    SUBSTITUTE = "substitute", N_("substitute")
    CO_OPTED = "co_opted", N_("co-opted")


class Function(Worded):
    """What somebody does in the group; gives no access rights."""

    COORDINATOR = "coordinator", N_("coordinator")
    CHAIR = "chair", N_("chair")
    SECRETARY = "secretary", N_("secretary")


class AgencyKind(Worded):
    """Who answers for an agency; agencies may have other kinds from lists, in their own words."""

    MUNICIPALITY = "municipality", N_("municipality")
    REGION = "region", N_("region")
    STATE = "state", N_("state authority")
    ASSOCIATION = "association", N_("non-profit association")
    # Its place is secret: it never hosts, and no address is written about it.
    SHELTER = "shelter", N_("women's shelter or protected housing")
    COMPANY = "company", N_("company")


@dataclass(frozen=True)
class AgencyView:
    """``position`` is the order on screen; of the kind ``shelter`` the place is secret."""

    id: int
    slug: str
    name: str
    principal: str | None
    kind: str | None
    min_seats: int
    is_member: bool
    may_host: bool
    note: str | None
    position: int
    version: int


@dataclass(frozen=True)
class SeatView:
    """One representation with its person as the reader may see it.

    ``name`` is "Representant, <agency>" for a protected person, who has no phone and no personal
    address here at all.
    """

    id: int
    person_id: int
    agency_id: int
    name: str
    given_name: str | None
    family_name: str | None
    title: str | None
    email: str | None
    phone: str | None
    is_protected: bool
    contact_channel: str | None
    duty: Duty
    functions: frozenset[Function]
    reference: str | None
    valid_from: date
    valid_to: date | None
    replaces_id: int | None
    version: int
    is_hidden: bool = False  # another group has asked, and nobody has decided yet


@dataclass(frozen=True)
class AgencySeats:
    """An agency with those who stand for it on a day, who did before, who will.

    ``vacant_seats`` is how many ordinary seats below ``min_seats`` are empty.
    """

    agency: AgencyView
    seats: tuple[SeatView, ...]
    former: tuple[SeatView, ...]
    vacant_seats: int
    coming: tuple[SeatView, ...] = ()


@dataclass(frozen=True)
class RosterView:
    """Members first, then guests, in the group's order."""

    day: date
    agencies: tuple[AgencySeats, ...]

    @property
    def members(self) -> tuple[AgencySeats, ...]:
        return tuple(entry for entry in self.agencies if entry.agency.is_member)

    @property
    def guests(self) -> tuple[AgencySeats, ...]:
        return tuple(entry for entry in self.agencies if not entry.agency.is_member)


@dataclass(frozen=True)
class Invitee:
    """A person who stands for an agency on a day, as other rooms need it."""

    person_id: int
    name: str
    agency_id: int
    agency_name: str
    agency_position: int
    duty: Duty
    functions: frozenset[Function]
    is_member: bool
    is_protected: bool
    email: str | None
    is_hidden: bool = False  # shown without a name until the coordinator has decided


@dataclass(frozen=True)
class ListPreview:
    """What an uploaded list would do: people added, changed, already there as they stand.

    ``protected``: how many of those with a seat were protected when it was told.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    protected: int = field(default=0, compare=False)


@dataclass(frozen=True)
class NewAgency:
    """An agency to be added, already checked; ``slug`` is unique in the group."""

    slug: str
    name: str
    principal: str | None = None
    kind: str | None = None
    min_seats: int = 1
    is_member: bool = True
    may_host: bool = True
    note: str | None = None


@dataclass(frozen=True)
class NewSeat:
    """A person who is to stand for an agency, already checked.

    A protected person's names and phone are dropped, whatever stands here.
    """

    agency_id: int
    duty: Duty
    valid_from: date
    given_name: str | None = None
    family_name: str | None = None
    functions: frozenset[Function] = frozenset()
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    is_protected: bool = False
    contact_channel: str | None = None
    valid_to: date | None = None
    replaces_id: int | None = None
    reference: str | None = None


class SeatFields(TypedDict, total=False):
    """What is typed about a person and a seat, as :class:`NewSeat` holds it once checked."""

    given_name: Required[str | None]
    family_name: Required[str | None]
    duty: Required[Duty]
    valid_from: Required[date]
    functions: Iterable[Function]
    title: str | None
    email: str | None
    phone: str | None
    is_protected: bool
    contact_channel: str | None
    valid_to: date | None
    replaces_id: int | None


@dataclass(frozen=True)
class PersonSeat:
    """One place where a person sits on a day; ``represents``: not merely co-opted."""

    agency_id: int
    agency_name: str
    represents: bool


@dataclass(frozen=True)
class HolderView:
    """Somebody who holds a role in the group; a protected person has no name here either."""

    person_id: int
    name: str
    given_name: str | None
    family_name: str | None
    email: str | None
    is_protected: bool
    version: int
    is_hidden: bool = False  # as in :class:`SeatView`


@dataclass(frozen=True)
class PersonSeats:
    """A person of a group, and where the person sits on a day."""

    person_id: int
    own_name: str
    is_protected: bool
    seats: tuple[PersonSeat, ...]

    @property
    def name(self) -> str:
        """The name that the group's pages show; never a protected person's own."""
        if not self.is_protected:
            return self.own_name
        return protected_name(self.seats[0].agency_name if self.seats else None)

    @property
    def represents(self) -> bool:
        return any(seat.represents for seat in self.seats)

    @property
    def agencies(self) -> frozenset[int]:
        return frozenset(seat.agency_id for seat in self.seats)


def protected_name(agency_name: str | None) -> str:
    """What everybody sees instead of a protected person's name, in every language."""
    return f"Representant, {agency_name}" if agency_name else "Representant"
