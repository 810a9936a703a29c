"""Planning and taking over a list of closed days inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.roster.list_findings import Findings
from coordinator.terms import steps, store
from coordinator.terms.days_file import DayColumn, DayRow, read_rows
from coordinator.terms.rules import OWN_KINDS, computed_closed_days
from coordinator.terms.tables import ClosedDayRow
from coordinator.terms.views import ClosedKind, DaysPreview, NewClosedDay


@dataclass(frozen=True)
class DaysPlan:
    """Rows to add, and what to tell about all of them."""

    rows: tuple[ClosedDayRow, ...]
    preview: DaysPreview


def plan(
    session: Session,
    group_id: int,
    *,
    content: bytes,
    filename: str,
    today: date,
    municipality: str,
    agency_id: int | None,
) -> DaysPlan:
    """What the file would add to the group's days as they are now.

    ``municipality`` or ``agency_id`` stand where the file says nothing.

    Raises:
        BadInput: the file cannot be read, or every fault with its row and column.
        NotFound: no such agency in the group.
    """
    agencies = store.agency_names(session, group_id)
    if agency_id is not None and agency_id not in agencies:
        raise NotFound("not-found")
    wanted = _resolved(read_rows(content, filename, today=today), agencies, agency_id, municipality)
    present = {steps.identity(row) for row in store.all_days(session, group_id)}
    added: dict[tuple[object, ...], ClosedDayRow] = {}
    unchanged = computed = 0
    for new in wanted:
        row = ClosedDayRow(
            group_id=group_id, name="", first_day=new.first_day, last_day=new.last_day, kind="",
            effect="",
        )  # fmt: skip
        steps.fill(row, new)
        if _is_computed(new):
            computed += 1
        elif steps.identity(row) in present or steps.identity(row) in added:
            unchanged += 1
        else:
            added[steps.identity(row)] = row
    days = tuple(steps.closed_day(row, agencies.get(row.agency_id or 0)) for row in added.values())
    return DaysPlan(tuple(added.values()), DaysPreview(days, unchanged, computed))


def carry_out(session: Session, plan: DaysPlan) -> None:
    """Writes what the plan says."""
    store.save_all(session, plan.rows)


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
        elif not new.municipality and new.kind in {
            ClosedKind.OWN_ABSENCE,
            ClosedKind.SCHOOL_BREAK,
        }:
            new = replace(new, agency_id=agency_id, municipality="" if agency_id else municipality)
        if new.kind not in OWN_KINDS and not _is_computed(new):
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
