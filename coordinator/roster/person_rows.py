"""Writing what is known of a person into the row."""

from __future__ import annotations

from coordinator.core.mailboxes import email_key
from coordinator.core.search.swedish import sort_key
from coordinator.roster.tables import Person
from coordinator.roster.views import NewSeat


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
    """Writes name and address; title and phone stay, which a protected person has not."""
    person.is_protected = is_protected
    person.given_name, person.family_name = given_name, family_name
    set_address(person, email)
    set_sort_key(person)


def set_address(person: Person, email: str | None) -> None:
    """Writes an address; what a protected coordinator signs in with alone stays until hand-over."""
    keeps = is_for_sign_in_alone(person)
    person.email = email or None
    if not keeps:
        person.email_key = email_key(email) if email else None


def is_for_sign_in_alone(person: Person) -> bool:
    key = person.email_key
    return bool(person.is_protected and key and key != email_key(person.email or ""))


def set_sort_key(person: Person) -> None:
    person.sort_key = sort_key(f"{person.family_name or ''} {person.given_name or ''}".strip())
