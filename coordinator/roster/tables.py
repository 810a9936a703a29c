"""Agencies, people, and who stands for whom from when to when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from coordinator.core.columns import made, named, typed, whole
from coordinator.core.database import Versioned, key, sort_column, utc_column


class Agency(Versioned, table=True):
    """A member unit or organisation; ``is_member`` false means a guest."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("group_id", "slug"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    slug: str = whole()
    name: str = typed()
    principal: str | None = typed(None)
    kind: str | None = made(None)
    min_seats: int = 1
    is_member: bool = True
    may_host: bool = True
    note: str | None = typed(None)
    position: int


class Person(Versioned, table=True):
    """A person as one group knows them: each municipality answers for its own register.

    Somebody who works in two groups stands in two rows, which know nothing of each other; what
    joins them is the mailbox at sign-in. Protected people have no name.
    """

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    given_name: str | None = named(None)
    family_name: str | None = named(None)
    sort_key: str = named(sa_column=sort_column())
    title: str | None = typed(None)
    email: str | None = named(None)
    email_key: str | None = named(None, index=True)  # in small letters, for look-ups
    phone: str | None = named(None)
    is_protected: bool = False
    protected_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    # Since when the name is not shown: another group has asked, and nobody here has decided yet.
    hidden_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    contact_channel: str | None = typed(None)


class Representation(Versioned, table=True):
    """A person stands for an agency, ``valid_from`` to ``valid_to`` (both included)."""

    __tablename__ = "representation"
    __table_args__ = (UniqueConstraint("group_id", "reference"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    agency_id: int = Field(sa_column=key(to="agency.id"))
    person_id: int = Field(sa_column=key(to="person.id"))
    duty: str = made()  # representative, substitute, co_opted
    functions: str = made("")  # comma separated: coordinator, chair, secretary (no rights)
    reference: str | None = whole(None)  # the list's own id of the row, such as P08
    valid_from: date
    valid_to: date | None = None
    replaces_id: int | None = Field(
        default=None, sa_column=key(to="representation.id", nullable=True)
    )
