"""The log: its entries, the end of each chain, and reasoned go-aheads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, named, typed
from coordinator.core.database import key, utc_column


class TrailEntry(SQLModel, table=True):
    """One use case that changed or showed something: written once, never changed.

    ``changes`` is JSON as :func:`coordinator.trail.in_transaction.told` makes it. ``actor_name`` is
    the shell's; people are known by id and named when the trail is read. There are no foreign keys:
    an entry outlives what it tells of. Triggers of the database refuse every change and every
    removal but that of entries before a checkpoint (a migration that rebuilds this table makes them
    again).
    """

    __tablename__ = "trail_entry"
    __table_args__ = (UniqueConstraint("group_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int
    number: int
    happened_at: datetime = Field(sa_column=utc_column(index=True))
    person_id: int | None = None
    actor_name: str = named()
    origin: str = made()  # page, link, mail, shell
    use_case: str = made()
    about: str | None = made(None)
    changes: str = made()
    previous: str = made()
    hash: str = made()


class TrailPerson(SQLModel, table=True):
    """Who is meant where old entries of a group name a person by a number that is not hers now.

    Once, people were shared between groups. When each group got rows of its own, entries could not
    be rewritten: whoever reads a trail translates.
    """

    __tablename__ = "trail_person"
    __table_args__ = (UniqueConstraint("group_id", "old_person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int
    old_person_id: int
    new_person_id: int


class TrailHead(SQLModel, table=True):
    """The last entry of a group's chain; whoever writes the next one locks this row."""

    __tablename__ = "trail_head"
    __table_args__ = (UniqueConstraint("group_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int
    number: int
    hash: str = made()


class TrailCheckpoint(SQLModel, table=True):
    """Where a disposed prefix of a chain ended, signed with the installation's key."""

    __tablename__ = "trail_checkpoint"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(index=True)
    number: int  # the last entry that was removed
    hash: str = made()
    made_at: datetime = Field(sa_column=utc_column())
    signature: str = made()


class GoAhead(SQLModel, table=True):
    """A reasoned yes to a text that the identity guard asked about; never the text itself.

    ``text_hash`` binds it to that very text: a changed text is asked about again.
    """

    __tablename__ = "go_ahead"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    person_id: int | None = Field(default=None, sa_column=key(to="person.id", nullable=True))
    source: str = made()
    source_id: int
    text_hash: str = made()
    kinds: str = made()  # comma separated
    reason: str = typed()
    given_at: datetime = Field(sa_column=utc_column())
