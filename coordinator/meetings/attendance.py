"""Who was there: steps on attendance rows inside a use case's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coordinator.access.masked_copies import NONE, Masks
from coordinator.core.database import Session, remove, save
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.meetings import rules, store
from coordinator.meetings.attendance_rows import (
    by_agency,
    nameless_row,
    row_of_seat,
    row_view,
    substitute_row,
    surplus,
)
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome, Said
from coordinator.meetings.tables import Attendance, Meeting
from coordinator.meetings.views import AgencyPresence, Seen
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Duty


@dataclass(frozen=True)
class Target:
    """Whose outcome is meant: exactly one of the first three is given."""

    row_id: int | None = None
    person_id: int | None = None
    agency_id: int | None = None
    substitute_for_id: int | None = None


def press(
    session: Session,
    meeting: Meeting,
    agency_id: int,
    *,
    wanted: Outcome,
    seen: Outcome,
    masks: Masks = NONE,
) -> AgencyPresence:
    """Turns an agency's tile to ``wanted``, unless it stands so already.

    Raises:
        NotFound: the agency is not listed at the meeting.
        Conflict: it stands neither so nor as it was ``seen``.
        BadInput: this agency's tile never says that.
    """
    rows = _of_agency(session, meeting, agency_id)
    views = [row_view(row) for row in rows]
    stored = rules.agency_outcome([row.outcome for row in views])
    if stored is wanted:
        return by_agency([row_view(row, masks) for row in rows])[0]
    if stored is not seen:
        raise Conflict("attendance-changed", agency=rows[0].agency_name)
    state = MeetingState(meeting.state)
    if wanted not in rules.stops(views, state):
        raise BadInput("tile-odd")
    kept = _turned(session, rows, rules.turn(views, wanted, rules.not_here(state)))
    save(session, *kept)
    return by_agency([row_view(row, masks) for row in kept])[0]


def _turned(session: Session, rows: Sequence[Attendance], decided: rules.Press) -> list[Attendance]:
    """The agency's rows after a press."""
    kept, sender = [], None
    for row in rows:
        assert row.id is not None
        if row.id in decided.dropped:
            session.delete(row)
            continue
        row.outcome = decided.outcomes.get(row.id, Outcome(row.outcome)).value
        row.substitute_for_id = None
        sender = row if row.id == decided.sender else sender
        kept.append(row)
    if decided.adds_agency_row:
        kept.append(nameless_row(rows[0], Outcome.PRESENT))
    if decided.adds_substitute:
        kept = _with_substitute(session, kept, sender)
    return kept


def _with_substitute(
    session: Session, rows: list[Attendance], sender: Attendance | None
) -> list[Attendance]:
    """Whoever was announced stands in for the sender: by name where one may be written."""
    announced = sender.said_substitute_id if sender is not None else None
    for row in rows:
        if announced is not None and row.person_id == announced:
            assert sender is not None
            row.outcome, row.substitute_for_id = Outcome.SUBSTITUTE.value, sender.person_id
            return rows
    name = None
    if announced is not None:
        name = roster.open_names(session, rows[0].group_id, [announced]).get(announced)
    if sender is None:
        row = substitute_row(rows[0], None, None)
        row.substitute_for_id = None
    else:
        row = substitute_row(sender, announced, name)
    return [*rows, row]


def set_outcome(
    session: Session,
    meeting: Meeting,
    target: Target,
    outcome: Outcome,
    *,
    idle: Outcome,
    seen: Seen | None = None,
    masks: Masks = NONE,
) -> AgencyPresence:
    """Sets one outcome, adding or taking off the row as needed; the agency as it stands then.

    Whoever came instead of the person it is about, and is not who comes now, goes to ``idle``.

    Raises:
        NotFound: nobody such is listed or in the roster that day.
        Conflict: the person stands neither as ``seen`` nor as is wanted.
        BadInput: nobody to stand in for.
    """
    row = _target_row(session, meeting, target, outcome)
    rows = _of_agency(session, meeting, row.agency_id, may_be_empty=True)
    if row.id is None:
        rows.append(row)
    whose, wanted = row, Seen(outcome)
    if outcome is Outcome.SUBSTITUTE and target.substitute_for_id is not None:
        whose = _sender(rows, row, target.substitute_for_id)
        wanted = Seen(outcome, row.person_id)
    if seen is not None and _shown(rows, whose) not in (seen, wanted):
        raise Conflict("attendance-changed", agency=row.agency_name)
    rows = _without_stand_in(session, rows, whose, row, idle)
    if whose is not row:
        whose.outcome, row.substitute_for_id = Outcome.APOLOGIES.value, whose.person_id
        whose.said, whose.said_substitute_id = Said.SENDS.value, row.person_id
    row.outcome = outcome.value
    _remember(row, outcome)
    was_added = row.duty != Duty.REPRESENTATIVE.value or (
        row.person_id is None and any(one.person_id is not None for one in rows)
    )
    if was_added and outcome in (Outcome.EXPECTED, Outcome.ABSENT):
        rows.remove(row)
        if row.id is not None:
            session.delete(row)
    save(session, *rows)
    needless = surplus(rows)
    remove(session, *needless)
    rows = [one for one in rows if one not in needless]
    if not rows:
        return AgencyPresence(row.agency_id, row.agency_name, Outcome.ABSENT, ())
    return by_agency([row_view(one, masks) for one in rows])[0]


def _remember(row: Attendance, outcome: Outcome) -> None:
    """Apologies that were told stay told until somebody says that they were not."""
    if outcome is Outcome.APOLOGIES:
        row.said = Said.AWAY.value
    elif not outcome.is_there and row.said == Said.AWAY.value:
        row.said = None


def rename(session: Session, meeting: Meeting, *, old: Outcome, new: Outcome) -> list[Attendance]:
    """The meeting's rows with ``old`` turned into ``new``.

    Where an agency was there without anybody being named, its people are left as they are: which
    of them came is not known, and "absent" would say that it is.
    """
    assert meeting.id is not None
    rows = store.attendance(session, meeting.group_id, meeting.id)
    nameless = {
        row.agency_id for row in rows if row.person_id is None and Outcome(row.outcome).came
    }
    changed = [
        row
        for row in rows
        if row.outcome == old.value and (row.person_id is None or row.agency_id not in nameless)
    ]
    for row in changed:
        row.outcome = new.value
    return changed


def _of_agency(
    session: Session, meeting: Meeting, agency_id: int, *, may_be_empty: bool = False
) -> list[Attendance]:
    assert meeting.id is not None
    rows = store.attendance(session, meeting.group_id, meeting.id, agency_id=agency_id)
    if not rows and not may_be_empty:
        raise NotFound("not-found")
    return rows


def _target_row(session: Session, meeting: Meeting, target: Target, outcome: Outcome) -> Attendance:
    assert meeting.id is not None
    listed = store.attendance(session, meeting.group_id, meeting.id)
    for row in listed:
        if row.id == target.row_id or (
            target.person_id is not None and row.person_id == target.person_id
        ):
            return row
    if target.person_id is not None:
        return _person_from_roster(session, meeting, target.person_id)
    if target.agency_id is not None:
        return _agency_row(session, meeting, listed, target, outcome)
    raise NotFound("not-found")


def _person_from_roster(session: Session, meeting: Meeting, person_id: int) -> Attendance:
    seats = roster.invitees(
        session, meeting.group_id, local_day(meeting.starts_at), duties=frozenset(Duty)
    )
    seat = next((one for one in seats if one.person_id == person_id), None)
    if seat is None:
        raise NotFound("person-not-in-roster")
    return row_of_seat(meeting, seat, Outcome.EXPECTED)


def _agency_row(
    session: Session,
    meeting: Meeting,
    listed: Sequence[Attendance],
    target: Target,
    outcome: Outcome,
) -> Attendance:
    """The agency's row without a person; one who came instead gets a row of their own."""
    assert target.agency_id is not None
    agency_id = target.agency_id
    duty = Duty.SUBSTITUTE if outcome is Outcome.SUBSTITUTE else Duty.REPRESENTATIVE
    mine = [row for row in listed if row.agency_id == agency_id]
    for row in mine:
        is_anothers = row.substitute_for_id not in (None, target.substitute_for_id)
        if row.person_id is None and row.duty == duty.value and not is_anothers:
            return row
    if mine:
        row = nameless_row(mine[0], Outcome.EXPECTED)
        row.duty = duty.value
        return row
    agency = store.agency(session, meeting.group_id, agency_id)
    if agency is None:
        raise NotFound("not-found")
    assert meeting.id is not None
    return Attendance(
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        agency_id=agency_id,
        agency_name=agency.name,
        duty=duty.value if agency.is_member else Duty.CO_OPTED.value,
        is_member=agency.is_member,
    )


def _sender(rows: Sequence[Attendance], row: Attendance, person_id: int) -> Attendance:
    """Whom the substitute stands in for."""
    sender = next((one for one in rows if one.person_id == person_id and one is not row), None)
    if sender is None:
        raise BadInput("substitute-for-whom")
    return sender


def _stand_ins(rows: Sequence[Attendance], whose: Attendance) -> list[Attendance]:
    """Whoever came instead of the person, by name or without."""
    if whose.person_id is None:
        return []
    return [
        one
        for one in rows
        if one is not whose
        and one.outcome == Outcome.SUBSTITUTE.value
        and one.substitute_for_id == whose.person_id
    ]


def _shown(rows: Sequence[Attendance], whose: Attendance) -> Seen:
    """What a page shows of the person now."""
    for one in _stand_ins(rows, whose):
        return Seen(Outcome.SUBSTITUTE, one.person_id)
    return Seen(Outcome(whose.outcome))


def _without_stand_in(
    session: Session, rows: list[Attendance], whose: Attendance, row: Attendance, idle: Outcome
) -> list[Attendance]:
    """The rows after whoever came instead of the person has left, if that is not ``row``."""
    gone = [one for one in _stand_ins(rows, whose) if one is not row]
    added = [one for one in gone if one.duty != Duty.REPRESENTATIVE.value]
    for one in gone:
        one.outcome, one.substitute_for_id = idle.value, None
    remove(session, *added)
    return [one for one in rows if one not in added]
