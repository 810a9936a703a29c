"""The group's agencies and who stands for them, from when to when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Unpack

from coordinator.access import in_transaction as access
from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.permissions import ADDRESSEES, COORDINATOR, EVERYONE, use_case
from coordinator.core import scrubbing
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.core.text import typed_line
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.roster import in_transaction, list_import, store
from coordinator.roster.list_plan import ListPlan
from coordinator.roster.list_reader import PeopleTable, read_list
from coordinator.roster.rules import (
    SHELTER,
    WITHOUT_SEAT,
    checked_email,
    checked_seat,
    holds_address,
    is_place_asked,
    is_shelter,
    is_valid_on,
    name_key,
    opens_doors,
    optional,
    renames,
    sits_twice,
    slug_of,
    vacant_seats,
)
from coordinator.roster.tables import Agency, Person
from coordinator.roster.views import (
    AgencySeats,
    AgencyView,
    Duty,
    HolderView,
    ListPreview,
    NewAgency,
    NewSeat,
    RosterView,
    SeatFields,
    SeatView,
)
from coordinator.trail.in_transaction import logged_change
from coordinator.trail.words import entry

MAX_SEATS = 20
GRANTABLE = frozenset(Role) - {Role.FOUNDER}


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
        seats = [in_transaction.seat_view(seat) for seat in store.seats(session, actor.group_id)]
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
    name, kind = typed_line(name), SHELTER if place_is_secret else optional(kind)
    if may_host is None:
        is_told = place_is_secret is False or not is_place_asked(kind, name)
        may_host = is_told and not is_shelter(kind)
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
    with _changing(office, actor) as session:
        present = store.agencies(session, actor.group_id)
        _check_agency(new.name, new.min_seats, present)
        _check_place(new, is_told=place_is_secret is False)
        slug = slug_of(new.name, {agency.slug for agency in present})
        ids = in_transaction.add_agencies(session, actor.group_id, [replace(new, slug=slug)])
        return in_transaction.agency_view(_agency(session, actor, ids[slug]))


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
    name, principal, kind, note = (
        typed_line(name),
        optional(principal),
        SHELTER if place_is_secret else optional(kind),
        optional(note),
    )
    with _changing(office, actor) as session:
        present = store.agencies(session, actor.group_id)
        row = next((agency for agency in present if agency.id == agency_id), None)
        if row is None:
            raise NotFound("not-found")
        if row.version != version:
            mine = f"{name}, {principal or '–'}"
            raise Conflict(
                "changed-meanwhile", mine=mine, theirs=f"{row.name}, {row.principal or '–'}"
            )
        _check_agency(name, min_seats, [agency for agency in present if agency is not row])
        is_told = place_is_secret is False
        if is_shelter(row.kind) and not is_shelter(kind):
            _check_ended(actor, row, is_told=is_told)
        new = NewAgency("", name, principal, kind, min_seats, row.is_member, may_host, note)
        _check_place(new, is_told=is_told or _was_told(row))
        row.name, row.principal, row.kind, row.note = name, principal, kind, note
        row.min_seats, row.may_host = min_seats, may_host
        session.flush()
        return in_transaction.agency_view(row)


def _check_agency(name: str, min_seats: int, others: Sequence[Agency]) -> None:
    if not name:
        raise BadInput("agency-needs-name")
    if any(agency.name.casefold() == name.casefold() for agency in others):
        raise BadInput("agency-name-taken", name=name)
    if not 0 <= min_seats <= MAX_SEATS:
        raise BadInput("agency-seats-odd", most=MAX_SEATS)


def _check_place(new: NewAgency, *, is_told: bool) -> None:
    """A shelter has no field for its place, and gets none by another name.

    ``is_told``: somebody has said that the place is no secret.

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
    elif is_place_asked(new.kind, new.name) and not is_told and (new.may_host or has_address):
        raise RuleBroken("agency-place-asked", agency=new.name)


def _was_told(row: Agency) -> bool:
    """Whether the question about its place was answered before: else it could not host."""
    return is_place_asked(row.kind, row.name) and row.may_host


def _check_ended(actor: Actor, row: Agency, *, is_told: bool) -> None:
    if Role.COORDINATOR not in actor.roles:
        raise RuleBroken("shelter-needs-coordinator", agency=row.name)
    if not is_told:
        raise RuleBroken("shelter-end-asked", agency=row.name)


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
    with _changing(office, actor) as session:
        agency = _agency(session, actor, agency_id)
        seats = _seats_of(session, actor, agency_id)
        _check_replaced(new.replaces_id, seats)
        _refuse_twice(new, seats, agency.name)
        _refuse_sharing(session, actor, new)
        _, seat_id = in_transaction.add_seat(session, group_id=actor.group_id, new=new)
        return in_transaction.seat_view(_seat(session, actor, seat_id))


@use_case(
    "roster.add_role_holder", may=COORDINATOR, log=N_("gave a role to a person without a seat")
)
def add_role_holder(
    office: Office, actor: Actor, *, given_name: str, family_name: str, email: str, role: Role
) -> int:
    """Gives a role to somebody who stands for no agency, such as an auditor; the person's id.

    Somebody with exactly this name and address is the same person. The address has to be the
    person's own: whoever comes in by a mailbox of several people is a member at most.

    Raises:
        BadInput: no name, no address or one that is none, or a role that only a seat gives.
        RuleBroken: the address is somebody else's.
    """
    given, family, address = optional(given_name), optional(family_name), checked_email(email)
    if not (given and family):
        raise BadInput("person-needs-name")
    if not address:
        raise BadInput("role-needs-address")
    if role not in WITHOUT_SEAT:
        raise BadInput("role-unknown", role=role)
    with _changing(office, actor) as session:
        there = store.people_at(session, actor.group_id, email_key(address))
        own = (name_key(given, family), False)
        if any((name_key(p.given_name, p.family_name), p.is_protected) != own for p in there):
            raise RuleBroken("role-needs-own-address")
        if there and there[0].id is not None:
            person_id = there[0].id
        else:
            person_id = in_transaction.add_person(
                session,
                group_id=actor.group_id,
                given_name=given,
                family_name=family,
                email=address,
            )
        groups.add_grant(
            session,
            group_id=actor.group_id,
            person_id=person_id,
            role=role,
            now=office.clock.now(),
        )
        session.flush()
        ended = in_transaction.hand_over(session, actor.group_id, now=office.clock.now())
    _overwrite(office, ended)
    return person_id


# As older entries call it.
entry("access.grant_role", N_("gave somebody a role"), room="roster")


@use_case("roster.grant_role", may=COORDINATOR, log=N_("gave somebody a role"))
def grant_role(office: Office, actor: Actor, *, person_id: int, role: Role) -> None:
    """Gives somebody of the group a role.

    A new coordinator is the successor whom a protected one was waiting for: then that one's role
    and the address kept for signing in end.

    Raises:
        NotFound: nobody of the group.
    """
    if role not in GRANTABLE:
        raise BadInput("role-unknown", role=role)
    now, ended = office.clock.now(), tuple[int, ...]()
    with logged_change(office, actor) as session:
        if store.person_of_group(session, actor.group_id, person_id) is None:
            raise NotFound("not-found")
        groups.add_grant(session, group_id=actor.group_id, person_id=person_id, role=role, now=now)
        session.flush()
        if role is Role.COORDINATOR:
            ended = in_transaction.hand_over(session, actor.group_id, now=now)
    _overwrite(office, ended)


def _overwrite(office: Office, ended: Collection[int]) -> None:
    """After a hand-over: the address that was kept for signing in stands in no file any more."""
    if ended:
        scrubbing.scrub(office.database, {"person", "outbox_mail"})


@use_case("roster.role_holder", may=COORDINATOR)
def role_holder(office: Office, actor: Actor, *, person_id: int) -> HolderView:
    """Somebody who holds a role in the group.

    Raises:
        NotFound: nobody with a role here.
    """
    with office.reading() as session:
        return in_transaction.holder_view(session, _holder(session, actor, person_id))


@use_case("roster.change_role_holder", may=COORDINATOR, log=N_("changed a person who holds a role"))
def change_role_holder(
    office: Office,
    actor: Actor,
    *,
    person_id: int,
    version: int,
    given_name: str | None,
    family_name: str | None,
    email: str | None,
    is_protected: bool = False,
) -> HolderView:
    """Corrects the name or the address of somebody who holds a role; seats are not touched.

    A protected person keeps a function mailbox and no name. Without ``is_protected`` the
    protection ends, and the name is written anew.

    Raises:
        BadInput: no name, no address or one that is none.
        RuleBroken: the address is somebody else's, or the person is to be protected (see
            ``privacy.protect_now``).
        NotFound: nobody with a role here.
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both.
    """
    given, family, address = optional(given_name), optional(family_name), checked_email(email)
    if is_protected:
        given = family = None
    elif not (given and family):
        raise BadInput("person-needs-name")
    elif not address:
        raise BadInput("role-needs-address")
    with _changing(office, actor) as session:
        person = _holder(session, actor, person_id)
        _refuse_hidden(person)
        before = in_transaction.holder_view(session, person)
        if before.version != version and before.is_protected and not is_protected:
            raise RuleBroken("protected-meanwhile")
        if before.version != version:
            mine = ", ".join(filter(None, (given, family, address)))
            theirs = ", ".join(filter(None, (before.name, before.email)))
            raise Conflict("changed-meanwhile", mine=mine, theirs=theirs)
        if is_protected and not before.is_protected:
            raise RuleBroken("protect-now-instead")
        is_new_address = email_key(address or "") != email_key(before.email or "")
        if (
            address
            and is_new_address
            and not is_protected
            and store.people_at(session, actor.group_id, email_key(address))
        ):
            raise RuleBroken("role-needs-own-address")
        if is_new_address:
            _end_doors(office, session, actor, person_id)
        in_transaction.write_person(
            person, given_name=given, family_name=family, email=address, is_protected=is_protected
        )
        session.flush()
        ended = in_transaction.hand_over(session, actor.group_id, now=office.clock.now())
        view = in_transaction.holder_view(session, person)
    _overwrite(office, ended)
    return view


def _holder(session: Session, actor: Actor, person_id: int) -> Person:
    found = store.person_of_group(session, actor.group_id, person_id)
    if found is None or not groups.roles_of(session, actor.group_id, person_id):
        raise NotFound("not-found")
    return found


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
    with _changing(office, actor) as session:
        found = _seat(session, actor, seat_id)
        _refuse_hidden(found.person)
        before = in_transaction.seat_view(found)
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
            _end_doors(office, session, actor, before.person_id)
        in_transaction.change_seat(found, new)
        session.flush()
        ended = in_transaction.hand_over(session, actor.group_id, now=office.clock.now())
        view = in_transaction.seat_view(found)
    _overwrite(office, ended)
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
    with _changing(office, actor) as session:
        found = _seat(session, actor, seat_id)
        before = in_transaction.seat_view(found)
        if before.version != version:
            raise Conflict("changed-meanwhile", mine=last_day.isoformat(), theirs=_as_text(before))
        if last_day < before.valid_from:
            raise BadInput("seat-end-before-start", first=before.valid_from)
        found.representation.valid_to = last_day
        session.flush()
        return in_transaction.seat_view(found)


@use_case("roster.preview_list", may=OFFICE)
def preview_list(office: Office, actor: Actor, *, content: bytes, filename: str) -> ListPreview:
    """What a list would do; nothing is saved.

    Raises:
        BadInput: every fault of the list, with row and column.
    """
    table = read_list(content, filename)
    with office.reading() as session:
        plan = _plan(session, actor, table, office.clock.today())
        return plan.preview(in_transaction.agency_names(session, actor.group_id))


@use_case("roster.import_list", may=OFFICE, log=N_("took over a list of people"))
def import_list(
    office: Office,
    actor: Actor,
    *,
    content: bytes,
    filename: str,
    protected: int | None = None,
) -> ListPreview:
    """Takes over a CSV or Excel list, all or nothing; gives no access roles.

    The same list once more changes nothing, and empty cells erase nothing. ``protected``: how many
    were protected when the list was read in (:class:`ListPreview`); None: it is read in now.

    Raises:
        BadInput: every fault of the list, with row and column.
        RuleBroken: somebody was protected since: the list may hold the name.
    """
    table = read_list(content, filename)
    with _changing(office, actor) as session:
        plan = _plan(session, actor, table, office.clock.today())
        if protected not in {None, plan.protected}:
            raise RuleBroken("list-from-before")
        list_import.carry_out(session, actor.group_id, plan, now=office.clock.now())
        return plan.preview(in_transaction.agency_names(session, actor.group_id))


def _plan(session: Session, actor: Actor, table: PeopleTable, today: date) -> ListPlan:
    return list_import.plan(
        session,
        actor.group_id,
        table,
        today=today,
        above=groups.people_above(session, actor),
        own=None if actor.has(Role.COORDINATOR) else actor.person_id,
        working=lambda ids: groups.need_own_mailbox(session, actor, ids),
    )


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
            in_transaction.seat_view(seat)
            for seat in store.seats_with_email(session, actor.group_id, email_key(email))
        )


@contextmanager
def _changing(office: Office, actor: Actor) -> Iterator[Session]:
    """A transaction that sees nobody else's half-made change of the roster."""
    with logged_change(office, actor) as session:
        store.queue_up(session, actor.group_id)
        yield session


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
        in_transaction.seat_view(seat, is_raw=True)
        for seat in store.seats_of_agency(session, actor.group_id, agency_id)
    ]


def _check_replaced(replaces_id: int | None, seats: Sequence[SeatView]) -> None:
    if replaces_id is not None and all(seat.id != replaces_id for seat in seats):
        raise NotFound("not-found")


def _refuse_twice(new: NewSeat, others: Sequence[SeatView], agency_name: str) -> None:
    for seat in others:
        if sits_twice(new, seat):
            raise RuleBroken("person-sits-there", name=seat.name, agency=agency_name)


def _refuse_hidden(person: Person) -> None:
    """Whose name another group has asked to hide is not written anew before that is decided."""
    if person.hidden_at is not None:
        raise RuleBroken("hidden-until-decided")


def _refuse_from_below(session: Session, actor: Actor, before: SeatView, new: NewSeat) -> None:
    """Nobody takes the name or the way in of somebody who may do more."""
    touches = opens_doors(before, new) or renames(before, new)
    if touches and before.person_id in groups.people_above(session, actor):
        raise RuleBroken("address-needs-coordinator", name=before.name)


def _end_doors(office: Office, session: Session, actor: Actor, person_id: int) -> None:
    """Another address: what the old one opened is over; whoever changes their own goes on."""
    spare = actor.session_id if person_id == actor.person_id else None
    access.end_everything(session, person_id, now=office.clock.now(), spare=spare)


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
