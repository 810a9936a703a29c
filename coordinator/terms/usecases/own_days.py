"""The group's own closed days: entered, changed, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.permissions import COORDINATOR, use_case
from coordinator.core.database import Session, save
from coordinator.core.errors import BadInput, Conflict, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.text import clean
from coordinator.core.translation import N_
from coordinator.terms import in_transaction, list_import, store, stored_occurrences
from coordinator.terms.rules import check_closed_day
from coordinator.terms.split_span import spans_without
from coordinator.terms.tables import ClosedDayRow
from coordinator.terms.views import ClosedDay, DaysPreview, NewClosedDay
from coordinator.trail.in_transaction import logged_change


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
        stays = _follows_calendar_on(row, new)
        is_read_in, left_out = row.is_read_in, row.left_out
        check_closed_day(_without_times(new) if stays else new)
        for whose in (row.agency_id, new.agency_id):
            _must_lead_unless_absence(actor, whose)
        if row.version != version:
            raise Conflict("changed-meanwhile", mine=_one_line(new), theirs=_one_line(row))
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


def _one_line(row: ClosedDayRow | NewClosedDay) -> str:
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


def _checked(new: NewClosedDay) -> NewClosedDay:
    """What was typed, cleaned, when such a day can be."""
    new = _clean(new)
    check_closed_day(new)
    return new


def _clean(new: NewClosedDay) -> NewClosedDay:
    return replace(new, name=clean(new.name), municipality=clean(new.municipality))


def _follows_calendar_on(row: ClosedDayRow, new: NewClosedDay) -> bool:
    """Whether it was read in from a calendar, and nobody sets other days or hours now."""
    if not in_transaction.follows_calendar(row):
        return False
    old = in_transaction.closed_day(row).as_new()
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
