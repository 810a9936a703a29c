"""A term as a table of weeks: closed, doubtful and observed days, usual weeks, chosen days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from babel.dates import format_date

from coordinator.core import dates
from coordinator.core.translation import N_, _, language
from coordinator.core.worded import Worded
from coordinator.ui.markup import only_heard
from coordinator.ui.text import escape, soften, theirs


class DayKind(Worded):
    """What a day is to the planning: never, better not, or worth knowing; each with its sign."""

    sign: str

    CLOSED = "closed", N_("closed day"), "✕"
    DOUBTFUL = "doubtful", N_("doubtful: school break, bridge day, half day"), "◐"
    AWAY = "away", N_("an agency cannot come"), "○"
    OBSERVED = "observed", N_("day of observance"), "◆"

    def __init__(self, _value: str, _words: str = "", sign: str = "") -> None:
        self.sign = sign


PICKED_SIGN = "★"


@dataclass(frozen=True)
class DayLabels:
    """What stands on a day: notes of a kind with their words, and the label if it is chosen."""

    notes: tuple[tuple[DayKind, str], ...] = ()
    picked: str = ""

    @property
    def kinds(self) -> tuple[DayKind, ...]:
        """Each kind once, in the order of weight."""
        given = {kind for kind, _text in self.notes}
        return tuple(kind for kind in DayKind if kind in given)


Span = tuple[date, date]
"""First and last day, both included."""

NOTHING = DayLabels()


@dataclass(frozen=True)
class _Sheet:
    """What every cell looks at. ``columns`` counts the weekdays shown, Monday first."""

    term: Span
    labels: Mapping[date, DayLabels]
    windows: Sequence[Span]
    columns: int


def term_table(
    title: str, term: Span, labels: Mapping[date, DayLabels], windows: Sequence[Span] = ()
) -> str:
    """The table: one row per week, one body per month, a column per weekday.

    Weekends have no column unless a chosen day falls on one.
    """
    columns = 1 + max([4, *(day.weekday() for day, label in labels.items() if label.picked)])
    sheet = _Sheet(term, labels, windows, columns)
    bodies = (_month(sheet, month, weeks) for month, weeks in _months(sheet))
    week = _("Week")
    return (
        f'<div class="term-frame"><table class="term"><caption>{escape(title)}</caption>'
        f"<colgroup>{'<col>' * (columns + 1)}</colgroup>"
        f'<thead><tr><th scope="col">{escape(week)}</th>{_weekdays(columns)}</tr></thead>'
        f"{''.join(bodies)}</table></div>"
    )


def _months(sheet: _Sheet) -> Iterator[tuple[date, Iterator[date]]]:
    """The weeks' Mondays by month: a week belongs to the month its last shown day is in."""
    first, last = sheet.term
    monday = first - timedelta(days=first.weekday())
    mondays = [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
    to_last = timedelta(days=sheet.columns - 1)
    return groupby(mondays, key=lambda week: (week + to_last).replace(day=1))


def _weekdays(columns: int) -> str:
    monday = date(2027, 1, 4)  # any Monday
    heads = []
    for n in range(columns):
        day = monday + timedelta(days=n)
        short = dates.capitalised(format_date(day, "EEE", locale=language()).rstrip("."))
        whole = format_date(day, "EEEE", locale=language())
        heads.append(f'<th scope="col"><abbr title="{escape(whole)}">{escape(short)}</abbr></th>')
    return "".join(heads)


def _month(sheet: _Sheet, month: date, mondays: Iterable[date]) -> str:
    name = dates.capitalised(format_date(month, "LLLL", locale=language()))
    rows = []
    for monday in mondays:
        days = (monday + timedelta(days=n) for n in range(sheet.columns))
        cells = "".join(_cell(sheet, day) for day in days)
        rows.append(f'<tr><th scope="row">{escape(dates.week(monday))}</th>{cells}</tr>')
    return (
        f'<tbody><tr class="month"><th colspan="{sheet.columns + 1}" scope="rowgroup">'
        f"{escape(name)}</th></tr>{''.join(rows)}</tbody>"
    )


def _cell(sheet: _Sheet, day: date) -> str:
    label = sheet.labels.get(day, NOTHING)
    signs = [PICKED_SIGN] if label.picked else [kind.sign for kind in label.kinds]
    sign = f' <span class="sign" aria-hidden="true">{"".join(signs)}</span>' if signs else ""
    picked = f"<small>{escape(label.picked)}</small>" if label.picked else ""
    notes = "".join(_note(kind, text) for kind, text in label.notes)
    css = " ".join(_classes(sheet, day, label))
    attribute = f' class="{css}"' if css else ""
    return f"<td{attribute}>{_number(day)}{sign}{picked}{notes}</td>"


def _classes(sheet: _Sheet, day: date, label: DayLabels) -> list[str]:
    """One ground, from the strongest down; the edge of an observed day stands beside any."""
    beside = [DayKind.OBSERVED.value] if DayKind.OBSERVED in label.kinds else []
    if label.picked:
        return ["picked", *beside]
    for kind in (DayKind.CLOSED, DayKind.DOUBTFUL):
        if kind in label.kinds:
            return [kind.value, *beside]
    if not sheet.term[0] <= day <= sheet.term[1]:
        return ["outside", *beside]
    usual = any(first <= day <= last for first, last in sheet.windows)
    return ["usual", *beside] if usual else beside


def _number(day: date) -> str:
    """The day; the first of a row and of a month say the month too."""
    if day.weekday() and day.day != 1:
        return str(day.day)
    month = format_date(day, "MMM", locale=language()).rstrip(".")
    return f'{day.day}<span class="in-month"> {escape(month)}</span>'


def _note(kind: DayKind, text: str) -> str:
    if kind is DayKind.OBSERVED:
        sign = f'<span aria-hidden="true">{kind.sign} </span>'
        return f'<small class="observance">{sign}{escape(soften(theirs(text), longest=8))}</small>'
    if kind is DayKind.AWAY:
        sign = f'<span aria-hidden="true">{kind.sign} </span>'
        heard = only_heard(_("Cannot come:"))
        return f'<small class="away">{heard}{sign}{escape(soften(theirs(text), longest=8))}</small>'
    heard = only_heard(_("Closed:") if kind is DayKind.CLOSED else _("Doubtful:"))
    return f"<small>{heard}{escape(soften(theirs(text), longest=8))}</small>"


def legend(labels: Iterable[DayLabels], *, windows: bool) -> str:
    """The signs in use, explained."""
    given = list(labels)
    kinds = {kind for label in given for kind in label.kinds}
    lines = [("picked", PICKED_SIGN, _("Chosen"))] if any(m.picked for m in given) else []
    lines += [("usual", "", _("Your usual weeks"))] if windows else []
    lines += [(kind.value, kind.sign, kind.heading()) for kind in DayKind if kind in kinds]
    drawn = (
        f'<li><i class="{css}"></i><span><span aria-hidden="true">{sign} </span>{escape(text)}'
        "</span></li>"
        for css, sign, text in lines
    )
    return f'<ul class="legend" role="list">{"".join(drawn)}</ul>'


def day_list(labels: Mapping[date, DayLabels]) -> str:
    """The marked days in words, days that follow each other with the same note taken together."""
    drawn = (
        f"<li>{escape(_span_words(first, last))} {escape(text)}</li>"
        for first, last, text in _runs(labels)
    )
    return f'<ul class="days">{"".join(drawn)}</ul>'


def _runs(labels: Mapping[date, DayLabels]) -> list[tuple[date, date, str]]:
    texts = [
        (text, day)
        for day in sorted(labels)
        for text in (
            *([labels[day].picked] if labels[day].picked else []),
            *(theirs(note) for _kind, note in labels[day].notes),
        )
    ]
    runs: list[tuple[date, date, str]] = []
    open_runs: dict[str, int] = {}
    for text, day in texts:
        at = open_runs.get(text)
        if at is not None and _follows(runs[at][1], day):
            runs[at] = (runs[at][0], day, text)
        else:
            open_runs[text] = len(runs)
            runs.append((day, day, text))
    return runs


def _follows(day: date, later: date) -> bool:
    """Is ``later`` the next day, or the next weekday after a weekend?"""
    between = (day + timedelta(days=n) for n in range(1, (later - day).days))
    return all(step.weekday() >= 5 for step in between)


def _span_words(first: date, last: date) -> str:
    if first == last:
        return dates.short_day_week(first)
    weeks = dates.week(first)
    if dates.iso_week(last) != dates.iso_week(first):
        weeks = f"{weeks}–{dates.iso_week(last)}"
    return f"{dates.short_day(first)} – {dates.short_day(last)} ({weeks})"
