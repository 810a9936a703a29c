"""Who somebody is when they come in, and what is written down about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from coordinator.access import steps as access
from coordinator.access.actor import Actor
from coordinator.access.trail import append
from coordinator.access.views import Grant
from coordinator.core import addresses
from coordinator.core.database import Session
from coordinator.entrance.rules import roles_with_seat
from coordinator.entrance.views import Entry
from coordinator.roster import steps as roster
from coordinator.roster.views import PersonSeats


def standings(
    grants: Sequence[Grant], seats: PersonSeats, *, is_capped: bool = False
) -> tuple[Grant, ...]:
    """What the person is in each group, by the groups' names: by role, or by a seat alone.

    ``is_capped``: through this door the person is a member at most.
    """
    granted = {grant.group.id: grant.roles for grant in grants}
    groups = {seat.group.id: seat.group for seat in seats.seats}
    groups |= {grant.group.id: grant.group for grant in grants}
    found = [
        Grant(
            group,
            roles_with_seat(
                granted.get(group_id, frozenset()),
                represents=seats.represents_in(group_id),
                sits=bool(seats.agencies_in(group_id)),
                is_capped=is_capped,
            ),
        )
        for group_id, group in groups.items()
    ]
    return tuple(sorted((one for one in found if one.roles), key=lambda one: one.group.name))


def standings_of(
    session: Session, person_id: int, day: date, *, is_capped: bool = False
) -> list[Actor]:
    """The person as an actor in every group of theirs, by the groups' names."""
    seats = roster.seats_of_person(session, person_id, day)
    found = standings(access.grants_of(session, person_id), seats, is_capped=is_capped)
    return [
        Actor(
            person_id=person_id,
            name=seats.name_in(one.group.id),
            roles=one.roles,
            group_id=one.group.id,
            group_slug=one.group.slug,
        )
        for one in found
    ]


def come_in(
    session: Session,
    *,
    person_id: int,
    way: str,
    device: str,
    now: datetime,
    day: date,
    shared_mailbox: bool = False,
    as_member: bool = False,
    onward: str | None = None,
) -> Entry | None:
    """Opens the session and writes it into the chain of each of the person's groups.

    None for a person who may not come in. ``as_member``: this session has the plain pages only.
    """
    actors = standings_of(session, person_id, day, is_capped=as_member or shared_mailbox)
    if not actors:
        return None
    cookie = access.open_session(
        session,
        person_id=person_id,
        way=way,
        device=device,
        now=now,
        shared_mailbox=shared_mailbox,
    )
    write_down(session, actors, "entrance.sign_in", way=way, now=now)
    plain = all(actor.is_member_only for actor in actors)
    home = addresses.my(group=actors[0].group_slug) if plain else "/"
    return Entry(cookie, _way_on(onward, home=home, plain=plain))


def write_down(
    session: Session, actors: Sequence[Actor], use_case: str, *, way: str, now: datetime
) -> None:
    """One entry in each group's chain, in the same order for everybody: chains are locked."""
    for actor in sorted(actors, key=lambda one: one.group_id):
        come = Actor(
            person_id=actor.person_id,
            name=actor.name,
            roles=actor.roles,
            group_id=actor.group_id,
            origin=way,
        )
        append(session, come, use_case, now=now)


def _way_on(onward: str | None, *, home: str, plain: bool) -> str:
    """Checked again on the way out, whatever stood in the database or in a cookie."""
    wish = addresses.onward(onward)
    if wish is None or (plain and not wish.startswith(addresses.MY)):
        return home
    return wish
