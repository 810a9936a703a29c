"""Fields for which part of a day is closed, and how it comes back."""

from __future__ import annotations

from datetime import date

import streamlit as st

from coordinator.core import dates
from coordinator.core.translation import N_, _
from coordinator.terms.views import (
    AFTERNOON,
    FAR,
    LAST,
    MORNING,
    WEEKS,
    ClosedDay,
    Hours,
    Recurrence,
    Rhythm,
)

WHOLE_DAY = "day"
_PARTS: dict[str, Hours] = {"am": MORNING, "pm": AFTERNOON}
_IN_MONTH = {
    1: N_("First in the month"),
    2: N_("Second in the month"),
    3: N_("Third in the month"),
    4: N_("Fourth in the month"),
    LAST: N_("Last in the month"),
}
_HOURS = "hours"
_EVERY_DAY = "days"
_NTHS = (1, 2, 3, 4, LAST)


def rhythm_keys(given: str = _EVERY_DAY) -> list[str]:
    """The choices in the list of rhythms, as they stand in the session.

    A calendar's own is a choice only where it stands already.
    """
    monthly = [f"{Rhythm.MONTHLY.value}{nth}" for nth in _NTHS]
    own = [given] if given == Rhythm.CALENDAR.value else []
    return [*own, _EVERY_DAY, *(rhythm.value for rhythm in WEEKS), *monthly]


def rhythm_word(key: str) -> str:
    if key == _EVERY_DAY:
        return _("Every day in the span")
    if key.startswith(Rhythm.MONTHLY.value):
        return _(_IN_MONTH[int(key.removeprefix(Rhythm.MONTHLY.value))])
    return Rhythm(key).heading()


def rhythm_key(repeats: Recurrence | None) -> str:
    if repeats is None:
        return _EVERY_DAY
    return repeats.rhythm.value + (str(repeats.nth) if repeats.rhythm is Rhythm.MONTHLY else "")


def recurrence(key: str, weekday: int) -> Recurrence | None:
    """What the chosen rhythm and weekday say."""
    if key == _EVERY_DAY:
        return None
    if key == Rhythm.CALENDAR.value:
        return Recurrence(Rhythm.CALENDAR, 0)
    if key.startswith(Rhythm.MONTHLY.value):
        nth = int(key.removeprefix(Rhythm.MONTHLY.value))
        return Recurrence(Rhythm.MONTHLY, weekday, nth)
    return Recurrence(Rhythm(key), weekday)


def weekday_word(weekday: int) -> str:
    """``torsdagar``, with a capital letter."""
    return dates.capitalised(dates.weekdays(weekday))


def part_word(key: str) -> str:
    return {
        WHOLE_DAY: _("The whole day"),
        "am": _("The morning"),
        "pm": _("The afternoon"),
        _HOURS: _("As it stands"),
    }[key]


def part_key(hours: Hours | None) -> str:
    if hours is None:
        return WHOLE_DAY
    return next((key for key, part in _PARTS.items() if part == hours), _HOURS)


def part_of_day(label: str, key: str, kept: Hours | None = None) -> Hours | None:
    """A choice of whole day, morning or afternoon; other hours stay as they were read in."""
    own = [_HOURS] if part_key(kept) == _HOURS else []
    parts = [WHOLE_DAY, *_PARTS, *own]
    chosen = st.selectbox(
        label, parts, index=parts.index(part_key(kept)), format_func=part_word, key=key
    )
    return kept if chosen == _HOURS else _PARTS.get(chosen)


def hours_of(key: str) -> Hours | None:
    return _PARTS.get(key)


def words_of_part(hours: Hours | None) -> str:
    """As the choice says it; hours that were read in stand as they are."""
    key = part_key(hours)
    return words_of_hours(hours) if key == _HOURS else part_word(key)


def words_of_hours(hours: Hours | None) -> str:
    """``förmiddag``, ``08.30–12.00``, nothing for whole days."""
    if hours is None:
        return ""
    if hours == MORNING:
        return _("morning")
    if hours == AFTERNOON:
        return _("afternoon")
    return f"{dates.plain_time(hours[0])}–{dates.plain_time(hours[1])}"


def words_of_rhythm(day: ClosedDay) -> str:
    """``varje vecka, torsdagar, förmiddag``; nothing for a plain span of whole days."""
    parts = []
    if day.repeats is not None:
        parts = [rhythm_word(rhythm_key(day.repeats)).lower()]
        if day.repeats.rhythm is not Rhythm.CALENDAR:
            parts.append(dates.weekdays(day.repeats.weekday))
    return ", ".join([*parts, *([words_of_hours(day.hours)] if day.hours else [])])


def words_of_end(last_day: date) -> str:
    """``fre 18 jun``, or that there is none."""
    return _("until further notice") if last_day >= FAR else dates.short_day(last_day)
