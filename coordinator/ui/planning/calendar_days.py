"""What stands on the days of a term's calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from coordinator.core.translation import _
from coordinator.planning.views import TermCalendar
from coordinator.terms.views import ClosedDay, ClosedKind, Effect
from coordinator.ui import day_fields, widgets
from coordinator.ui.widgets import DayLabels

_KINDS = {
    Effect.BLOCK: widgets.DayKind.CLOSED,
    Effect.WARN: widgets.DayKind.DOUBTFUL,
    Effect.INFORM: widgets.DayKind.OBSERVED,
}


def labels_of_days(calendar: TermCalendar, picked: Mapping[date, str]) -> dict[date, DayLabels]:
    """By day: what is closed, doubtful or observed, what is booked, what is chosen."""
    notes: dict[date, list[tuple[widgets.DayKind, str]]] = {}
    for closed in calendar.days:
        for day, there in _shown_days(closed):
            note = (_kind(there), _short(there))
            if note not in notes.setdefault(day, []):
                notes[day].append(note)
    labels = {day: _("Booked") for day, _code in calendar.booked} | dict(picked)
    return {
        day: DayLabels(tuple(notes.get(day, ())), labels.get(day, ""))
        for day in sorted({*notes, *labels})
    }


def _kind(closed: ClosedDay) -> widgets.DayKind:
    """An agency that cannot come makes no day doubtful for the others."""
    if closed.effect is Effect.WARN and closed.agency_id is not None:
        return widgets.DayKind.AWAY
    return _KINDS[closed.effect]


def _shown_days(closed: ClosedDay) -> list[tuple[date, ClosedDay]]:
    """Weekdays of the span, with what stands there then.

    Of a campaign, lest it fill the term, one in each week.
    """
    days = closed.placed(closed.first_day, closed.last_day)
    weekdays = [(day, there) for day, there in days if day.weekday() < 5]
    if closed.kind is not ClosedKind.CAMPAIGN:
        return weekdays
    return [each for each in weekdays if each is weekdays[0] or not each[0].weekday()]


def _short(closed: ClosedDay) -> str:
    """Without what stands in brackets: a cell is narrow. Of an agency's absence, who it is."""
    if closed.agency:
        hours = day_fields.words_of_hours(closed.hours)
        return f"{closed.agency}, {hours}" if hours else closed.agency
    name = closed.name.split(" (", maxsplit=1)[0]
    return f"{name} ({closed.municipality})" if closed.municipality else name
