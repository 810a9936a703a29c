"""The group everything belongs to, and who may enter it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.database import key, utc_column


class CollaborationGroup(SQLModel, table=True):
    """A standing group. Every other row carries its key, so no query crosses groups by mistake."""

    __tablename__ = "collaboration_group"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    municipality: str
    meetings_per_term: int = 2
    quorum_agencies: int | None = None
    minutes_heading: str = "Minnesanteckningar"
    usual_start: str = "13:30"
    usual_duration: int = 120  # in whole minutes of time
    is_demo: bool = False
    version: int = 1


class RoleGrant(SQLModel, table=True):
    """A person's role in one group. Granted by a coordinator, never by an import."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("group_id", "person_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    person_id: int = Field(sa_column=key(to="person.id"))
    role: str
    granted_at: datetime = Field(sa_column=utc_column())


class SignInLink(SQLModel, table=True):
    """A one-time link: only the token's hash is kept. No person means the installation's first."""

    __tablename__ = "sign_in_link"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    shared_mailbox: bool = False
    created_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())
    used_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class BrowserSession(SQLModel, table=True):
    """A signed-in browser: the cookie's token is stored as its hash."""

    __tablename__ = "browser_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    is_founder: bool = False
    shared_mailbox: bool = False
    created_at: datetime = Field(sa_column=utc_column())
    seen_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
