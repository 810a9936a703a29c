"""Short words for what tests do with somebody's seat."""

from __future__ import annotations

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.roster import usecases as roster
from coordinator.roster.views import SeatView


def readdressed(office: Office, actor: Actor, seat: SeatView, email: str | None) -> SeatView:
    """Saves the seat's form with another address."""
    return roster.change_person(
        office,
        actor,
        seat_id=seat.id,
        version=seat.version,
        given_name=seat.given_name,
        family_name=seat.family_name,
        phone=seat.phone,
        email=email,
        duty=seat.duty,
        valid_from=seat.valid_from,
    )


def seated_there_too(office: Office, actor: Actor, seat: SeatView) -> SeatView:
    """Gives whoever has the seat one with the police of the actor's group: the same mailbox."""
    police = next(one for one in roster.agencies(office, actor) if one.slug == "polis")
    return roster.add_person(
        office,
        actor,
        agency_id=police.id,
        given_name=seat.given_name,
        family_name=seat.family_name,
        email=seat.email,
        duty=seat.duty,
        valid_from=seat.valid_from,
    )
