"""What a checked list would change in the roster: pure, so that preview and import agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coordinator.core.mailboxes import email_key
from coordinator.roster.list_faults import Findings
from coordinator.roster.list_reader import RosterEntry
from coordinator.roster.rules import (
    FUNCTION_MAILBOX,
    is_same_person,
    is_valid_on,
    name_key,
    overlap,
    sits_twice,
)
from coordinator.roster.views import ListPreview, NewSeat, SeatView


@dataclass(frozen=True)
class PlannedSeat:
    """One row of the list: the seat before (None: a new one) and as it is to be.

    ``replaces`` is a reference, which may belong to another row of the same list.
    """

    row: int
    before: SeatView | None
    after: NewSeat
    replaces: str | None
    is_changed: bool


@dataclass(frozen=True)
class ListPlan:
    """``protected``: how many of those who have a seat are protected."""

    seats: tuple[PlannedSeat, ...]
    protected: int = 0

    @property
    def added(self) -> tuple[PlannedSeat, ...]:
        return tuple(seat for seat in self.seats if seat.before is None)

    @property
    def changed(self) -> tuple[PlannedSeat, ...]:
        return tuple(seat for seat in self.seats if seat.before is not None and seat.is_changed)

    def preview(self, agency_names: Mapping[int, str]) -> ListPreview:
        return ListPreview(
            added=tuple(_label(seat, agency_names) for seat in self.added),
            changed=tuple(_label(seat, agency_names) for seat in self.changed),
            unchanged=len(self.seats) - len(self.added) - len(self.changed),
            protected=self.protected,
        )


def plan_list(
    entries: Sequence[RosterEntry],
    present: Sequence[SeatView],
    *,
    dated: Collection[int],
    today: date,
    findings: Findings,
) -> ListPlan:
    """Matches rows with seats: by reference, else by person within the agency.

    What a list leaves empty stays as it is, so an older list never erases anything. ``dated``
    are the rows that name a first day themselves. Among the findings then stand: a reference of
    somebody else, an unknown reference to be replaced, a person who would sit twice in one agency.
    """
    matcher = _Matcher(present, today)
    found = [matcher.seat_for(entry, dated=entry.row in dated) for entry in entries]
    references = {seat.id: seat.reference for seat in present}
    known = {ref for ref in references.values() if ref}
    known |= {entry.reference for entry in entries if entry.reference}
    planned = []
    for entry, before in zip(entries, found, strict=True):
        if before is not None:
            _check_match(entry, before, findings)
        if entry.replaces and entry.replaces not in known:
            findings.add("replaces-unknown", entry.row, None, reference=entry.replaces)
        planned.append(_planned(entry, before, references, dated=entry.row in dated))
    _refuse_twice(planned, present, findings)
    protected = {seat.person_id for seat in present if seat.is_protected}
    return ListPlan(tuple(planned), len(protected))


class _Matcher:
    """Finds each row's seat; a seat is found once only."""

    def __init__(self, present: Sequence[SeatView], today: date) -> None:
        self._today = today
        self._by_reference = {seat.reference: seat for seat in present if seat.reference}
        self._free = {seat.id: seat for seat in present}

    def seat_for(self, entry: RosterEntry, *, dated: bool) -> SeatView | None:
        seat = self._by_reference.get(entry.reference) if entry.reference else None
        if seat is None:
            seat = self._same_person(entry, dated=dated)
        return self._free.pop(seat.id, None) if seat else None

    def _same_person(self, entry: RosterEntry, *, dated: bool) -> SeatView | None:
        new = new_seat(entry)
        candidates = [
            seat
            for seat in self._free.values()
            if seat.agency_id == entry.agency_id
            and not (entry.reference and seat.reference)
            and is_same_person(new, seat)
            and self._same_time(entry, seat, dated=dated)
        ]
        candidates.sort(key=lambda seat: seat.duty is not entry.duty)
        return candidates[0] if candidates else None

    def _same_time(self, entry: RosterEntry, seat: SeatView, *, dated: bool) -> bool:
        if dated:
            return overlap(entry.valid_from, entry.valid_to, seat.valid_from, seat.valid_to)
        return is_valid_on(self._today, seat.valid_from, seat.valid_to)


def new_seat(entry: RosterEntry) -> NewSeat:
    """The row as a seat of its own."""
    return NewSeat(
        agency_id=entry.agency_id,
        duty=entry.duty,
        valid_from=entry.valid_from,
        given_name=entry.given_name,
        family_name=entry.family_name,
        functions=frozenset() if entry.protected else frozenset(entry.functions),
        title=None if entry.protected else entry.title,
        email=entry.email,
        phone=entry.phone,
        is_protected=entry.protected,
        contact_channel=FUNCTION_MAILBOX if entry.protected else entry.contact_channel,
        valid_to=entry.valid_to,
        reference=entry.reference,
    )


def as_new(seat: SeatView) -> NewSeat:
    """A seat that is there, as what would make it again."""
    return NewSeat(
        agency_id=seat.agency_id,
        duty=seat.duty,
        valid_from=seat.valid_from,
        given_name=seat.given_name,
        family_name=seat.family_name,
        functions=seat.functions,
        title=seat.title,
        email=seat.email,
        phone=seat.phone,
        is_protected=seat.is_protected,
        contact_channel=seat.contact_channel,
        valid_to=seat.valid_to,
        replaces_id=seat.replaces_id,
        reference=seat.reference,
    )


def _planned(
    entry: RosterEntry,
    before: SeatView | None,
    references: Mapping[int, str | None],
    *,
    dated: bool,
) -> PlannedSeat:
    if before is None:
        return PlannedSeat(entry.row, None, new_seat(entry), entry.replaces, is_changed=True)
    after = _merged(entry, before, dated=dated)
    replaced = references.get(before.replaces_id) if before.replaces_id else None
    newly_replaces = entry.replaces is not None and entry.replaces != replaced
    changed = after != as_new(before) or newly_replaces
    return PlannedSeat(entry.row, before, after, entry.replaces, is_changed=changed)


def _merged(entry: RosterEntry, before: SeatView, *, dated: bool) -> NewSeat:
    """The list's words over what is known; protection is only ever added by a list."""
    old, new = as_new(before), new_seat(entry)
    merged = replace(
        old,
        duty=new.duty,
        functions=new.functions,
        valid_from=new.valid_from if dated else old.valid_from,
        valid_to=new.valid_to or old.valid_to,
        reference=new.reference or old.reference,
    )
    if old.is_protected and not new.is_protected:
        return merged
    if new.is_protected:
        return replace(
            merged,
            given_name=None,
            family_name=None,
            title=None,
            phone=None,
            email=_address(old, new),
            is_protected=True,
            contact_channel=FUNCTION_MAILBOX,
        )
    return replace(
        merged,
        given_name=new.given_name or old.given_name,
        family_name=new.family_name or old.family_name,
        title=new.title or old.title,
        email=_address(old, new),
        phone=new.phone or old.phone,
        contact_channel=new.contact_channel or old.contact_channel,
    )


def _address(old: NewSeat, new: NewSeat) -> str | None:
    """The list's address, unless it is the known mailbox in another spelling."""
    if new.email and old.email and email_key(new.email) == email_key(old.email):
        return old.email
    return new.email or old.email


def _check_match(entry: RosterEntry, before: SeatView, findings: Findings) -> None:
    """A reference is one person's in one agency: history is not handed on to somebody else.

    Nor does a list protect somebody who is known by name: that looks for the name everywhere.
    """
    if entry.protected and not before.is_protected:
        findings.add("protect-person-first", entry.row, None, name=before.name)
    if entry.agency_id != before.agency_id:
        findings.add("reference-other-agency", entry.row, None, reference=entry.reference)
    elif (
        not (entry.protected or before.is_protected)
        and name_key(entry.given_name, None) != name_key(before.given_name, None)
        and name_key(entry.family_name, None) != name_key(before.family_name, None)
        and email_key(entry.email or "") != email_key(before.email or "")
    ):
        findings.add(
            "reference-other-person", entry.row, None, reference=entry.reference, name=before.name
        )


def _refuse_twice(
    planned: Sequence[PlannedSeat], present: Sequence[SeatView], findings: Findings
) -> None:
    """Nobody sits in one agency twice at a time, list and roster taken together."""
    touched = {seat.before.id for seat in planned if seat.before is not None}
    seats: dict[tuple[int, str], list[NewSeat]] = {}
    for seat in present:
        if seat.id not in touched and not seat.is_protected:
            seats.setdefault(_place(as_new(seat)), []).append(as_new(seat))
    for one in planned:
        if one.after.is_protected:
            continue
        others = seats.setdefault(_place(one.after), [])
        if one.is_changed and any(sits_twice(one.after, other) for other in others):
            name = f"{one.after.given_name or ''} {one.after.family_name or ''}".strip()
            findings.add("person-sits-there-already", one.row, None, name=name)
        others.append(one.after)


def _place(seat: NewSeat) -> tuple[int, str]:
    return seat.agency_id, name_key(seat.given_name, seat.family_name)


def _label(seat: PlannedSeat, agency_names: Mapping[int, str]) -> str:
    agency = agency_names[seat.after.agency_id]
    if seat.after.is_protected:
        return f"Representant, {agency}"
    name = f"{seat.after.given_name or ''} {seat.after.family_name or ''}".strip()
    if seat.before is not None and seat.before.name != name:
        return f"{seat.before.name} → {name}, {agency}"
    return f"{name}, {agency}"
