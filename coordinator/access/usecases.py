"""Links and sessions, roles, the group's own settings, and reading the trail."""

from __future__ import annotations

from datetime import time, timedelta

from coordinator.access import in_transaction, store
from coordinator.access.actor import Actor, Role
from coordinator.access.permissions import permit
from coordinator.access.views import (
    GroupView,
    LinkState,
    Opened,
    OwnSession,
    RoleHolder,
    SessionView,
    TrailCheck,
    TrailFilter,
    TrailLine,
    TrailPage,
)
from coordinator.core import background_writes
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.mailboxes import as_shown, is_address
from coordinator.core.office import Office
from coordinator.core.text import clean, typed_line
from coordinator.core.tokens import hash_token, token_in
from coordinator.trail.chain import verify
from coordinator.trail.in_transaction import acting
from coordinator.trail.rows_to_views import trail_line

SESSION_LIFETIME = in_transaction.SESSION_LIFETIME
SEEN_EVERY = timedelta(minutes=5)
CODE = "code"  # the way of a session that a typed code opened


def founder_link(office: Office) -> str | None:
    """A one-time link for an installation without any group; None once one exists.

    Needs no actor: it is only ever printed on the terminal that started the server.
    """
    with office.transaction() as session:
        if store.count_groups(session):
            return None
        return in_transaction.add_link(session, is_founder=True, now=office.clock.now())


def make_sign_in_link(office: Office, actor: Actor, *, person_id: int) -> str:
    """A one-time link's token for a person of the group.

    Only the shell may ask: whoever holds the token is that person, in that group alone.

    Raises:
        NotFound: nobody of the group.
    """
    permit(actor, "access.make_sign_in_link")
    if actor.origin != "shell":
        raise NotAllowed("not-allowed")
    with acting(office, actor, "access.make_sign_in_link") as session:
        if not store.belongs(session, actor.group_id, person_id):
            raise NotFound("not-found")
        return in_transaction.add_link(session, person_ids=[person_id], now=office.clock.now())


def look_at_link(office: Office, token: str) -> LinkState:
    """What a link is worth, without spending it: link scanners open links too.

    Whoever asks holds the link's 256 random bits, or learns nothing but that they do not.
    """
    if token_in(token) is None:
        return LinkState.CUT
    with office.reading() as session:
        link = in_transaction.any_link(session, token)
        if link is None:
            return LinkState.UNKNOWN
        if link.used_at is not None:
            return LinkState.USED
        if link.expires_at <= office.clock.now():
            return LinkState.EXPIRED
        return LinkState.GOOD if in_transaction.leads_somewhere(session, link) else LinkState.ENDED


def token_of_link(office: Office, text: str) -> str | None:
    """The token in an address that mail programs have added signs to, as it is known here."""
    with office.reading() as session:
        return in_transaction.known_token(session, text)


def session_of(office: Office, cookie: str | None) -> SessionView | None:
    """The living session behind a cookie, and whom it lets in where: one SQL statement."""
    if not cookie:
        return None
    with office.reading() as session:
        found = store.living_session(session, hash_token(cookie), now=office.clock.now())
        if found is None:
            return None
        row, opened = found
        assert row.id is not None
        return SessionView(
            id=row.id,
            is_founder=row.is_founder,
            seats=tuple(
                Opened(
                    id=one.opening.id or 0,
                    group=in_transaction.group_view(one.group),
                    person_id=one.opening.person_id,
                    roles=frozenset(Role(grant.role) for grant in one.grants),
                    # Whoever came through a mailbox that several people read, or typed a code
                    # that a personal link asked for, acts as a member at most.
                    is_capped=one.opening.shared_mailbox or row.way == CODE,
                    seen_at=one.opening.seen_at,
                )
                for one in opened
            ),
            seen_at=row.seen_at,
        )


def is_signed_in(office: Office, cookie: str) -> bool:
    """Whether the session behind a cookie still lives; asked before every run of an open page."""
    with office.reading() as session:
        return store.is_living(session, hash_token(cookie), now=office.clock.now())


def note_use(office: Office, used: SessionView, seat: Opened | None = None) -> None:
    """Notes beside the page's run, at most every five minutes, that a person uses the session."""
    now = office.clock.now()
    opening_id = seat.id if seat else None

    def note() -> None:
        with office.transaction() as session:
            store.saw_session(session, used.id, opening_id=opening_id, now=now)

    if now - min(used.seen_at, seat.seen_at if seat else now) >= SEEN_EVERY:
        background_writes.soon((id(office.database), used.id, opening_id), note)


def own_sessions(office: Office, actor: Actor) -> tuple[OwnSession, ...]:
    """Where the actor is signed in, newest first."""
    permit(actor, "access.own_sessions")
    if actor.person_id is None:
        return ()
    with office.reading() as session:
        return tuple(
            OwnSession(
                id=row.id or 0,
                way=row.way,
                device=row.device,
                since=row.created_at,
                seen_at=row.seen_at,
                is_this=row.id == actor.session_id,
            )
            for row in store.living_sessions(session, actor.person_id, now=office.clock.now())
        )


def end_own_session(office: Office, actor: Actor, *, session_id: int) -> None:
    """Ends one of the actor's own sessions, wherever it is.

    Raises:
        NotFound: it is somebody else's, or over already.
    """
    with acting(office, actor, "access.end_own_session") as session:
        if actor.person_id is None or not store.end_sessions(
            session, actor.person_id, now=office.clock.now(), only=session_id
        ):
            raise NotFound("not-found")


def end_other_sessions(office: Office, actor: Actor) -> int:
    """Ends all of the actor's sessions but this one; how many there were."""
    with acting(office, actor, "access.end_other_sessions") as session:
        if actor.person_id is None:
            return 0
        return store.end_sessions(
            session, actor.person_id, now=office.clock.now(), spare=actor.session_id
        )


def sessions_of(office: Office, actor: Actor, *, person_id: int) -> int:
    """In how many browsers somebody of the group is signed in.

    Raises:
        NotFound: nobody of the group.
    """
    permit(actor, "access.sessions_of")
    with office.reading() as session:
        if not store.belongs(session, actor.group_id, person_id):
            raise NotFound("not-found")
        return len(store.living_sessions(session, person_id, now=office.clock.now()))


def end_sessions_of(office: Office, actor: Actor, *, person_id: int) -> int:
    """Signs somebody of the group out of it, in every browser; links and codes end too.

    What the same mailbox opens in other groups goes on. How many sessions it were.

    Raises:
        NotFound: nobody of the group.
    """
    permit(actor, "access.end_sessions_of")
    with acting(office, actor, "access.end_sessions_of", about=f"person-{person_id}") as session:
        if not store.belongs(session, actor.group_id, person_id):
            raise NotFound("not-found")
        return in_transaction.end_everything(session, person_id, now=office.clock.now())


def group_settings(office: Office, actor: Actor) -> GroupView:
    permit(actor, "access.group_settings")
    with office.reading() as session:
        return in_transaction.group(session, actor.group_id)


def change_group(
    office: Office,
    actor: Actor,
    *,
    version: int,
    name: str,
    municipality: str,
    quorum_agencies: int | None,
    minutes_heading: str,
    meetings_per_term: int | None = None,
    mailbox: str | None = None,
) -> GroupView:
    """Saves the group's own settings.

    ``mailbox`` and ``meetings_per_term``: None keeps what stands; an empty mailbox is taken away.

    Raises:
        BadInput: an empty name, a number of meetings outside 1..12, or no mail address.
        Conflict: somebody else saved in between.
    """
    permit(actor, "access.change_group")
    name, municipality = typed_line(name), typed_line(municipality)
    if not name or not municipality:
        raise BadInput("group-needs-name")
    if meetings_per_term is not None:
        in_transaction.check_meetings_per_term(meetings_per_term)
    if mailbox is not None:
        mailbox = clean(mailbox)
        if mailbox and not is_address(mailbox):
            raise BadInput("email-odd", text=mailbox)
    with acting(office, actor, "access.change_group") as session:
        row = in_transaction.group_for_change(session, actor.group_id, version)
        row.name, row.municipality = name, municipality
        if meetings_per_term is not None:
            row.meetings_per_term = meetings_per_term
        row.quorum_agencies = quorum_agencies
        row.minutes_heading = typed_line(minutes_heading) or row.minutes_heading
        if mailbox is not None:
            row.mailbox = as_shown(mailbox) if mailbox else None
        session.flush()
        return in_transaction.group_view(row)


def change_usual_meeting(
    office: Office,
    actor: Actor,
    *,
    version: int,
    usual_start: time,
    usual_duration: int,
    meetings_per_term: int,
) -> GroupView:
    """Settles when the group usually meets, for how long (minutes), and how often in a term.

    Proposals, questions about days and bookings begin with it; what is booked stays.

    Raises:
        BadInput: a length outside 15..720 minutes, a meeting over midnight, or a number of
            meetings outside 1..12.
        Conflict: somebody else saved the group's settings in between.
    """
    permit(actor, "access.change_usual_meeting")
    in_transaction.check_usual_meeting(usual_start, usual_duration, meetings_per_term)
    with acting(office, actor, "access.change_usual_meeting") as session:
        row = in_transaction.group_for_change(session, actor.group_id, version)
        row.usual_start, row.usual_duration = f"{usual_start:%H:%M}", usual_duration
        row.meetings_per_term = meetings_per_term
        session.flush()
        return in_transaction.group_view(row)


def role_grants(office: Office, actor: Actor) -> tuple[RoleHolder, ...]:
    """Who holds which role in the group."""
    permit(actor, "access.role_grants")
    with office.reading() as session:
        return tuple(
            RoleHolder(row.person_id, Role(row.role), row.granted_at)
            for row in store.grants_in(session, actor.group_id)
        )


def withdraw_role(office: Office, actor: Actor, *, person_id: int, role: Role) -> None:
    """Takes a role away.

    Raises:
        RuleBroken: it is the group's last coordinator.
    """
    permit(actor, "access.withdraw_role")
    with acting(office, actor, "access.withdraw_role") as session:
        grants = store.grants_for_change(session, actor.group_id)
        row = next((one for one in grants if (one.person_id, one.role) == (person_id, role)), None)
        if row is None:
            raise NotFound("not-found")
        coordinators = [grant for grant in grants if grant.role == Role.COORDINATOR]
        if role == Role.COORDINATOR and len(coordinators) == 1:
            raise RuleBroken("last-coordinator")
        session.delete(row)
        session.flush()
        if not store.holds_any_role(session, person_id):
            in_transaction.end_everything(session, person_id, now=office.clock.now())


def trail_entries(
    office: Office,
    actor: Actor,
    *,
    filter: TrailFilter | None = None,  # noqa: A002 - the word that callers read
    limit: int = 50,
    offset: int = 0,
) -> TrailPage:
    """What was done in the group, newest first: three statements."""
    permit(actor, "access.trail_entries")
    wanted = filter or TrailFilter()
    with office.reading() as session:
        acted, renumbered = store.people_in_trail(session, actor.group_id)
        return TrailPage(
            lines=tuple(
                trail_line(entry, renumbered)
                for entry in store.trail_entries(
                    session, actor.group_id, wanted, limit=limit, offset=offset
                )
            ),
            total=store.count_trail_entries(session, actor.group_id, wanted),
            person_ids=tuple(sorted({renumbered.get(one, one) for one in acted})),
        )


def export_trail(
    office: Office,
    actor: Actor,
    *,
    filter: TrailFilter | None = None,  # noqa: A002 - the word that callers read
) -> tuple[TrailLine, ...]:
    """Every entry that fits, newest first, for a file. Taking the trail out is itself in it."""
    permit(actor, "access.export_trail")
    with acting(office, actor, "access.export_trail") as session:
        found = store.trail_entries(session, actor.group_id, filter or TrailFilter())
        renumbered = store.renumbered_people(session, actor.group_id)
        return tuple(trail_line(entry, renumbered) for entry in found)


def check_trail(office: Office, actor: Actor) -> TrailCheck:
    """Reads the group's whole chain and says whether, and where, it is broken."""
    permit(actor, "access.check_trail")
    key = office.settings.secret_key
    with office.reading() as session:
        return verify(
            session, actor.group_id, key=key.get_secret_value() if key is not None else None
        )
