"""Signing in and out, roles, and the group's own settings."""

from __future__ import annotations

from datetime import timedelta

from coordinator.access import steps, store
from coordinator.access.actor import Actor, Role
from coordinator.access.rules import permit
from coordinator.access.tables import BrowserSession, CollaborationGroup
from coordinator.access.trail import acting
from coordinator.access.views import Grant, GroupView, LinkState, RoleHolder, SessionView
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean
from coordinator.core.tokens import hash_token, new_token

SESSION_LIFETIME = timedelta(hours=12)
GRANTABLE = frozenset(Role) - {Role.FOUNDER}


def founder_link(office: Office) -> str | None:
    """A one-time link for an installation without any group; None once one exists.

    Needs no actor: it is only ever printed on the terminal that started the server.
    """
    with office.transaction() as session:
        if store.count_groups(session):
            return None
        return steps.add_link(session, person_id=None, now=office.clock.now())


def make_sign_in_link(
    office: Office, actor: Actor, *, person_id: int, shared_mailbox: bool = False
) -> str:
    """A one-time link's token for a person of the installation.

    Only the shell may ask: whoever holds the token is that person.
    """
    permit(actor, "access.make_sign_in_link")
    if actor.origin != "shell":
        raise NotAllowed("not-allowed")
    with acting(office, actor, "access.make_sign_in_link") as session:
        return steps.add_link(
            session, person_id=person_id, now=office.clock.now(), shared_mailbox=shared_mailbox
        )


def look_at_link(office: Office, token: str) -> LinkState:
    """What a link is worth, without spending it: link scanners open links too."""
    with office.reading() as session:
        link = store.link_by_hash(session, hash_token(token))
        if link is None:
            return LinkState.UNKNOWN
        if link.used_at is not None:
            return LinkState.USED
        return LinkState.EXPIRED if link.expires_at <= office.clock.now() else LinkState.GOOD


def sign_in(office: Office, token: str) -> str:
    """Spends the link and opens a session; the cookie's token.

    Raises:
        RuleBroken: the link is unknown, used or too old.
    """
    now = office.clock.now()
    with office.transaction() as session:
        link = store.link_by_hash(session, hash_token(token))
        if link is None or link.used_at is not None:
            raise RuleBroken("link-used")
        if link.expires_at <= now:
            raise RuleBroken("link-expired")
        assert link.id is not None
        founding = link.person_id is None
        if (founding and store.count_groups(session)) or not store.spend_link(
            session, link.id, now=now
        ):
            raise RuleBroken("link-used")
        cookie = new_token()
        session.add(
            BrowserSession(
                token_hash=hash_token(cookie),
                person_id=link.person_id,
                is_founder=founding,
                shared_mailbox=link.shared_mailbox,
                created_at=now,
                seen_at=now,
                expires_at=now + SESSION_LIFETIME,
            )
        )
        return cookie


def sign_out(office: Office, cookie: str) -> None:
    """Ends the session at once; an unknown cookie is no error."""
    with office.transaction() as session:
        store.end_session(session, hash_token(cookie), now=office.clock.now())


def session_of(office: Office, cookie: str | None) -> SessionView | None:
    """The living session behind a cookie with its roles per group: one SQL statement."""
    if not cookie:
        return None
    with office.reading() as session:
        found = store.living_session(session, hash_token(cookie), now=office.clock.now())
        if found is None:
            return None
        row, grants = found
        assert row.id is not None
        roles: dict[int, set[Role]] = {}
        by_id: dict[int, CollaborationGroup] = {}
        for grant, group in grants:
            role = Role(grant.role)
            # Whoever came through a mailbox that several people read acts as a member at most.
            roles.setdefault(grant.group_id, set()).add(Role.MEMBER if row.shared_mailbox else role)
            by_id[grant.group_id] = group
        return SessionView(
            id=row.id,
            person_id=row.person_id,
            is_founder=row.is_founder,
            grants=tuple(
                Grant(steps.group_view(by_id[group_id]), frozenset(held))
                for group_id, held in roles.items()
            ),
        )


def group_settings(office: Office, actor: Actor) -> GroupView:
    permit(actor, "access.group_settings")
    with office.reading() as session:
        return steps.group(session, actor.group_id)


def change_group(
    office: Office,
    actor: Actor,
    *,
    version: int,
    name: str,
    municipality: str,
    meetings_per_term: int,
    quorum_agencies: int | None,
    minutes_heading: str,
) -> GroupView:
    """Saves the group's own settings.

    Raises:
        BadInput: an empty name, or a number of meetings outside 1..12.
        Conflict: somebody else saved in between.
    """
    permit(actor, "access.change_group")
    name, municipality = clean(name), clean(municipality)
    if not name or not municipality:
        raise BadInput("group-needs-name")
    if not 1 <= meetings_per_term <= 12:
        raise BadInput("meetings-per-term-odd")
    with acting(office, actor, "access.change_group") as session:
        row = session.get(CollaborationGroup, actor.group_id)
        if row is None:
            raise NotFound("not-found")
        if row.version != version:
            raise Conflict("changed-meanwhile")
        row.name, row.municipality = name, municipality
        row.meetings_per_term = meetings_per_term
        row.quorum_agencies = quorum_agencies
        row.minutes_heading = clean(minutes_heading) or row.minutes_heading
        row.version += 1
        session.flush()
        return steps.group_view(row)


def role_grants(office: Office, actor: Actor) -> tuple[RoleHolder, ...]:
    """Who holds which role in the group."""
    permit(actor, "access.role_grants")
    with office.reading() as session:
        return tuple(
            RoleHolder(row.person_id, Role(row.role), row.granted_at)
            for row in store.grants_in(session, actor.group_id)
        )


def grant_role(office: Office, actor: Actor, *, person_id: int, role: Role) -> None:
    permit(actor, "access.grant_role")
    if role not in GRANTABLE:
        raise BadInput("role-unknown", role=role)
    with acting(office, actor, "access.grant_role") as session:
        steps.add_grant(
            session,
            group_id=actor.group_id,
            person_id=person_id,
            role=role,
            now=office.clock.now(),
        )


def withdraw_role(office: Office, actor: Actor, *, person_id: int, role: Role) -> None:
    """Takes a role away.

    Raises:
        RuleBroken: it is the group's last coordinator.
    """
    permit(actor, "access.withdraw_role")
    with acting(office, actor, "access.withdraw_role") as session:
        row = store.grant(session, actor.group_id, person_id, role)
        if row is None:
            raise NotFound("not-found")
        coordinators = [
            grant
            for grant in store.grants_in(session, actor.group_id)
            if grant.role == Role.COORDINATOR
        ]
        if role == Role.COORDINATOR and len(coordinators) == 1:
            raise RuleBroken("last-coordinator")
        session.delete(row)
