"""Edited terms and closed days; what has no row follows the default rule."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from coordinator.core.columns import made, typed
from coordinator.core.database import Versioned, key


class Term(Versioned, table=True):
    """A term whose days were set by hand; ``windows`` as ``2027-02-01/2027-02-19 ...``."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("group_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    code: str = made()
    first_day: date
    last_day: date
    windows: str = made()


class ClosedDayRow(Versioned, table=True):
    """Closed or doubtful days the group keeps itself: school breaks, elections, absences.

    ``starts_at`` and ``ends_at`` (``08:00``) narrow them to a part of the day; ``rhythm`` with
    ``weekday`` and ``nth`` to some days of the span.
    """

    __tablename__ = "closed_day"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    name: str = typed()
    first_day: date = Field(index=True)
    last_day: date
    kind: str = made()
    effect: str = made()  # block, warn, inform
    municipality: str | None = typed(None)
    agency_id: int | None = Field(default=None, sa_column=key(to="agency.id", nullable=True))
    starts_at: str | None = made(None)
    ends_at: str | None = made(None)
    rhythm: str | None = made(None)  # a Rhythm; None: every day
    weekday: int | None = None
    nth: int | None = None
