"""Who stands for an agency, from when to when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Unpack

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.permissions import ADDRESSEES, use_case
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.roster import in_transaction, list_import, protection, rows_to_views, store
from coordinator.roster.changing import (
    changing_roster,
    end_access_by_old_address,
    overwrite_ended_addresses,
    refuse_hidden,
)
from coordinator.roster.rules import checked_seat, opens_doors, renames, sits_twice
from coordinator.roster.tables import Agency
from coordinator.roster.views import NewSeat, SeatFields, SeatView


@use_case("roster.add_person", may=OFFICE, log=N_("added a person"))
def add_person(
    office: Office, actor: Actor, *, agency_id: int, **fields: Unpack[SeatFields]
) -> SeatView:
    """Seats a person; gives no access role.

    Raises:
        BadInput: no name, an address that is none, or an end before the start.
        RuleBroken: the person sits there already.
        NotFound: the agency, or the seat that is replaced, is not the group's.
    """
    new = checked_seat(agency_id, fields)
    with changing_roster(office, actor) as session:
        agency = _agency(session, actor, agency_id)
        seats = _seats_of(session, actor, agency_id)
        _check_replaced(new.replaces_id, seats)
        _refuse_twice(new, seats, agency.name)
        _refuse_sharing(session, actor, new)
        _, seat_id = in_transaction.add_seat(session, group_id=actor.group_id, new=new)
        return rows_to_views.seat_view(_seat(session, actor, seat_id))


@use_case("roster.change_person", may=OFFICE, log=N_("changed a person"))
def change_person(
    office: Office, actor: Actor, *, seat_id: int, version: int, **fields: Unpack[SeatFields]
) -> SeatView:
    """Saves a person and the seat together; meetings that were held keep what they recorded.

    Raises:
        BadInput: as :func:`add_person`.
        RuleBroken: the person sits there twice, is to be protected (which looks for the name in
            everything that is written, see ``privacy.protect_now``) or not any more (which only a
            coordinator decides); somebody who may do more than the actor was to get another name,
            address or protection; or the own address was to change without a code
            (see :func:`ask_for_new_address`).
        NotFound: the seat is not the group's.
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both.
    """
    with changing_roster(office, actor) as session:
        found = _seat(session, actor, seat_id)
        refuse_hidden(found.person)
        before = rows_to_views.seat_view(found)
        new = checked_seat(before.agency_id, fields)
        if before.version != version and before.is_protected and not new.is_protected:
            raise RuleBroken("protected-meanwhile")  # both texts would tell the name
        if before.version != version:
            raise Conflict("changed-meanwhile", mine=_as_text(new), theirs=_as_text(before))
        if new.is_protected and not before.is_protected:
            raise RuleBroken("protect-now-instead")
        if before.is_protected and not new.is_protected and not actor.has(Role.COORDINATOR):
            raise RuleBroken("unprotect-needs-coordinator")
        others = [
            seat for seat in _seats_of(session, actor, before.agency_id) if seat.id != seat_id
        ]
        _check_replaced(new.replaces_id, others)
        _refuse_twice(new, others, found.agency.name)
        _refuse_from_below(session, actor, before, new)
        if email_key(new.email or "") != email_key(before.email or ""):
            if before.person_id == actor.person_id and not actor.has(Role.COORDINATOR):
                raise RuleBroken("own-address-by-code")
            _refuse_sharing(session, actor, new, but=before.person_id)
            end_access_by_old_address(office, session, actor, before.person_id)
        in_transaction.change_seat(found, new)
        session.flush()
        ended = protection.hand_over(session, actor.group_id, now=office.clock.now())
        view = rows_to_views.seat_view(found)
    overwrite_ended_addresses(office, ended)
    return view


@use_case("roster.end_representation", may=OFFICE, log=N_("ended a representation"))
def end_representation(
    office: Office, actor: Actor, *, seat_id: int, version: int, last_day: date
) -> SeatView:
    """Sets the last day, which is included; everything until then stays as it was.

    Raises:
        BadInput: the last day lies before the first.
        NotFound: the seat is not the group's.
        Conflict: somebody else saved in between.
    """
    with changing_roster(office, actor) as session:
        found = _seat(session, actor, seat_id)
        before = rows_to_views.seat_view(found)
        if before.version != version:
            raise Conflict("changed-meanwhile", mine=last_day.isoformat(), theirs=_as_text(before))
        if last_day < before.valid_from:
            raise BadInput("seat-end-before-start", first=before.valid_from)
        found.representation.valid_to = last_day
        session.flush()
        return rows_to_views.seat_view(found)


@use_case("roster.names", may=ADDRESSEES)
def names(office: Office, actor: Actor, *, person_ids: Collection[int]) -> dict[int, str]:
    """Names by id of the group's people, those who only hold a role among them."""
    with office.reading() as session:
        return in_transaction.person_names(session, actor.group_id, person_ids)


@use_case("roster.find_by_email", may=OFFICE)
def find_by_email(office: Office, actor: Actor, *, email: str) -> tuple[SeatView, ...]:
    """Every seat of the group, former ones too, whose person has this address."""
    with office.reading() as session:
        return tuple(
            rows_to_views.seat_view(seat)
            for seat in store.seats_with_email(session, actor.group_id, email_key(email))
        )


def _agency(session: Session, actor: Actor, agency_id: int) -> Agency:
    row = store.agency(session, actor.group_id, agency_id)
    if row is None:
        raise NotFound("not-found")
    return row


def _seat(session: Session, actor: Actor, seat_id: int) -> store.Seat:
    found = store.seat(session, actor.group_id, seat_id)
    if found is None:
        raise NotFound("not-found")
    return found


def _seats_of(session: Session, actor: Actor, agency_id: int) -> list[SeatView]:
    """As they are kept: whoever is hidden sits there all the same."""
    return [
        rows_to_views.seat_view(seat, is_raw=True)
        for seat in store.seats_of_agency(session, actor.group_id, agency_id)
    ]


def _check_replaced(replaces_id: int | None, seats: Sequence[SeatView]) -> None:
    if replaces_id is not None and all(seat.id != replaces_id for seat in seats):
        raise NotFound("not-found")


def _refuse_twice(new: NewSeat, others: Sequence[SeatView], agency_name: str) -> None:
    for seat in others:
        if sits_twice(new, seat):
            raise RuleBroken("person-sits-there", name=seat.name, agency=agency_name)


def _refuse_from_below(session: Session, actor: Actor, before: SeatView, new: NewSeat) -> None:
    """Nobody takes the name or the way in of somebody who may do more."""
    touches = opens_doors(before, new) or renames(before, new)
    if touches and before.person_id in groups.people_above(session, actor):
        raise RuleBroken("address-needs-coordinator", name=before.name)


def _refuse_sharing(
    session: Session, actor: Actor, new: NewSeat, *, but: int | None = None
) -> None:
    (others,) = list_import.others_at(session, actor.group_id, [new])
    if groups.need_own_mailbox(session, actor, others - {but or 0}):
        raise RuleBroken("address-is-of-a-role", email=new.email)


def _as_text(seat: SeatView | NewSeat) -> str:
    """One line with what a reader needs in order to compare two versions."""
    name = (
        seat.name
        if isinstance(seat, SeatView)
        else f"{seat.given_name or ''} {seat.family_name or ''}".strip()
    )
    days = f"{seat.valid_from.isoformat()}–{seat.valid_to.isoformat() if seat.valid_to else ''}"
    parts = (name, seat.title, seat.email, seat.phone, days)
    return ", ".join(part for part in parts if part)
