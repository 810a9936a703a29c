"""What the states, kinds and days of tasks are called on screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.numbers import format_decimal

from coordinator.actions.rules import InfoEvent
from coordinator.actions.views import (
    ActionPointView,
    InfoKind,
    InformationActionView,
    InfoState,
    PointState,
    ReportView,
)
from coordinator.core import dates
from coordinator.core.translation import _, language, ngettext
from coordinator.ui.meeting.meeting_head import Chip


def joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)


def day(value: date, today: date) -> str:
    """``ons 2 dec (v. 49)``; in another year than this one with the year."""
    return dates.short_day_week(value, year=value.year != today.year)


# Action points ----------------------------------------------------------------------------------


def point_chip(point: ActionPointView) -> Chip:
    if point.is_overdue:
        return Chip(_("Overdue"), "schedule", "late")
    return {
        PointState.OPEN: Chip(_("Still open"), "radio_button_unchecked", "wait"),
        PointState.UNDER_WAY: Chip(_("Under way"), "play_circle", "sub"),
        PointState.DONE: Chip(_("Done"), "check_circle", "ok"),
        PointState.WRITTEN_OFF: Chip(_("Written off"), "do_not_disturb_on", "no"),
    }[point.state]


def point_detail(point: ActionPointView, today: date) -> str:
    """``AP-2026-10 · Beroendevården · senast ons 2 dec (v. 49)``."""
    parts: list[str | None] = [point.code, point.agency_name or _("No agency")]
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
        return _("Reported {day}, done: {text}", day=when, text=report.text)
    return _("Reported {day}: {text}", day=when, text=report.text)


def point_origin(point: ActionPointView) -> str:
    """``Från HT2026-1, punkt 4``; the sign § stands for decisions alone."""
    place = point.meeting_code or ""
    if point.item_number:
        place = _("{meeting}, item {n}", meeting=place, n=point.item_number)
    return _("From {meeting}", meeting=place)


# Information actions ----------------------------------------------------------------------------


def kind(value: InfoKind) -> str:
    return {
        InfoKind.CAMPAIGN: _("Campaign"),
        InfoKind.TRAINING: _("Training"),
        InfoKind.LECTURE: _("Lecture"),
        InfoKind.MATERIAL: _("Material"),
        InfoKind.OUTREACH: _("Outreach"),
    }[value]


def info_chip(value: InfoState) -> Chip:
    return {
        InfoState.PLANNED: Chip(_("Planned"), "edit_calendar", "wait"),
        InfoState.DECIDED: Chip(_("Decided on"), "gavel", "sub"),
        InfoState.UNDER_WAY: Chip(_("Under way"), "play_circle", "sub"),
        InfoState.DONE: Chip(_("Carried out"), "check_circle", "ok"),
        InfoState.EVALUATED: Chip(_("Evaluated"), "verified", "ok"),
        InfoState.POSTPONED: Chip(_("Postponed"), "event_repeat", "no"),
        InfoState.CANCELLED: Chip(_("Called off"), "event_busy", "no"),
    }[value]


def info_event(event: InfoEvent) -> tuple[str, str]:
    """What the button for the step says, and its icon."""
    return {
        InfoEvent.DECIDE: (_("Mark as decided"), "gavel"),
        InfoEvent.BEGIN: (_("Mark as begun"), "play_circle"),
        InfoEvent.FINISH: (_("Mark as carried out"), "check_circle"),
        InfoEvent.EVALUATE: (_("The evaluation is ready"), "verified"),
        InfoEvent.POSTPONE: (_("Put it off"), "event_repeat"),
        InfoEvent.CANCEL: (_("Call it off"), "event_busy"),
        InfoEvent.REOPEN: (_("Open it again"), "restart_alt"),
        InfoEvent.RESUME: (_("Take it up again"), "restart_alt"),
    }[event]


def info_detail(action: InformationActionView, today: date) -> str:
    """``Familjevårdsgruppen · mån 16 nov (v. 47) · till sön 29 nov (v. 48)``."""
    parts: list[str | None] = [action.lead_agency_name or _("No agency")]
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
