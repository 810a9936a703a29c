"""People who hold a role in the group, with a seat or without one."""

from __future__ import annotations

from collections.abc import Iterable

from coordinator.access import in_transaction as access
from coordinator.access.actor import Actor, Role
from coordinator.access.permissions import COORDINATOR, use_case
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.roster import in_transaction, person_rows, protection, store
from coordinator.roster.changing import (
    changing_roster,
    end_access_by_old_address,
    overwrite_ended_addresses,
    refuse_hidden,
)
from coordinator.roster.leading import leaders
from coordinator.roster.rules import WITHOUT_SEAT, checked_email, name_key, optional
from coordinator.roster.tables import Person
from coordinator.roster.views import HolderView
from coordinator.trail.words import entry

GRANTABLE = frozenset(Role) - {Role.FOUNDER}


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
    now, group_id = office.clock.now(), actor.group_id
    with changing_roster(office, actor) as session:
        person_id = _person_at(session, group_id, given, family, address)
        groups.add_grant(session, group_id=group_id, person_id=person_id, role=role, now=now)
        session.flush()
        ended = protection.hand_over(session, group_id, now=now)
    overwrite_ended_addresses(office, ended)
    return person_id


def _person_at(session: Session, group_id: int, given: str, family: str, address: str) -> int:
    """Who is known by exactly this name and address, or a new person.

    Raises:
        RuleBroken: the address is somebody else's.
    """
    known = store.people_at(session, group_id, email_key(address))
    own = (name_key(given, family), False)
    if any((name_key(p.given_name, p.family_name), p.is_protected) != own for p in known):
        raise RuleBroken("role-needs-own-address")
    if known and known[0].id is not None:
        return known[0].id
    return in_transaction.add_person(
        session, group_id=group_id, given_name=given, family_name=family, email=address
    )


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
    with changing_roster(office, actor) as session:
        if store.person_of_group(session, actor.group_id, person_id) is None:
            raise NotFound("not-found")
        groups.add_grant(session, group_id=actor.group_id, person_id=person_id, role=role, now=now)
        session.flush()
        if role is Role.COORDINATOR:
            ended = protection.hand_over(session, actor.group_id, now=now)
    overwrite_ended_addresses(office, ended)


@use_case("access.withdraw_role", may=COORDINATOR, log=N_("took a role away"))
def withdraw_role(office: Office, actor: Actor, *, person_id: int, role: Role) -> None:
    """Takes a role away; whoever has none left is signed out.

    Raises:
        NotFound: the person does not hold the role.
        RuleBroken: it is the group's last coordinator, or the last who can sign in.
    """
    with changing_roster(office, actor) as session:
        held = groups.holders_for_change(session, actor.group_id, role)
        if person_id not in held:
            raise NotFound("not-found")
        if role is Role.COORDINATOR and len(held) == 1:
            raise RuleBroken("last-coordinator")
        if not groups.withdraw_one(session, actor.group_id, person_id, role):
            access.end_everything(session, person_id, now=office.clock.now())


@use_case("roster.who_leads", may=COORDINATOR)
def who_leads(office: Office, actor: Actor) -> frozenset[int]:
    """Ids of those who can sign in today as the group's coordinator.

    Not every holder of the role can: without an address, or with one that others have too, nobody
    comes in as one.
    """
    with office.reading() as session:
        return leaders(session, actor.group_id, office.clock.today()).today


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
    protection ends, and the name is written again.

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
    with changing_roster(office, actor) as session:
        person = _holder(session, actor, person_id)
        refuse_hidden(person)
        before = in_transaction.holder_view(session, person)
        if before.version != version:
            raise _changed_meanwhile(before, (given, family, address), is_protected=is_protected)
        if is_protected and not before.is_protected:
            raise RuleBroken("protect-now-instead")
        if email_key(address or "") != email_key(before.email or ""):
            if not is_protected:
                _refuse_address_of_others(session, actor, address)
            end_access_by_old_address(office, session, actor, person_id)
        person_rows.write_person(
            person, given_name=given, family_name=family, email=address, is_protected=is_protected
        )
        session.flush()
        ended = protection.hand_over(session, actor.group_id, now=office.clock.now())
        view = in_transaction.holder_view(session, person)
    overwrite_ended_addresses(office, ended)
    return view


def _changed_meanwhile(
    before: HolderView, mine: Iterable[str | None], *, is_protected: bool
) -> Conflict | RuleBroken:
    """Both versions; but not when the person was protected: one of them tells the name."""
    if before.is_protected and not is_protected:
        return RuleBroken("protected-meanwhile")
    theirs = (before.name, before.email)
    return Conflict(
        "changed-meanwhile",
        mine=", ".join(filter(None, mine)),
        theirs=", ".join(filter(None, theirs)),
    )


def _refuse_address_of_others(session: Session, actor: Actor, address: str | None) -> None:
    if address and store.people_at(session, actor.group_id, email_key(address)):
        raise RuleBroken("role-needs-own-address")


def _holder(session: Session, actor: Actor, person_id: int) -> Person:
    found = store.person_of_group(session, actor.group_id, person_id)
    if found is None or not groups.roles_of(session, actor.group_id, person_id):
        raise NotFound("not-found")
    return found
