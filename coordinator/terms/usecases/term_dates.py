"""Setting a term's days by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coordinator.access.actor import Actor
from coordinator.access.permissions import COORDINATOR, use_case
from coordinator.core.database import save
from coordinator.core.errors import BadInput, Conflict
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.terms import in_transaction, store
from coordinator.terms.rules import (
    EARLIEST,
    LATEST,
    check_apart,
    check_term,
    default_term,
    parse_term_code,
)
from coordinator.terms.tables import Term
from coordinator.terms.views import TermDates, Window
from coordinator.trail.in_transaction import logged_change


@use_case("terms.change_term", may=COORDINATOR, log=N_("changed a term's days"))
def change_term(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    first_day: date,
    last_day: date,
    windows: Sequence[tuple[date, date]] | None = None,
) -> TermDates:
    """Sets a term's days by hand; without ``windows`` the usual weeks stay, cut to the term.

    Raises:
        BadInput: days out of order, usual weeks outside the term or overlapping, or days that
            belong to the term before or after.
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both.
    """
    code = str(parse_term_code(code))
    check_term(first_day, last_day)
    if first_day.year < EARLIEST or last_day.year > LATEST:
        raise BadInput("day-out-of-range", first=EARLIEST, last=LATEST)
    with logged_change(office, actor, about=code) as session:
        row = store.term(session, actor.group_id, code, lock=True)
        present = in_transaction.term_dates(row) if row else default_term(code)
        if present.version != version:
            theirs = f"{present.first_day}–{present.last_day}"
            raise Conflict("changed-meanwhile", mine=f"{first_day}–{last_day}", theirs=theirs)
        if windows is None:
            weeks = in_transaction.within(present.windows, first_day, last_day)
        else:
            weeks = tuple(Window(number, *span) for number, span in enumerate(windows, start=1))
        wanted = TermDates(code, first_day, last_day, weeks)
        check_term(first_day, last_day, weeks)
        check_apart(wanted, in_transaction.neighbours(session, actor.group_id, code))
        row = row or Term(
            group_id=actor.group_id, code=code, first_day=first_day, last_day=last_day, windows=""
        )
        row.first_day, row.last_day = first_day, last_day
        row.windows = in_transaction.write_windows(weeks)
        save(session, row)
        return in_transaction.term_dates(row)
