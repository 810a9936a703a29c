"""What higher rooms do here inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.core.mailboxes import email_key
from coordinator.roster import store
from coordinator.roster.person_rows import (
    fill_person,
    is_for_sign_in_alone,
    set_address,
    set_sort_key,
)
from coordinator.roster.rows_to_views import (
    agency_view,
    functions_of,
    functions_text,
    is_nameless,
    name_of,
)
from coordinator.roster.rules import REPRESENTING, name_key
from coordinator.roster.tables import Agency, Person, Representation
from coordinator.roster.views import (
    AgencyKind,
    AgencyView,
    Duty,
    HolderView,
    Invitee,
    NewAgency,
    NewSeat,
    PersonSeat,
    PersonSeats,
)

_Identity = tuple[str, str]  # address and name, both as keys

ORDINARY = frozenset({Duty.REPRESENTATIVE})


def add_agencies(session: Session, group_id: int, rows: Iterable[NewAgency]) -> dict[str, int]:
    """Adds agencies after those that are there; their ids by slug."""
    start = store.last_position(session, group_id) + 1
    added = [
        Agency(
            group_id=group_id,
            slug=row.slug,
            name=row.name,
            principal=row.principal,
            kind=row.kind,
            min_seats=row.min_seats,
            is_member=row.is_member,
            may_host=row.may_host,
            note=row.note,
            position=position,
        )
        for position, row in enumerate(rows, start=start)
    ]
    session.add_all(added)
    session.flush()
    return {agency.slug: agency.id for agency in added if agency.id is not None}


def change_agency(session: Session, row: Agency, new: NewAgency) -> None:
    """Writes the checked values over an agency; slug, order and membership stay."""
    row.name, row.principal, row.kind, row.note = new.name, new.principal, new.kind, new.note
    row.min_seats, row.may_host = new.min_seats, new.may_host
    session.flush()


def add_person(
    session: Session,
    *,
    group_id: int,
    given_name: str | None,
    family_name: str | None,
    email: str | None = None,
) -> int:
    """A person without a seat, such as a reader from the registry; the person's id."""
    person = Person(group_id=group_id, given_name=given_name, family_name=family_name, sort_key="")
    set_address(person, email)
    set_sort_key(person)
    session.add(person)
    session.flush()
    assert person.id is not None
    return person.id


def copy_person(session: Session, person_id: int, group_id: int) -> int:
    """The same person's own row in another group, with name and address; its id."""
    own = store.person(session, person_id)
    if own is None:
        raise NotFound("not-found")
    copied = Person(
        group_id=group_id,
        given_name=own.given_name,
        family_name=own.family_name,
        sort_key=own.sort_key,
        is_protected=own.is_protected,
        protected_at=own.protected_at,
        contact_channel=own.contact_channel,
    )
    set_address(copied, own.email)
    if is_for_sign_in_alone(own):
        copied.email_key = own.email_key  # nobody succeeds her there yet either
    session.add(copied)
    session.flush()
    assert copied.id is not None
    return copied.id


def add_seat(session: Session, *, group_id: int, new: NewSeat) -> tuple[int, int]:
    """Seats a person; the person's and the representation's id.

    Somebody of the group with exactly this name and address is the same person; a shared mailbox
    under different names is several people. Other groups' people are their own.
    """
    return add_seats(session, group_id=group_id, rows=[new])[0]


def add_seats(session: Session, *, group_id: int, rows: Sequence[NewSeat]) -> list[tuple[int, int]]:
    """Seats many in a few statements; person's and representation's ids in the same order."""
    people = _people_of(session, group_id, rows)
    added = [
        Representation(
            group_id=group_id,
            agency_id=new.agency_id,
            person_id=person.id,
            duty=new.duty,
            functions=functions_text(new.functions),
            reference=new.reference,
            valid_from=new.valid_from,
            valid_to=new.valid_to,
            replaces_id=new.replaces_id,
        )
        for new, person in zip(rows, people, strict=True)
        if person.id is not None
    ]
    session.add_all(added)
    session.flush()
    return [(row.person_id, row.id) for row in added if row.id is not None]


def _people_of(session: Session, group_id: int, rows: Sequence[NewSeat]) -> list[Person]:
    """The rows' people in their order, those that are known already and new ones."""
    keys = {email_key(new.email) for new in rows if new.email and not new.is_protected}
    known: dict[_Identity, Person] = {}
    for person in store.people_with_emails(session, group_id, keys):
        identity = (person.email_key or "", name_key(person.given_name, person.family_name))
        known.setdefault(identity, person)
    people = []
    for new in rows:
        identity = (email_key(new.email or ""), name_key(new.given_name, new.family_name))
        is_known_by = bool(all(identity)) and not new.is_protected
        found = known.get(identity) if is_known_by else None
        if found is None:
            found = Person(group_id=group_id, sort_key="")
            fill_person(found, new)
            if is_known_by:
                known[identity] = found
        people.append(found)
    session.add_all(people)
    session.flush()
    return people


def newest_seats(
    session: Session, group_id: int, person_ids: Collection[int]
) -> dict[int, tuple[str, int]]:
    """Agency's slug and seat's id of each person's newest seat in the group."""
    return {
        seat.representation.person_id: (seat.agency.slug, seat.representation.id or 0)
        for seat in sorted(
            store.seats_of_people(session, group_id, person_ids),
            key=lambda seat: (seat.representation.valid_from, seat.representation.id or 0),
        )
    }


def holder_view(session: Session, person: Person) -> HolderView:
    """A person without regard to seats; a protected one has no name here either."""
    assert person.id is not None
    hidden = is_nameless(person)
    return HolderView(
        person_id=person.id,
        name=person_names(session, person.group_id, [person.id])[person.id],
        given_name=None if hidden else person.given_name,
        family_name=None if hidden else person.family_name,
        email=None if hidden and not person.is_protected else person.email,
        is_protected=person.is_protected,
        is_hidden=person.hidden_at is not None,
        version=person.version,
    )


def own_row(session: Session, group_id: int, person_id: int) -> Person:
    """A person's own row, to be changed by themselves; locked.

    Raises:
        NotFound: nobody of the group.
    """
    found = store.person_of_group(session, group_id, person_id, lock=True)
    if found is None:
        raise NotFound("not-found")
    return found


def others_with_address(session: Session, group_id: int, email: str, *, but: int) -> frozenset[int]:
    """Who else of the group reads that mailbox, by id."""
    found = store.people_at(session, group_id, email_key(email))
    return frozenset(one.id for one in found if one.id is not None and one.id != but)


def change_seat(seat: store.Seat, new: NewSeat) -> None:
    """Writes the checked values over a seat and its person; the agency stays."""
    row, person = seat.representation, seat.person
    fill_person(person, new)
    row.duty = new.duty
    row.functions = functions_text(new.functions)
    row.valid_from, row.valid_to = new.valid_from, new.valid_to
    row.replaces_id = new.replaces_id
    row.reference = new.reference or row.reference


def all_agencies(session: Session, group_id: int) -> tuple[AgencyView, ...]:
    """Members first, then guests, in the group's order."""
    return tuple(agency_view(row) for row in store.agency_columns(session, group_id))


def member_agencies(session: Session, group_id: int) -> tuple[AgencyView, ...]:
    """The member agencies in the group's order."""
    return tuple(view for view in all_agencies(session, group_id) if view.is_member)


def agency_names(session: Session, group_id: int) -> dict[int, str]:
    """The names of all the group's agencies, members and guests, by id."""
    return {view.id: view.name for view in all_agencies(session, group_id)}


def invitees(
    session: Session, group_id: int, day: date, *, duties: Collection[Duty] = ORDINARY
) -> tuple[Invitee, ...]:
    """Who is invited to a meeting on the day: by agency's order, then by name.

    Substitutes and co-opted people only when ``duties`` asks for them; a guest agency's people
    only as co-opted.
    """
    return tuple(
        Invitee(
            person_id=seat.representation.person_id,
            name=name_of(seat.person, seat.agency.name),
            agency_id=seat.representation.agency_id,
            agency_name=seat.agency.name,
            agency_position=seat.agency.position,
            duty=Duty(seat.representation.duty),
            functions=functions_of(seat.representation),
            is_member=seat.agency.is_member,
            is_protected=seat.person.is_protected,
            is_hidden=seat.person.hidden_at is not None,
            email=seat.person.email,
        )
        for seat in store.seats_on(session, group_id, day, duties)
    )


def person_names(session: Session, group_id: int, ids: Iterable[int]) -> dict[int, str]:
    """Names as everybody may see them, of the group's own people only, by person id."""
    return names_and_hidden(session, group_id, ids)[0]


def open_names(session: Session, group_id: int, ids: Collection[int]) -> dict[int, str]:
    """Names that may be written down, by person id: nobody protected, hidden or of a shelter.

    For whoever comes instead of somebody: there a name is needed by nobody.
    """
    found = store.people_and_kinds(session, group_id, ids)
    nameless = {
        person.id for person, kind in found if is_nameless(person) or kind == AgencyKind.SHELTER
    }
    return {
        person.id: name_of(person, None)
        for person, _kind in found
        if person.id is not None and person.id not in nameless
    }


def names_and_hidden(
    session: Session, group_id: int, ids: Iterable[int]
) -> tuple[dict[int, str], frozenset[int]]:
    """As :func:`person_names`, and who of them is hidden, whose address is not shown either."""
    wanted = set(ids)
    found = store.people(session, group_id, wanted) if wanted else []
    # The newest seat comes last and names a protected person's agency.
    names = {person.id: name_of(person, agency) for person, agency in found if person.id}
    return names, frozenset(person.id for person, _ in found if person.id and person.hidden_at)


def addresses(session: Session, person_ids: Collection[int]) -> dict[int, str | None]:
    """People's addresses as they are now, by id; None for who has none or is not there."""
    found = store.addresses(session, person_ids) if person_ids else {}
    return {person_id: found.get(person_id) for person_id in person_ids}


def seats_of_person(session: Session, person_id: int, day: date) -> PersonSeats:
    """The person's name and places on the day: one statement.

    An unknown id gives an empty name and no seats.
    """
    return seats_of_people(session, [person_id], day)[person_id]


def seats_of_people(
    session: Session, person_ids: Collection[int], day: date
) -> dict[int, PersonSeats]:
    """The same for several, by id: one statement."""
    rows = store.people_with_seats_on(session, person_ids, day) if person_ids else []
    found = {one: PersonSeats(one, "", is_protected=False, seats=()) for one in person_ids}
    for person, agency_id, agency_name, duty in rows:
        assert person.id is not None
        here = (
            (PersonSeat(agency_id, agency_name, represents=duty in REPRESENTING),)
            if agency_id is not None and agency_name is not None
            else ()
        )
        found[person.id] = PersonSeats(
            person_id=person.id,
            own_name="" if is_nameless(person) else name_of(person, None),
            is_protected=is_nameless(person),
            seats=(*found[person.id].seats, *here),
        )
    return found


def people_with_email(session: Session, group_id: int, email: str) -> list[int]:
    """Distinct person ids of the group with this address, those who sit there now first."""
    return store.people_with_email(session, group_id, email_key(email))


def address_of(session: Session, person_id: int) -> str | None:
    """Where mail to the person goes: work e-mail, or a protected person's function mailbox."""
    person = store.person(session, person_id)
    return person.email if person else None


def newest_agency(session: Session, group_id: int, person_id: int) -> str | None:
    """The agency of the person's newest seat in the group; None without any."""
    found = [agency for _, agency in store.people(session, group_id, [person_id])]
    return found[-1] if found else None


def is_protected(session: Session, group_id: int, person_id: int) -> bool:
    """Whether a person of the group has protected identity; nobody unknown has."""
    return any(person.is_protected for person, _ in store.people(session, group_id, [person_id]))
