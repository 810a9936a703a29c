"""What higher rooms do with groups and roles inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time

from coordinator.access.actor import Actor, Role
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.core.outbox.mail_addresses import Sender
from coordinator.groups import store
from coordinator.groups.tables import CollaborationGroup, RoleGrant
from coordinator.groups.views import GroupView

_SHORTEST, _LONGEST = 15, 720  # minutes of a usual meeting, as the planner takes them


def add_group(
    session: Session,
    *,
    slug: str,
    name: str,
    municipality: str,
    is_demo: bool = False,
    meetings_per_term: int = 2,
    usual_start: time = time(13, 30),
    usual_duration: int = 120,
    minutes_heading: str = "Minnesanteckningar",
) -> int:
    """A new group; its id. ``usual_duration`` in minutes.

    Raises:
        BadInput: the short name is taken, or the usual meeting is none.
    """
    check_usual_meeting(usual_start, usual_duration, meetings_per_term)
    if store.group_by_slug(session, slug):
        raise BadInput("group-slug-taken", slug=slug)
    group = CollaborationGroup(
        slug=slug,
        name=name,
        municipality=municipality,
        is_demo=is_demo,
        meetings_per_term=meetings_per_term,
        usual_start=f"{usual_start:%H:%M}",
        usual_duration=usual_duration,
        minutes_heading=minutes_heading,
    )
    session.add(group)
    session.flush()
    assert group.id is not None
    return group.id


def check_meetings_per_term(number: int) -> None:
    """Raises BadInput for a number outside 1..12."""
    if not 1 <= number <= 12:
        raise BadInput("meetings-per-term-odd")


def check_usual_meeting(start: time, duration: int, meetings_per_term: int) -> None:
    """Raises BadInput for what no meeting can usually be; ``duration`` in minutes."""
    check_meetings_per_term(meetings_per_term)
    begins = start.hour * 60 + start.minute
    if not _SHORTEST <= duration <= _LONGEST or begins + duration >= 24 * 60:
        raise BadInput("plan-duration-odd")


def group_for_change(session: Session, group_id: int, version: int) -> CollaborationGroup:
    """The group's row, of the version that was shown.

    Raises:
        NotFound: no such group.
        Conflict: somebody else saved in between.
    """
    row = store.group(session, group_id)
    if row is None:
        raise NotFound("not-found")
    if row.version != version:
        raise Conflict("changed-meanwhile")
    return row


def add_grant(
    session: Session, *, group_id: int, person_id: int, role: Role, now: datetime
) -> None:
    """Gives the role; nothing happens when the person has it already."""
    if store.grant(session, group_id, person_id, role) is None:
        session.add(RoleGrant(group_id=group_id, person_id=person_id, role=role, granted_at=now))


def group(session: Session, group_id: int) -> GroupView:
    row = store.group(session, group_id)
    if row is None:
        raise NotFound("not-found")
    return group_view(row)


def group_view(row: CollaborationGroup) -> GroupView:
    assert row.id is not None
    return GroupView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        municipality=row.municipality,
        meetings_per_term=row.meetings_per_term,
        quorum_agencies=row.quorum_agencies,
        minutes_heading=row.minutes_heading,
        usual_start=row.usual_start,
        usual_duration=row.usual_duration,
        is_demo=row.is_demo,
        mailbox=row.mailbox,
        version=row.version,
    )


def grants_of(session: Session, person_ids: Collection[int]) -> dict[int, frozenset[Role]]:
    """The roles of these people, by person id; nobody who has none."""
    roles: dict[int, set[Role]] = {}
    for row in store.grants_of(session, person_ids) if person_ids else ():
        roles.setdefault(row.person_id, set()).add(Role(row.role))
    return {person_id: frozenset(held) for person_id, held in roles.items()}


def groups_by_id(session: Session, ids: Collection[int]) -> dict[int, GroupView]:
    """These groups, in the order of their names."""
    found = store.groups_by_id(session, ids) if ids else []
    return {view.id: view for view in map(group_view, found)}


def all_groups(session: Session) -> tuple[GroupView, ...]:
    """Every group of the installation, by name."""
    return tuple(group_view(row) for row in store.groups(session))


def sender_of(session: Session, group_id: int | None) -> Sender:
    """Who a group's mails come from: the municipality, by the group's function mailbox.

    Mails of no group, such as sign-in links, come from the only group there is, if it is the only.
    One group with invented people makes the whole installation stay on its machine.
    """
    groups = store.groups(session)
    is_demo = any(row.is_demo for row in groups)
    own = next((row for row in groups if row.id == group_id), None)
    if own is not None:
        return Sender(own.municipality, own.mailbox or None, is_demo)
    if len(groups) == 1:
        return Sender(groups[0].municipality, groups[0].mailbox or None, is_demo)
    names = {row.municipality for row in groups}
    return Sender(names.pop() if len(names) == 1 else "", None, is_demo)


def roles_of(session: Session, group_id: int, person_id: int) -> frozenset[Role]:
    return frozenset(
        Role(row.role) for row in store.grants_in(session, group_id) if row.person_id == person_id
    )


def coordinators(session: Session, group_id: int) -> frozenset[int]:
    return frozenset(
        row.person_id
        for row in store.grants_in(session, group_id)
        if Role(row.role) is Role.COORDINATOR
    )


def withdraw(session: Session, group_id: int, person_id: int) -> None:
    """Takes every role of the person in the group away, and ends what they signed in with."""
    for row in store.grants_in(session, group_id):
        if row.person_id == person_id:
            session.delete(row)
    session.flush()


def holders_for_change(session: Session, group_id: int, role: Role) -> frozenset[int]:
    """Who holds the role, locked: of two who withdraw the second sees what the first did."""
    grants = store.grants_for_change(session, group_id)
    return frozenset(row.person_id for row in grants if row.role == role)


def withdraw_one(session: Session, group_id: int, person_id: int, role: Role) -> bool:
    """Takes one role of the person away; whether any is left."""
    row = store.grant(session, group_id, person_id, role)
    if row is not None:
        session.delete(row)
        session.flush()
    return store.holds_any_role(session, person_id)


def people_above(session: Session, actor: Actor) -> frozenset[int]:
    """Who may do something in the group that the actor may not: nobody is above a coordinator.

    Whoever changes what they sign in with could come in as them. A member's or a reader's rights
    are within those of everybody who changes addresses.
    """
    if actor.has(Role.COORDINATOR):
        return frozenset()
    within = actor.roles | {Role.MEMBER, Role.READER}
    return frozenset(
        row.person_id
        for row in store.grants_in(session, actor.group_id)
        if Role(row.role) not in within and row.person_id != actor.person_id
    )


def need_own_mailbox(session: Session, actor: Actor, person_ids: Collection[int]) -> frozenset[int]:
    """Those of the group who do more than read it, unless its coordinator asks.

    Behind a mailbox of several people they would be members at most: nobody makes theirs one from
    below.
    """
    if actor.origin == "shell" or actor.has(Role.COORDINATOR):
        return frozenset()
    held = grants_of(session, person_ids)
    return frozenset(one for one, roles in held.items() if roles - {Role.MEMBER, Role.READER})


def lock_group(session: Session, group_id: int) -> None:
    """Makes those who give a number in the group, or move its meetings, wait for each other.

    On SQLite one transaction writes at a time anyhow.
    """
    store.lock_group(session, group_id)
