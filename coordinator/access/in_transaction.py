"""What higher rooms do here inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from coordinator.access import store
from coordinator.access.actor import Actor, Role
from coordinator.access.tables import (
    BrowserSession,
    CollaborationGroup,
    RoleGrant,
    SessionOpening,
    SignInLink,
)
from coordinator.access.views import GroupView
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.outbox.post import Sender
from coordinator.core.tokens import hash_token, new_token, token_in, tokens_in

LINK_LIFETIME = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(hours=12)

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


def bind_founder(
    session: Session, *, session_id: int | None, group_id: int, person_id: int, now: datetime
) -> None:
    """The founder's browser becomes the first coordinator's."""
    row = store.session_by_id(session, session_id) if session_id is not None else None
    if row is not None and row.is_founder:
        row.is_founder = False
        open_also(session, session_id=session_id, group_id=group_id, person_id=person_id, now=now)


def open_also(
    session: Session, *, session_id: int | None, group_id: int, person_id: int, now: datetime
) -> None:
    """The session opens one more group: that of a row which its holder has just made for it."""
    if session_id is not None:
        session.add(
            SessionOpening(
                session_id=session_id, group_id=group_id, person_id=person_id, seen_at=now
            )
        )


@dataclass(frozen=True)
class Who:
    """Somebody in one group. ``is_shared``: several people of the group read that mailbox."""

    group_id: int
    person_id: int
    is_shared: bool = False


def add_link(
    session: Session,
    *,
    person_ids: Collection[int] = (),
    now: datetime,
    is_founder: bool = False,
    next_path: str | None = None,
) -> str:
    """A new one-time link's token (15 minutes).

    ``person_ids``: everybody whose mailbox it goes to. ``next_path``: a page of ours to go on to.
    """
    token = new_token()
    link = SignInLink(
        token_hash=hash_token(token),
        is_founder=is_founder,
        next_path=next_path,
        created_at=now,
        expires_at=now + LINK_LIFETIME,
    )
    session.add(link)
    session.flush()
    assert link.id is not None
    store.let_in(session, link.id, person_ids)
    return token


def people_of_link(session: Session, link: SignInLink) -> list[int]:
    """Ids of everybody whom the link lets in still."""
    return [row.person_id for row in store.openings_of_link(session, link.id or 0)]


def any_link(session: Session, token: str) -> SignInLink | None:
    """The link, whatever has become of it."""
    whole = known_token(session, token)
    return store.link_by_hash(session, hash_token(whole)) if whole else None


def known_token(session: Session, text: str) -> str | None:
    """The token of a link in what somebody opened; one that nobody knows where none is known."""
    each = tokens_in(text)
    known = (one for one in each if len(each) > 1 and store.link_by_hash(session, hash_token(one)))
    return next(known, each[0] if each else None)


def link_of(session: Session, token: str, *, now: datetime) -> SignInLink:
    """The link, not yet spent.

    Raises:
        RuleBroken: it is cut short, unknown, used or too old, or was ended: a group has taken it
            back, or it is for the founder of what is founded already.
    """
    link = any_link(session, token)
    if link is None:
        raise RuleBroken("link-unknown" if token_in(token) else "link-cut")
    if link.used_at is not None:
        raise RuleBroken("link-used")
    if link.expires_at <= now:
        raise RuleBroken("link-expired")
    if not leads_somewhere(session, link):
        raise RuleBroken("link-ended")
    return link


def leads_somewhere(session: Session, link: SignInLink) -> bool:
    """Whether anybody is let in by it still; the founder until there is a group."""
    if link.is_founder:
        return not store.count_groups(session)
    return bool(store.openings_of_link(session, link.id or 0))


def spend_link(session: Session, link: SignInLink, *, now: datetime) -> None:
    """Of several who press at once, one gets through.

    Raises:
        RuleBroken: somebody was faster.
    """
    if link.id is None or not store.spend_link(session, link.id, now=now):
        raise RuleBroken("link-used")


def open_session(
    session: Session,
    *,
    people: Iterable[Who] = (),
    way: str,
    device: str,
    now: datetime,
    is_founder: bool = False,
) -> str:
    """A new session of one person per group; its cookie's token, never one a browser brought."""
    cookie = new_token()
    row = BrowserSession(
        token_hash=hash_token(cookie),
        is_founder=is_founder,
        way=way,
        device=device,
        created_at=now,
        seen_at=now,
        expires_at=now + SESSION_LIFETIME,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add_all(
        SessionOpening(
            session_id=row.id,
            group_id=one.group_id,
            person_id=one.person_id,
            shared_mailbox=one.is_shared,
            seen_at=now,
        )
        for one in people
    )
    session.flush()
    return cookie


def people_of_session(session: Session, session_id: int | None) -> list[Who]:
    """Whom the session's holder is in each group still."""
    return [
        Who(row.group_id, row.person_id, row.shared_mailbox)
        for row in store.openings_of_session(session, session_id or 0)
    ]


def living_session(session: Session, cookie: str, *, now: datetime) -> BrowserSession | None:
    """The session behind the cookie, while it lives."""
    return store.session_by_hash(session, hash_token(cookie), now=now)


def end_session(session: Session, cookie: str, *, now: datetime) -> BrowserSession | None:
    """Ends the session behind the cookie; the session, if it was still living."""
    row = store.session_by_hash(session, hash_token(cookie), now=now)
    store.end_session(session, hash_token(cookie), now=now)
    return row


def end_everything(
    session: Session, person_id: int, *, now: datetime, spare: int | None = None
) -> int:
    """Ends what sessions, links and codes open to the person, and nothing of other groups.

    How many sessions it were. ``spare``: the session that goes on.
    """
    ended = store.end_openings(session, person_id, now=now, spare=spare)
    store.void_links(session, person_id, now=now)
    store.void_all_codes(session, person_id, now=now)
    return ended


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


def belongs(session: Session, group_id: int, person_id: int) -> bool:
    """Whether the person is one of the group's."""
    return store.belongs(session, group_id, person_id)


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
