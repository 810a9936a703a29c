"""A year as a line of weeks, with what happens in it as bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.dates import format_date

from coordinator.core import dates
from coordinator.core.translation import _, language
from coordinator.ui.text import escape, theirs

WEEKS = 53
_LABEL_BEFORE = 30  # a bar from this week on has its words before it, where there is room


@dataclass(frozen=True)
class Bar:
    """Something with a first and last day. ``word`` is its state for those who listen.

    ``style``: ``set`` is decided, under way or done; ``planned`` may still change; ``postponed``
    waits for a new time.
    """

    title: str
    first: date
    last: date
    word: str
    style: Literal["set", "planned", "postponed"] = "set"


@dataclass(frozen=True)
class Band:
    """Weeks that stand behind the bars, such as a campaign."""

    title: str
    first: date
    last: date


def year_html(
    year: int, bars: Sequence[Bar], bands: Sequence[Band] = (), today: date | None = None
) -> str:
    """The line as an ordered list; a bar spans its weeks, its words stand beside it."""
    rows = len(bars) + 1
    drawn = [_month(year, number) for number in range(1, 13)]
    drawn += [
        f'<li class="band" aria-hidden="true" style="grid-column:{_column(b.first, year)}/'
        f'{_column(b.last, year) + 1};grid-row:1/{rows + 1}"></li>'
        for b in bands
    ]
    if today is not None and today.year == year:
        drawn.append(
            f'<li class="today" aria-hidden="true" style="grid-column:{_column(today, year)};'
            f'grid-row:1/{rows + 1}"></li>'
        )
    drawn += [_bar(bar, year, row) for row, bar in enumerate(bars, 2)]
    label = _("The year {year}, week by week", year=year)
    return f'<ol class="year" role="list" aria-label="{escape(label)}">{"".join(drawn)}</ol>'


def _column(day: date, year: int) -> int:
    """The day's week as a column 1 to 53; days of a neighbour year's week stay at the edge."""
    iso = day.isocalendar()
    if iso.year == year:
        return iso.week
    return 1 if day < date(year, 7, 1) else WEEKS


def _month(year: int, number: int) -> str:
    start = _column(date(year, number, 1), year)
    end = _column(date(year, number + 1, 1), year) if number < 12 else WEEKS + 1
    name = format_date(date(year, number, 1), "LLL", locale=language()).rstrip(".")
    return (
        f'<li class="month" aria-hidden="true" style="grid-column:{start}/{end};grid-row:1">'
        f"<span>{escape(dates.capitalised(name))}</span></li>"
    )


def _bar(bar: Bar, year: int, row: int) -> str:
    start, end = _column(bar.first, year), _column(bar.last, year) + 1
    before = start >= _LABEL_BEFORE
    room = (end - 1) if before else (WEEKS + 1 - start)  # columns the list item spans
    words = (
        f"<span><b>{escape(theirs(bar.title))}</b> {escape(_when(bar, year))}"
        f'<span class="only-heard">, {escape(bar.word)}</span></span>'
    )
    line = (
        f'<i style="width:{(end - start) * 100 / room:.2f}%;'
        f"--from:{(start - 1) * 100 / WEEKS:.2f}%;--wide:{(end - start) * 100 / WEEKS:.2f}%"
        '"></i>'
    )
    kinds = f"bar {bar.style} before" if before else f"bar {bar.style}"
    place = f"1/{end}" if before else f"{start}/{WEEKS + 1}"
    inside = words + line if before else line + words
    return f'<li class="{kinds}" style="grid-column:{place};grid-row:{row}">{inside}</li>'


def _when(bar: Bar, year: int) -> str:
    """``v. 47–48``; of what reaches into another year the end that is in this one."""
    if bar.first.year < year:
        return _("until {day}", day=dates.week(bar.last)) if bar.last.year == year else ""
    if bar.last.year > year:
        return _("from {day}", day=dates.week(bar.first))
    return _weeks(bar)


def year_legend(bars: Iterable[Bar], bands: Iterable[Band], *, today: bool) -> str:
    """The signs in use, explained; a band is told by its name and weeks."""
    styles = {bar.style for bar in bars}
    words = {
        "set": ("bar", _("Decided, under way or done")),
        "planned": ("bar-planned", _("Planned")),
        "postponed": ("bar-postponed", _("Postponed")),
    }
    lines = [("band", f"{theirs(band.title)} {_weeks(band)}") for band in bands]
    lines += [line for style, line in words.items() if style in styles]
    lines += [("today", _("Today"))] if today else []
    drawn = (f'<li><i class="{css}"></i>{escape(text)}</li>' for css, text in lines)
    return f'<ul class="legend" role="list">{"".join(drawn)}</ul>'


def _weeks(span: Bar | Band) -> str:
    first, last = dates.iso_week(span.first), dates.iso_week(span.last)
    return dates.week(span.first) + (f"–{last}" if last != first else "")
