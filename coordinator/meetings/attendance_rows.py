"""Rows of attendance: made when a meeting starts or somebody comes, and as readers see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.access.masked_copies import NONE, Masks
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.meetings import rules
from coordinator.meetings.outcome import Outcome, Said
from coordinator.meetings.tables import Attendance, Meeting
from coordinator.meetings.views import AgencyPresence, Announced, AttendanceRow
from coordinator.roster import in_transaction as roster
from coordinator.roster.views import Duty, Function, Invitee

_SEES_EVERYBODY = OFFICE | {Role.READER, Role.REGISTRATOR}


def list_invited(
    session: Session, meeting: Meeting, said: Mapping[int, Announced]
) -> list[Attendance]:
    """Rows for everybody invited on the meeting's day, and for member agencies without anybody.

    ``said``: what people had told beforehand, by person id.

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
    rows = [_invited_row(meeting, one, said.get(one.person_id)) for one in invited]
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


def _invited_row(meeting: Meeting, seat: Invitee, told: Announced | None) -> Attendance:
    is_away = told is not None and told.said is Said.AWAY
    row = row_of_seat(meeting, seat, Outcome.APOLOGIES if is_away else Outcome.EXPECTED)
    if told is not None:
        row.said, row.said_substitute_id = told.said.value, told.substitute_id
    return row


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


def substitutes_announced(session: Session, rows: Sequence[Attendance]) -> Mapping[int, str]:
    """Names of substitutes who are waited for, where one may stand here: a statement if any."""
    ids = {row.said_substitute_id for row in rows if row.said_substitute_id is not None}
    return roster.open_names(session, rows[0].group_id, ids) if ids else {}


def row_view(
    row: Attendance,
    masks: Masks = NONE,
    *,
    is_named: bool = True,
    tells_beforehand: bool = True,
    announced: Mapping[int, str] | None = None,
) -> AttendanceRow:
    """The row as the reader may see it: ``masks`` hold what stands instead of an approved name.

    Not ``is_named``: the outcome alone, whoever it was. ``tells_beforehand``: also what was told,
    with the names of substitutes ``announced``.
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
        said=Said(row.said) if tells_beforehand and row.said else None,
        expected_substitute=(announced or {}).get(row.said_substitute_id or 0),
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


def row_of_seat(meeting: Meeting, seat: Invitee, outcome: Outcome) -> Attendance:
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


def nameless_row(beside: Attendance, outcome: Outcome) -> Attendance:
    return Attendance(
        group_id=beside.group_id,
        meeting_id=beside.meeting_id,
        agency_id=beside.agency_id,
        agency_name=beside.agency_name,
        is_member=beside.is_member,
        outcome=outcome.value,
    )
