"""What higher rooms do here inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from coordinator.access import in_transaction as access
from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.core.mailboxes import email_key
from coordinator.core.outbox import in_transaction as outbox
from coordinator.core.search.swedish import sort_key
from coordinator.groups import in_transaction as groups
from coordinator.roster import store
from coordinator.roster.rules import FUNCTION_MAILBOX, name_key
from coordinator.roster.tables import Agency, Person, Representation
from coordinator.roster.views import (
    AgencyView,
    Duty,
    Function,
    HolderView,
    Invitee,
    NewAgency,
    NewSeat,
    PersonSeat,
    PersonSeats,
    SeatView,
    protected_name,
)

_Identity = tuple[str, str]  # address and name, both as keys

ORDINARY = frozenset({Duty.REPRESENTATIVE})
# Who stands for an agency, and so reads what its members read; co-opted people do not.
REPRESENTING = frozenset({Duty.REPRESENTATIVE, Duty.SUBSTITUTE})


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
    if _is_for_sign_in_alone(own):
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


def fill_person(person: Person, new: NewSeat) -> None:
    """Writes what is known of a person; of a protected one only what may be known."""
    person.is_protected = new.is_protected
    person.given_name = None if new.is_protected else new.given_name
    person.family_name = None if new.is_protected else new.family_name
    person.phone = None if new.is_protected else new.phone
    person.title = None if new.is_protected else new.title
    person.contact_channel = new.contact_channel
    set_address(person, new.email)
    set_sort_key(person)


def write_person(
    person: Person,
    *,
    given_name: str | None,
    family_name: str | None,
    email: str | None,
    is_protected: bool,
) -> None:
    """Writes name and address anew; title and phone stay, which a protected person has not."""
    person.is_protected = is_protected
    person.given_name, person.family_name = given_name, family_name
    set_address(person, email)
    set_sort_key(person)


def set_address(person: Person, email: str | None) -> None:
    """Writes an address; what a protected coordinator signs in with alone stays until hand-over."""
    keeps = _is_for_sign_in_alone(person)
    person.email = email or None
    if not keeps:
        person.email_key = email_key(email) if email else None


def _is_for_sign_in_alone(person: Person) -> bool:
    key = person.email_key
    return bool(person.is_protected and key and key != email_key(person.email or ""))


def set_sort_key(person: Person) -> None:
    person.sort_key = sort_key(f"{person.family_name or ''} {person.given_name or ''}".strip())


def functions_text(functions: Collection[Function]) -> str:
    return ",".join(function for function in Function if function in functions)


def functions_of(row: Representation) -> frozenset[Function]:
    return frozenset(Function(word) for word in row.functions.split(",") if word)


def is_nameless(person: Person) -> bool:
    """Protected, or hidden until the group's coordinator has decided whether to protect."""
    return person.is_protected or person.hidden_at is not None


def hide(session: Session, person_id: int, now: datetime) -> None:
    """Shows the person without a name from now on; everything that is kept stays."""
    person = store.person(session, person_id)
    if person is not None and not is_nameless(person):
        person.hidden_at = now
        session.add(person)
        session.flush()


def show(session: Session, person_id: int) -> datetime | None:
    """The name is shown again; since when it was hidden."""
    person = store.person(session, person_id)
    if person is None or person.hidden_at is None:
        return None
    since, person.hidden_at = person.hidden_at, None
    session.add(person)
    session.flush()
    return since


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


def protect(
    session: Session,
    person_id: int,
    *,
    mailbox: str | None,
    now: datetime,
    keeps_sign_in: bool = False,
) -> None:
    """Takes a person's name, title, phone and own address away.

    ``mailbox`` is the function mailbox that mail goes to from now on. Nobody protected leads or
    writes for the group, so its functions end too. ``keeps_sign_in``: links to sign in still go to
    the own address, which nobody is shown (see :func:`hand_over`).
    """
    for seat in store.seats_of_person(session, person_id):
        seat.functions = ""
    person = store.person(session, person_id)
    if person is None:
        raise NotFound("not-found")
    person.is_protected, person.protected_at = True, now
    person.given_name = person.family_name = person.title = person.phone = None
    person.contact_channel = FUNCTION_MAILBOX
    own_key = person.email_key if keeps_sign_in else None
    person.email_key = None
    set_address(person, mailbox)
    person.email_key = own_key or person.email_key
    set_sort_key(person)
    session.flush()


def has_successor(session: Session, group_id: int, person_id: int) -> bool:
    """Whether somebody else comes in as coordinator: by a mailbox that is nobody else's.

    Whoever has no address, or one of several people as a function mailbox is, does not.
    """
    others = groups.coordinators(session, group_id) - {person_id}
    people = (store.person(session, one) for one in others)
    return any(person is not None and _comes_in_alone(session, person) for person in people)


def _comes_in_alone(session: Session, person: Person) -> bool:
    key = person.email_key
    if not key or (person.is_protected and not _is_for_sign_in_alone(person)):
        return False
    return len(store.people_at(session, person.group_id, key)) == 1


def hand_over(session: Session, group_id: int, *, now: datetime) -> tuple[int, ...]:
    """Ends what protected coordinators kept until there was a successor; their ids.

    To be called when somebody has become coordinator, or got another address. A successor is a
    coordinator who comes in as one, see :func:`has_successor`: then the others' roles and the
    addresses they signed in with go, also from mails that are kept.
    """
    people = [store.person(session, one) for one in groups.coordinators(session, group_id)]
    waiting = [person for person in people if person and _is_for_sign_in_alone(person)]
    if not waiting or not any(
        _comes_in_alone(session, person) for person in people if person and person not in waiting
    ):
        return ()
    ended = []
    for person in waiting:
        assert person.id is not None
        groups.withdraw(session, group_id, person.id)
        access.end_everything(session, person.id, now=now)
        outbox.forget_person(session, person.id, person.email_key or "")
        person.email_key = email_key(person.email) if person.email else None
        ended.append(person.id)
    session.flush()
    return tuple(ended)


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
