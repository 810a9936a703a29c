"""Planning and taking over a calendar of closed days inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coordinator.core.calendar.read.budget import Budget
from coordinator.core.calendar.read.coming_events import OddSeries
from coordinator.core.database import Session, remove, save
from coordinator.core.errors import BadInput
from coordinator.terms import in_transaction, store, stored_occurrences
from coordinator.terms.calendar_days import (
    BUSY,
    CalendarIn,
    EventIn,
    FileOfDays,
    Placed,
    Series,
    findings_of,
    least_cost,
    placed,
    read_calendar,
    unread_of,
)
from coordinator.terms.calendar_merge import is_same, merged
from coordinator.terms.recurrence import Source
from coordinator.terms.rules import check_closed_day, same_municipality
from coordinator.terms.shipped_days import NEAR
from coordinator.terms.tables import CalendarEvent, ClosedDayRow
from coordinator.terms.views import ClosedDay, ClosedKind, DaysPreview, NewClosedDay


@dataclass
class _Deed:
    """What becomes of one series: its events, its row before, and the row it makes."""

    uid: str
    events: Series
    before: ClosedDayRow | None
    after: Placed | None
    writes_row: bool = True
    forgets: tuple[str, ...] = ()  # fingerprints that the same row had in older files


@dataclass
class CalendarPlan:
    """What a calendar would do, and what to tell about it."""

    owner: str
    group_id: int
    today: date
    deeds: list[_Deed] = field(default_factory=list)
    added: list[ClosedDay] = field(default_factory=list)
    changed: list[tuple[ClosedDay, ClosedDay]] = field(default_factory=list)
    removed: list[ClosedDay] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unchanged: int = 0
    found: CalendarIn = field(default_factory=CalendarIn)
    budget: Budget = field(default_factory=Budget)

    def preview(self) -> DaysPreview:
        unread = findings_of(self.found.unread)
        if not any((self.deeds, self.stale, self.unchanged, self.found.free)):
            unread.refuse()
            raise BadInput("calendar-empty")
        return DaysPreview(
            tuple(self.added),
            self.unchanged,
            0,
            changed=tuple(self.changed),
            removed=tuple(self.removed),
            stale=tuple(self.stale),
            free=self.found.free,
            unread=unread.problems(),
        )


def plan(
    session: Session, group_id: int, given: FileOfDays, agencies: Mapping[int, str], today: date
) -> CalendarPlan:
    """What the calendar would add to the group's days as they are now, change and take away.

    Raises:
        BadInput: the file cannot be read, or no event in it.
    """
    made = CalendarPlan(given.owner, group_id, today)
    is_agency = given.agency_id is not None
    made.found = read_calendar(given.content, is_agency=is_agency, budget=made.budget)
    planner = _Planner(session, made, given, agencies.get(given.agency_id or 0))
    made.budget.expect(sum(planner.least(uid, one) for uid, one in made.found.series.items()))
    for uid, series in made.found.series.items():
        planner.take(uid, series)
    made.preview()
    return made


class _Planner:
    """Compares each series of the file with the events and the rows that stand."""

    def __init__(
        self, session: Session, made: CalendarPlan, file: FileOfDays, agency: str | None
    ) -> None:
        self.made, self.file, self.agency = made, file, agency
        self.budget = made.budget
        self.there: dict[str, dict[str, EventIn]] = {}
        self.row_of: dict[str, int] = {}
        self.uid_of: dict[int, str] = {}
        for event in store.events_of_owner(session, made.group_id, made.owner):
            self.there.setdefault(event.uid, {})[event.instance] = _kept(event)
            if event.closed_day_id is not None:
                self.row_of[event.uid] = event.closed_day_id
                self.uid_of[event.closed_day_id] = event.uid
        self.rows = {row.id: row for row in store.all_days(session, made.group_id) if row.id}
        self.by_identity: dict[tuple[object, ...], list[ClosedDayRow]] = {}
        self.by_name: dict[str, list[ClosedDayRow]] = {}
        for row in self.rows.values():
            self.by_identity.setdefault(in_transaction.identity(row), []).append(row)
            self.by_name.setdefault(row.name.casefold(), []).append(row)
        self.taken: set[int] = {self.row_of[uid] for uid in made.found.series if uid in self.row_of}

    def least(self, uid: str, given: Series) -> int:
        """What the series will cost at least; nothing where it says what stands."""
        there = self.there.get(uid, {})
        events = merged(there, given, self.made.found.written)[0] if there else given
        return 0 if there and is_same(there, events) else least_cost(events, self.made.today)

    def take(self, uid: str, given: Series) -> None:
        there = self.there.get(uid, {})
        events, stale = merged(there, given, self.made.found.written)
        self.made.stale += stale
        before = self.rows.get(self.row_of.get(uid, 0))
        if there and is_same(there, events):
            if not stale:
                self.made.unchanged += before is not None
            if events != there:
                self.made.deeds.append(_Deed(uid, events, before, None, writes_row=False))
            return
        try:
            after = self._placed(events)
        except (OddSeries, BadInput) as error:
            if isinstance(error, BadInput) and error.code == "calendar-too-much":
                raise
            first = next(iter(given.values()))
            self.made.found.unread.append(unread_of(error, first))
            return
        if after is not None:
            after = self._with_what_was_set(before, there, after)
        self._decide(uid, events, before, after)

    def _placed(self, events: Series) -> Placed | None:
        found = placed(
            events,
            today=self.made.today,
            budget=self.budget,
            file=self.file,
        )
        if found is not None:
            # How it comes back is settled by its events; the rest must be a day that can be.
            check_closed_day(_bare(found.new))
        return found

    def _with_what_was_set(
        self, before: ClosedDayRow | None, there: Series, after: Placed
    ) -> Placed:
        """Kind, effect and another name stay as somebody has set them: no calendar says them."""
        if before is None:
            return after
        old = in_transaction.closed_day(before).as_new()
        name = after.new.name
        master, now = there.get(""), after.new.name
        if master is not None and master.name == now:
            name = old.name
        kept = {**vars(after.new), "kind": old.kind, "effect": old.effect, "name": name}
        return Placed(NewClosedDay(**kept), after.falls)

    def _decide(
        self, uid: str, events: Series, before: ClosedDayRow | None, after: Placed | None
    ) -> None:
        made = self.made
        if after is None:
            if before is not None:
                made.removed.append(self._view(before))
            if before is not None or self.there.get(uid) or any(e.is_out for e in events.values()):
                made.deeds.append(_Deed(uid, events, before, None))
            return
        forgets: tuple[str, ...] = ()
        if before is None:
            before = self._alike(after.new)
            if before is not None and before.id is not None:
                self.taken.add(before.id)
                forgets = (self.uid_of[before.id],) if before.id in self.uid_of else ()
        new = in_transaction.new_row(made.group_id, after.new)
        new.is_read_in = after.new.repeats is not None
        view = in_transaction.closed_day(
            new, self.agency, after.falls if after.new.repeats else None
        )
        if before is None:
            made.added.append(view)
        elif self._is_unchanged(uid, before, new, repeats=after.new.repeats is not None):
            made.unchanged += 1
        else:
            made.changed.append((self._view(before), view))
        made.deeds.append(_Deed(uid, events, before, after, forgets=forgets))

    def _is_unchanged(
        self, uid: str, before: ClosedDayRow, new: ClosedDayRow, *, repeats: bool
    ) -> bool:
        """Whether the row says already what the calendar says, and no event of it is kept."""
        same = in_transaction.identity(before) == in_transaction.identity(new)
        return same and before.is_read_in == repeats and not self.there.get(uid)

    def _alike(self, new: NewClosedDay) -> ClosedDayRow | None:
        """A row that stands for the same though no UID says so.

        It was typed by hand or read in from a list, or the writer makes new UIDs for each file.
        """
        key = in_transaction.identity(in_transaction.new_row(self.made.group_id, new))
        same = self.by_identity.get(key, ())
        named = [row for row in self.by_name.get(new.name.casefold(), ()) if row not in same]
        moved = (row for row in named if self._is_moved(row, new))
        return next((row for row in (*same, *moved) if row.id not in self.taken), None)

    def _is_moved(self, old: ClosedDayRow, new: NewClosedDay) -> bool:
        if old.agency_id != new.agency_id or not _same_place(
            old.municipality or "", new.municipality
        ):
            return False
        if new.repeats is not None:  # as it was read in before calendars were known by UID
            return old.rhythm is not None and old.id not in self.uid_of and (
                old.first_day == new.first_day
            )  # fmt: skip
        kind = ClosedKind(old.kind)
        return (
            kind.traits.is_once_a_year
            and kind is new.kind
            and old.rhythm is None
            and abs(old.first_day - new.first_day) <= NEAR
        )

    def _view(self, row: ClosedDayRow) -> ClosedDay:
        return in_transaction.closed_day(row, self.agency)


def _same_place(one: str, other: str) -> bool:
    return bool(one) == bool(other) and (not one or same_municipality(one, other))


def _bare(new: NewClosedDay) -> NewClosedDay:
    """The same without what comes back, for the checks that hold for every day."""
    if new.repeats is None:
        return new
    return NewClosedDay(**{**vars(new), "repeats": None, "last_day": new.first_day})


def _kept(event: CalendarEvent) -> EventIn:
    return EventIn(
        event.instance, event.sequence, event.stamp, event.name, event.is_out, event.text,
        is_hidden=event.name == BUSY,
    )  # fmt: skip


# Writing ----------------------------------------------------------------------------------------


def carry_out(session: Session, made: CalendarPlan) -> None:
    """Writes what the plan says."""
    present: dict[str, dict[str, CalendarEvent]] = {}
    for event in store.events_of_owner(session, made.group_id, made.owner):
        present.setdefault(event.uid, {})[event.instance] = event
    rows: list[tuple[_Deed, ClosedDayRow]] = []
    for deed in made.deeds:
        row = deed.before
        if deed.writes_row and deed.after is not None:
            row = row or in_transaction.new_row(made.group_id, deed.after.new)
            in_transaction.fill(row, deed.after.new)
            row.is_read_in = deed.after.new.repeats is not None
            _keep_left_out(row)
            rows.append((deed, row))
    save(session, *[row for _deed, row in rows])
    row_of = {id(deed): row for deed, row in rows}
    kept: list[CalendarEvent] = []
    removed: list[ClosedDayRow] = []
    for deed in made.deeds:
        row = row_of.get(id(deed)) or (None if deed.writes_row else deed.before)
        for uid in deed.forgets:
            remove(session, *present.pop(uid, {}).values())
        kept += _events(session, made, deed, row, present.get(deed.uid, {}))
        if deed.writes_row and deed.after is None and deed.before is not None:
            removed.append(deed.before)
    save(session, *kept)
    remove(session, *removed)
    known = {row.id: deed.after.falls for deed, row in rows
             if row.id and deed.after and _is_as_planned(deed, row)}  # fmt: skip
    sources = [(row, _source(deed, row)) for deed, row in rows]
    stored_occurrences.write_all(session, sources, made.today, known)


def _is_as_planned(deed: _Deed, row: ClosedDayRow) -> bool:
    """Whether the falls that the plan has counted are the row's: nothing was set by hand."""
    master = deed.events.get("")
    return master is not None and master.name == row.name and not row.left_out


def _keep_left_out(row: ClosedDayRow) -> None:
    """Days that somebody has taken out by hand stay out of what the calendar says now."""
    days = [day for day in (row.left_out or "").split()
            if row.first_day <= date.fromisoformat(day) <= row.last_day]  # fmt: skip
    row.left_out = " ".join(days) or None
    if row.left_out:
        in_transaction.as_span_of_days(row)


def _events(
    session: Session,
    made: CalendarPlan,
    deed: _Deed,
    row: ClosedDayRow | None,
    present: Mapping[str, CalendarEvent],
) -> list[CalendarEvent]:
    """The series' events as they are to be kept; those that are gone are removed."""
    gone = [event for instance, event in present.items() if instance not in deed.events]
    if gone:
        remove(session, *gone)
    kept: list[CalendarEvent] = []
    for instance, event in deed.events.items():
        found = present.get(instance) or CalendarEvent(
            group_id=made.group_id, owner=made.owner, uid=deed.uid, instance=instance
        )
        found.sequence, found.stamp = event.sequence, event.stamp
        found.is_out, found.text = event.is_out, event.text
        # What closes nothing needs no name, but a hidden series stays known as one.
        found.name = event.name if event.is_hidden or not event.is_out else ""
        found.closed_day_id = row.id if row is not None else None
        kept.append(found)
    return kept


def _source(deed: _Deed, row: ClosedDayRow) -> Source:
    events = [
        CalendarEvent(
            group_id=row.group_id, owner="", uid=deed.uid, instance=one.instance,
            is_out=one.is_out, name=one.name, text=one.text,
        )
        for one in deed.events.values()
    ]  # fmt: skip
    return stored_occurrences.source_of(row, events)
