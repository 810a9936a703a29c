"""Agencies, people, and who stands for whom from when to when."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from coordinator.core.columns import (
    made,
    moment,
    named,
    plain,
    points_to,
    sort_column,
    typed,
    whole,
)
from coordinator.core.database import Versioned
from coordinator.core.translation import N_
from coordinator.roster.views import AgencyKind, Duty, Function


class Agency(Versioned, table=True):
    """A member unit or organisation; ``is_member`` false means a guest."""

    __tablename__ = "agency"
    in_log: ClassVar[str | None] = N_("agency")
    __table_args__ = (UniqueConstraint("group_id", "slug"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    # made of the name
    slug: str = whole(log=N_("short name"), is_looked_through=False)
    # an organisation's name
    name: str = typed(log=N_("name"), is_looked_through=False)
    # an organisation's name
    principal: str | None = typed(None, log=N_("principal"), is_looked_through=False)
    kind: str | None = made(None, log=N_("kind"), is_shown=True, of=AgencyKind)
    min_seats: int = plain(1, log=N_("seats to be filled"), is_shown=True)
    is_member: bool = plain(True, log=N_("counted among the agencies"), is_shown=True)
    may_host: bool = plain(True, log=N_("may host"), is_shown=True)
    note: str | None = typed(None, log=N_("note"))
    position: int = plain(log=N_("place in the list"), is_shown=True)


class Person(Versioned, table=True):
    """A person as one group knows them: each municipality answers for its own register.

    Somebody who works in two groups stands in two rows, which know nothing of each other; what
    joins them is the mailbox at sign-in. Protected people have no name.
    """

    __tablename__ = "person"
    in_log: ClassVar[str | None] = N_("person")

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    given_name: str | None = named(None, log=N_("given name"))
    family_name: str | None = named(None, log=N_("family name"))
    sort_key: str = named(sa_column=sort_column(), log=None)
    # a title of office
    title: str | None = typed(None, log=N_("title"), is_looked_through=False)
    email: str | None = named(None, log=N_("email address"))
    # in small letters, for look-ups
    email_key: str | None = named(None, index=True, log=None)
    phone: str | None = named(None, log=N_("phone"))
    is_protected: bool = plain(False, log=N_("protected identity"), is_shown=True)
    protected_at: datetime | None = moment(log=N_("protected since"), nullable=True)
    # Since when the name is not shown: another group has asked, and nobody here has decided yet.
    hidden_at: datetime | None = moment(log=N_("hidden since"), nullable=True)
    # a word of a list
    contact_channel: str | None = typed(None, log=N_("way to reach"), is_looked_through=False)


class Representation(Versioned, table=True):
    """A person stands for an agency, ``valid_from`` to ``valid_to`` (both included)."""

    __tablename__ = "representation"
    in_log: ClassVar[str | None] = N_("representation")
    __table_args__ = (UniqueConstraint("group_id", "reference"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    agency_id: int = points_to("agency.id")
    person_id: int = points_to("person.id")
    duty: str = made(log=N_("duty"), is_shown=True, of=Duty)
    # comma separated; they give no rights
    functions: str = made("", log=N_("tasks in the group"), is_shown=True, of=Function)
    # the list's own id of the row, such as P08
    reference: str | None = whole(None, log=N_("reference"), is_looked_through=False)
    valid_from: date = plain(log=N_("from"), is_shown=True)
    valid_to: date | None = plain(None, log=N_("until"), is_shown=True)
    replaces_id: int | None = points_to("representation.id", nullable=True, log=N_("successor of"))
