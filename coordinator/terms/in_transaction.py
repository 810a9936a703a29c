"""What higher rooms do here inside their own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from coordinator.core.database import Session
from coordinator.core.errors import BadInput
from coordinator.terms import shipped_days, store, stored_occurrences
from coordinator.terms.rules import (
    computed_closed_days,
    default_term,
    municipality_key,
    next_term,
    parse_term_code,
    previous_term,
)
from coordinator.terms.tables import CalendarEvent, ClosedDayRow, Term
from coordinator.terms.views import (
    ClosedDay,
    ClosedKind,
    Effect,
    Fall,
    NewClosedDay,
    Rhythm,
    TermDates,
    Window,
)

LONGEST_SPAN = 4 * 366  # days asked for at once


def term(session: Session, group_id: int, code: str) -> TermDates:
    """The term as the group set it, else by the default rule.

    Raises:
        BadInput: the code is none.
    """
    code = str(parse_term_code(code))
    row = store.term(session, group_id, code)
    return term_dates(row) if row is not None else default_term(code)


def term_dates(row: Term) -> TermDates:
    windows = read_windows(row.windows)
    return TermDates(row.code, row.first_day, row.last_day, windows, row.version)


def neighbours(session: Session, group_id: int, code: str) -> tuple[TermDates, ...]:
    """The terms before and after: one statement."""
    return terms(session, group_id, (previous_term(code), next_term(code)))


def terms(session: Session, group_id: int, codes: Sequence[str]) -> tuple[TermDates, ...]:
    """Several terms in the given order, each as :func:`term`: one statement.

    Raises:
        BadInput: a code is none.
    """
    wanted = [str(parse_term_code(code)) for code in codes]
    edited = {row.code: term_dates(row) for row in store.edited_terms(session, group_id, wanted)}
    return tuple(edited.get(code) or default_term(code) for code in wanted)


def closed_days(session: Session, group_id: int, first: date, last: date) -> tuple[ClosedDay, ...]:
    """Holidays and their kin, shipped estimates and the group's own days that touch the span.

    In order of date. One statement.

    Raises:
        BadInput: the span ends before it starts, or is longer than four years.
    """
    if last < first:
        raise BadInput("closed-day-end-before-start", first=first, last=last)
    if (last - first).days > LONGEST_SPAN:
        raise BadInput("closed-day-span-long")
    # An own row outside the span still replaces an estimate inside it.
    rows = store.closed_days(session, group_id, first, last, near=2 * shipped_days.NEAR)
    own = _own_days(session, rows, first, last)
    home = rows[0].home if rows else ""
    computed = [
        day for year in range(first.year, last.year + 1) for day in computed_closed_days(year)
    ]
    every = [
        *shipped_days.laid_over(computed, own),
        *shipped_days.laid_under(shipped_days.estimates(), own, home),
        *own,
    ]
    touching = (day for day in every if _touches(day, first, last))
    return tuple(sorted(touching, key=lambda day: (day.first_day, day.last_day, day.name)))


def _touches(day: ClosedDay, first: date, last: date) -> bool:
    is_near = day.first_day <= last and day.last_day >= first
    # Of a calendar's series no row without a day: it may have begun years ago.
    is_series = day.repeats is not None and (
        day.is_read_in or day.repeats.rhythm is Rhythm.CALENDAR
    )
    return is_near and not (is_series and not day.falls)


def _own_days(
    session: Session, rows: Sequence[store.OwnDay], first: date, last: date
) -> list[ClosedDay]:
    """With the falls of what comes back; what nobody has counted out so far is counted now."""
    new = [
        each.row
        for each in rows
        if each.row.rhythm
        and not stored_occurrences.is_counted(each.row, each.counted, first, last)
    ]
    counted = stored_occurrences.counted_now(session, new, first, last) if new else {}
    found = []
    for each in rows:
        there: tuple[Fall, ...] | None = None
        if each.row.rhythm:
            there = counted.get(each.row.id or 0)
            if there is None:
                there = tuple(map(stored_occurrences.fall_of, each.falls))
        found.append(closed_day(each.row, each.agency, there))
    return found


def closed_day(
    row: ClosedDayRow, agency: str | None = None, there: tuple[Fall, ...] | None = None
) -> ClosedDay:
    """``there`` are the falls of what comes back."""
    hours = None
    if row.starts_at and row.ends_at:
        hours = (time.fromisoformat(row.starts_at), time.fromisoformat(row.ends_at))
    return ClosedDay(
        name=row.name,
        first_day=row.first_day,
        last_day=row.last_day,
        kind=ClosedKind(row.kind),
        effect=Effect(row.effect),
        id=row.id,
        version=row.version,
        municipality=row.municipality or "",
        agency_id=row.agency_id,
        agency=agency or "",
        hours=hours,
        repeats=stored_occurrences.repeats_of(row),
        is_read_in=row.is_read_in,
        falls=there,
    )


def follows_calendar(row: ClosedDayRow) -> bool:
    """Whether its days are those of a calendar that was read in, all or some of them."""
    return row.is_read_in or row.rhythm == Rhythm.CALENDAR.value


def as_span_of_days(row: ClosedDayRow) -> None:
    """Makes a plain span one of which days can be left out."""
    if row.rhythm is None:
        row.rhythm, row.weekday = Rhythm.CALENDAR.value, 0


def counted_whole(
    row: ClosedDayRow, events: Sequence[CalendarEvent], agency: str | None, *, around: date
) -> ClosedDay:
    """The row with all its falls; of one that goes on for ever those near a day."""
    if not row.rhythm:
        return closed_day(row, agency)
    first, last = row.first_day, row.last_day
    if row.is_read_in:
        first, last = around - shipped_days.NEAR, around + shipped_days.NEAR
    return closed_day(row, agency, stored_occurrences.source_of(row, events).falls(first, last))


def identity(row: ClosedDayRow) -> tuple[object, ...]:
    """What makes two rows say the same."""
    return (
        row.name.casefold(),
        row.first_day,
        row.last_day,
        row.agency_id,
        municipality_key(row.municipality or ""),
        row.starts_at,
        row.ends_at,
        row.rhythm,
        row.weekday,
        row.nth,
    )


def new_row(group_id: int, new: NewClosedDay) -> ClosedDayRow:
    """A row of the group's own that says what was asked for."""
    row = ClosedDayRow(
        group_id=group_id, name="", first_day=new.first_day, last_day=new.last_day, kind="",
        effect="",
    )  # fmt: skip
    fill(row, new)
    return row


def fill(row: ClosedDayRow, new: NewClosedDay) -> None:
    """Writes what was asked for into a row."""
    row.name, row.first_day, row.last_day = new.name, new.first_day, new.last_day
    row.kind = new.kind.value
    row.effect = (new.effect or new.kind.traits.effect).value
    row.municipality, row.agency_id = new.municipality or None, new.agency_id
    row.starts_at = new.hours[0].isoformat("minutes") if new.hours else None
    row.ends_at = new.hours[1].isoformat("minutes") if new.hours else None
    row.rhythm = new.repeats.rhythm.value if new.repeats else None
    row.weekday = new.repeats.weekday if new.repeats else None
    row.nth = (new.repeats.nth or None) if new.repeats else None


def observances(first: date, last: date) -> tuple[ClosedDay, ...]:
    """Awareness days and campaign weeks that touch the span; they never block."""
    return tuple(
        day for day in shipped_days.observances() if day.first_day <= last and day.last_day >= first
    )


def within(windows: tuple[Window, ...], first: date, last: date) -> tuple[Window, ...]:
    """The windows cut to a term's days; those that lie outside are gone."""
    cut = ((max(one.first_day, first), min(one.last_day, last)) for one in windows)
    kept = [span for span in cut if span[0] <= span[1]]
    return tuple(Window(position, *span) for position, span in enumerate(kept, start=1))


def write_windows(windows: tuple[Window, ...]) -> str:
    """``2027-02-01/2027-02-19 2027-05-03/2027-06-04``."""
    return " ".join(f"{one.first_day.isoformat()}/{one.last_day.isoformat()}" for one in windows)


def read_windows(text: str) -> tuple[Window, ...]:
    spans = (span.split("/") for span in text.split())
    return tuple(
        Window(position, date.fromisoformat(first), date.fromisoformat(last))
        for position, (first, last) in enumerate(spans, start=1)
    )
