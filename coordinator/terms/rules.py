"""Pure rules about terms and days: what a term is, which days are closed by the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from holidays.constants import DE_FACTO, PUBLIC
from holidays.countries.sweden import Sweden

from coordinator.core.errors import BadInput
from coordinator.terms.recurrence import Source
from coordinator.terms.views import (
    ClosedDay,
    ClosedKind,
    NewClosedDay,
    Rhythm,
    Season,
    TermCode,
    TermDates,
    Window,
)

_DAY = timedelta(days=1)
_CODE = re.compile(r"(VT|HT)(20[0-9]{2})")
_FRIDAY, _SATURDAY = 4, 5
_JULY = 7
_LONGEST = timedelta(days=366)

# Usual weeks of the first and the second meeting, ISO week numbers, both included.
USUAL_WEEKS: dict[Season, tuple[tuple[int, int], ...]] = {
    Season.VT: ((5, 7), (18, 22)),
    Season.HT: ((36, 39), (46, 49)),
}
_LAST_SPRING_WEEK = 24
_AUTUMN_WEEKS = (34, 50)

# Half days are the days before these; whether they are short is a local agreement.
_EVES = {
    "Trettondagsafton": "Trettondedag jul",
    "Skärtorsdag": "Långfredagen",
    "Valborgsmässoafton": "Första maj",
    "Dag före Kristi himmelsfärdsdag": "Kristi himmelsfärdsdag",
    "Allhelgonaafton": "Alla helgons dag",
    "Dag före julafton": "Julafton",
}
BRIDGE_DAY = "Klämdag"


def parse_term_code(text: str) -> TermCode:
    """``VT2027`` taken apart; small letters and spaces are forgiven.

    Raises:
        BadInput: ``term-code-odd``.
    """
    found = _CODE.fullmatch("".join(text.split()).upper())
    if found is None:
        raise BadInput("term-code-odd", text=text)
    return TermCode(Season(found[1]), int(found[2]))


def season_of(day: date) -> Season:
    """The half-year: spring to the end of June, autumn from July on."""
    return Season.VT if day.month < _JULY else Season.HT


def term_code_of(day: date, edited: Sequence[TermDates] = ()) -> str:
    """The term under which a day is counted and listed.

    That is one of the ``edited`` terms that holds the day, else the half-year's: days between the
    terms lie in none (:meth:`TermDates.holds` tells), but must stand somewhere.
    """
    held = next((term.code for term in edited if term.holds(day)), None)
    return held or f"{season_of(day)}{day.year}"


def next_term(code: str) -> str:
    """The code after this one.

    Raises:
        BadInput: ``term-code-odd``.
    """
    term = parse_term_code(code)
    return f"HT{term.year}" if term.season is Season.VT else f"VT{term.year + 1}"


def previous_term(code: str) -> str:
    """The code before this one.

    Raises:
        BadInput: ``term-code-odd``.
    """
    term = parse_term_code(code)
    return f"VT{term.year}" if term.season is Season.HT else f"HT{term.year - 1}"


def default_term(code: str) -> TermDates:
    """A term nobody has edited, with its usual weeks Monday to Friday.

    Spring: first working day after Epiphany to Friday ISO week 24. Autumn: Monday ISO week 34 to
    Friday ISO week 50.

    Raises:
        BadInput: ``term-code-odd``.
    """
    term = parse_term_code(code)
    if term.season is Season.VT:
        first, last_week = _after_epiphany(term.year), _LAST_SPRING_WEEK
    else:
        first, last_week = date.fromisocalendar(term.year, _AUTUMN_WEEKS[0], 1), _AUTUMN_WEEKS[1]
    windows = tuple(
        Window(
            position,
            date.fromisocalendar(term.year, from_week, 1),
            date.fromisocalendar(term.year, to_week, 5),
        )
        for position, (from_week, to_week) in enumerate(USUAL_WEEKS[term.season], start=1)
    )
    return TermDates(str(term), first, date.fromisocalendar(term.year, last_week, 5), windows)


def _after_epiphany(year: int) -> date:
    day = date(year, 1, 7)
    while day.weekday() > _FRIDAY:
        day += _DAY
    return day


def check_term(first_day: date, last_day: date, windows: Sequence[Window] = ()) -> None:
    """Refuses a term that cannot be: days out of order, usual weeks outside it or overlapping.

    Raises:
        BadInput: ``term-end-before-start``, ``term-too-long``, ``window-end-before-start``,
            ``window-outside-term`` or ``windows-overlap``.
    """
    if last_day < first_day:
        raise BadInput("term-end-before-start", first=first_day, last=last_day)
    if last_day - first_day > _LONGEST:
        raise BadInput("term-too-long", first=first_day, last=last_day)
    for window in windows:
        start, end = window.first_day, window.last_day
        if end < start:
            raise BadInput("window-end-before-start", first=start, last=end)
        if start < first_day or end > last_day:
            raise BadInput("window-outside-term", first=start, last=end)
    for before, after in pairwise(sorted(windows, key=lambda window: window.position)):
        if after.first_day <= before.last_day:
            raise BadInput("windows-overlap", first=after.first_day, last=before.last_day)


def check_apart(term: TermDates, neighbours: Sequence[TermDates]) -> None:
    """Refuses a term that shares days with the one before or after it.

    Raises:
        BadInput: ``terms-overlap``.
    """
    for other in neighbours:
        if term.first_day <= other.last_day and other.first_day <= term.last_day:
            raise BadInput(
                "terms-overlap", other=other.code, first=other.first_day, last=other.last_day
            )


EARLIEST, LATEST = 2000, 2100  # years; beyond them no holidays are known
LONGEST_NAME = 120  # characters
_LONGEST_REPEATING = timedelta(days=10 * 366)


def check_closed_day(new: NewClosedDay) -> None:
    """Refuses a closed day that cannot be: no name, days or hours out of order, too long.

    Raises:
        BadInput: ``closed-day-needs-name``, ``closed-day-name-long``, ``day-out-of-range``,
            ``closed-day-end-before-start``, ``closed-day-too-long``, ``closed-day-kind-odd``,
            ``closed-day-hours-odd``, ``closed-day-rhythm-odd``, ``closed-day-never`` when a
            repeating one falls on no day, or ``closed-day-of-both``.
    """
    about: dict[str, Any] = {"name": new.name, "first": new.first_day, "last": new.last_day}
    if not new.name.strip():
        raise BadInput("closed-day-needs-name")
    if len(new.name) > LONGEST_NAME or len(new.municipality) > LONGEST_NAME:
        raise BadInput("closed-day-name-long", most=LONGEST_NAME)
    if new.last_day < new.first_day:
        raise BadInput("closed-day-end-before-start", **about)
    if new.first_day.year < EARLIEST or new.last_day.year > LATEST:
        raise BadInput("day-out-of-range", first=EARLIEST, last=LATEST)
    if not new.kind.traits.is_own:
        raise BadInput("closed-day-kind-odd")
    if new.last_day - new.first_day > (_LONGEST_REPEATING if new.repeats else _LONGEST):
        raise BadInput("closed-day-repeats-long" if new.repeats else "closed-day-too-long", **about)
    if new.hours is not None and new.hours[0] >= new.hours[1]:
        raise BadInput("closed-day-hours-odd", name=new.name)
    if new.municipality and new.agency_id is not None:
        raise BadInput("closed-day-of-both", name=new.name)
    if new.repeats is not None:
        _check_repeats(new)


def _check_repeats(new: NewClosedDay) -> None:
    assert new.repeats is not None
    monthly = new.repeats.rhythm is Rhythm.MONTHLY
    is_typed = new.repeats.rhythm is not Rhythm.CALENDAR
    right_nth = not monthly or new.repeats.nth in {-1, 1, 2, 3, 4}
    if not is_typed or new.repeats.weekday not in range(7) or not right_nth:
        raise BadInput("closed-day-rhythm-odd", name=new.name)
    source = Source(new.first_day, new.last_day, repeats=new.repeats)
    # Ten weeks hold every rhythm once; nothing further on has to be looked at.
    if not source.falls(new.first_day, min(new.last_day, new.first_day + 70 * _DAY)):
        raise BadInput("closed-day-never", name=new.name, first=new.first_day, last=new.last_day)


def same_municipality(one: str, other: str) -> bool:
    """Whether two names mean one municipality: ``Vellinge`` and ``Vellinge kommun``."""
    return municipality_key(one) == municipality_key(other)


def municipality_key(name: str) -> str:
    bare = name.casefold().removesuffix("kommun").removesuffix("municipality").strip()
    return bare.removesuffix("s")


def closed_day(name: str, first_day: date, last_day: date, kind: ClosedKind) -> ClosedDay:
    """A closed day with the effect its kind usually has."""
    return ClosedDay(name, first_day, last_day, kind, kind.traits.effect)


@lru_cache(maxsize=64)
def computed_closed_days(year: int) -> tuple[ClosedDay, ...]:
    """The days of a year that the calendar alone decides, in order, with Swedish names.

    Holidays without the plain Sundays, de-facto holidays (both from the ``holidays`` package),
    bridge days (a working day between two that are not) and half days (eves on working days).
    The package knows the years 1953 to 2100; other years have none of these days.
    """
    closed = {*_named(year, ClosedKind.HOLIDAY), *_named(year, ClosedKind.DE_FACTO)}
    off = {each.first_day for each in closed}
    closed |= {*_bridge_days(year, off), *_half_days({c.name: c.first_day for c in closed}, off)}
    return tuple(
        sorted(closed, key=lambda each: (each.first_day, list(ClosedKind).index(each.kind)))
    )


def _named(year: int, kind: ClosedKind) -> Iterator[ClosedDay]:
    category = PUBLIC if kind is ClosedKind.HOLIDAY else DE_FACTO
    calendar = Sweden(years=year, categories=(category,), language="sv", include_sundays=False)
    for day in calendar:
        for name in calendar.get_list(day):  # two holidays can meet on one day
            yield closed_day(name, day, day, kind)


def _bridge_days(year: int, off: set[date]) -> Iterator[ClosedDay]:
    # New Year's Day and New Year's Eve are always off, so no neighbour lies in another year.
    for n in range(1, 365):
        day = date(year, 1, 1) + n * _DAY
        if not _rests(day, off) and _rests(day - _DAY, off) and _rests(day + _DAY, off):
            yield closed_day(BRIDGE_DAY, day, day, ClosedKind.BRIDGE_DAY)


def _half_days(days: dict[str, date], off: set[date]) -> Iterator[ClosedDay]:
    for eve, feast in _EVES.items():
        day = days[feast] - _DAY if feast in days else None
        if day is not None and not _rests(day, off):
            yield closed_day(eve, day, day, ClosedKind.HALF_DAY)


def _rests(day: date, off: set[date]) -> bool:
    return day.weekday() >= _SATURDAY or day in off
