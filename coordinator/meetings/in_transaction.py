"""What higher rooms do with meetings inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import uuid4

from coordinator.access.masked_copies import NONE, Masks, drop_masks, keep_mask, masks_of
from coordinator.core.database import Session
from coordinator.core.dates import local_day
from coordinator.core.errors import NotFound, RuleBroken
from coordinator.core.search import store as search
from coordinator.core.text import typed_line
from coordinator.groups.views import GroupView
from coordinator.meetings import attendance, for_change, rules, secret_place, store
from coordinator.meetings.agenda_template import agenda_template, item_title
from coordinator.meetings.calendar_entry import entry, raise_revision
from coordinator.meetings.lifecycle import MeetingEvent, MeetingState
from coordinator.meetings.search_entry import meeting_entry
from coordinator.meetings.tables import AgendaItem, Attendance, Meeting
from coordinator.meetings.views import (
    MeetingKey,
    MeetingLine,
    NewMeeting,
    Outcome,
    Standing,
    TermCount,
    VenueKind,
)
from coordinator.roster.views import protected_name

ASKED_PLACES = secret_place.ASKED


def schedule(
    session: Session,
    *,
    group: GroupView,
    new: NewMeeting,
    term_code: str,
    now: datetime,
    accepted: Collection[str] = (),
) -> MeetingKey:
    """Books a meeting with the template's agenda. Its number in the term is never used again.

    Raises:
        BadInput: times out of order, a length nobody means, or a protected place was written.
        RuleBroken: the host may not host, the place is a shelter's, or it is told separately and
            stands in another text; or one of :data:`coordinator.meetings.secret_place.ASKED` that
            is not among the ``accepted``.
        NotFound: the host is no agency of the group.
    """
    rules.check_new(new)
    check_host(session, group.id, new.host_agency_id)
    store.lock_group(session, group.id)
    number = store.highest_number(session, group.id, term_code) + 1
    theme = typed_line(new.theme) if new.theme else None
    row = Meeting(
        group_id=group.id,
        code=f"{term_code}-{number}",
        term_code=term_code,
        number=number,
        uid=str(uuid4()),
        state=MeetingState.PLANNED.value,
        starts_at=new.start,
        ends_at=new.end,
        mode=new.mode,
        venue=secret_place.checked_venue(session, group.id, new.venue, new.venue_kind, accepted),
        venue_kind=new.venue_kind,
        host_agency_id=new.host_agency_id,
        theme=theme or None,
        extra_reason=(typed_line(new.extra_reason) or None) if new.extra_reason else None,
        changed_at=now,
    )
    secret_place.forget_past(session, now, group.id)
    _refuse_place_in_texts(session, row, [_secret(row)], accepted)
    row.vevent = entry(row)
    store.save_all(session, [row])
    assert row.id is not None
    items = [
        AgendaItem(
            group_id=group.id,
            meeting_id=row.id,
            number=place,
            kind=item.kind.value,
            title=item_title(item, theme),
            duration=item.duration,
        )
        for place, item in enumerate(agenda_template(), start=1)
    ]
    store.save_all(session, items)
    index_meeting(session, row)
    return MeetingKey(row.id, row.code)


def lock_group(session: Session, group_id: int) -> None:
    """Makes others who book or move meetings of the group wait for the caller."""
    store.lock_group(session, group_id)


def index_meeting(session: Session, row: Meeting) -> None:
    """Makes the meeting found as it stands now."""
    search.index(session, group_id=row.group_id, entry=meeting_entry(row))


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
    store.save_all(session, [row])


def must_not_be_approved(session: Session, *, group_id: int, meeting_id: int) -> None:
    """Locks the meeting, for who adds to what its notes print.

    Raises:
        NotFound: no such meeting in the group.
        RuleBroken: its notes are approved.
    """
    row = _row(session, group_id, meeting_id)
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


def move(
    session: Session,
    *,
    group_id: int,
    meeting_id: int,
    start: datetime,
    end: datetime,
    venue: str | None,
    venue_kind: str,
    reason: str,
    now: datetime,
    accepted: Collection[str] = (),
) -> MeetingLine:
    """Gives a planned meeting another time or place. Its uid stays; its sequence rises by one.

    Nothing happens when nothing differs. ``moved_from`` is the start it had before. ``venue``: None
    keeps the place while its kind stays; a place never goes from one kind to another by itself.

    Raises:
        RuleBroken: the meeting is not planned any more, the reason is missing, or the place is a
            shelter's, or secret and stands in another text; or one of
            :data:`coordinator.meetings.secret_place.ASKED` that is not among the ``accepted``.
        BadInput: times out of order, a length nobody means, or a protected place was written.
    """
    row = for_change.by_id_to_change(session, group_id, meeting_id, MeetingEvent.MOVE)
    rules.check_new(NewMeeting(start=start, end=end, venue_kind=venue_kind, mode=row.mode))
    kept = row.venue if venue_kind == row.venue_kind else None
    place = (
        kept
        if venue is None
        else secret_place.checked_venue(session, group_id, venue, venue_kind, accepted)
    )
    if (row.starts_at, row.ends_at, row.venue, row.venue_kind) == (start, end, place, venue_kind):
        return line_of(row)
    row.change_reason = _reason(reason)
    # Neither the place that was secret nor the one that is; and where no new one is written, the
    # open one is the one that becomes secret.
    was = _secret(row)
    if venue_kind != VenueKind.OPEN and place is None:
        was = row.venue
    if row.starts_at != start:
        row.moved_from = row.starts_at
    if (row.starts_at, row.ends_at) != (start, end):
        row.reply_by = None  # everybody is asked again, by a new day
    row.starts_at, row.ends_at = start, end
    if (row.venue, row.venue_kind) != (place, venue_kind):
        secret_place.forget_told(session, row)
    is_new = (row.venue, row.venue_kind) != (place, venue_kind)
    row.venue, row.venue_kind = place, venue_kind
    agenda = store.agenda(session, group_id, meeting_id)
    _refuse_place_in_texts(
        session, row, [was, _secret(row)], accepted, agenda=agenda, also_elsewhere=is_new
    )
    raise_revision(row, now)
    store.save_all(session, [row])
    index_meeting(session, row)
    return line_of(row)


def cancel(
    session: Session,
    *,
    group_id: int,
    meeting_id: int,
    reason: str,
    now: datetime,
    accepted: Collection[str] = (),
) -> MeetingLine:
    """Cancels a planned meeting: it stays in the list, marked, and counts no more.

    A place told separately is forgotten.

    Raises:
        RuleBroken: the meeting is not planned any more, or the reason is missing.
    """
    row = for_change.by_id_to_change(session, group_id, meeting_id, MeetingEvent.CANCEL)
    row.change_reason = _reason(reason)
    _refuse_place_in_texts(session, row, [_secret(row)], accepted, also_elsewhere=False)
    secret_place.forget(session, row)
    raise_revision(row, now)
    store.save_all(session, [row])
    index_meeting(session, row)
    return line_of(row)


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


def _secret(row: Meeting) -> str | None:
    return row.venue if row.venue_kind == VenueKind.TOLD_SEPARATELY else None


def _refuse_place_in_texts(
    session: Session,
    row: Meeting,
    places: Sequence[str | None],
    accepted: Collection[str],
    *,
    agenda: Sequence[AgendaItem] = (),
    also_elsewhere: bool = True,
) -> None:
    for place in filter(None, dict.fromkeys(places)):
        secret_place.refuse_in_texts(place, secret_place.texts_of(row, agenda), accepted)
        if also_elsewhere:
            secret_place.refuse_elsewhere(session, row, place, accepted)


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
    store.save_all(session, changed)
    return tuple(row.code for row in changed)


def rewrite_entries(
    session: Session, *, group_id: int, ids: Collection[int], now: datetime
) -> None:
    """Makes the calendar entries of these meetings again, after a text in them was changed."""
    for meeting_id in sorted(ids):
        row = _row(session, group_id, meeting_id)
        raise_revision(row, now)
        store.save_all(session, [row])


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
) -> int:
    """Fills in what people said beforehand, only where nobody has pressed yet; rows changed.

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
        changed += [absent, attendance.substitute_row(absent, other_id, other_name)]
    store.save_all(session, changed)
    store.drop(session, attendance.surplus(listed))
    return len(changed)


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


def line_of(
    row: Meeting,
    *,
    present: int | None = None,
    total: int = 0,
    host: str | None = None,
    masks: Masks = NONE,
) -> MeetingLine:
    """``host``: the name of the agency that is host, where it may be told."""
    assert row.id is not None
    return MeetingLine(
        id=row.id,
        code=row.code,
        term_code=row.term_code,
        number=row.number,
        uid=row.uid,
        sequence=row.sequence,
        state=MeetingState(row.state),
        title=row.title,
        start=row.starts_at,
        end=row.ends_at,
        zone=row.zone,
        mode=row.mode,
        venue=row.venue if row.venue_kind == VenueKind.OPEN else None,
        venue_kind=row.venue_kind,
        host_agency_id=row.host_agency_id,
        host=host,
        theme=masks.over("meeting", row.id, "theme", row.theme),
        extra_reason=row.extra_reason,
        moved_from=row.moved_from,
        change_reason=row.change_reason,
        invited_at=row.invited_at,
        agencies_present=present,
        agencies_total=total,
        version=row.version,
        has_secret_place=row.venue_kind == VenueKind.TOLD_SEPARATELY and bool(row.venue),
        has_joining_link=bool(row.joining_link),
    )


def counted_line(found: store.CountedMeeting, masks: Masks = NONE) -> MeetingLine:
    """Before the meeting starts the total is the group's members; then those listed at it.

    ``masks`` hold what stands instead of an approved theme for the reader.
    """
    has_started = found.row.state in (MeetingState.UNDER_WAY.value, MeetingState.HELD.value)
    return line_of(
        found.row,
        present=found.present if has_started else None,
        total=found.listed if has_started and found.listed else found.members,
        host=found.host,
        masks=masks,
    )


def id_of(row: Meeting) -> int:
    """A stored row has one, whatever its type says."""
    assert row.id is not None
    return row.id


def _row(session: Session, group_id: int, meeting_id: int) -> Meeting:
    row = store.row_by_id_for_change(session, group_id, meeting_id)
    if row is None:
        raise NotFound("not-found")
    return row


def _reason(reason: str) -> str:
    cleaned = typed_line(reason)
    if not cleaned:
        raise RuleBroken("change-needs-reason")
    return cleaned


def check_host(session: Session, group_id: int, agency_id: int | None) -> None:
    """Refuses a host that may not be one; None is nobody yet.

    Raises:
        NotFound: no such agency in the group.
        RuleBroken: it may not be host, as a shelter never is.
    """
    if agency_id is None:
        return
    host = store.agency(session, group_id, agency_id)
    if host is None:
        raise NotFound("not-found")
    if not host.may_host:
        raise RuleBroken("agency-cannot-host", agency=host.name)


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
