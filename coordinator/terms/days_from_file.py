"""What a file of days would do, be it a list or a calendar: planned once, then shown or done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.terms import calendar_import, list_import, store
from coordinator.terms.calendar_days import FileOfDays
from coordinator.terms.views import DaysPreview


@dataclass(frozen=True)
class FilePlan:
    """What is shown of a file before it is taken over, and the taking over itself."""

    preview: DaysPreview
    carry_out: Callable[[], None]


def plan(session: Session, group_id: int, given: FileOfDays, today: date) -> FilePlan:
    """What the file would add to the group's days as they are now, move and take away.

    Raises:
        BadInput: the file cannot be read, or every fault of a list with its row and column.
        NotFound: no such agency in the group.
    """
    agencies = store.agency_names(session, group_id)
    if given.agency_id is not None and given.agency_id not in agencies:
        raise NotFound("not-found")
    if given.is_calendar:
        calendar = calendar_import.plan(session, group_id, given, agencies, today)
        return FilePlan(calendar.preview(), partial(calendar_import.carry_out, session, calendar))
    days = list_import.plan(session, group_id, given, agencies)
    return FilePlan(days.preview, partial(list_import.carry_out, session, days, today))
