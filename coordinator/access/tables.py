"""What lets somebody in: links, sessions, codes; and copies of texts without a protected name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, named
from coordinator.core.database import key, utc_column


class SignInLink(SQLModel, table=True):
    """A one-time link: only the token's hash is kept. Whom it lets in, its openings tell.

    ``is_founder``: it is for an installation without any group.
    """

    __tablename__ = "sign_in_link"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = made(unique=True)
    is_founder: bool = False
    next_path: str | None = named(None)  # a page of ours to go on to
    created_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())
    used_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class LinkOpening(SQLModel, table=True):
    """A person whom a link lets in: the mailbox that got it is the one in that person's row.

    A mailbox may stand in rows of several groups, each the group's own. A group ends what opens its
    own people and nothing else.
    """

    __tablename__ = "link_opening"
    __table_args__ = (UniqueConstraint("link_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    link_id: int = Field(sa_column=key(to="sign_in_link.id", cascade=True))
    person_id: int = Field(sa_column=key(to="person.id"))
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class BrowserSession(SQLModel, table=True):
    """A signed-in browser: the cookie's token is stored as its hash.

    Who it is in which group, its openings tell.
    """

    __tablename__ = "browser_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = made(unique=True)
    is_founder: bool = False
    way: str = made("link")  # link, code, or the provider's name
    device: str = made("")  # such as "Firefox, Windows": for the person's own list of sessions
    created_at: datetime = Field(sa_column=utc_column())
    seen_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class SessionOpening(SQLModel, table=True):
    """Who a signed-in browser is in one group.

    ``shared_mailbox``: several people of the group read the mailbox, so this is a member at most
    and rests sooner; then ``seen_at`` counts, which use in this group alone moves.
    """

    __tablename__ = "session_opening"
    __table_args__ = (UniqueConstraint("session_id", "group_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    session_id: int = Field(sa_column=key(to="browser_session.id", cascade=True))
    person_id: int = Field(sa_column=key(to="person.id"))
    shared_mailbox: bool = False
    seen_at: datetime = Field(sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class SignInAttempt(SQLModel, table=True):
    """Somebody asked for a link or typed a code: counted, so that nobody can try without end.

    ``key`` is the hash of an address or of a place on the net, never the value itself.
    """

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    key: str = made(index=True)
    happened_at: datetime = Field(sa_column=utc_column(index=True))


class OneTimeCode(SQLModel, table=True):
    """Six figures sent by mail: what a link's holder types who wants more than the link gives.

    ``purpose`` and ``about`` say what the code opens, such as ``venue`` of ``VT2027-1``.
    """

    __tablename__ = "one_time_code"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=key(to="person.id"))
    purpose: str = made()
    about: str | None = made(None)
    code_hash: str = made()
    created_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())
    tries: int = 0
    used_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class MaskedText(SQLModel, table=True):
    """What others than coordinator and archive read instead of an approved original.

    Made when a person is protected after the fact: the name is gone from the roster, so the text
    without it is kept. ``source``, ``source_id`` and ``field`` name the original's place.
    """

    __tablename__ = "masked_text"
    __table_args__ = (UniqueConstraint("group_id", "source", "source_id", "field"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    source: str = made()  # the table's name: note, decision, attendance ...
    source_id: int
    field: str = made()
    text: str = named()
    made_at: datetime = Field(sa_column=utc_column())
