"""The log: its entries, the end of each chain, and reasoned go-aheads."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, named, plain, points_to, typed
from coordinator.core.translation import N_
from coordinator.identity.kinds import FindingKind


class TrailEntry(SQLModel, table=True):
    """One use case that changed or showed something: written once, never changed.

    ``changes`` is JSON as :func:`coordinator.trail.in_transaction.stored_changes` makes it.
    ``actor_name`` is the shell's; people are known by id and named when the log is read. There are
    no foreign keys: an entry outlives what it tells of. Triggers of the database refuse every
    change and every removal but that of entries before a checkpoint (a migration that rebuilds
    this table makes them again).
    """

    __tablename__ = "trail_entry"
    in_log: ClassVar[str | None] = None
    __table_args__ = (UniqueConstraint("group_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = plain(log=None)
    number: int = plain(log=None)
    happened_at: datetime = moment(log=None, index=True)
    person_id: int | None = plain(None, log=None)
    actor_name: str = named(log=None)
    # page, link, mail, shell
    origin: str = made(log=None)
    use_case: str = made(log=None)
    about: str | None = made(None, log=None)
    changes: str = made(log=None)
    previous: str = made(log=None)
    hash: str = made(log=None)


class TrailPerson(SQLModel, table=True):
    """Who is meant where old entries of a group name a person by a number that is not hers now.

    Once, people were shared between groups. When each group got rows of its own, entries could not
    be rewritten: whoever reads a trail translates.
    """

    __tablename__ = "trail_person"
    in_log: ClassVar[str | None] = None
    __table_args__ = (UniqueConstraint("group_id", "old_person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = plain(log=None)
    old_person_id: int = plain(log=None)
    new_person_id: int = plain(log=None)


class TrailHead(SQLModel, table=True):
    """The last entry of a group's chain; whoever writes the next one locks this row."""

    __tablename__ = "trail_head"
    in_log: ClassVar[str | None] = None
    __table_args__ = (UniqueConstraint("group_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = plain(log=None)
    number: int = plain(log=None)
    hash: str = made(log=None)


class TrailCheckpoint(SQLModel, table=True):
    """Where a disposed prefix of a chain ended, signed with the installation's key."""

    __tablename__ = "trail_checkpoint"
    in_log: ClassVar[str | None] = None

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = plain(index=True, log=None)
    # the last entry that was removed
    number: int = plain(log=None)
    hash: str = made(log=None)
    made_at: datetime = moment(log=None)
    signature: str = made(log=None)


class GoAhead(SQLModel, table=True):
    """A reasoned yes to a text that the identity guard asked about; never the text itself.

    ``text_hash`` binds it to that very text: a changed text is asked about again.
    """

    __tablename__ = "go_ahead"
    in_log: ClassVar[str | None] = N_("reasoned go-ahead")

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    person_id: int | None = points_to("person.id", nullable=True)
    source: str = made(log=N_("where from"))
    source_id: int = plain(log=N_("which one"))
    text_hash: str = made(log=N_("the text's fingerprint"))
    # comma separated
    kinds: str = made(log=N_("kinds"), is_shown=True, of=FindingKind)
    reason: str = typed(log=N_("reason"))
    given_at: datetime = moment(log=N_("time of the go-ahead"))
