"""Dates as people write them: weekday, ISO week, hours with a point in Swedish."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from babel.dates import format_date

from coordinator.core.clock import STOCKHOLM
from coordinator.core.translation import language


def iso_week(day: date) -> int:
    return day.isocalendar().week


def week(day: date) -> str:
    """``v. 49`` / ``week 49``."""
    return f"v. {iso_week(day)}" if language() == "sv" else f"week {iso_week(day)}"


def whole_week(day: date) -> str:
    """The same where lines may end anywhere: never ``v.`` on one line and ``49`` on the next."""
    return week(day).replace(" ", "\u00a0")


def short_day(day: date, *, year: bool = False) -> str:
    """``ons 2 dec`` / ``Wed 2 Dec``, with the year when asked."""
    text = format_date(day, "EEE d MMM y" if year else "EEE d MMM", locale=language())
    return text.replace(".", "")


def short_day_week(day: date, *, year: bool = False) -> str:
    """``ons 2 dec (v. 49)``, with the year when asked: ``ons 2 dec 2026 (v. 49)``."""
    return f"{short_day(day, year=year)} ({week(day)})"


def long_day(day: date, *, year: bool = False) -> str:
    """``onsdag 2 december`` / ``Wednesday 2 December``, with the year when asked."""
    pattern = "EEEE d MMMM y" if year else "EEEE d MMMM"
    return format_date(day, pattern, locale=language())


def plain_day(day: date) -> str:
    """``2 dec 2026``: for lists where the weekday says nothing."""
    return format_date(day, "d MMM y", locale=language()).replace(".", "")


def clock_time(moment: datetime) -> str:
    """Wall time in Stockholm: ``13.30`` / ``13:30``."""
    local = moment.astimezone(STOCKHOLM)
    return f"{local:%H.%M}" if language() == "sv" else f"{local:%H:%M}"


def plain_time(clock: time) -> str:
    """``13.30`` / ``13:30``; the last minute of a day is 24."""
    text = "24:00" if clock == time(23, 59) else f"{clock:%H:%M}"
    return text.replace(":", ".") if language() == "sv" else text


def time_span(start: datetime, end: datetime) -> str:
    """``kl. 13.30–15.30`` / ``13:30–15:30``."""
    span = f"{clock_time(start)}–{clock_time(end)}"
    return f"kl. {span}" if language() == "sv" else span


def local_day(moment: datetime) -> date:
    return moment.astimezone(STOCKHOLM).date()


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


class Weekday(int):
    """A weekday as a parameter of a sentence; Monday is 0."""


def weekdays(weekday: int) -> str:
    """``torsdagar`` / ``Thursdays``."""
    name = format_date(date(2027, 1, 4) + timedelta(days=weekday), "EEEE", locale=language())
    return f"{name}ar" if language() == "sv" else f"{name}s"
