"""What lets somebody in: links, sessions, codes; and copies of texts without a protected name."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, named, plain, points_to
from coordinator.core.translation import N_


class SignInLink(SQLModel, table=True):
    """A one-time link: only the token's hash is kept. Whom it lets in, its openings tell.

    ``is_founder``: it is for an installation without any group.
    """

    __tablename__ = "sign_in_link"
    in_log: ClassVar[str | None] = N_("sign-in link")

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = made(unique=True, log=N_("the link's fingerprint"))
    is_founder: bool = plain(False, log=N_("started the group"))
    # a page of ours to go on to
    next_path: str | None = named(None, log=N_("page after signing in"))
    created_at: datetime = moment(log=N_("time of making"))
    expires_at: datetime = moment(log=N_("valid until"))
    used_at: datetime | None = moment(log=N_("used"), nullable=True)


class LinkOpening(SQLModel, table=True):
    """A person whom a link lets in: the mailbox that got it is the one in that person's row.

    A mailbox may stand in rows of several groups, each the group's own. A group ends what opens its
    own people and nothing else.
    """

    __tablename__ = "link_opening"
    in_log: ClassVar[str | None] = N_("who a link lets in")
    __table_args__ = (UniqueConstraint("link_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    link_id: int = points_to("sign_in_link.id", cascade=True, log=N_("link"))
    person_id: int = points_to("person.id")
    ended_at: datetime | None = moment(log=N_("time of ending"), nullable=True)


class BrowserSession(SQLModel, table=True):
    """A signed-in browser: the cookie's token is stored as its hash.

    Who it is in which group, its openings tell.
    """

    __tablename__ = "browser_session"
    in_log: ClassVar[str | None] = N_("signed-in browser")

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = made(unique=True, log=N_("the link's fingerprint"))
    is_founder: bool = plain(False, log=N_("started the group"))
    # link, code, or the provider's name
    way: str = made("link", log=N_("way of signing in"))
    # such as "Firefox, Windows": for the person's own list of sessions
    device: str = made("", log=N_("device"))
    created_at: datetime = moment(log=N_("time of making"))
    seen_at: datetime = moment(log=N_("last seen"))
    expires_at: datetime = moment(log=N_("valid until"))
    ended_at: datetime | None = moment(log=N_("time of ending"), nullable=True)


class SessionOpening(SQLModel, table=True):
    """Who a signed-in browser is in one group.

    ``shared_mailbox``: several people of the group read the mailbox, so this is a member at most
    and rests sooner; then ``seen_at`` counts, which use in this group alone moves.
    """

    __tablename__ = "session_opening"
    in_log: ClassVar[str | None] = N_("who a session lets in")
    __table_args__ = (UniqueConstraint("session_id", "group_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    session_id: int = points_to("browser_session.id", cascade=True, log=N_("session"))
    person_id: int = points_to("person.id")
    shared_mailbox: bool = plain(False, log=N_("function mailbox"))
    seen_at: datetime = moment(log=N_("last seen"))
    ended_at: datetime | None = moment(log=N_("time of ending"), nullable=True)


class SignInAttempt(SQLModel, table=True):
    """Somebody asked for a link or typed a code: counted, so that nobody can try without end.

    ``key`` is the hash of an address or of a place on the net, never the value itself.
    """

    __tablename__ = "sign_in_attempt"
    in_log: ClassVar[str | None] = N_("attempt to sign in")

    id: int | None = Field(default=None, primary_key=True)
    key: str = made(index=True, log=N_("key"))
    happened_at: datetime = moment(log=N_("time"), index=True)


class OneTimeCode(SQLModel, table=True):
    """Six figures sent by mail: what a link's holder types who wants more than the link gives.

    ``purpose`` and ``about`` say what the code opens, such as ``venue`` of ``VT2027-1``.
    """

    __tablename__ = "one_time_code"
    in_log: ClassVar[str | None] = N_("one-time code")

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = points_to("person.id")
    purpose: str = made(log=N_("purpose"))
    about: str | None = made(None, log=N_("about"))
    code_hash: str = made(log=N_("the code's fingerprint"))
    created_at: datetime = moment(log=N_("time of making"))
    expires_at: datetime = moment(log=N_("valid until"))
    tries: int = plain(0, log=N_("tries"))
    used_at: datetime | None = moment(log=N_("used"), nullable=True)


class MaskedText(SQLModel, table=True):
    """What others than coordinator and archive read instead of an approved original.

    Made when a person is protected after the fact: the name is gone from the roster, so the text
    without it is kept. ``source``, ``source_id`` and ``field`` name the original's place.
    """

    __tablename__ = "masked_text"
    in_log: ClassVar[str | None] = N_("text without a protected name")
    __table_args__ = (UniqueConstraint("group_id", "source", "source_id", "field"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    # the table's name: note, decision, attendance ...
    source: str = made(log=N_("where from"))
    source_id: int = plain(log=N_("which one"))
    field: str = made(log=N_("field"))
    text: str = named(log=N_("text"))
    made_at: datetime = moment(log=N_("time it was made"))
