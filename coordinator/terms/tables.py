"""Edited terms and closed days; what has no row follows the default rule."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, plain, points_to, typed
from coordinator.core.database import Versioned
from coordinator.core.translation import N_
from coordinator.terms.views import ClosedKind, Effect, Rhythm, nth_in_words, weekday_in_words


class Term(Versioned, table=True):
    """A term whose days were set by hand; ``windows`` as ``2027-02-01/2027-02-19 ...``."""

    __tablename__ = "term"
    in_log: ClassVar[str | None] = N_("term")
    __table_args__ = (UniqueConstraint("group_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    code: str = made(log=N_("code"))
    first_day: date = plain(log=N_("first day"), is_shown=True)
    last_day: date = plain(log=N_("last day"), is_shown=True)
    windows: str = made(log=N_("usual weeks"))


class ClosedDayRow(Versioned, table=True):
    """Closed or doubtful days the group keeps itself: school breaks, elections, absences.

    ``starts_at`` and ``ends_at`` (``08:00``) narrow them to a part of the day; ``rhythm`` with
    ``weekday`` and ``nth`` to some days of the span: those stand in :class:`DayFall`.
    ``is_read_in``: it follows the events of :class:`CalendarEvent`. ``left_out`` are days that
    somebody has taken out of it by hand, as ``2027-01-14 2027-02-04``.
    """

    __tablename__ = "closed_day"
    in_log: ClassVar[str | None] = N_("closed day")

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    name: str = typed(log=N_("name"))
    first_day: date = plain(index=True, log=N_("first day"), is_shown=True)
    last_day: date = plain(log=N_("last day"), is_shown=True)
    kind: str = made(log=N_("kind"), is_shown=True, of=ClosedKind)
    effect: str = made(log=N_("effect"), is_shown=True, of=Effect)
    # an organisation's name
    municipality: str | None = typed(None, log=N_("municipality"), is_looked_through=False)
    agency_id: int | None = points_to("agency.id", nullable=True)
    starts_at: str | None = made(None, log=N_("start"))
    ends_at: str | None = made(None, log=N_("end"))
    # None: every day
    rhythm: str | None = made(None, log=N_("rhythm"), is_shown=True, of=Rhythm)
    weekday: int | None = plain(None, log=N_("weekday"), is_shown=True, of=weekday_in_words)
    nth: int | None = plain(None, log=N_("which in the month"), is_shown=True, of=nth_in_words)
    is_read_in: bool = plain(False, log=N_("follows a calendar that was read in"))
    left_out: str | None = made(None, log=N_("days left out"))


class CalendarEvent(SQLModel, table=True):
    """An event of a calendar that was read in, rebuilt: when it comes, and nothing else of it.

    Events of one ``uid`` of one owner are one series; ``instance`` is empty for the series itself
    and names the day or moment of it that another one tells about. Cancelled ones stay, without
    name and day, so that an older file brings nothing back. ``uid`` is a fingerprint.
    """

    __tablename__ = "calendar_event"
    in_log: ClassVar[str | None] = N_("event of a calendar that was read in")
    __table_args__ = (UniqueConstraint("group_id", "owner", "uid", "instance"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    # an agency's number, a fingerprint of a municipality, or empty
    owner: str = made(log=N_("whose calendar"))
    uid: str = made(log=N_("the calendar entry's number"))
    instance: str = made("", log=N_("which time of a series"))
    sequence: int = plain(0, log=N_("version of the calendar entry"), is_shown=True)
    stamp: datetime | None = moment(log=N_("time of the writer's last change"), nullable=True)
    is_out: bool = plain(False, log=N_("closes nothing"))
    name: str = typed("", log=N_("name"))
    text: str = made("", log=N_("text"))
    closed_day_id: int | None = points_to("closed_day.id", nullable=True, cascade=True)


class DayFall(SQLModel, table=True):
    """Days on which something that comes back falls: counted out once for each span of time."""

    __tablename__ = "day_fall"
    in_log: ClassVar[str | None] = None

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    closed_day_id: int = points_to("closed_day.id", cascade=True, log=None)
    first_day: date = plain(log=None)
    last_day: date = plain(log=None)
    starts_at: str | None = made(None, log=None)
    ends_at: str | None = made(None, log=None)
    name: str = typed("", log=None)


class DaySpan(SQLModel, table=True):
    """The days, both included, for which the falls of something that comes back are counted out."""

    __tablename__ = "day_span"
    in_log: ClassVar[str | None] = None

    closed_day_id: int = plain(
        sa_column=Column(ForeignKey("closed_day.id", ondelete="CASCADE"), primary_key=True),
        log=None,
    )
    first_day: date = plain(log=None)
    last_day: date = plain(log=None)
