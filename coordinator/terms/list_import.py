"""Planning and taking over a list of closed days inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coordinator.core.database import Session, save
from coordinator.core.errors import BadInput
from coordinator.roster.list_faults import Findings
from coordinator.terms import in_transaction, store, stored_occurrences
from coordinator.terms.calendar_days import FileOfDays
from coordinator.terms.list_columns import DAYS, DayColumn, DayRow, read_list
from coordinator.terms.rules import computed_closed_days
from coordinator.terms.shipped_days import NEAR
from coordinator.terms.tables import ClosedDayRow
from coordinator.terms.views import ClosedDay, ClosedKind, DaysPreview, NewClosedDay


@dataclass(frozen=True)
class DaysPlan:
    """Rows to add, rows to move with their new content, and what to tell about all of them."""

    rows: tuple[ClosedDayRow, ...]
    moved: tuple[tuple[ClosedDayRow, NewClosedDay], ...]
    preview: DaysPreview


def plan(
    session: Session, group_id: int, given: FileOfDays, agencies: Mapping[int, str]
) -> DaysPlan:
    """What the list would add to the group's days as they are now, and which it would move.

    Raises:
        BadInput: the file cannot be read, or every fault with its row and column.
    """
    rows, found = read_list(given.content, given.filename)
    wanted = _resolved(rows, found, agencies, given)
    found.refuse(columns=DAYS.offered)
    if not rows:
        raise BadInput("list-no-rows")
    return plan_for(session, group_id, wanted, agencies)


def plan_for(
    session: Session, group_id: int, wanted: Sequence[NewClosedDay], agencies: Mapping[int, str]
) -> DaysPlan:
    """What days that have been checked would add to the group's, and which they would move."""
    present = {in_transaction.identity(row): row for row in store.all_days(session, group_id)}
    rows = [(new, in_transaction.new_row(group_id, new)) for new in wanted if not _is_computed(new)]
    same = {in_transaction.identity(row) for _new, row in rows}
    movable = [row for key, row in present.items() if key not in same]
    added: dict[tuple[object, ...], ClosedDayRow] = {}
    moved: list[tuple[ClosedDayRow, NewClosedDay]] = []
    changed: list[tuple[ClosedDay, ClosedDay]] = []
    done: set[tuple[object, ...]] = set()
    for new, row in rows:
        key = in_transaction.identity(row)
        if key in present or key in done:
            continue
        done.add(key)
        before = next((old for old in movable if _is_moved(old, row)), None)
        if before is None:
            added[key] = row
            continue
        movable.remove(before)
        moved.append((before, new))
        agency = agencies.get(row.agency_id or 0)
        changed.append(
            (in_transaction.closed_day(before, agency), in_transaction.closed_day(row, agency))
        )
    days = tuple(
        in_transaction.closed_day(row, agencies.get(row.agency_id or 0)) for row in added.values()
    )
    preview = DaysPreview(
        days, len(rows) - len(done), len(wanted) - len(rows), changed=tuple(changed)
    )
    return DaysPlan(tuple(added.values()), tuple(moved), preview)


def _is_moved(old: ClosedDayRow, new: ClosedDayRow) -> bool:
    """Whether a break of a year has got new days: the same name for the same people, near by.

    Absences of an agency may bear one name many times a year, so a new one is always a further one.
    """
    return (
        ClosedKind(new.kind).traits.is_once_a_year
        and old.kind == new.kind
        and old.name.casefold() == new.name.casefold()
        and (old.municipality or "").casefold() == (new.municipality or "").casefold()
        and old.agency_id == new.agency_id
        and old.rhythm is None
        and abs(old.first_day - new.first_day) <= NEAR
    )


def carry_out(session: Session, plan: DaysPlan, today: date) -> None:
    """Writes what the plan says."""
    for row, new in plan.moved:
        in_transaction.fill(row, new)
        row.is_read_in = False
    rows = [*plan.rows, *(row for row, _new in plan.moved)]
    save(session, *rows)
    stored_occurrences.write_all(
        session, [(row, stored_occurrences.source_of(row)) for row in rows], today
    )


def _resolved(
    rows: Sequence[DayRow], found: Findings, agencies: Mapping[int, str], given: FileOfDays
) -> list[NewClosedDay]:
    """The rows with their agencies found by name, and holidays known to the calendar."""
    by_name = {name.casefold(): key for key, name in agencies.items()}
    resolved = []
    for row in rows:
        new, of_agency = row.new, row.labels.get(DayColumn.AGENCY)
        if row.agency:
            known = by_name.get(row.agency.casefold())
            if known is None:
                found.add("agency-unknown", row.row, of_agency, name=row.agency)
            elif new.municipality:
                found.add("closed-day-of-both", row.row, of_agency, name=new.name)
            new = replace(new, agency_id=known)
        elif not new.municipality and new.kind.traits.is_the_senders:
            municipality = "" if given.agency_id else given.municipality
            new = replace(new, agency_id=given.agency_id, municipality=municipality)
        if not new.kind.traits.is_own and not _is_computed(new):
            of_kind = row.labels.get(DayColumn.KIND)
            found.add("closed-day-not-computed", row.row, of_kind, name=new.name)
        resolved.append(new)
    return resolved


def _is_computed(new: NewClosedDay) -> bool:
    """Whether the calendar alone has that day, so that no row is needed."""
    if new.first_day != new.last_day or new.agency_id is not None or new.municipality:
        return False
    return any(
        each.first_day == new.first_day
        and each.kind is new.kind
        and each.effect is (new.effect or each.effect)
        for each in computed_closed_days(new.first_day.year)
    )
