"""When a term starts and ends, and the days on which nobody should be asked to meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.access.trail import acting
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean
from coordinator.terms import steps, store
from coordinator.terms.rules import check_closed_day, check_term, default_term, parse_term_code
from coordinator.terms.tables import ClosedDayRow, Term
from coordinator.terms.views import EFFECTS, ClosedDay, ClosedKind, Effect, TermDates, Window

EARLIEST, LATEST = 2000, 2100  # years; beyond them no holidays are known

# What a group may enter itself; holidays are computed, awareness days ship with the product.
OWN_KINDS = (
    ClosedKind.OWN_ABSENCE,
    ClosedKind.SCHOOL_BREAK,
    ClosedKind.VACATION,
    ClosedKind.BRIDGE_DAY,
    ClosedKind.HALF_DAY,
    ClosedKind.ELECTION,
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
    version: int,
    first_day: date,
    last_day: date,
    windows: Sequence[tuple[date, date]] | None = None,
) -> TermDates:
    """Sets a term's days by hand; without ``windows`` the usual weeks stay, cut to the term.

    Raises:
        BadInput: days out of order, usual weeks outside the term or overlapping.
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both.
    """
    permit(actor, "terms.change_term")
    code = str(parse_term_code(code))
    check_term(first_day, last_day)
    _check_years(first_day, last_day)
    with acting(office, actor, "terms.change_term", about=code) as session:
        row = store.term(session, actor.group_id, code, lock=True)
        present = steps.term_dates(row) if row else default_term(code)
        if present.version != version:
            theirs = f"{present.first_day}–{present.last_day}"
            raise Conflict("changed-meanwhile", mine=f"{first_day}–{last_day}", theirs=theirs)
        if windows is None:
            weeks = steps.within(present.windows, first_day, last_day)
        else:
            weeks = tuple(Window(number, *span) for number, span in enumerate(windows, start=1))
        check_term(first_day, last_day, weeks)
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
        row.windows = steps.write_windows(weeks)
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
    kind: ClosedKind = ClosedKind.OWN_ABSENCE,
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
    check_closed_day(name, first_day, last_day)
    _check_years(first_day, last_day)
    if kind not in OWN_KINDS:
        raise BadInput("closed-day-kind-odd")
    with acting(office, actor, "terms.add_closed_day") as session:
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
            effect=effect or EFFECTS[kind],
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
    with acting(office, actor, "terms.remove_closed_day") as session:
        row = store.closed_day(session, actor.group_id, closed_day_id)
        if row is None:
            raise NotFound("not-found")
        session.delete(row)


def _check_years(first_day: date, last_day: date) -> None:
    if first_day.year < EARLIEST or last_day.year > LATEST:
        raise BadInput("day-out-of-range", first=EARLIEST, last=LATEST)
