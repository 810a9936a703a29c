"""Every query of the roster room."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, exists, func, or_, select

from coordinator.access.actor import Role
from coordinator.groups.tables import RoleGrant
from coordinator.roster.tables import Agency, Person, Representation


@dataclass(frozen=True)
class Reader:
    """Somebody who has the address of a coordinator; ``seats``: those that are not over."""

    person_id: int
    key: str
    email: str | None
    is_protected: bool
    roles: frozenset[str]
    seats: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class Seat:
    """A representation with its person and agency."""

    representation: Representation
    person: Person
    agency: Agency


def queue_up(session: Session, group_id: int) -> None:
    """Lets one transaction at a time change a group's roster, on PostgreSQL as on SQLite."""
    session.exec(
        select(Agency.id)
        .where(Agency.group_id == group_id)
        .order_by(col(Agency.id))
        .with_for_update(key_share=True)
    ).all()


def readers_of_coordinators(session: Session, group_id: int, day: date) -> list[Reader]:
    """Everybody of the group who has the address of one of its coordinators: one statement."""
    chief = aliased(Person)
    keys = (
        select(chief.email_key)
        .join(RoleGrant, col(RoleGrant.person_id) == chief.id)
        .where(
            RoleGrant.group_id == group_id,
            RoleGrant.role == Role.COORDINATOR.value,
            chief.group_id == group_id,
        )
    )
    rows = session.exec(
        select(Person, RoleGrant, Representation)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id), isouter=True)
        .join(
            Representation,
            and_(
                col(Representation.person_id) == col(Person.id),
                or_(col(Representation.valid_to).is_(None), col(Representation.valid_to) >= day),
            ),
            isouter=True,
        )
        .where(Person.group_id == group_id, col(Person.email_key).in_(keys))
        .order_by(col(Person.id))
    ).all()
    people = {person.id: person for person, *_ in rows}
    return [
        Reader(
            person_id=person_id or 0,
            key=person.email_key or "",
            email=person.email,
            is_protected=person.is_protected,
            # The outer joins give None where no role is held, or no seat.
            roles=frozenset(held.role for one, held, _ in rows if one is person and held),
            seats=tuple(
                {(seat.duty, seat.valid_from) for one, _, seat in rows if one is person and seat}
            ),
        )
        for person_id, person in people.items()
    ]


def agencies(session: Session, group_id: int) -> list[Agency]:
    """Members first, then guests, in the group's order."""
    return list(session.exec(_agencies(whole=True), params={"group_id": group_id}).all())


def agency_columns(session: Session, group_id: int) -> list[Any]:
    """The same to read from only: each with the columns of :class:`Agency` as attributes.

    A list of them is read in every run of a page, and a row that can be changed costs ten times as
    much to make.
    """
    return list(session.exec(_agencies(whole=False), params={"group_id": group_id}).all())


@cache
def _agencies(*, whole: bool) -> Any:
    what: Any = (Agency,) if whole else Agency.__table__.columns  # type: ignore[attr-defined]
    return (
        select(*what)
        .where(col(Agency.group_id) == bindparam("group_id"))
        .order_by(col(Agency.is_member).desc(), col(Agency.position), col(Agency.id))
    )


def agency(session: Session, group_id: int, agency_id: int) -> Agency | None:
    return session.exec(
        select(Agency).where(Agency.group_id == group_id, Agency.id == agency_id)
    ).first()


def seats(session: Session, group_id: int) -> list[Seat]:
    """Everybody who ever stood for an agency of the group, in the order of the page."""
    return _seats(session, Representation.group_id == group_id)


def seat(session: Session, group_id: int, seat_id: int) -> Seat | None:
    found = _seats(session, Representation.group_id == group_id, Representation.id == seat_id)
    return found[0] if found else None


def seats_of_agency(session: Session, group_id: int, agency_id: int) -> list[Seat]:
    return _seats(
        session, Representation.group_id == group_id, Representation.agency_id == agency_id
    )


def seats_of_people(session: Session, group_id: int, person_ids: Collection[int]) -> list[Seat]:
    """Every seat these people have or had in the group."""
    return _seats(
        session,
        Representation.group_id == group_id,
        col(Representation.person_id).in_(person_ids),
    )


def seats_with_email(session: Session, group_id: int, email_key: str) -> list[Seat]:
    return _seats(session, Representation.group_id == group_id, Person.email_key == email_key)


def seats_on(session: Session, group_id: int, day: date, duties: Collection[str]) -> list[Seat]:
    """Who stands for an agency on the day; guests only where co-opted people are asked for."""
    return _seats(
        session,
        Representation.group_id == group_id,
        _valid_on(day),
        col(Representation.duty).in_(duties),
        or_(col(Agency.is_member), Representation.duty == "co_opted"),
    )


def _seats(session: Session, *conditions: ColumnElement[bool] | bool) -> list[Seat]:
    rows = session.exec(
        select(Representation, Person, Agency)
        .join(Person, col(Person.id) == col(Representation.person_id))
        .join(Agency, col(Agency.id) == col(Representation.agency_id))
        .where(*conditions)
        .order_by(
            col(Agency.is_member).desc(),
            col(Agency.position),
            col(Agency.id),
            col(Person.sort_key),
            col(Representation.valid_from),
            col(Representation.id),
        )
    ).all()
    return [Seat(*row) for row in rows]


def _valid_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(
        col(Representation.valid_from) <= day,
        or_(col(Representation.valid_to).is_(None), col(Representation.valid_to) >= day),
    )


def addresses(session: Session, ids: Collection[int]) -> dict[int, str | None]:
    rows = session.exec(select(Person.id, Person.email).where(col(Person.id).in_(ids))).all()
    return {person_id: email for person_id, email in rows if person_id is not None}


def people_with_seats_on(
    session: Session, ids: Collection[int], day: date
) -> list[tuple[Person, int | None, str | None, str | None]]:
    """Each person once per place held on the day, or once with nothing: one statement.

    A place: the agency's id and name, and the duty held there.
    """
    rows = session.exec(_people_with_seats_on(), params={"ids": list(ids), "day": day}).all()
    return [(person, *place) for person, *place in rows]


@cache
def _people_with_seats_on() -> Any:
    return (
        select(Person, Agency.id, Agency.name, Representation.duty)
        .join(
            Representation,
            and_(
                col(Representation.person_id) == col(Person.id),
                _valid_on(bindparam("day", type_=Date)),
            ),
            isouter=True,
        )
        .join(Agency, col(Agency.id) == col(Representation.agency_id), isouter=True)
        .where(col(Person.id).in_(bindparam("ids", expanding=True)))
        .order_by(col(Agency.position), col(Agency.id))
    )


def people(session: Session, group_id: int, ids: Iterable[int]) -> list[tuple[Person, str | None]]:
    """People of the group, each once per seat with the agency's name.

    The newest seat comes last.
    """
    rows = session.exec(
        select(Person, Agency.name)
        .join(Representation, col(Representation.person_id) == col(Person.id), isouter=True)
        .join(Agency, col(Agency.id) == col(Representation.agency_id), isouter=True)
        .where(Person.group_id == group_id, col(Person.id).in_(set(ids)))
        .order_by(col(Representation.valid_from), col(Representation.id))
    ).all()
    return [(person, name) for person, name in rows]


def people_and_kinds(
    session: Session, group_id: int, ids: Iterable[int]
) -> list[tuple[Person, str | None]]:
    """People of the group, each once per seat with the kind of its agency."""
    rows = session.exec(
        select(Person, Agency.kind)
        .join(Representation, col(Representation.person_id) == col(Person.id), isouter=True)
        .join(Agency, col(Agency.id) == col(Representation.agency_id), isouter=True)
        .where(Person.group_id == group_id, col(Person.id).in_(set(ids)))
    ).all()
    return [(person, kind) for person, kind in rows]


def people_with_email(session: Session, group_id: int, email_key: str) -> list[int]:
    """Ids of the group's people with the address, those whose seat has no end first.

    Whoever neither sits, nor ever sat, nor holds a role is only known to the log.
    """
    rows = session.exec(
        select(Person, Representation)
        .join(Representation, col(Representation.person_id) == col(Person.id), isouter=True)
        .where(
            Person.group_id == group_id,
            Person.email_key == email_key,
            or_(
                col(Representation.id).is_not(None),
                exists().where(col(RoleGrant.person_id) == col(Person.id)),
            ),
        )
    ).all()
    # The outer join gives None for a person who only holds a role.
    ends = [(person, row.valid_to or date.max if row else date.min) for person, row in rows]
    ends.sort(key=lambda pair: pair[1], reverse=True)
    return list(dict.fromkeys(person.id for person, _ in ends if person.id is not None))


def people_at(session: Session, group_id: int, *email_keys: str) -> list[Person]:
    """Everybody of the group with one of the addresses, protected or not, oldest first."""
    return list(
        session.exec(
            select(Person)
            .where(Person.group_id == group_id, col(Person.email_key).in_(email_keys))
            .order_by(col(Person.id))
        ).all()
    )


def people_with_emails(
    session: Session, group_id: int, email_keys: Collection[str]
) -> list[Person]:
    """The group's people with these addresses, oldest first, protected ones left out."""
    if not email_keys:
        return []
    return list(
        session.exec(
            select(Person)
            .where(
                Person.group_id == group_id,
                col(Person.email_key).in_(email_keys),
                col(Person.is_protected).is_(False),
            )
            .order_by(col(Person.id))
        ).all()
    )


def person(session: Session, person_id: int) -> Person | None:
    return session.exec(select(Person).where(Person.id == person_id)).first()


def person_of_group(
    session: Session, group_id: int, person_id: int, *, lock: bool = False
) -> Person | None:
    query = select(Person).where(Person.id == person_id, Person.group_id == group_id)
    return session.exec(query.with_for_update(key_share=True) if lock else query).first()


def seats_of_person(session: Session, person_id: int) -> list[Representation]:
    """Every seat the person has or had."""
    return list(
        session.exec(select(Representation).where(Representation.person_id == person_id)).all()
    )


def last_position(session: Session, group_id: int) -> int:
    found = session.exec(select(func.max(Agency.position)).where(Agency.group_id == group_id)).one()
    return found or 0
