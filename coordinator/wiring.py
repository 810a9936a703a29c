"""The one place where settings, database, clock and rooms are joined into the office."""

from __future__ import annotations

import getpass
import logging
import os
from dataclasses import dataclass, replace
from threading import Lock

from pydantic import SecretStr

from coordinator.access.actor import Actor, GroupChoice, Role
from coordinator.core.clock import Clock
from coordinator.core.database import Database
from coordinator.core.errors import BadInput, NotFound
from coordinator.core.keys import found_key, kept_key
from coordinator.core.office import Office
from coordinator.core.outbox.mail_addresses import MailAddresses
from coordinator.core.rooms import import_rooms
from coordinator.core.settings import Settings, read_settings
from coordinator.entrance import in_transaction as coming_in
from coordinator.entrance import usecases as entrance
from coordinator.entrance.rules import roles_with_seat
from coordinator.entrance.views import SessionView, Standing
from coordinator.groups import in_transaction as groups
from coordinator.groups.views import GroupView
from coordinator.roster import in_transaction as roster

log = logging.getLogger(__name__)
import_rooms("tables")  # all must be known before a foreign key is resolved
import_rooms("letters")  # the kinds of mail they send, and what must still be so when one goes

MAIL_ADDRESSES = MailAddresses(sender=groups.sender_of, of_people=roster.addresses)


def open_office(
    settings: Settings | None = None,
    *,
    clock_runs: bool = False,
    makes_key: bool = True,
    looks_only: bool = False,
) -> Office:
    """Opens the installation.

    ``COORDINATOR_NOW`` stands still for a command; with ``clock_runs`` (a server) time goes on
    from there. ``makes_key``: a signing key is made where there is none; a command that needs none
    makes none, as it may run as another user than the server. ``looks_only``: nothing is written.

    Raises:
        BadInput: the signing key is there, and this user may not read it.
    """
    settings = settings or read_settings()
    if settings.secret_key is None:
        settings = _with_key(settings, makes_key=makes_key)
    if settings.now is None:
        clock = Clock()
    elif clock_runs:
        clock = Clock.starting_at(settings.now)
    else:
        clock = Clock.fixed(settings.now)
    return Office(
        settings=settings,
        clock=clock,
        database=Database(
            settings.database_url, wait=settings.database_wait, looks_only=looks_only
        ),
        mail_addresses=MAIL_ADDRESSES,
    )


def _with_key(settings: Settings, *, makes_key: bool) -> Settings:
    try:
        kept = (kept_key if makes_key else found_key)(settings.key_file)
    except (OSError, UnicodeDecodeError) as error:
        if makes_key and os.path.exists(settings.key_file):  # noqa: PTH110 - as in opening
            # A key of its own would end every personal link, and each restart those made since.
            raise BadInput("key-unreadable", file=str(settings.key_file)) from error
        # A look at an installation whose folder cannot be written needs no key.
        log.info("no signing key can be kept in %s: %s", settings.key_file, type(error).__name__)
        return settings
    if kept is None:
        return settings
    return settings.model_copy(update={"secret_key": SecretStr(kept)})


def actor_of(
    office: Office, cookie: str | None, group_slug: str | None, *, is_use: bool = True
) -> Actor | None:
    """The actor behind a cookie in the group that was asked for: two statements in one look.

    Nobody is an actor in a group they did not ask for: without a name, only somebody who has one
    group and no choice. None also when the session is unknown, ended or too old, or its person
    neither holds a role nor represents an agency any more. ``is_use``: a person asks, and not a
    page that draws itself again.
    """
    with office.look():
        session = entrance.session_of(office, cookie)
        found = _standings(office, session) if session else ()
    if session is None:
        return None
    if session.is_founder:
        if is_use:
            entrance.note_use(office, session)
        return Actor(
            person_id=None,
            name="",
            roles=frozenset({Role.FOUNDER}),
            session_id=session.id,
        )
    chosen = [one for one in found if group_slug in (None, one.group.slug)]
    if len(chosen) != 1:
        return None
    if is_use:
        seat = next(one for one in session.seats if one.group.id == chosen[0].group.id)
        entrance.note_use(office, session, seat)
    return coming_in.as_actor(chosen[0], session_id=session.id, groups=found)


@dataclass(frozen=True)
class Reader:
    """Who is signed in, over all groups: their people's numbers, and what they are anywhere."""

    people: frozenset[int]
    roles: frozenset[Role]

    @property
    def has_office_pages(self) -> bool:
        return bool(self.roles - {Role.MEMBER, Role.FOUNDER})


def reader_of(office: Office, cookie: str | None) -> Reader | None:
    """Somebody who may enter any group, or start the first: two SQL statements. No use is noted."""
    session = entrance.session_of(office, cookie)
    if session is None:
        return None
    if session.is_founder:
        return Reader(frozenset(), frozenset({Role.FOUNDER}))
    found = _standings(office, session)
    if not found:
        return None
    roles = frozenset(role for one in found for role in one.roles)
    return Reader(frozenset(one.person_id for one in found), roles)


def groups_of(office: Office, cookie: str | None) -> tuple[GroupChoice, ...]:
    """The groups that a session may enter, by name: what somebody chooses from."""
    session = entrance.session_of(office, cookie)
    return tuple(one.choice for one in _standings(office, session)) if session else ()


def _standings(office: Office, session: SessionView) -> tuple[Standing, ...]:
    """What the session's people are today, each in the own group."""
    if not session.seats:
        return ()
    with office.reading() as reading:
        ids = [one.person_id for one in session.seats]
        seats = roster.seats_of_people(reading, ids, office.clock.today())
    found = [
        coming_in.standing(one.group, seats[one.person_id], one.roles, is_capped=one.is_capped)
        for one in session.seats
    ]
    return tuple(one for one in found if one is not None)


def _in_group(group: GroupView, actor: Actor) -> Actor:
    return replace(
        actor,
        group_id=group.id,
        group_slug=group.slug,
        group_name=group.name,
        municipality=group.municipality,
        is_demo=group.is_demo,
        groups=actor.groups or (GroupChoice(group.slug, group.name, group.municipality),),
    )


def founding_shell() -> Actor:
    """The shell before any group exists."""
    return Actor(None, _shell_name(), frozenset({Role.FOUNDER}), origin="shell")


def installation_shell() -> Actor:
    """The shell where a command concerns every group, and none more than another."""
    return Actor(None, _shell_name(), frozenset({Role.COORDINATOR}), origin="shell")


def shell_actor(office: Office, group_slug: str | None, as_email: str | None = None) -> Actor:
    """The shell acts as coordinator; ``as_email`` narrows it to what that person may do.

    Raises:
        BadInput: no group yet, several groups and none named, or an address of several people.
        NotFound: no such group, or nobody with that address holds a role in it.
    """
    with office.reading() as session:
        known = groups.all_groups(session)
        if not known:
            raise BadInput("no-group-yet")
        if group_slug is None and len(known) > 1:
            raise BadInput("name-a-group", groups=", ".join(group.slug for group in known))
        group = next((g for g in known if group_slug in (None, g.slug)), None)
        if group is None:
            raise NotFound("group-unknown", slug=group_slug)
        if as_email is None:
            return _in_group(group, installation_shell())
        people = roster.people_with_email(session, group.id, as_email)
        if len(people) > 1:
            raise BadInput("mailbox-is-shared", email=as_email)
        if not people:
            raise NotFound("nobody-with-role", email=as_email)
        seats = roster.seats_of_person(session, people[0], office.clock.today())
        granted = groups.roles_of(session, group.id, people[0])
        roles = roles_with_seat(
            granted,
            represents=seats.represents,
            sits=bool(seats.agencies),
        )
        if not roles:
            raise NotFound("nobody-with-role", email=as_email)
        person = Actor(
            people[0],
            _shell_name(),
            roles,
            agency_ids=seats.agencies,
            origin="shell",
        )
        return _in_group(group, person)


def _shell_name() -> str:
    try:
        return f"shell:{getpass.getuser()}"
    except (KeyError, OSError):
        return "shell:unknown"


_given: list[Office] = []


def use_office(office: Office | None) -> None:
    """Hands this process its office: for the page tests."""
    _given[:] = [office] if office else []


def running_office() -> Office:
    """This process's office, opened once; here the clock runs."""
    if not _given:
        with _opening:
            if not _given:
                _given.append(open_office(clock_runs=True))
    return _given[0]


_opening = Lock()
