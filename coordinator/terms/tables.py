"""Edited terms and closed days; what has no row follows the default rule."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, typed
from coordinator.core.database import Versioned, key, utc_column


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
    ``weekday`` and ``nth`` to some days of the span: those stand in :class:`DayFall`.
    ``is_read_in``: it follows the events of :class:`CalendarEvent`. ``left_out`` are days that
    somebody has taken out of it by hand, as ``2027-01-14 2027-02-04``.
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
    is_read_in: bool = False
    left_out: str | None = made(None)


class CalendarEvent(SQLModel, table=True):
    """An event of a calendar that was read in, rebuilt: when it comes, and nothing else of it.

    Events of one ``uid`` of one owner are one series; ``instance`` is empty for the series itself
    and names the day or moment of it that another one tells about. Cancelled ones stay, without
    name and day, so that an older file brings nothing back. ``uid`` is a fingerprint.
    """

    __tablename__ = "calendar_event"
    __table_args__ = (UniqueConstraint("group_id", "owner", "uid", "instance"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    owner: str = made()  # an agency's number, a fingerprint of a municipality, or empty
    uid: str = made()
    instance: str = made("")
    sequence: int = 0
    stamp: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    is_out: bool = False
    name: str = typed("")
    text: str = made("")
    closed_day_id: int | None = Field(
        default=None, sa_column=key(to="closed_day.id", nullable=True, cascade=True)
    )


class DayFall(SQLModel, table=True):
    """Days on which something that comes back falls: counted out once for each span of time."""

    __tablename__ = "day_fall"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(sa_column=key(to="collaboration_group.id"))
    closed_day_id: int = Field(sa_column=key(to="closed_day.id", cascade=True))
    first_day: date
    last_day: date
    starts_at: str | None = made(None)
    ends_at: str | None = made(None)
    name: str = typed("")


class DaySpan(SQLModel, table=True):
    """The days, both included, for which the falls of something that comes back are counted out."""

    __tablename__ = "day_span"

    closed_day_id: int = Field(
        sa_column=Column(ForeignKey("closed_day.id", ondelete="CASCADE"), primary_key=True)
    )
    first_day: date
    last_day: date
