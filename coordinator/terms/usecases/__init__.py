"""When a term starts and ends, and the days on which nobody should be asked to meet."""

from __future__ import annotations

from coordinator.terms.usecases.file_of_days import import_days, preview_days
from coordinator.terms.usecases.own_days import (
    add_closed_day,
    change_closed_day,
    enter_days,
    leave_out_day,
    remove_closed_day,
)
from coordinator.terms.usecases.reading import closed_days, school_breaks, term, terms
from coordinator.terms.usecases.term_dates import change_term

__all__ = [
    "add_closed_day",
    "change_closed_day",
    "change_term",
    "closed_days",
    "enter_days",
    "import_days",
    "leave_out_day",
    "preview_days",
    "remove_closed_day",
    "school_breaks",
    "term",
    "terms",
]
