"""Who somebody is when they come in, and what is written down about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from coordinator.access import in_transaction as access
from coordinator.access.actor import Actor, Role
from coordinator.access.in_transaction import Who
from coordinator.core import addresses
from coordinator.core.database import Session
from coordinator.core.translation import N_
from coordinator.entrance import store
from coordinator.entrance.rules import roles_with_seat
from coordinator.entrance.views import Entry, Standing
from coordinator.groups import in_transaction as groups
from coordinator.groups.views import GroupView
from coordinator.roster import in_transaction as roster
from coordinator.roster.tables import Person
from coordinator.roster.views import PersonSeats
from coordinator.trail.in_transaction import append
from coordinator.trail.words import entry

SIGN_IN = entry("entrance.sign_in", N_("signed in"), room="entrance")
SIGN_OUT = entry("entrance.sign_out", N_("signed out"), room="entrance")


def standing(
    group: GroupView, seats: PersonSeats, granted: frozenset[Role], *, is_capped: bool
) -> Standing | None:
    """What a person is in the group, by role or by a seat alone; None for who is nothing there.

    ``is_capped``: through this door the person is a member at most.
    """
    roles = roles_with_seat(
        granted,
        represents=seats.represents,
        sits=bool(seats.agencies),
        is_capped=is_capped,
    )
    if not roles:
        return None
    return Standing(group, seats.person_id, seats.name, roles, seats.agencies)


def standings_of(
    session: Session, people: Sequence[Who], day: date, *, is_capped: bool = False
) -> list[Standing]:
    """What these people are, one of each group, by the groups' names: three statements."""
    ids = [one.person_id for one in people]
    entered = groups.groups_by_id(session, [one.group_id for one in people])
    seats = roster.seats_of_people(session, ids, day)
    granted = groups.grants_of(session, ids)
    by_group = {one.group_id: one for one in people}
    found = [
        standing(
            group,
            seats[by_group[group_id].person_id],
            granted.get(by_group[group_id].person_id, frozenset()),
            is_capped=is_capped or by_group[group_id].is_shared,
        )
        for group_id, group in entered.items()
    ]
    return [one for one in found if one is not None]


def one_of_each_group(
    people: Sequence[Person], chosen: Collection[int], readers: Mapping[int, Sequence[Person]]
) -> list[Who]:
    """Who comes in, of everybody behind a mailbox: the only one of a group, or the one chosen.

    ``readers``: everybody who reads the mailbox, by group; a group's own rows alone say whether
    several do. In a group of several of whom nobody is chosen, nobody comes in.
    """
    found = []
    for group_id, here in store.by_group(people).items():
        who = here[0] if len(here) == 1 else next((p for p in here if p.id in chosen), None)
        if who is not None and who.id is not None:
            shared = store.is_shared(readers.get(group_id, here))
            found.append(Who(group_id, who.id, is_shared=shared))
    return found


def come_in(
    session: Session,
    people: Sequence[Who],
    *,
    way: str,
    device: str,
    now: datetime,
    day: date,
    as_member: bool = False,
    onward: str | None = None,
) -> Entry | None:
    """Opens the session and writes it into the chain of each of the groups.

    None when none of these people may come in. ``as_member``: this session has the plain pages
    only.
    """
    found = standings_of(session, people, day, is_capped=as_member)
    if not found:
        return None
    groups = {one.group.id for one in found}
    cookie = access.open_session(
        session,
        people=[one for one in people if one.group_id in groups],
        way=way,
        device=device,
        now=now,
    )
    write_down(session, found, SIGN_IN, way=way, now=now)
    return Entry(cookie, way_on(onward, found))


def write_down(
    session: Session, found: Sequence[Standing], name: str, *, way: str, now: datetime
) -> None:
    """One entry in each group's chain, in the same order for everybody: chains are locked."""
    for one in sorted(found, key=lambda each: each.group.id):
        come = Actor(
            person_id=one.person_id,
            name=one.name,
            roles=one.roles,
            group_id=one.group.id,
            origin=way,
        )
        append(session, come, name, now=now)


def way_on(onward: str | None, found: Sequence[Standing]) -> str:
    """Checked again on the way out, whatever stood in the database or in a cookie.

    Whoever has several groups and did not wish for a page of one of them chooses first.
    """
    wish = addresses.onward(onward)
    plain = {one.group.slug: one.roles == {Role.MEMBER} for one in found}
    named = addresses.group_in(wish)
    slug = named if named in plain else found[0].group.slug
    if len(found) > 1 and named not in plain:
        return addresses.choose_group(wish)
    if wish is not None and addresses.is_file(wish):
        return addresses.your_file(wish)
    if wish is None or (plain[slug] and not wish.startswith(addresses.MY)):
        if plain[slug]:
            return addresses.my(group=slug)
        return addresses.page("home", group=slug) if len(found) > 1 else addresses.page("home")
    return wish


def as_actor(one: Standing, *, session_id: int | None, groups: Sequence[Standing]) -> Actor:
    """The person as who acts in that group."""
    return replace(
        Actor(person_id=one.person_id, name=one.name, roles=one.roles),
        group_id=one.group.id,
        group_slug=one.group.slug,
        group_name=one.group.name,
        municipality=one.group.municipality,
        is_demo=one.group.is_demo,
        agency_ids=one.agency_ids,
        groups=tuple(each.choice for each in groups),
        session_id=session_id,
    )
