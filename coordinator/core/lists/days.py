"""Days as people write them in a table, where they can mean one day only."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

EARLIEST, LATEST = 1950, 2200  # years that a list can mean

_TIME: Final = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}})([-/.]?)(\d\d?)\2(\d\d?){_TIME}")
_DAY_FIRST: Final = re.compile(r"(\d\d?)([/.-]) ?(\d\d?)(\2 ?| )(\d{4})")
_DAY_AND_NAME: Final = re.compile(
    r"(?:den )?(\d\d?)\.?(?::[ae])? ([^\W\d_]+)\.?,? (\d{4})", re.IGNORECASE
)
_NAME_AND_DAY: Final = re.compile(r"([^\W\d_]+)\.? (\d\d?),? (\d{4})")
_SHORT: Final = re.compile(r"(\d\d?)[- ]([^\W\d_]{3,4})[- ](\d{4})")  # 22-feb-2027
_WEEKDAY: Final = re.compile(r"([^\W\d_]+)\.?,?(?: den)? (?=\d|[^\W\d_]+\.? \d)", re.IGNORECASE)
_MONTHS: Final = (
    ("januari", "january"),
    ("februari", "february"),
    ("mars", "march"),
    ("april",),
    ("maj", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augusti", "august"),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
)
_WEEKDAYS: Final = (
    ("måndag", "monday"),
    ("tisdag", "tuesday"),
    ("onsdag", "wednesday"),
    ("torsdag", "thursday"),
    ("fredag", "friday"),
    ("lördag", "saturday"),
    ("söndag", "sunday"),
)


def day_of(text: str) -> date | None:
    """The day; None when the text is none, or could be two: ``1/2/2027``, ``1.2.2027``.

    Year first (``2027-02-22``, ``2027/02/22``, ``20270222``), with the month's name (``22 februari
    2027``, ``mån 22 feb. 2027``, ``February 22, 2027``) or day first (``22.2.2027``). Only Swedish
    writes ``1/2 2027``, with a space.
    """
    wanted, rest = _without_weekday(text.strip())
    day = _year_first(rest) or _named(rest) or _day_first(rest)
    if day is None or not EARLIEST <= day.year <= LATEST:
        return None
    return day if wanted in {None, day.weekday()} else None


def _without_weekday(text: str) -> tuple[int | None, str]:
    found = _WEEKDAY.match(text)
    number = _position(found[1], _WEEKDAYS) if found else None
    return (None, text) if number is None or found is None else (number, text[found.end() :])


def _position(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    """Which of the names it is: whole, or its first three or four letters."""
    small = word.casefold()
    for number, spellings in enumerate(names):
        if any(small == name or small in {name[:3], name[:4]} for name in spellings):
            return number
    return None


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _year_first(text: str) -> date | None:
    found = _YEAR_FIRST.fullmatch(text)
    if found is None or (not found[2] and len(found[3] + found[4]) != 4):
        return None
    return _date(found[1], int(found[3]), found[4])


def _named(text: str) -> date | None:
    for pattern in (_DAY_AND_NAME, _SHORT):
        if found := pattern.fullmatch(text):
            month = _position(found[2], _MONTHS)
            return None if month is None else _date(found[3], month + 1, found[1])
    if found := _NAME_AND_DAY.fullmatch(text):
        month = _position(found[1], _MONTHS)
        return None if month is None else _date(found[3], month + 1, found[2])
    return None


def _day_first(text: str) -> date | None:
    """Where it could be month first nothing is guessed; 2/22/2027 is a fault in a Swedish list."""
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        return None
    day, other = _date(found[5], int(found[3]), found[1]), _date(found[5], int(found[1]), found[3])
    is_swedish = (found[2], found[4]) == ("/", " ")
    return day if is_swedish or other in {None, day} else None
