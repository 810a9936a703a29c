"""When a term starts and ends, and the days on which nobody should be asked to meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.core.errors import BadInput, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean
from coordinator.terms import steps, store
from coordinator.terms.rules import EARLIEST, LATEST, check_term, parse_term_code
from coordinator.terms.tables import ClosedDayRow, Term
from coordinator.terms.views import ClosedDay, DayKind, Effect, TermDates, Window, usual_effect

LONGEST_CLOSED = 366  # days

# What a group may enter itself; holidays are computed, awareness days ship with the product.
OWN_KINDS = (
    DayKind.OWN_ABSENCE,
    DayKind.SCHOOL_BREAK,
    DayKind.VACATION,
    DayKind.BRIDGE_DAY,
    DayKind.HALF_DAY,
    DayKind.ELECTION,
)


def term(office: Office, actor: Actor, *, code: str) -> TermDates:
    """The term as the group set it, else by the default rule.

    Raises:
        BadInput: the code is none.
    """
    permit(actor, "terms.term")
    with office.reading() as session:
        return steps.term(session, actor.group_id, code)


def change_term(
    office: Office,
    actor: Actor,
    *,
    code: str,
    first_day: date,
    last_day: date,
    windows: Sequence[tuple[date, date]] | None = None,
) -> TermDates:
    """Sets a term's days by hand; without ``windows`` the weeks stay as they are.

    Raises:
        BadInput: the term, or one of its windows, ends before it starts.
    """
    permit(actor, "terms.change_term")
    code = str(parse_term_code(code))
    given = tuple(Window(number, *span) for number, span in enumerate(windows or (), start=1))
    check_term(first_day, last_day, given)
    if not (EARLIEST <= first_day.year and last_day.year <= LATEST):
        raise BadInput("day-out-of-range", first=EARLIEST, last=LATEST)
    with office.transaction() as session:
        row = store.term(session, actor.group_id, code)
        present = steps.term(session, actor.group_id, code)
        if row is None:
            row = Term(
                group_id=actor.group_id,
                code=code,
                first_day=first_day,
                last_day=last_day,
                windows="",
                version=0,
            )
            session.add(row)
        row.first_day, row.last_day = first_day, last_day
        row.windows = steps.write_windows(present.windows if windows is None else given)
        row.version += 1
        session.flush()
        return steps.term_dates(row)


def closed_days(office: Office, actor: Actor, *, first: date, last: date) -> tuple[ClosedDay, ...]:
    """Every closed or doubtful day that touches the span, in order of date.

    Raises:
        BadInput: the span ends before it starts, or is longer than four years.
    """
    permit(actor, "terms.closed_days")
    with office.reading() as session:
        return steps.closed_days(session, actor.group_id, first, last)


def add_closed_day(
    office: Office,
    actor: Actor,
    *,
    name: str,
    first_day: date,
    last_day: date,
    kind: DayKind = DayKind.OWN_ABSENCE,
    effect: Effect | None = None,
) -> ClosedDay:
    """A day or span of the group's own; without ``effect`` the kind's usual one.

    A row with the name, kind and year of a shipped estimate stands in the estimate's place.

    Raises:
        BadInput: no name, an end before the start, more than a year, or a kind that is computed.
        RuleBroken: the very same row is there already.
    """
    permit(actor, "terms.add_closed_day")
    name = clean(name)
    if not name:
        raise BadInput("closed-day-needs-name")
    if kind not in OWN_KINDS:
        raise BadInput("closed-day-kind-odd")
    if last_day < first_day:
        raise BadInput("closed-day-end-before-start", first=first_day)
    if (last_day - first_day).days >= LONGEST_CLOSED:
        raise BadInput("closed-day-too-long")
    if not (EARLIEST <= first_day.year and last_day.year <= LATEST):
        raise BadInput("day-out-of-range", first=EARLIEST, last=LATEST)
    with office.transaction() as session:
        present = store.closed_days(session, actor.group_id, first_day, last_day)
        if any(
            (row.name, row.first_day, row.last_day) == (name, first_day, last_day)
            for row in present
        ):
            raise RuleBroken("closed-day-there-already", name=name)
        row = ClosedDayRow(
            group_id=actor.group_id,
            name=name,
            first_day=first_day,
            last_day=last_day,
            kind=kind,
            effect=effect or usual_effect(kind),
        )
        session.add(row)
        session.flush()
        return steps.closed_day(row)


def remove_closed_day(office: Office, actor: Actor, *, closed_day_id: int) -> None:
    """Removes one of the group's own rows; an estimate it replaced comes back.

    Raises:
        NotFound: not one of the group's rows.
    """
    permit(actor, "terms.remove_closed_day")
    with office.transaction() as session:
        row = store.closed_day(session, actor.group_id, closed_day_id)
        if row is None:
            raise NotFound("not-found")
        session.delete(row)
