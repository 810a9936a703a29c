"""Who was there: steps on attendance rows inside a use case's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.masked_copies import NONE, Masks
from coordinator.core.database import Session, remove, save
from coordinator.core.dates import local_day
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.meetings import rules, store
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.tables import Attendance, Meeting
from coordinator.meetings.views import AgencyPresence, AttendanceRow, Seen
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Duty, Function, Invitee

_SEES_EVERYBODY = OFFICE | {Role.READER, Role.REGISTRATOR}


@dataclass(frozen=True)
class Target:
    """Whose outcome is meant: exactly one of the first three is given."""

    row_id: int | None = None
    person_id: int | None = None
    agency_id: int | None = None
    substitute_for_id: int | None = None


def list_invited(session: Session, meeting: Meeting, apologies: frozenset[int]) -> list[Attendance]:
    """Rows for everybody invited on the meeting's day, and for member agencies without anybody.

    Chair and secretary are filled in from the roster where the meeting has none yet.
    """
    assert meeting.id is not None
    invited = [
        one
        for one in roster.invitees(session, meeting.group_id, local_day(meeting.starts_at))
        if one.is_member
    ]
    for one in invited:
        if one.is_protected:
            continue  # neither leads nor writes: the name would stand in the minutes
        if Function.CHAIR in one.functions:
            meeting.chair_id = meeting.chair_id or one.person_id
        if Function.SECRETARY in one.functions:
            meeting.secretary_id = meeting.secretary_id or one.person_id
    rows = [
        _row(
            meeting,
            one,
            Outcome.APOLOGIES if one.person_id in apologies else Outcome.EXPECTED,
        )
        for one in invited
    ]
    seated = {one.agency_id for one in invited}
    rows += [
        Attendance(
            group_id=meeting.group_id,
            meeting_id=meeting.id,
            agency_id=agency.id,
            agency_name=agency.name,
            outcome=Outcome.EXPECTED.value,
        )
        for agency in roster.member_agencies(session, meeting.group_id)
        if agency.id not in seated
    ]
    return rows


def press(
    session: Session,
    meeting: Meeting,
    agency_id: int,
    *,
    wanted: Outcome,
    seen: Outcome,
    preferred: frozenset[int],
    masks: Masks = NONE,
) -> AgencyPresence:
    """Turns an agency's tile to ``wanted``, unless it stands so already.

    Raises:
        NotFound: the agency is not listed at the meeting.
        Conflict: it stands neither so nor as it was ``seen``.
    """
    rows = _of_agency(session, meeting, agency_id)
    views = [row_view(row) for row in rows]
    stored = rules.agency_outcome([row.outcome for row in views])
    if stored is wanted:
        return by_agency([row_view(row, masks) for row in rows])[0]
    if stored is not seen:
        raise Conflict("attendance-changed", agency=rows[0].agency_name)
    if wanted.is_there:
        decided = rules.arrive(views, preferred, wanted)
    else:
        decided = rules.leave(views, wanted)
    kept = []
    for row in rows:
        assert row.id is not None
        if row.id in decided.dropped:
            session.delete(row)
            continue
        if row.id in decided.outcomes:
            row.outcome = decided.outcomes[row.id].value
        kept.append(row)
    if decided.adds_agency_row:
        kept.append(_nameless(rows[0], wanted))
    save(session, *kept)
    return by_agency([row_view(row, masks) for row in kept])[0]


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
    row.outcome = outcome.value
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


def by_agency(rows: Sequence[AttendanceRow]) -> tuple[AgencyPresence, ...]:
    """Rows gathered by agency, in the order in which the agencies first stand."""
    groups: dict[int, list[AttendanceRow]] = {}
    for row in rows:
        groups.setdefault(row.agency_id, []).append(row)
    return tuple(
        AgencyPresence(
            agency_id=agency_id,
            agency_name=group[0].agency_name,
            outcome=rules.agency_outcome([row.outcome for row in group]),
            rows=tuple(group),
        )
        for agency_id, group in groups.items()
    )


def people_of(actor: Actor) -> frozenset[int] | None:
    """The agencies whose people the actor sees at a meeting, by id; None for all.

    A member sees the own ones. Whoever follows the group's meetings sees who was there.
    """
    return None if actor.roles & _SEES_EVERYBODY else actor.agency_ids


def row_view(row: Attendance, masks: Masks = NONE, *, is_named: bool = True) -> AttendanceRow:
    """The row as the reader may see it: ``masks`` hold what stands instead of an approved name.

    Not ``is_named``: the outcome alone, whoever it was.
    """
    assert row.id is not None
    return AttendanceRow(
        id=row.id,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        person_id=row.person_id if is_named else None,
        person_name=masks.over("attendance", row.id, "person_name", row.person_name)
        if is_named
        else None,
        duty=row.duty,
        is_member=row.is_member,
        outcome=Outcome(row.outcome),
        substitute_for_id=row.substitute_for_id if is_named else None,
    )


def surplus(rows: Sequence[Attendance]) -> list[Attendance]:
    """Rows that speak for an agency without a name, needless once somebody named is there."""
    named = {
        row.agency_id for row in rows if row.person_id is not None and Outcome(row.outcome).came
    }
    return [
        row
        for row in rows
        if row.person_id is None and row.duty != "substitute" and row.agency_id in named
    ]


def substitute_row(absent: Attendance, person_id: int | None, name: str | None) -> Attendance:
    """A row for whoever came instead; a shelter's substitute needs no name."""
    return Attendance(
        group_id=absent.group_id,
        meeting_id=absent.meeting_id,
        agency_id=absent.agency_id,
        person_id=person_id,
        agency_name=absent.agency_name,
        person_name=name,
        duty=Duty.SUBSTITUTE.value,
        is_member=absent.is_member,
        outcome=Outcome.SUBSTITUTE.value,
        substitute_for_id=absent.person_id,
    )


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
    return _row(meeting, seat, Outcome.EXPECTED)


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
        row = _nameless(mine[0], Outcome.EXPECTED)
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


def _row(meeting: Meeting, seat: Invitee, outcome: Outcome) -> Attendance:
    assert meeting.id is not None
    return Attendance(
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        agency_id=seat.agency_id,
        person_id=seat.person_id,
        agency_name=seat.agency_name,
        person_name=None if seat.is_protected or seat.is_hidden else seat.name,
        duty=seat.duty.value,
        is_member=seat.is_member,
        outcome=outcome.value,
    )


def _nameless(beside: Attendance, outcome: Outcome) -> Attendance:
    return Attendance(
        group_id=beside.group_id,
        meeting_id=beside.meeting_id,
        agency_id=beside.agency_id,
        agency_name=beside.agency_name,
        is_member=beside.is_member,
        outcome=outcome.value,
    )
