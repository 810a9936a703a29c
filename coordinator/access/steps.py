"""What higher rooms do here inside their own transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from coordinator.access import store
from coordinator.access.actor import Role
from coordinator.access.tables import BrowserSession, CollaborationGroup, RoleGrant, SignInLink
from coordinator.access.views import GroupView
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, NotFound
from coordinator.core.tokens import hash_token, new_token

LINK_LIFETIME = timedelta(minutes=15)


def add_group(
    session: Session,
    *,
    slug: str,
    name: str,
    municipality: str,
    is_demo: bool = False,
    meetings_per_term: int = 2,
    minutes_heading: str = "Minnesanteckningar",
) -> int:
    """A new group; its id.

    Raises:
        BadInput: the short name is taken.
    """
    if store.group_by_slug(session, slug):
        raise BadInput("group-slug-taken", slug=slug)
    group = CollaborationGroup(
        slug=slug,
        name=name,
        municipality=municipality,
        is_demo=is_demo,
        meetings_per_term=meetings_per_term,
        minutes_heading=minutes_heading,
    )
    session.add(group)
    session.flush()
    assert group.id is not None
    return group.id


def add_grant(
    session: Session, *, group_id: int, person_id: int, role: Role, now: datetime
) -> None:
    """Gives the role; nothing happens when the person has it already."""
    if store.grant(session, group_id, person_id, role) is None:
        session.add(RoleGrant(group_id=group_id, person_id=person_id, role=role, granted_at=now))


def bind_founder(session: Session, *, session_id: int | None, person_id: int) -> None:
    """The founder's browser becomes the first coordinator's."""
    row = session.get(BrowserSession, session_id) if session_id is not None else None
    if row is not None and row.is_founder:
        row.person_id = person_id
        row.is_founder = False


def add_link(
    session: Session, *, person_id: int | None, now: datetime, shared_mailbox: bool = False
) -> str:
    """A new one-time link's token (15 minutes)."""
    token = new_token()
    session.add(
        SignInLink(
            token_hash=hash_token(token),
            person_id=person_id,
            shared_mailbox=shared_mailbox,
            created_at=now,
            expires_at=now + LINK_LIFETIME,
        )
    )
    return token


def end_everything(session: Session, person_id: int, *, now: datetime) -> None:
    """Ends the person's sessions, links and codes at once: whoever comes back signs in again."""
    store.end_sessions(session, person_id, now=now)
    store.void_links(session, person_id, now=now)
    store.void_all_codes(session, person_id, now=now)


def group(session: Session, group_id: int) -> GroupView:
    row = session.get(CollaborationGroup, group_id)
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
        version=row.version,
    )


def all_groups(session: Session) -> tuple[GroupView, ...]:
    """Every group of the installation, by name."""
    return tuple(group_view(row) for row in store.groups(session))


def roles_of(session: Session, group_id: int, person_id: int) -> frozenset[Role]:
    return frozenset(
        Role(row.role) for row in store.grants_in(session, group_id) if row.person_id == person_id
    )
