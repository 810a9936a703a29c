"""The group's agencies, and who stands for them on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import typed_line
from coordinator.core.translation import N_
from coordinator.roster import in_transaction, rows_to_views, store
from coordinator.roster.changing import changing_roster
from coordinator.roster.rules import (
    holds_address,
    is_place_asked,
    is_shelter,
    is_valid_on,
    optional,
    slug_of,
    vacant_seats,
)
from coordinator.roster.tables import Agency
from coordinator.roster.views import (
    AgencyKind,
    AgencySeats,
    AgencyView,
    Duty,
    NewAgency,
    RosterView,
    SeatView,
)

MAX_SEATS = 20


@use_case("roster.agencies", may=EVERYONE)
def agencies(office: Office, actor: Actor) -> tuple[AgencyView, ...]:
    """Members first, then guests, in the group's order; the notes on them are the office's."""
    with office.reading() as session:
        found = in_transaction.all_agencies(session, actor.group_id)
    return found if actor.in_office else tuple(replace(row, note=None) for row in found)


@use_case("roster.roster", may=OFFICE)
def roster(
    office: Office, actor: Actor, *, day: date | None = None, include_former: bool = True
) -> RosterView:
    """Who stands for whom on a day (today when none is given), empty seats counted."""
    day = day or office.clock.today()
    with office.reading() as session:
        rows = in_transaction.all_agencies(session, actor.group_id)
        seats = [rows_to_views.seat_view(seat) for seat in store.seats(session, actor.group_id)]
    return RosterView(
        day=day,
        agencies=tuple(
            _agency_seats(
                row,
                [seat for seat in seats if seat.agency_id == row.id],
                day,
                include_former=include_former,
            )
            for row in rows
        ),
    )


def _agency_seats(
    agency: AgencyView, seats: Sequence[SeatView], day: date, *, include_former: bool
) -> AgencySeats:
    order = list(Duty)
    now = [seat for seat in seats if is_valid_on(day, seat.valid_from, seat.valid_to)]
    return AgencySeats(
        agency=agency,
        seats=tuple(sorted(now, key=lambda seat: order.index(seat.duty))),
        coming=tuple(seat for seat in seats if seat.valid_from > day),
        former=tuple(
            seat
            for seat in seats
            if include_former and seat.valid_to is not None and seat.valid_to < day
        ),
        vacant_seats=vacant_seats(now, agency.min_seats, day),
    )


@use_case("roster.add_agency", may=OFFICE, log=N_("added an agency"))
def add_agency(
    office: Office,
    actor: Actor,
    *,
    name: str,
    principal: str | None = None,
    kind: str | None = None,
    min_seats: int = 1,
    is_member: bool = True,
    may_host: bool | None = None,
    note: str | None = None,
    place_is_secret: bool | None = None,
) -> AgencyView:
    """A new member agency or guest, after those that are there.

    ``place_is_secret`` answers the question whether it is a women's shelter or other protected
    housing: yes makes it a shelter; no lets an association host and have an address; unanswered it
    begins without. ``may_host``: None is how such an agency begins.

    Raises:
        BadInput: no name, a name that another agency has, or an odd number of seats.
        RuleBroken: a shelter was to be a meeting place, or an address was written about it; or
            the question about its place is not answered (``agency-place-asked``).
    """
    name, kind = typed_line(name), AgencyKind.SHELTER.value if place_is_secret else optional(kind)
    if may_host is None:
        is_open = place_is_secret is False or not is_place_asked(kind, name)
        may_host = is_open and not is_shelter(kind)
    new = NewAgency(
        slug="",
        name=name,
        principal=optional(principal),
        kind=kind,
        min_seats=min_seats if is_member else 0,
        is_member=is_member,
        may_host=may_host,
        note=optional(note),
    )
    with changing_roster(office, actor) as session:
        present = store.agencies(session, actor.group_id)
        _check_agency(new.name, new.min_seats, present)
        _check_place(new, is_answered=place_is_secret is False)
        slug = slug_of(new.name, {agency.slug for agency in present})
        ids = in_transaction.add_agencies(session, actor.group_id, [replace(new, slug=slug)])
        row = store.agency(session, actor.group_id, ids[slug])
        assert row is not None
        return rows_to_views.agency_view(row)


@use_case("roster.change_agency", may=OFFICE, log=N_("changed an agency"))
def change_agency(
    office: Office,
    actor: Actor,
    *,
    agency_id: int,
    version: int,
    name: str,
    principal: str | None,
    kind: str | None,
    min_seats: int,
    may_host: bool,
    note: str | None,
    place_is_secret: bool | None = None,
) -> AgencyView:
    """Saves what the group knows about an agency; ``place_is_secret`` as in :func:`add_agency`.

    What once was a shelter becomes another kind only by a coordinator who says so
    (``place_is_secret`` False).

    Raises:
        BadInput: no name, a name that another agency has, or an odd number of seats.
        RuleBroken: a shelter was to be a meeting place, or an address was written about it; the
            question about its place is not answered; or somebody else than a coordinator, or one
            who was not asked, takes away that it is a shelter.
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both.
    """
    kind = AgencyKind.SHELTER.value if place_is_secret else optional(kind)
    with changing_roster(office, actor) as session:
        present = store.agencies(session, actor.group_id)
        row = next((agency for agency in present if agency.id == agency_id), None)
        if row is None:
            raise NotFound("not-found")
        new = NewAgency(
            slug=row.slug,
            name=typed_line(name),
            principal=optional(principal),
            kind=kind,
            min_seats=min_seats,
            is_member=row.is_member,
            may_host=may_host,
            note=optional(note),
        )
        if row.version != version:
            raise Conflict("changed-meanwhile", mine=_agency_line(new), theirs=_agency_line(row))
        others = [agency for agency in present if agency is not row]
        _check_agency(new.name, new.min_seats, others)
        is_answered = place_is_secret is False
        if is_shelter(row.kind) and not is_shelter(new.kind):
            _check_no_shelter_any_more(actor, row, is_answered=is_answered)
        _check_place(new, is_answered=is_answered or _was_answered(row))
        in_transaction.change_agency(session, row, new)
        return rows_to_views.agency_view(row)


def _agency_line(agency: Agency | NewAgency) -> str:
    """One line with what a reader needs in order to compare two versions."""
    return f"{agency.name}, {agency.principal or '–'}"


def _check_agency(name: str, min_seats: int, others: Sequence[Agency]) -> None:
    if not name:
        raise BadInput("agency-needs-name")
    if any(agency.name.casefold() == name.casefold() for agency in others):
        raise BadInput("agency-name-taken", name=name)
    if not 0 <= min_seats <= MAX_SEATS:
        raise BadInput("agency-seats-odd", most=MAX_SEATS)


def _check_place(new: NewAgency, *, is_answered: bool) -> None:
    """A shelter has no field for its place, and gets none by another name.

    ``is_answered``: somebody has said that the place is no secret.

    Raises:
        RuleBroken: a shelter was to be a meeting place, or an address was written about it; or an
            association was, and nobody has said yet what it is.
    """
    has_address = holds_address(new.name, new.principal, new.note)
    if is_shelter(new.kind):
        if new.may_host:
            raise RuleBroken("shelter-never-host", agency=new.name)
        if has_address:
            raise RuleBroken("shelter-address", agency=new.name)
    elif is_place_asked(new.kind, new.name) and not is_answered and (new.may_host or has_address):
        raise RuleBroken("agency-place-asked", agency=new.name)


def _was_answered(row: Agency) -> bool:
    """Whether the question about its place was answered before: else it could not host."""
    return is_place_asked(row.kind, row.name) and row.may_host


def _check_no_shelter_any_more(actor: Actor, row: Agency, *, is_answered: bool) -> None:
    if Role.COORDINATOR not in actor.roles:
        raise RuleBroken("shelter-needs-coordinator", agency=row.name)
    if not is_answered:
        raise RuleBroken("shelter-end-asked", agency=row.name)
