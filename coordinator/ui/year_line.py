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
_NARROWEST = 9  # columns that words beside a bar need; with fewer they stand above it


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
    is_now = today is not None and today.year == year
    now = _column(today, year) if today is not None and is_now else 0
    drawn += [_bar(bar, year, row, now) for row, bar in enumerate(bars, 2)]
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


def _bar(bar: Bar, year: int, row: int, now: int) -> str:
    """One bar in its row. Its words stand where most room is, and never across today's line.

    ``now``: today's column, 0 when it is in another year.
    """
    start, end = _column(bar.first, year), _column(bar.last, year) + 1
    side, first, last = _room_for_words(start, end, now)
    words = (
        f"<span><b>{escape(theirs(bar.title))}</b> {escape(_when(bar, year))}"
        f'<span class="only-heard">, {escape(bar.word)}</span></span>'
    )
    line = (
        f'<i style="width:{(end - start) * 100 / (last - first):.2f}%;'
        f"--from:{(start - 1) * 100 / WEEKS:.2f}%;--wide:{(end - start) * 100 / WEEKS:.2f}%"
        '"></i>'
    )
    kinds = f"bar {bar.style} {side}".strip()
    inside = line + words if side == "after" else words + line
    place = f"grid-column:{first}/{last};grid-row:{row}"
    return f'<li class="{kinds}" style="{place}">{inside}</li>'


def _room_for_words(start: int, end: int, now: int) -> tuple[str, int, int]:
    """On which side of the columns the words stand, and the columns of bar and words together."""
    left = now + 1 if 0 < now < start else 1
    right = now if now >= end else WEEKS + 1
    if max(start - left, right - end) < _NARROWEST:
        return "above", 1, WEEKS + 1
    return ("before", left, end) if start - left > right - end else ("after", start, right)


def _when(bar: Bar, year: int) -> str:
    """``v. 47–48``; of what reaches into another year the end that is in this one."""
    if bar.first.year < year:
        return _("until {day}", day=dates.whole_week(bar.last)) if bar.last.year == year else ""
    if bar.last.year > year:
        return _("from {day}", day=dates.whole_week(bar.first))
    return _weeks(bar)


def year_legend(bars: Iterable[Bar], bands: Iterable[Band], *, today: bool) -> str:
    """The signs in use, explained; a band is told by its name and weeks."""
    styles = {bar.style for bar in bars}
    words = {
        "set": ("bar", _("Decided, under way or done")),
        "planned": ("bar-planned", _("Planned")),
        "postponed": ("bar-postponed", _("Postponed")),
    }
    # All weeks that stand behind the bars look alike, so their sign is explained once.
    named = dict.fromkeys(f"{theirs(band.title)} {_weeks(band)}" for band in bands)
    lines = [("band", " · ".join(named))] if named else []
    lines += [line for style, line in words.items() if style in styles]
    lines += [("today", _("Today"))] if today else []
    drawn = (f'<li><i class="{css}"></i>{escape(text)}</li>' for css, text in lines)
    return f'<ul class="legend" role="list">{"".join(drawn)}</ul>'


def _weeks(span: Bar | Band) -> str:
    first, last = dates.iso_week(span.first), dates.iso_week(span.last)
    return dates.whole_week(span.first) + (f"–{last}" if last != first else "")
