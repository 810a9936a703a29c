"""What higher rooms do with meetings inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from coordinator.access.masked_copies import drop_masks, keep_mask, masks_of
from coordinator.core.database import Session, remove, save
from coordinator.core.dates import local_day
from coordinator.core.errors import NotFound
from coordinator.meetings import (
    attendance_rows,
    booking,
    for_change,
    rules,
    secret_place,
    store,
)
from coordinator.meetings.lifecycle import MeetingEvent, MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.rows_to_views import counted_line, line_of
from coordinator.meetings.tables import Attendance
from coordinator.meetings.views import Came, MeetingLine, Standing, TermCount
from coordinator.roster.views import protected_name

ASKED_PLACES = secret_place.ASKED


def meeting_for_change(
    session: Session, *, group_id: int, code: str, event: MeetingEvent, version: int | None = None
) -> MeetingLine:
    """The meeting, locked until the transaction ends, to which the event may happen.

    Raises:
        NotFound, Conflict, RuleBroken: see :func:`coordinator.meetings.for_change.to_change`.
    """
    return line_of(for_change.to_decide(session, group_id, code, event, version))


def approve(session: Session, *, group_id: int, code: str, day: date) -> None:
    """The meeting's notes are approved: from here on nothing that they tell of is changed.

    Raises:
        NotFound, RuleBroken: see :func:`coordinator.meetings.for_change.to_change`.
    """
    row = for_change.to_change(session, group_id, code, MeetingEvent.APPROVE)
    row.approved_on = day
    save(session, row)


def must_not_be_approved(session: Session, *, group_id: int, meeting_id: int) -> None:
    """Locks the meeting, for who adds to what its notes print.

    Raises:
        NotFound: no such meeting in the group.
        RuleBroken: its notes are approved.
    """
    row = for_change.locked(session, group_id, meeting_id)
    rules.check_not_approved(is_approved=row.is_approved)


def meeting_line(session: Session, *, group_id: int, code: str) -> MeetingLine:
    """The meeting with its agencies counted.

    Raises:
        NotFound: no such meeting in the group.
    """
    found = store.meeting_by_code(session, group_id, code)
    if found is None:
        raise NotFound("meeting-unknown", code=code)
    return counted_line(found)


def booked_at(session: Session, *, group_id: int, code: str) -> datetime | None:
    """When the meeting was booked; None where something has happened to it since."""
    row = store.row_by_code(session, group_id, code)
    if row is None or row.state != MeetingState.PLANNED or not booking.is_untold(session, row):
        return None
    return row.changed_at


def next_standing(
    session: Session, *, group_id: int, day: date
) -> tuple[MeetingLine, str | None] | None:
    """The first meeting from the day on that stands or is under way, and its joining link.

    The link leaves for the personal page and the recipient's own mail alone.
    """
    found = store.standing_from(session, group_id, day, limit=1)
    return (counted_line(found[0]), found[0].row.joining_link) if found else None


def agenda_titles(
    session: Session, *, group_id: int, meeting_id: int
) -> tuple[tuple[str, int], ...]:
    """The agenda's titles with the planned minutes, in order."""
    return tuple(
        (item.title, item.duration) for item in store.agenda(session, group_id, meeting_id)
    )


def refuse_secret_places(
    session: Session, group_id: int, texts: Iterable[str | None], accepted: Collection[str] = ()
) -> None:
    """For rooms above: what is written there names no place that is secret now.

    Raises:
        RuleBroken: it does; or the street and number do, and that is not among the ``accepted``.
    """
    secret_place.refuse_secret_places(session, group_id, texts, accepted)


def forget_past_places(session: Session, now: datetime) -> tuple[str, ...]:
    """Forgets the secret places of meetings that are over in every group; the meetings' codes."""
    return secret_place.forget_past(session, now)


def lines_of_terms(
    session: Session, *, group_id: int, codes: Sequence[str]
) -> tuple[MeetingLine, ...]:
    """The terms' meetings, cancelled ones too, by start."""
    return tuple(
        counted_line(found) for found in store.meetings_of_terms(session, group_id, list(codes))
    )


def step_down(session: Session, *, group_id: int, person_id: int) -> tuple[str, ...]:
    """Takes the person away as chair and secretary of meetings whose notes are not approved.

    Gives the codes of the meetings that lost one.
    """
    changed = []
    for row in store.led_by(session, group_id, person_id):
        if row.is_approved:
            continue
        row.chair_id = None if row.chair_id == person_id else row.chair_id
        row.secretary_id = None if row.secretary_id == person_id else row.secretary_id
        changed.append(row)
    save(session, *changed)
    return tuple(row.code for row in changed)


def calendar_text(session: Session, *, group_id: int, code: str) -> str:
    """The meeting's stored VEVENT.

    Raises:
        NotFound: no such meeting in the group.
    """
    text = store.calendar_text(session, group_id, code)
    if text is None:
        raise NotFound("meeting-unknown", code=code)
    return text


def settle(
    session: Session,
    *,
    group_id: int,
    meeting_id: int,
    outcomes: Mapping[int, Outcome],
    substitutes: Mapping[int, tuple[int | None, str | None]],
) -> Came:
    """Fills in what people said beforehand, only where nobody has pressed yet; who came by that.

    ``outcomes`` by person id. ``substitutes``: for the person who sends somebody, that somebody's
    person id and name (both None when no name is known or asked).

    Raises:
        RuleBroken: the meeting is not under way.
    """
    for_change.by_id_to_change(session, group_id, meeting_id, MeetingEvent.RECORD)
    listed = store.attendance(session, group_id, meeting_id)
    waiting = {
        one.person_id: one
        for one in listed
        if one.person_id is not None and one.outcome == Outcome.EXPECTED.value
    }
    there = {one.person_id for one in listed}
    changed: list[Attendance] = []
    for person_id, outcome in outcomes.items():
        if person_id in waiting:
            waiting[person_id].outcome = outcome.value
            changed.append(waiting[person_id])
    for person_id, (other_id, other_name) in substitutes.items():
        absent = waiting.get(person_id)
        if absent is None or (other_id is not None and other_id in there):
            continue
        absent.outcome = Outcome.APOLOGIES.value
        changed += [absent, attendance_rows.substitute_row(absent, other_id, other_name)]
    save(session, *changed)
    remove(session, *attendance_rows.surplus(listed))
    came = [row for row in changed if Outcome(row.outcome).is_there]
    return Came(agencies=len({row.agency_id for row in came}), people=len(came))


def standing(
    session: Session,
    *,
    group_id: int,
    term_code: str,
    first: date | None = None,
    last: date | None = None,
) -> tuple[Standing, ...]:
    """The term's standing meetings, and those of any term from ``first`` to ``last``, by start."""
    rows = store.standing(session, group_id, term_code, first, last)
    return tuple(Standing(code, term, local_day(start)) for code, term, start in rows)


def term_count(session: Session, group_id: int, term_code: str) -> TermCount:
    """How the term stands."""
    return term_counts(session, group_id, [term_code])[0]


def term_counts(
    session: Session, group_id: int, term_codes: Sequence[str]
) -> tuple[TermCount, ...]:
    """How each asked term stands, in the asked order: one statement."""
    return rules.count_terms(*store.term_states(session, group_id, term_codes), term_codes)


def is_coming(line: MeetingLine, today: date) -> bool:
    """Whether the meeting stands or is under way, today or later."""
    open_states = {MeetingState.PLANNED, MeetingState.UNDER_WAY}
    return line.state in open_states and local_day(line.start) >= today


def hide_name(session: Session, group_id: int, person_id: int, now: datetime) -> None:
    """Others than coordinator and archive read the agency instead of the person's name."""
    masked = masks_of(session, group_id, {"attendance"}).texts
    for row in store.named_attendance(session, group_id, person_id):
        place = ("attendance", row.id or 0, "person_name")
        if place not in masked:
            text = protected_name(row.agency_name)
            keep_mask(session, group_id=group_id, place=place, text=text, now=now)


def show_name(session: Session, group_id: int, person_id: int, *, since: datetime) -> None:
    """Takes back what :func:`hide_name` did at ``since``; what was masked before stays so."""
    ids = [row.id for row in store.named_attendance(session, group_id, person_id) if row.id]
    drop_masks(session, group_id=group_id, source="attendance", ids=ids, since=since)


def name_again(
    session: Session, group_id: int, person_id: int, name: str, *, since: datetime
) -> None:
    """Says in open attendance who was there while the name was hidden, from ``since`` on."""
    for row in store.nameless_attendance(session, group_id, person_id, since):
        row.person_name = name
        session.add(row)
    session.flush()
