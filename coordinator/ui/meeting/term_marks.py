"""What stands on the days of a term's calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from coordinator.core.translation import _
from coordinator.planning.views import TermCalendar
from coordinator.terms.views import ClosedDay, ClosedKind, Effect
from coordinator.ui import widgets
from coordinator.ui.widgets import DayMark

_KINDS = {
    Effect.BLOCK: widgets.DayKind.CLOSED,
    Effect.WARN: widgets.DayKind.DOUBTFUL,
    Effect.INFORM: widgets.DayKind.OBSERVED,
}


def marks_of(calendar: TermCalendar, picked: Mapping[date, str]) -> dict[date, DayMark]:
    """Marks by day: what is closed, doubtful or observed, what is booked, what is chosen."""
    notes: dict[date, list[tuple[widgets.DayKind, str]]] = {}
    for closed in calendar.days:
        for day in _shown_days(closed):
            note = (_KINDS[closed.effect], _short(closed.name))
            if note not in notes.setdefault(day, []):
                notes[day].append(note)
    labels = {day: _("Booked") for day, _code in calendar.booked} | dict(picked)
    return {
        day: DayMark(tuple(notes.get(day, ())), labels.get(day, ""))
        for day in sorted({*notes, *labels})
    }


def _shown_days(closed: ClosedDay) -> list[date]:
    """Weekdays of the span; of a campaign, lest it fill the term, one in each week."""
    length = (closed.last_day - closed.first_day).days + 1
    days = [closed.first_day + timedelta(days=n) for n in range(length)]
    weekdays = [day for day in days if day.weekday() < 5]
    if closed.kind is not ClosedKind.CAMPAIGN:
        return weekdays
    return [day for day in weekdays if day == weekdays[0] or not day.weekday()]


def _short(name: str) -> str:
    """Without what stands in brackets: a cell is narrow."""
    return name.split(" (", maxsplit=1)[0]
