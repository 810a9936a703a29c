"""Sessions and one-time links: what they open, whose they are, and how they end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from coordinator.access import in_transaction, store
from coordinator.access.actor import Actor, Role
from coordinator.access.permissions import ANYBODY, COORDINATOR, use_case
from coordinator.access.tables import BrowserSession, SessionOpening
from coordinator.core import background_writes
from coordinator.core.errors import NotAllowed, NotFound
from coordinator.core.office import Office
from coordinator.core.tokens import hash_token, token_in
from coordinator.core.translation import N_
from coordinator.entrance import store as entrance_store
from coordinator.entrance.views import LinkState, Opened, OwnSession, SessionView, WayOut
from coordinator.groups import in_transaction as groups
from coordinator.trail.in_transaction import logged_change

SESSION_LIFETIME = in_transaction.SESSION_LIFETIME


SEEN_EVERY = timedelta(minutes=5)


CODE = "code"  # the way of a session that a typed code opened


def founder_link(office: Office) -> str | None:
    """A one-time link for an installation without any group; None once one exists.

    Needs no actor: it is only ever printed on the terminal that started the server.
    """
    with office.transaction() as session:
        if store.is_founded(session):
            return None
        return in_transaction.add_link(session, is_founder=True, now=office.clock.now())


@use_case("access.make_sign_in_link", may=COORDINATOR, log=N_("made a sign-in link"))
def make_sign_in_link(office: Office, actor: Actor, *, person_id: int) -> str:
    """A one-time link's token for a person of the group.

    Only the shell may ask: whoever holds the token is that person, in that group alone.

    Raises:
        NotFound: nobody of the group.
    """
    if actor.origin != "shell":
        raise NotAllowed("not-allowed")
    with logged_change(office, actor) as session:
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
        found = entrance_store.living_session(session, hash_token(cookie), now=office.clock.now())
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
                    group=groups.group_view(one.group),
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


def why_signed_out(office: Office, cookie: str) -> WayOut:
    """Why the session behind a cookie opens nothing; to be asked where it does not.

    Whoever asks holds the cookie's 256 random bits: nobody learns of a session but its own browser.
    """
    now = office.clock.now()
    with office.reading() as session:
        found = store.session_and_openings(session, hash_token(cookie))
        return _why(*found, now) if found else WayOut.UNKNOWN


def _why(row: BrowserSession, openings: Sequence[SessionOpening], now: datetime) -> WayOut:
    standing = [one for one in openings if one.ended_at is None]
    idle_shared = now - store.IDLE_SHARED
    is_idle_shared = all(one.shared_mailbox and one.seen_at <= idle_shared for one in standing)
    looks = (
        (row.ended_at is not None, WayOut.ENDED),
        (row.expires_at <= now, WayOut.TOO_OLD),
        (row.seen_at <= now - store.IDLE, WayOut.UNUSED),
        (bool(openings) and not standing, WayOut.TAKEN_BACK),
        (bool(standing) and is_idle_shared, WayOut.UNUSED_SHARED),
    )
    return next((why for is_so, why in looks if is_so), WayOut.NOTHING_LEFT)


def note_use(office: Office, used: SessionView, seat: Opened | None = None) -> None:
    """Notes beside the page's run, at most every five minutes, that a person uses the session."""
    now = office.clock.now()
    opening_id = seat.id if seat else None

    def note() -> None:
        with office.transaction() as session:
            store.saw_session(session, used.id, opening_id=opening_id, now=now)

    if now - min(used.seen_at, seat.seen_at if seat else now) >= SEEN_EVERY:
        background_writes.soon((id(office.database), used.id, opening_id), note)


@use_case("access.own_sessions", may=ANYBODY)
def own_sessions(office: Office, actor: Actor) -> tuple[OwnSession, ...]:
    """Where the actor is signed in, newest first."""
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


@use_case("access.end_own_session", may=ANYBODY, log=N_("ended a session"))
def end_own_session(office: Office, actor: Actor, *, session_id: int) -> None:
    """Ends one of the actor's own sessions, wherever it is.

    Raises:
        NotFound: it is somebody else's, or over already.
    """
    with logged_change(office, actor) as session:
        if actor.person_id is None or not store.end_sessions(
            session, actor.person_id, now=office.clock.now(), only=session_id
        ):
            raise NotFound("not-found")


@use_case("access.end_other_sessions", may=ANYBODY, log=N_("ended the other sessions"))
def end_other_sessions(office: Office, actor: Actor) -> int:
    """Ends all of the actor's sessions but this one; how many there were."""
    with logged_change(office, actor) as session:
        if actor.person_id is None:
            return 0
        return store.end_sessions(
            session, actor.person_id, now=office.clock.now(), spare=actor.session_id
        )


@use_case("access.sessions_of", may=COORDINATOR)
def sessions_of(office: Office, actor: Actor, *, person_id: int) -> int:
    """In how many browsers somebody of the group is signed in.

    Raises:
        NotFound: nobody of the group.
    """
    with office.reading() as session:
        if not store.belongs(session, actor.group_id, person_id):
            raise NotFound("not-found")
        return len(store.living_sessions(session, person_id, now=office.clock.now()))


@use_case("access.end_sessions_of", may=COORDINATOR, log=N_("signed somebody out everywhere"))
def end_sessions_of(office: Office, actor: Actor, *, person_id: int) -> int:
    """Signs somebody of the group out of it, in every browser; links and codes end too.

    What the same mailbox opens in other groups goes on. How many sessions it were.

    Raises:
        NotFound: nobody of the group.
    """
    with logged_change(office, actor, about=f"person-{person_id}") as session:
        if not store.belongs(session, actor.group_id, person_id):
            raise NotFound("not-found")
        return in_transaction.end_everything(session, person_id, now=office.clock.now())
