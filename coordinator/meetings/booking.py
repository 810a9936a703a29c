"""Booking, moving and cancelling a meeting, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import uuid4

from coordinator.core.database import Session, remove, save
from coordinator.core.errors import NotFound, RuleBroken
from coordinator.core.search import store as search
from coordinator.core.text import typed_line
from coordinator.groups import in_transaction as groups
from coordinator.groups.views import GroupView
from coordinator.meetings import for_change, rules, secret_place, store
from coordinator.meetings.agenda_template import agenda_template, item_title
from coordinator.meetings.calendar_entry import entry, raise_revision
from coordinator.meetings.lifecycle import MeetingEvent, MeetingState
from coordinator.meetings.rows_to_views import id_of, line_of
from coordinator.meetings.search_entry import index_meeting
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.meetings.views import MeetingKey, MeetingLine, NewMeeting, VenueKind


def schedule(
    session: Session,
    *,
    group: GroupView,
    new: NewMeeting,
    term_code: str,
    now: datetime,
    accepted: Collection[str] = (),
) -> MeetingKey:
    """Books a meeting with the template's agenda.

    Its number in the term is never used again, but for one whose booking was taken back.

    Raises:
        BadInput: times out of order, a length nobody means, or a protected place was written.
        RuleBroken: the host may not host, the place is a shelter's, or it is told separately and
            stands in another text; or one of :data:`coordinator.meetings.secret_place.ASKED` that
            is not among the ``accepted``.
        NotFound: the host is no agency of the group.
    """
    rules.check_new(new)
    check_host(session, group.id, new.host_agency_id)
    groups.lock_group(session, group.id)
    venue = secret_place.checked_venue(session, group.id, new.venue, new.venue_kind, accepted)
    number = store.highest_number(session, group.id, term_code) + 1
    row = _planned(group.id, (term_code, number), new, venue=venue, now=now)
    secret_place.forget_past(session, now, group.id)
    _refuse_place_in_texts(session, row, [_secret(row)], accepted)
    row.vevent = entry(row)
    save(session, row)
    save(session, *_first_agenda(row))
    index_meeting(session, row)
    return MeetingKey(id_of(row), row.code)


def _planned(
    group_id: int, place: tuple[str, int], new: NewMeeting, *, venue: str | None, now: datetime
) -> Meeting:
    """``place``: the term's code and the meeting's number in it."""
    term_code, number = place
    return Meeting(
        group_id=group_id,
        code=f"{term_code}-{number}",
        term_code=term_code,
        number=number,
        uid=str(uuid4()),
        state=MeetingState.PLANNED.value,
        starts_at=new.start,
        ends_at=new.end,
        mode=new.mode,
        venue=venue,
        venue_kind=new.venue_kind,
        host_agency_id=new.host_agency_id,
        theme=typed_line(new.theme or "") or None,
        extra_reason=typed_line(new.extra_reason or "") or None,
        changed_at=now,
    )


def _first_agenda(row: Meeting) -> list[AgendaItem]:
    return [
        AgendaItem(
            group_id=row.group_id,
            meeting_id=id_of(row),
            number=number,
            kind=item.kind.value,
            title=item_title(item, row.theme),
            duration=item.duration,
        )
        for number, item in enumerate(agenda_template(), start=1)
    ]


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
    The first place of a meeting needs no ``reason``.

    Raises:
        RuleBroken: the meeting is not planned any more, the reason is missing, or the place is a
            shelter's, or secret and stands in another text; or one of
            :data:`coordinator.meetings.secret_place.ASKED` that is not among the ``accepted``.
        BadInput: times out of order, a length nobody means, or a protected place was written.
    """
    row = for_change.by_id_to_change(session, group_id, meeting_id, MeetingEvent.MOVE)
    rules.check_new(NewMeeting(start=start, end=end, venue_kind=venue_kind, mode=row.mode))
    if venue is not None:
        venue = secret_place.checked_venue(session, group_id, venue, venue_kind, accepted)
    elif venue_kind == row.venue_kind:
        venue = row.venue
    is_new_time = (row.starts_at, row.ends_at) != (start, end)
    is_new_place = (row.venue, row.venue_kind) != (venue, venue_kind)
    if not is_new_time and not is_new_place:
        return line_of(row)
    is_first_place = lacks_place(row.venue_kind, has_venue=row.venue is not None)
    if is_new_time or not is_first_place or reason.strip():
        row.change_reason = _reason(reason)
    secret = [_secret_until_now(row, venue, venue_kind)]
    if is_new_time:
        _set_time(row, start, end)
    if is_new_place:
        secret_place.forget_told(session, row)
        row.venue, row.venue_kind = venue, venue_kind
    secret.append(_secret(row))
    agenda = store.agenda(session, group_id, meeting_id)
    _refuse_place_in_texts(
        session, row, secret, accepted, agenda=agenda, also_elsewhere=is_new_place
    )
    raise_revision(row, now)
    save(session, row)
    index_meeting(session, row)
    return line_of(row)


def lacks_place(venue_kind: str, *, has_venue: bool) -> bool:
    """Whether nobody has said yet where the meeting is: that it is protected says it."""
    return not has_venue and venue_kind != VenueKind.PROTECTED


def _set_time(row: Meeting, start: datetime, end: datetime) -> None:
    if row.starts_at != start:
        row.moved_from = row.starts_at
    row.reply_by = None  # everybody is asked again, by a new day
    row.starts_at, row.ends_at = start, end


def _secret_until_now(row: Meeting, new_venue: str | None, new_kind: str) -> str | None:
    """The place that was secret; where none is written instead, the open one becomes secret."""
    if new_kind != VenueKind.OPEN and new_venue is None:
        return row.venue
    return _secret(row)


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
    save(session, row)
    index_meeting(session, row)
    return line_of(row)


def take_back(session: Session, *, group_id: int, meeting_id: int) -> None:
    """Ends a booking as if it had never been: the meeting, its agenda and its search entry go.

    Its number is free again, as nobody has heard of it.

    Raises:
        RuleBroken: the meeting is not planned any more, or somebody may know of it: it was moved,
            people were invited, or something else is kept that points to it.
    """
    row = for_change.by_id_to_change(session, group_id, meeting_id, MeetingEvent.TAKE_BACK)
    if not is_untold(session, row):
        raise RuleBroken("meeting-may-be-known")
    secret_place.forget(session, row)
    search.forget(session, group_id=group_id, source="meeting", source_id=meeting_id)
    remove(session, *store.agenda(session, group_id, meeting_id))
    remove(session, row)


def is_untold(session: Session, row: Meeting) -> bool:
    """Whether nothing has happened to a meeting since it was booked."""
    is_as_booked = row.sequence == 0 and row.invited_at is None
    return is_as_booked and not store.is_pointed_to(session, id_of(row))


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


def rewrite_entries(
    session: Session, *, group_id: int, ids: Collection[int], now: datetime
) -> None:
    """Makes the calendar entries of these meetings again, after a text in them was changed."""
    for meeting_id in sorted(ids):
        row = for_change.locked(session, group_id, meeting_id)
        raise_revision(row, now)
        save(session, row)


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
