"""Planning and taking over an uploaded list inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime

from coordinator.access import in_transaction as access
from coordinator.core.database import Session
from coordinator.core.mailboxes import email_key
from coordinator.roster import in_transaction, rows_to_views, store
from coordinator.roster.list_columns import PEOPLE, Column
from coordinator.roster.list_faults import Findings
from coordinator.roster.list_plan import ListPlan, PlannedSeat, plan_list
from coordinator.roster.list_reader import KnownAgency, PeopleTable, check_list
from coordinator.roster.rules import name_key, opens_doors, renames
from coordinator.roster.tables import Person
from coordinator.roster.views import NewSeat


def plan(
    session: Session,
    group_id: int,
    table: PeopleTable,
    *,
    today: date,
    above: frozenset[int],
    own: int | None,
    working: Callable[[Collection[int]], Collection[int]],
) -> ListPlan:
    """What the list would do to the roster as it is now.

    Raises:
        BadInput: every fault with its row; also another name, address or protection for those
            ``above``, who may do more than whoever brings the list; another address for ``own``,
            who takes theirs by a code; and where an address would be shared with one of those
            ``working`` for the group.
    """
    agencies = [
        KnownAgency(agency.id, agency.slug, agency.name)
        for agency in in_transaction.all_agencies(session, group_id)
    ]
    entries, findings = check_list(table, agencies, today=today)
    made = plan_list(
        entries,
        [rows_to_views.seat_view(seat, is_raw=True) for seat in store.seats(session, group_id)],
        dated={row.row for row in table.rows if row.value(Column.VALID_FROM)},
        today=today,
        findings=findings,
    )
    _find_hidden(made, findings)
    opening = {
        seat.before.person_id: (seat.row, seat.before.name)
        for seat in made.changed
        if seat.before is not None
        and (opens_doors(seat.before, seat.after) or renames(seat.before, seat.after))
    }
    _find("address-needs-coordinator", opening, above, findings)
    moved = [one for one in (*made.added, *made.changed) if _is_new_address(one)]
    before = {one.row: one.before for one in moved if one.before is not None}
    mine = {seat.person_id: (row, seat.name) for row, seat in before.items()}
    _find("own-address-by-code", mine, {own}, findings)
    others = others_at(session, group_id, [one.after for one in moved])
    taken = set(working({person_id for ids in others for person_id in ids}))
    for one, ids in zip(moved, others, strict=True):
        if ids & taken:
            findings.add("address-is-of-a-role", one.row, None, email=one.after.email)
    findings.refuse(columns=PEOPLE.offered)
    return made


def others_at(session: Session, group_id: int, seats: Sequence[NewSeat]) -> list[set[int]]:
    """Who else of the group reads each seat's mail, under another name: one statement."""
    there: dict[str, list[Person]] = {}
    keys = {email_key(one.email) for one in seats if one.email}
    for person in store.people_at(session, group_id, *keys) if keys else ():
        there.setdefault(person.email_key or "", []).append(person)
    return [
        {
            person.id
            for person in there.get(email_key(new.email or ""), ())
            if person.id is not None and not _is_of(person, new)
        }
        for new in seats
    ]


def _is_of(person: Person, new: NewSeat) -> bool:
    known = name_key(person.given_name, person.family_name)
    return (known, person.is_protected) == (
        name_key(new.given_name, new.family_name),
        new.is_protected,
    )


def _is_new_address(planned: PlannedSeat) -> bool:
    before = planned.before.email if planned.before is not None else None
    return email_key(planned.after.email or "") != email_key(before or "")


def _find_hidden(made: ListPlan, findings: Findings) -> None:
    """A list does not say the name that another group has asked to hide, nor changes it."""
    for seat in made.changed:
        if seat.before is not None and seat.before.is_hidden:
            findings.add("hidden-until-decided", seat.row, None)


def _find(
    code: str,
    opening: Mapping[int, tuple[int, str]],
    others: Collection[int | None],
    findings: Findings,
) -> None:
    """A list does not change what any of the others signs in with."""
    for person_id, (row, name) in opening.items():
        if person_id in others:
            findings.add(code, row, None, name=name)


def carry_out(session: Session, group_id: int, plan: ListPlan, *, now: datetime) -> None:
    """Writes what a list's plan says."""
    there = store.seats(session, group_id) if plan.changed else ()
    by_id = {seat.representation.id: seat for seat in there}
    for planned in plan.changed:
        if planned.before is not None:
            if _is_new_address(planned):
                access.end_everything(session, planned.before.person_id, now=now)
            in_transaction.change_seat(by_id[planned.before.id], planned.after)
    new = in_transaction.add_seats(
        session, group_id=group_id, rows=[planned.after for planned in plan.added]
    )
    seats = store.seats(session, group_id)
    by_reference = {
        seat.representation.reference: seat.representation.id
        for seat in seats
        if seat.representation.reference
    }
    rows = {seat.representation.id: seat.representation for seat in seats}
    ids = iter(new)
    for planned in plan.seats:
        seat_id = planned.before.id if planned.before is not None else next(ids)[1]
        if planned.replaces and planned.is_changed:
            rows[seat_id].replaces_id = by_reference.get(planned.replaces)
    session.flush()
