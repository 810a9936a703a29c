"""The search index: what can be found, and under which strings."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Column, ForeignKey, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, named, plain, points_to


class SearchEntry(SQLModel, table=True):
    """One paragraph that can be found: a note, decision, action point, information action, meeting.

    ``is_open`` shows it to everybody in the group, ``agency_id`` to that agency's people too;
    coordinators see all. There is no foreign key to the agency: core knows no rooms.
    """

    __tablename__ = "search_entry"
    in_log: ClassVar[str | None] = None
    __table_args__ = (UniqueConstraint("group_id", "source", "source_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    source: str = made(log=None)
    source_id: int = plain(log=None)
    meeting_code: str | None = made(None, log=None)
    item_number: int | None = plain(None, log=None)
    kind: str = made(log=None)
    title: str = named(log=None)
    body: str = named(log=None)
    day: date | None = plain(None, log=None)
    is_open: bool = plain(False, log=None)
    agency_id: int | None = plain(None, log=None)


def _compared_by_bytes() -> String:
    """Ranges over tokens need the same order on both engines."""
    return String().with_variant(String(collation="C"), "postgresql")


class SearchToken(SQLModel, table=True):
    """A string under which an entry is found; see :mod:`coordinator.core.search.swedish`.

    The primary key is the index for equality and ranges inside a group.
    """

    __tablename__ = "search_token"
    in_log: ClassVar[str | None] = None
    __table_args__ = ({"sqlite_with_rowid": False},)

    group_id: int = plain(
        sa_column=Column(ForeignKey("collaboration_group.id"), primary_key=True, nullable=False),
        log=None,
    )
    token: str = named(
        sa_column=Column(_compared_by_bytes(), primary_key=True, nullable=False), log=None
    )
    entry_id: int = plain(
        sa_column=Column(
            ForeignKey("search_entry.id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
            index=True,
        ),
        log=None,
    )
    in_title: bool = plain(log=None)
