"""The falls of what comes back, kept in rows and read in one statement.

The terms around today are counted out when a day is written; another term when somebody first
looks at it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Final
from weakref import WeakKeyDictionary

from coordinator.core import background_writes
from coordinator.core.calendar.read.coming_events import Instance, OddSeries
from coordinator.core.database import Database, Session, database_of
from coordinator.core.errors import BadInput
from coordinator.terms import store
from coordinator.terms.recurrence import Source, Span, around, span_to_count, whole_halves
from coordinator.terms.tables import CalendarEvent, ClosedDayRow, DayFall
from coordinator.terms.views import Fall, Recurrence, Rhythm

log = logging.getLogger(__name__)

_MOST_IN_VAIN: Final = 1_000
_in_vain: WeakKeyDictionary[Database, set[object]] = WeakKeyDictionary()

# Rows -------------------------------------------------------------------------------------------


def source_of(row: ClosedDayRow, events: Iterable[CalendarEvent] = ()) -> Source:
    """What says when a row comes."""
    given = list(events) if row.is_read_in else []
    hours = None
    if row.starts_at and row.ends_at:
        hours = (time.fromisoformat(row.starts_at), time.fromisoformat(row.ends_at))
    return Source(
        first_day=row.first_day,
        last_day=row.last_day,
        hours=hours,
        repeats=repeats_of(row),
        left_out=frozenset(map(date.fromisoformat, (row.left_out or "").split())),
        events=tuple(Instance(one.instance, one.text, one.is_out) for one in given),
        names=tuple(
            (one.instance, one.name) for one in given if one.instance and one.name != row.name
        ),
    )


def repeats_of(row: ClosedDayRow) -> Recurrence | None:
    """How a row comes back; None for a plain span."""
    if not row.rhythm or row.weekday is None:
        return None
    return Recurrence(Rhythm(row.rhythm), row.weekday, row.nth or 0)


def write(session: Session, row: ClosedDayRow, source: Source, today: date) -> tuple[Fall, ...]:
    """Counts a row out again for the terms around today, and keeps that."""
    return write_all(session, [(row, source)], today)[0]


def write_all(
    session: Session,
    rows: Sequence[tuple[ClosedDayRow, Source]],
    today: date,
    known: Mapping[int, tuple[Fall, ...]] | None = None,
) -> list[tuple[Fall, ...]]:
    """The same for many rows at once. ``known`` holds what was counted already, by the row's id."""
    store.forget_falls(session, [row.id for row, _source in rows if row.id is not None])
    found: list[tuple[Fall, ...]] = []
    counted: list[tuple[ClosedDayRow, Span, Sequence[Fall]]] = []
    for row, source in rows:
        first, last = span_to_count(row.first_day, row.last_day, today)
        is_past = row.is_read_in and last < around(today)[0]
        if source.repeats is None or last < first or is_past:
            found.append(())  # far ahead or over: it is counted out when somebody looks at it
            continue
        there = (known or {}).get(row.id or 0)
        found.append(source.falls(first, last) if there is None else there)
        counted.append((row, (first, last), found[-1]))
    _keep(session, counted)
    return found


def _keep(session: Session, counted: Sequence[tuple[ClosedDayRow, Span, Sequence[Fall]]]) -> None:
    falls = [
        {
            "group_id": row.group_id,
            "closed_day_id": row.id,
            "first_day": fall.first_day,
            "last_day": fall.last_day,
            "starts_at": fall.hours[0].isoformat("minutes") if fall.hours else None,
            "ends_at": fall.hours[1].isoformat("minutes") if fall.hours else None,
            "name": fall.name,
        }
        for row, _span, there in counted
        for fall in there
    ]
    spans = [
        {"closed_day_id": row.id, "first_day": span[0], "last_day": span[1]}
        for row, span, _there in counted
    ]
    store.add_falls(session, falls, spans)


def fall_of(found: DayFall | store.FallCells) -> Fall:
    hours = None
    if found.starts_at and found.ends_at:
        hours = (time.fromisoformat(found.starts_at), time.fromisoformat(found.ends_at))
    return Fall(found.first_day, found.last_day, hours, found.name)


# A term that is opened for the first time --------------------------------------------------------


def is_counted(row: ClosedDayRow, counted: Span | None, first: date, last: date) -> bool:
    """Whether the falls of those days stand in rows."""
    start, end = max(first, row.first_day), min(last, row.last_day)
    return end < start or (counted is not None and counted[0] <= start and end <= counted[1])


def counted_now(
    session: Session, rows: Sequence[ClosedDayRow], first: date, last: date
) -> dict[int, tuple[Fall, ...]]:
    """The falls of rows that nobody has looked at so far ahead; they are kept in a moment."""
    ids = [row.id for row in rows if row.id is not None]
    events, database = store.events_of_days(session, ids), database_of(session)
    found = {
        row.id: _counted(database, row, events.get(row.id, []), first, last) or ()
        for row in rows
        if row.id is not None
    }
    background_writes.soon(
        ("falls", id(database), tuple(ids), first, last), lambda: _widen(database, ids, first, last)
    )
    return found


def _counted(
    database: Database,
    row: ClosedDayRow,
    events: Sequence[CalendarEvent],
    first: date,
    last: date,
) -> tuple[Fall, ...] | None:
    """None for what cannot be counted out, or not in reasonable time.

    It could be when it was written: another library does it today, or it lies many years away. A
    page is drawn without it, and nobody counts the same days in vain again.
    """
    asked = (row.id, row.version, first, last)
    tried = _in_vain.setdefault(database, set())
    if asked in tried:
        return None
    try:
        return source_of(row, events).falls(first, last)
    except (OddSeries, BadInput) as error:
        log.warning("closed day %s from %s to %s: %s", row.id, first, last, error)
        if len(tried) < _MOST_IN_VAIN:
            tried.add(asked)
        return None


def _widen(database: Database, ids: Sequence[int], first: date, last: date) -> None:
    """Counts rows out for further half-years, so that they hang together with what is there."""
    with database.transaction() as session:
        for row, span in store.days_for_counting(session, ids):
            if row.rhythm is None or is_counted(
                row, (span.first_day, span.last_day) if span else None, first, last
            ):
                continue
            start, end = whole_halves(max(first, row.first_day), min(last, row.last_day))
            if span is not None:
                start, end = min(start, span.first_day), max(end, span.last_day)
            start, end = max(start, row.first_day), min(end, row.last_day)
            events = store.events_of_days(session, [row.id or 0]).get(row.id or 0, [])
            falls = _counted(database, row, events, start, end)
            if falls is None:
                continue
            store.forget_falls(session, [row.id or 0])
            _keep(session, [(row, (start, end), falls)])
