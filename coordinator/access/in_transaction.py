"""What higher rooms do here inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordinator.access import store
from coordinator.access.tables import BrowserSession, SessionOpening, SignInLink
from coordinator.core.database import Session
from coordinator.core.errors import RuleBroken
from coordinator.core.tokens import hash_token, new_token, token_in, tokens_in

LINK_LIFETIME = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(hours=12)


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
        return not store.is_founded(session)
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


def belongs(session: Session, group_id: int, person_id: int) -> bool:
    """Whether the person is one of the group's."""
    return store.belongs(session, group_id, person_id)
