"""The search index: one entry per thing that can be found, one row per word in it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.database import key, sort_column


class SearchEntry(SQLModel, table=True):
    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("group_id", "source", "source_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    source: str
    source_id: int
    meeting_code: str | None = None
    item_number: int | None = None
    kind: str  # note, decision, action_point, information_action, meeting
    title: str
    body: str
    day: date | None = None


class SearchToken(SQLModel, table=True):
    """A word of an entry, as :mod:`coordinator.core.swedish` spells it; compared byte by byte."""

    __tablename__ = "search_token"
    __table_args__ = (Index("ix_search_token_lookup", "group_id", "token", "entry_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    entry_id: int = Field(sa_column=key(to="search_entry.id", cascade=True))
    token: str = Field(sa_column=sort_column())
