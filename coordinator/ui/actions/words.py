"""What the states, kinds and days of tasks are called on screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.numbers import format_decimal

from coordinator.actions.lifecycle import InfoState, PointState
from coordinator.actions.views import ActionPointView, InformationActionView, ReportView
from coordinator.core import dates
from coordinator.core.translation import _, language, ngettext
from coordinator.ui.meeting.meeting_head import Chip, chip_of
from coordinator.ui.text import theirs


def joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)


def day(value: date, today: date) -> str:
    """``ons 2 dec (v. 49)``; in another year than this one with the year."""
    return dates.short_day_week(value, year=value.year != today.year)


# Action points ----------------------------------------------------------------------------------


def point_chip(point: ActionPointView) -> Chip:
    if point.is_overdue:
        return Chip(_("Overdue"), "schedule", "late")
    return chip_of(point.state)


def point_detail(point: ActionPointView, today: date) -> str:
    """``AP-2026-10 · Beroendevården · senast ons 2 dec (v. 49)``."""
    parts: list[str | None] = [point.code, theirs(point.agency_name or "") or _("No agency")]
    if not point.is_open:
        if point.closed_on:
            parts.append(_closed(point, today))
    else:
        if point.due_day:
            parts.append(_("by {day}", day=day(point.due_day, today)))
        if point.is_overdue and point.state is PointState.UNDER_WAY:
            parts.append(_("work has begun"))
    return joined(parts)


def _closed(point: ActionPointView, today: date) -> str:
    assert point.closed_on is not None
    when = day(point.closed_on, today)
    if point.state is PointState.WRITTEN_OFF:
        return _("written off {day}", day=when)
    return _("done {day}", day=when)


def report_line(report: ReportView, today: date) -> str:
    """``Rapporterat ons 25 nov (v. 48), klart: Två utbildningar är hållna.``."""
    when = day(dates.local_day(report.reported_at), today)
    if report.is_done:
        return _("Reported {day}, done: {text}", day=when, text=theirs(report.text))
    return _("Reported {day}: {text}", day=when, text=theirs(report.text))


def point_origin(point: ActionPointView) -> str:
    """``Från HT2026-1, punkt 4``; the sign § stands for decisions alone."""
    place = point.meeting_code or ""
    if point.item_number:
        place = _("{meeting}, item {n}", meeting=place, n=point.item_number)
    return _("From {meeting}", meeting=place)


# Information actions ----------------------------------------------------------------------------


def info_detail(action: InformationActionView, today: date) -> str:
    """``Familjevårdsgruppen · mån 16 nov (v. 47) · till sön 29 nov (v. 48)``."""
    parts: list[str | None] = [theirs(action.lead_agency_name or "") or _("No agency")]
    parts.append(day(action.first_day, today) if action.first_day else _("no day yet"))
    if action.state is InfoState.POSTPONED:
        parts.append(_("a new time is being sought"))
    elif action.reach is not None:
        parts.append(reached(action.reach))
    elif action.last_day and action.last_day != action.first_day:
        parts.append(_("until {day}", day=day(action.last_day, today)))
    return joined(parts)


def reached(number: int) -> str:
    shown = format_decimal(number, locale=language())
    return ngettext("{number} person reached", "{number} people reached", number, number=shown)


def span(action: InformationActionView) -> str:
    """``mån 16 nov 2026 (v. 47) – sön 29 nov 2026 (v. 48)``."""
    days = [one for one in (action.first_day, action.last_day) if one]
    if len(days) == 2 and days[0] == days[1]:
        days = days[:1]
    return " – ".join(dates.short_day_week(one, year=True) for one in days)


def sek(amount: int) -> str:
    """``12 500 kr``."""
    return _("{amount} SEK", amount=format_decimal(amount, locale=language()))
