"""Last year's campaign as a plan for another year: the same week, the same weekdays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coordinator.actions.lifecycle import InfoState
from coordinator.actions.views import InformationActionView

_LAST_SURE_WEEK = 52  # some years have a week 53


def target_year(action: InformationActionView, today: date) -> int | None:
    """This year for what was earlier, else the year after it; None while it has no day."""
    if action.first_day is None:
        return None
    return today.year if action.first_day.year < today.year else action.first_day.year + 1


def copied(action: InformationActionView, year: int) -> InformationActionView:
    """The action as a plan for ``year``: days moved, the year in its name too, no outcome."""
    assert action.first_day is not None
    years = year - action.first_day.year
    return replace(
        action,
        title=action.title.replace(str(action.first_day.year), str(year)),
        first_day=same_week(action.first_day, years),
        last_day=moved_last(action.first_day, action.last_day, years),
        reach=None,
        evaluation=None,
        effect=None,
        state=InfoState.PLANNED,
    )


def same_week(day: date, years: int) -> date:
    """The same weekday of the same ISO week, some years on; week 53 becomes week 52."""
    iso = day.isocalendar()
    try:
        return date.fromisocalendar(iso.year + years, iso.week, iso.weekday)
    except ValueError:
        return date.fromisocalendar(iso.year + years, _LAST_SURE_WEEK, iso.weekday)


def moved_last(first: date, last: date | None, years: int) -> date | None:
    """The last day as far after the first as it was."""
    return same_week(first, years) + (last - first) if last else None
