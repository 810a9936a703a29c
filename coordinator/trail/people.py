"""Under which numbers entries of the log may tell of somebody: people had other numbers once."""

from __future__ import annotations

from coordinator.core.database import Session
from coordinator.trail import store


def numbers_of_person(session: Session, group_id: int, person_id: int) -> frozenset[int]:
    """The numbers under which entries of the trail may tell of somebody of the group.

    People had other numbers once.
    """
    old = [o for o, new in store.renumbered_people(session, group_id).items() if new == person_id]
    return frozenset({person_id, *old})


def number_now(session: Session, group_id: int, person_id: int) -> int:
    """Who of the group is meant by a number in an entry of its trail."""
    return store.renumbered_people(session, group_id).get(person_id, person_id)


def codes_of_person(session: Session, group_id: int, person_id: int) -> frozenset[str]:
    """How entries of the trail may name somebody of the group: see :func:`numbers_of_person`."""
    numbers = numbers_of_person(session, group_id, person_id)
    return frozenset(f"{store.ABOUT_PERSON}{one}" for one in numbers)
