"""What leaves the roster room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Duty(StrEnum):
    REPRESENTATIVE = "representative"
    SUBSTITUTE = "substitute"
    CO_OPTED = "co_opted"


class Function(StrEnum):
    """What somebody does in the group; gives no access rights."""

    COORDINATOR = "coordinator"
    CHAIR = "chair"
    SECRETARY = "secretary"


@dataclass(frozen=True)
class AgencyView:
    """``position`` is the order on screen; ``is_shelter`` is an agency whose place is secret."""

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


@dataclass(frozen=True)
class AgencySeats:
    """An agency with those who stand for it on a day, and those who did before.

    ``vacant_seats`` is how many ordinary seats below ``min_seats`` are empty.
    """

    agency: AgencyView
    seats: tuple[SeatView, ...]
    former: tuple[SeatView, ...]
    vacant_seats: int


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


@dataclass(frozen=True)
class ListPreview:
    """What an uploaded list would do: people added, changed, already there as they stand."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
