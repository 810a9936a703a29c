"""When terms are, and the days on which nobody should be asked to meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.terms import breaks, in_transaction, shipped_days, store
from coordinator.terms.rules import EARLIEST, LATEST
from coordinator.terms.views import Breaks, ClosedDay, TermDates


@use_case("terms.term", may=EVERYONE)
def term(office: Office, actor: Actor, *, code: str) -> TermDates:
    """The term as the group set it, else by the default rule.

    Raises:
        BadInput: the code is none.
    """
    with office.reading() as session:
        return in_transaction.term(session, actor.group_id, code)


@use_case("terms.terms", may=EVERYONE)
def terms(office: Office, actor: Actor, *, codes: Sequence[str]) -> tuple[TermDates, ...]:
    """Several terms in the given order, as the group set them, else by the default rule.

    Raises:
        BadInput: a code is none.
    """
    with office.reading() as session:
        return in_transaction.terms(session, actor.group_id, codes)


@use_case("terms.closed_days", may=EVERYONE)
def closed_days(office: Office, actor: Actor, *, first: date, last: date) -> tuple[ClosedDay, ...]:
    """Every closed or doubtful day that touches the span, in order of date.

    Raises:
        BadInput: the span ends before it starts, or is longer than four years.
    """
    with office.reading() as session:
        return in_transaction.closed_days(session, actor.group_id, first, last)


@use_case("terms.school_breaks", may=OFFICE)
def school_breaks(office: Office, actor: Actor, *, year: int) -> tuple[Breaks, ...]:
    """School breaks of the group's own municipality and of those its agencies answer to.

    Raises:
        BadInput: no such year.
    """
    if not EARLIEST <= year <= LATEST:
        raise BadInput("day-out-of-range", first=EARLIEST, last=LATEST)
    first, last = date(year, 1, 1), date(year, 12, 31)
    with office.reading() as session:
        found = in_transaction.closed_days(session, actor.group_id, first, last)
        places = breaks.municipalities(
            actor.municipality, store.principals(session, actor.group_id)
        )
    own = [day for day in found if day.id is not None]
    estimates = [
        day for day in shipped_days.estimates() if day.first_day <= last and day.last_day >= first
    ]
    return tuple(breaks.breaks_of(place, own, estimates) for place in places)
