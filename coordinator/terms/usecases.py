"""When a term starts and ends, and the days on which nobody should be asked to meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.permissions import COORDINATOR, EVERYONE, use_case
from coordinator.core.database import Session, save
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean
from coordinator.core.translation import N_
from coordinator.terms import (
    breaks,
    calendar_import,
    in_transaction,
    list_import,
    shipped_days,
    store,
    stored_occurrences,
)
from coordinator.terms.calendar_days import FileOfDays
from coordinator.terms.rules import (
    EARLIEST,
    LATEST,
    check_apart,
    check_closed_day,
    check_term,
    default_term,
    parse_term_code,
)
from coordinator.terms.split_span import spans_without
from coordinator.terms.tables import ClosedDayRow, Term
from coordinator.terms.views import (
    Breaks,
    ClosedDay,
    DaysPreview,
    NewClosedDay,
    TermDates,
    Window,
)
from coordinator.trail.in_transaction import logged_change


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
        check_term(first_day, last_day, weeks)
        check_apart(
            TermDates(code, first_day, last_day, weeks),
            in_transaction.neighbours(session, actor.group_id, code),
        )
        if row is None:
            row = Term(
                group_id=actor.group_id,
                code=code,
                first_day=first_day,
                last_day=last_day,
                windows="",
            )
            session.add(row)
        row.first_day, row.last_day = first_day, last_day
        row.windows = in_transaction.write_windows(weeks)
        session.flush()
        return in_transaction.term_dates(row)


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


@use_case("terms.enter_days", may=COORDINATOR, log=N_("entered closed days"))
def enter_days(office: Office, actor: Actor, *, days: Sequence[NewClosedDay]) -> DaysPreview:
    """Takes over several days at once, all or none; what stands with other days near by is moved.

    Raises:
        BadInput: what :func:`coordinator.terms.rules.check_closed_day` refuses.
        NotFound: no such agency in the group.
    """
    wanted = [_checked(new) for new in days]
    with logged_change(office, actor) as session:
        agencies = store.agency_names(session, actor.group_id)
        if not {new.agency_id for new in wanted if new.agency_id is not None} <= set(agencies):
            raise NotFound("not-found")
        plan = list_import.plan_for(session, actor.group_id, wanted, agencies)
        list_import.carry_out(session, plan, office.clock.today())
        return plan.preview


@use_case("terms.add_closed_day", may=OFFICE, log=N_("added a closed day"))
def add_closed_day(
    office: Office,
    actor: Actor,
    *,
    new: NewClosedDay,
) -> ClosedDay:
    """A day or span of the group's own; without ``effect`` the kind's usual one.

    An agency's absence is anybody's of the office; everything else is the coordinator's.

    A row with the name, kind and year of a shipped estimate stands in the estimate's place.

    Raises:
        BadInput: what :func:`coordinator.terms.rules.check_closed_day` refuses.
        NotFound: no such agency in the group.
        RuleBroken: the very same row is there already.
    """
    _must_lead_unless_absence(actor, new.agency_id)
    new = _checked(new)
    with logged_change(office, actor) as session:
        agency = _agency_name(session, actor, new.agency_id)
        row = in_transaction.new_row(actor.group_id, new)
        _refuse_twin(session, row)
        save(session, row)
        return _counted_out(session, office, row, agency)


@use_case("terms.change_closed_day", may=OFFICE, log=N_("changed a closed day"))
def change_closed_day(
    office: Office,
    actor: Actor,
    *,
    closed_day_id: int,
    version: int,
    new: NewClosedDay,
) -> ClosedDay:
    """Changes one of the group's own rows, all of it.

    An agency's absence is anybody's of the office; everything else is the coordinator's. What was
    read in from a calendar follows it as long as nobody sets its days; set by hand, they hold until
    the calendar itself changes that event.

    Raises:
        BadInput: what :func:`coordinator.terms.rules.check_closed_day` refuses.
        NotFound: not one of the group's rows, or no such agency in the group.
        RuleBroken: it would become the very same as another row.
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both.
    """
    new = _clean(new)
    with logged_change(office, actor) as session:
        row = store.closed_day(session, actor.group_id, closed_day_id, lock=True)
        if row is None:
            check_closed_day(new)
            raise NotFound("not-found")
        stays = in_transaction.follows_calendar(row) and _same_times(
            in_transaction.closed_day(row), new
        )
        is_read_in, left_out = row.is_read_in, row.left_out
        check_closed_day(_without_times(new) if stays else new)
        for whose in (row.agency_id, new.agency_id):
            _must_lead_unless_absence(actor, whose)
        if row.version != version:
            raise Conflict(
                "changed-meanwhile",
                mine=f"{new.name}, {new.first_day}–{new.last_day}",
                theirs=_one_line(row),
            )
        agency = _agency_name(session, actor, new.agency_id)
        in_transaction.fill(row, new)
        row.is_read_in, row.left_out = (is_read_in, left_out) if stays else (False, None)
        _refuse_twin(session, row)
        save(session, row)
        return _counted_out(session, office, row, agency)


@use_case("terms.remove_closed_day", may=OFFICE, log=N_("removed a closed day"))
def remove_closed_day(office: Office, actor: Actor, *, closed_day_id: int, version: int) -> None:
    """Removes one of the group's own rows; an estimate it replaced comes back.

    An agency's absence is anybody's of the office; everything else is the coordinator's.

    Raises:
        NotFound: not one of the group's rows.
        Conflict: somebody else changed it in between; ``now`` says what it is.
    """
    with logged_change(office, actor) as session:
        row = store.closed_day(session, actor.group_id, closed_day_id, lock=True)
        if row is None:
            raise NotFound("not-found")
        _must_lead_unless_absence(actor, row.agency_id)
        if row.version != version:
            raise Conflict("closed-day-changed", now=_one_line(row))
        session.delete(row)


def _one_line(row: ClosedDayRow) -> str:
    return f"{row.name}, {row.first_day}–{row.last_day}"


@use_case("terms.leave_out_day", may=OFFICE, log=N_("took a day out of a closed span"))
def leave_out_day(
    office: Office, actor: Actor, *, closed_day_id: int, version: int, day: date
) -> tuple[ClosedDay, ...]:
    """Takes one day out of a span or of what comes back; what is left of it, in order.

    An agency's absence is anybody's of the office; everything else is the coordinator's.

    Raises:
        NotFound: not one of the group's rows.
        Conflict: somebody else saved in between; ``mine`` and ``theirs`` hold both.
        BadInput: it does not fall on that day.
    """
    with logged_change(office, actor) as session:
        row = store.closed_day(session, actor.group_id, closed_day_id, lock=True)
        if row is None:
            raise NotFound("not-found")
        _must_lead_unless_absence(actor, row.agency_id)
        agency = _agency_name(session, actor, row.agency_id)
        if row.version != version:
            raise Conflict("changed-meanwhile", mine=str(day), theirs=_one_line(row))
        events = store.events_of_days(session, [closed_day_id]).get(closed_day_id, [])
        there = in_transaction.counted_whole(row, events, agency, around=day)
        if not there.holds(day):
            raise BadInput("closed-day-not-then", name=there.title(), day=day)
        if events:
            # It belongs to a calendar, which may be read in again: the day is remembered.
            row.left_out = " ".join(sorted({*(row.left_out or "").split(), day.isoformat()}))
            in_transaction.as_span_of_days(row)
            save(session, row)
            return (_counted_out(session, office, row, agency),)
        spans = spans_without(there, [day])
        wanted = [replace(there.as_new(), first_day=first, last_day=last) for first, last in spans]
        if not wanted:
            session.delete(row)
            return ()
        in_transaction.fill(row, wanted[0])
        rows = [row, *(in_transaction.new_row(actor.group_id, new) for new in wanted[1:])]
        save(session, *rows)
        return tuple(_counted_out(session, office, each, agency) for each in rows)


@use_case("terms.preview_days", may=COORDINATOR)
def preview_days(
    office: Office,
    actor: Actor,
    *,
    content: bytes,
    filename: str,
    municipality: str = "",
    agency_id: int | None = None,
) -> DaysPreview:
    """What :func:`import_days` would do; changes nothing.

    Raises:
        BadInput: the file cannot be read, or every fault with its row and column.
        NotFound: no such agency in the group.
    """
    given = FileOfDays(content, filename, clean(municipality), agency_id)
    with office.reading() as session:
        if given.is_calendar:
            today = office.clock.today()
            return calendar_import.plan(session, actor.group_id, given, today).preview()
        return list_import.plan(session, actor.group_id, given).preview


@use_case("terms.import_days", may=COORDINATOR, log=N_("took over a list of closed days"))
def import_days(
    office: Office,
    actor: Actor,
    *,
    content: bytes,
    filename: str,
    municipality: str = "",
    agency_id: int | None = None,
) -> DaysPreview:
    """Takes over a list of days (``.csv``), all or nothing, or what can be read of a calendar.

    ``municipality`` or ``agency_id`` say whose days they are where the file says nothing.

    Raises:
        BadInput: the file cannot be read, or every fault of a list with its row and column.
        NotFound: no such agency in the group.
    """
    given = FileOfDays(content, filename, clean(municipality), agency_id)
    today = office.clock.today()
    with logged_change(office, actor) as session:
        if given.is_calendar:
            calendar = calendar_import.plan(session, actor.group_id, given, today)
            calendar_import.carry_out(session, calendar)
            return calendar.preview()
        plan = list_import.plan(session, actor.group_id, given)
        list_import.carry_out(session, plan, today)
        return plan.preview


def _checked(new: NewClosedDay) -> NewClosedDay:
    """What was typed, cleaned, when such a day can be."""
    new = _clean(new)
    check_closed_day(new)
    return new


def _clean(new: NewClosedDay) -> NewClosedDay:
    return replace(new, name=clean(new.name), municipality=clean(new.municipality))


def _same_times(row: ClosedDay, new: NewClosedDay) -> bool:
    """Whether nobody has set other days or hours."""
    old = row.as_new()
    return (old.first_day, old.last_day, old.hours, old.repeats) == (
        new.first_day,
        new.last_day,
        new.hours,
        new.repeats,
    )


def _without_times(new: NewClosedDay) -> NewClosedDay:
    """The same for one day, to check the rest of what a calendar's series is given."""
    return replace(new, last_day=new.first_day, hours=None, repeats=None)


def _counted_out(
    session: Session, office: Office, row: ClosedDayRow, agency: str | None
) -> ClosedDay:
    """The row with its falls, counted out for the terms around today."""
    events = store.events_of_days(session, [row.id or 0]).get(row.id or 0, [])
    there = stored_occurrences.write(
        session, row, stored_occurrences.source_of(row, events), office.clock.today()
    )
    return in_transaction.closed_day(row, agency, there if row.rhythm else None)


def _must_lead_unless_absence(actor: Actor, agency_id: int | None) -> None:
    """What closes a day for the whole group is settled by the coordinator alone."""
    if agency_id is None and not actor.has(Role.COORDINATOR):
        raise NotAllowed("not-allowed")


def _agency_name(session: Session, actor: Actor, agency_id: int | None) -> str | None:
    if agency_id is None:
        return None
    name = store.agency_names(session, actor.group_id).get(agency_id)
    if name is None:
        raise NotFound("not-found")
    return name


def _refuse_twin(session: Session, row: ClosedDayRow) -> None:
    with session.no_autoflush:
        twins = store.all_days(session, row.group_id)
    if any(
        one.id != row.id and in_transaction.identity(one) == in_transaction.identity(row)
        for one in twins
    ):
        raise RuleBroken("closed-day-there-already", name=row.name)
