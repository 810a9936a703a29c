"""Rows of people, seats and agencies as everybody may see them."""

from __future__ import annotations

from collections.abc import Collection

from coordinator.roster import store
from coordinator.roster.tables import Agency, Person, Representation
from coordinator.roster.views import AgencyView, Duty, Function, SeatView, protected_name


def functions_text(functions: Collection[Function]) -> str:
    return ",".join(function for function in Function if function in functions)


def functions_of(row: Representation) -> frozenset[Function]:
    return frozenset(Function(word) for word in row.functions.split(",") if word)


def is_nameless(person: Person) -> bool:
    """Protected, or hidden until the group's coordinator has decided whether to protect."""
    return person.is_protected or person.hidden_at is not None


def name_of(person: Person, agency_name: str | None) -> str:
    """The person's name as everybody may see it."""
    if is_nameless(person):
        return protected_name(agency_name)
    return " ".join(part for part in (person.given_name, person.family_name) if part)


def seat_view(seat: store.Seat, *, is_raw: bool = False) -> SeatView:
    """The seat as everybody may see it: nothing that names a protected or a hidden person.

    ``is_raw``: as it is kept, for a list to be compared with; never for anybody's eyes.
    """
    row, person = seat.representation, seat.person
    assert row.id is not None
    hidden = person.is_protected if is_raw else is_nameless(person)
    return SeatView(
        id=row.id,
        person_id=row.person_id,
        agency_id=row.agency_id,
        name=name_of(person, seat.agency.name),
        given_name=None if hidden else person.given_name,
        family_name=None if hidden else person.family_name,
        title=None if hidden else person.title,
        email=None if hidden and not person.is_protected else person.email,
        phone=None if hidden else person.phone,
        is_protected=person.is_protected,
        is_hidden=person.hidden_at is not None,
        contact_channel=person.contact_channel,
        duty=Duty(row.duty),
        functions=functions_of(row),
        reference=row.reference,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        replaces_id=row.replaces_id,
        # Both rows only ever count upwards, so their sum changes when either does.
        version=row.version + person.version,
    )


def agency_view(row: Agency) -> AgencyView:
    assert row.id is not None
    return AgencyView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        principal=row.principal,
        kind=row.kind,
        min_seats=row.min_seats,
        is_member=row.is_member,
        may_host=row.may_host,
        note=row.note,
        position=row.position,
        version=row.version,
    )
