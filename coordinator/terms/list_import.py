"""Planning and taking over a list of closed days inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coordinator.core.database import Session, save
from coordinator.roster.list_faults import Findings
from coordinator.terms import in_transaction, store, stored_occurrences
from coordinator.terms.calendar_days import FileOfDays
from coordinator.terms.list_columns import DayColumn, DayRow, read_list
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
    rows = read_list(given.content, given.filename)
    wanted = _resolved(rows, agencies, given.agency_id, given.municipality)
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
    rows: Sequence[DayRow],
    agencies: Mapping[int, str],
    agency_id: int | None,
    municipality: str,
) -> list[NewClosedDay]:
    """The rows with their agencies found by name, and holidays known to the calendar."""
    by_name = {name.casefold(): key for key, name in agencies.items()}
    found = Findings()
    resolved = []
    for row in rows:
        new = row.new
        if row.agency:
            known = by_name.get(row.agency.casefold())
            if known is None:
                found.add("agency-unknown", row.row, DayColumn.AGENCY, name=row.agency)
            elif new.municipality:
                found.add("closed-day-of-both", row.row, DayColumn.AGENCY, name=new.name)
            new = replace(new, agency_id=known)
        elif not new.municipality and new.kind.traits.is_the_senders:
            new = replace(new, agency_id=agency_id, municipality="" if agency_id else municipality)
        if not new.kind.traits.is_own and not _is_computed(new):
            found.add("closed-day-not-computed", row.row, DayColumn.KIND, name=new.name)
        resolved.append(new)
    found.refuse()
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
