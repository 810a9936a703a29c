"""One meeting's life: reading, starting, attendance, the agenda's clock, closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from coordinator.access import codes
from coordinator.access import steps as access
from coordinator.access.actor import Actor
from coordinator.access.masks import NONE, Masks, masks_for
from coordinator.access.rules import permit
from coordinator.access.trail import acting, says
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.letters import queue
from coordinator.core.text import typed_line
from coordinator.meetings import attendance, rules, secret_place, steps, store
from coordinator.meetings.agenda_template import agenda_template, item_title
from coordinator.meetings.letters import code_letter
from coordinator.meetings.rules import MeetingEvent
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.meetings.views import (
    AgencyPresence,
    AgendaItemView,
    MeetingFilter,
    MeetingLine,
    MeetingPage,
    MeetingState,
    MeetingView,
    Outcome,
    TermCount,
    ToldLine,
    YearView,
)
from coordinator.roster import steps as roster

_HOUR = timedelta(hours=1)
_MOST_CODES = 5  # that one person may ask for within an hour
_MASKED = frozenset({"attendance", "agenda_item"})  # tables whose texts may have a masked copy


def list_meetings(office: Office, actor: Actor, *, year: int | None = None) -> YearView:
    """The meetings of a year's two terms, and how the terms stand; by default of this year."""
    permit(actor, "meetings.list_meetings")
    year = year or office.clock.today().year
    codes = [f"VT{year}", f"HT{year}"]
    with office.reading() as session:
        states = store.term_states(session, actor.group_id)
        return YearView(
            year=year,
            meetings=tuple(
                steps.counted_line(found)
                for found in store.meetings_of_terms(session, actor.group_id, codes)
            ),
            terms=steps.count_terms(states, access.group(session, actor.group_id), codes),
            years=tuple(sorted({int(code[2:]) for code, _, _ in states})),
        )


def term_counts(office: Office, actor: Actor, *, codes: Sequence[str]) -> tuple[TermCount, ...]:
    """How the asked terms stand, in the asked order."""
    permit(actor, "meetings.term_counts")
    with office.reading() as session:
        return steps.term_counts(session, access.group(session, actor.group_id), codes)


def upcoming(office: Office, actor: Actor, *, limit: int = 6) -> tuple[MeetingLine, ...]:
    """Meetings from today on that stand or are under way, the next one first: one statement."""
    permit(actor, "meetings.upcoming")
    with office.reading() as session:
        found = store.standing_from(session, actor.group_id, office.clock.today(), limit=limit)
        return tuple(steps.counted_line(one) for one in found)


def find_meetings(
    office: Office,
    actor: Actor,
    *,
    filter: MeetingFilter | None = None,  # noqa: A002 - the word on screen
    limit: int = 25,
    offset: int = 0,
) -> MeetingPage:
    """One page of the meetings that fit the filter, newest first.

    An asked agency hides nothing: it marks the meetings where it was represented.
    """
    permit(actor, "meetings.find_meetings")
    wanted = filter or MeetingFilter()
    with office.reading() as session:
        found, (total, held, attended) = store.find(
            session, actor.group_id, wanted, limit=limit, offset=offset
        )
        return MeetingPage(
            meetings=tuple(steps.counted_line(one) for one in found),
            total=total,
            held=held,
            attended=attended if wanted.agency_id is not None else None,
            attended_ids=frozenset(one.row.id for one in found if one.attended and one.row.id),
        )


def meeting(office: Office, actor: Actor, *, code: str) -> MeetingView:
    """One meeting with agenda and attendance: three statements.

    A member sees what became of every agency, and people of the own agencies alone.

    Raises:
        NotFound: no such meeting in the group.
    """
    permit(actor, "meetings.meeting")
    with office.reading() as session:
        return _view(session, actor, code)


def start(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    apologies: frozenset[int] = frozenset(),
) -> MeetingView:
    """Starts the meeting: lists everybody invited as of its day and opens the first item.

    ``apologies``: ids of people who have said no; the others are waited for. Agencies nobody
    stands for get a row of their own. Later changes in the roster do not touch these rows.

    Raises:
        NotFound, Conflict: see :func:`_for_change`.
        RuleBroken: the meeting is not planned any more.
    """
    permit(actor, "meetings.start")
    now = office.clock.now()
    with acting(office, actor, "meetings.start", about=code) as session:
        row = _for_change(session, actor, code, version)
        row.state = rules.next_state(MeetingState(row.state), MeetingEvent.START).value
        row.started_at, row.version = now, row.version + 1
        invited = attendance.list_invited(session, row, apologies)
        agenda = store.agenda(session, actor.group_id, _id(row))
        if agenda:
            _open(row, agenda[0], now)
        store.save_all(session, [row, *agenda[:1]])
        store.insert_attendance(session, invited)
        return _view(session, actor, code)


def open_item(office: Office, actor: Actor, *, code: str, item_id: int) -> AgendaItemView:
    """Goes to an agenda item: the clock of the item before stops, this one's runs on.

    Going forward marks the item before as done; going back does not.

    Raises:
        NotFound: no such meeting or item.
        RuleBroken: the meeting is not under way.
    """
    permit(actor, "meetings.open_item")
    now = office.clock.now()
    with acting(office, actor, "meetings.open_item", about=code) as session:
        row = _for_change(session, actor, code)
        rules.next_state(MeetingState(row.state), MeetingEvent.OPEN_ITEM)
        agenda = store.agenda(session, actor.group_id, _id(row))
        item = next((one for one in agenda if one.id == item_id), None)
        if item is None:
            raise NotFound("not-found")
        before = next((one for one in agenda if one.id == row.current_item_id), None)
        if before is not None and before is not item:
            _stop_clock(before, now)
            before.is_done = before.is_done or before.number < item.number
        if before is not item:
            _open(row, item, now)
        store.save_all(session, [row, item, *([before] if before else [])])
        return _item_view(item, row.current_item_id)


def press_tile(
    office: Office,
    actor: Actor,
    *,
    code: str,
    agency_id: int,
    preferred: frozenset[int] = frozenset(),
) -> AgencyPresence:
    """Turns an agency's tile: not here becomes here, here becomes not here.

    ``preferred``: person ids that are meant when several stand for the agency, as a rule those
    who said yes; without any the agency is marked without a name.

    Raises:
        NotFound: no such meeting, or the agency is not listed at it.
        RuleBroken: the meeting has not started, or is cancelled.
    """
    permit(actor, "meetings.press_tile")
    with acting(office, actor, "meetings.press_tile", about=code) as session:
        row = _for_change(session, actor, code)
        state = rules.next_state(MeetingState(row.state), MeetingEvent.RECORD)
        masks = masks_for(session, actor, _MASKED)
        return attendance.press(
            session, row, agency_id, preferred, rules.not_here(state), masks=masks
        )


def set_outcome(
    office: Office,
    actor: Actor,
    *,
    code: str,
    outcome: Outcome,
    row_id: int | None = None,
    person_id: int | None = None,
    agency_id: int | None = None,
    substitute_for_id: int | None = None,
) -> AgencyPresence:
    """Says what became of one person, or of one agency without naming anybody.

    Exactly one of ``row_id``, ``person_id`` and ``agency_id`` tells whose outcome it is. A person
    who is not listed yet is added if the roster has a seat for them on the meeting's day. With
    ``SUBSTITUTE``, ``substitute_for_id`` is the person who sends them: that person's row becomes
    apologies. Somebody added here and set back to "not here" is taken off the list again.

    Raises:
        NotFound: no such meeting, row or person in the roster that day.
        RuleBroken: the meeting has not started, or is cancelled.
        BadInput: not exactly one of the three, or nobody to stand in for.
    """
    permit(actor, "meetings.set_outcome")
    if sum(key is not None for key in (row_id, person_id, agency_id)) != 1:
        raise BadInput("attendance-whose")
    with acting(office, actor, "meetings.set_outcome", about=code) as session:
        row = _for_change(session, actor, code)
        state = rules.next_state(MeetingState(row.state), MeetingEvent.RECORD)
        if outcome in (Outcome.EXPECTED, Outcome.ABSENT):
            outcome = rules.not_here(state) if outcome is Outcome.EXPECTED else outcome
        target = attendance.Target(row_id, person_id, agency_id, substitute_for_id)
        masks = masks_for(session, actor, _MASKED)
        return attendance.set_outcome(session, row, target, outcome, masks)


def close(office: Office, actor: Actor, *, code: str, version: int) -> MeetingView:
    """Ends the meeting: the clock stops, and whoever is still waited for was absent.

    Raises:
        NotFound, Conflict: see :func:`_for_change`.
        RuleBroken: the meeting is not under way.
    """
    permit(actor, "meetings.close")
    now = office.clock.now()
    with acting(office, actor, "meetings.close", about=code) as session:
        row = _for_change(session, actor, code, version)
        row.state = rules.next_state(MeetingState(row.state), MeetingEvent.CLOSE).value
        row.closed_at, row.version = now, row.version + 1
        agenda = store.agenda(session, actor.group_id, _id(row))
        for item in agenda:
            if item.id == row.current_item_id:
                _stop_clock(item, now)
                item.is_done = True
        row.current_item_id = None
        listed = attendance.rename(session, row, old=Outcome.EXPECTED, new=Outcome.ABSENT)
        store.save_all(session, [row, *agenda, *listed])
        return _view(session, actor, code)


def reopen(office: Office, actor: Actor, *, code: str) -> MeetingView:
    """Opens a held meeting again, as when it was closed by mistake.

    Raises:
        NotFound: no such meeting.
        RuleBroken: the meeting is not held.
    """
    permit(actor, "meetings.reopen")
    with acting(office, actor, "meetings.reopen", about=code) as session:
        row = _for_change(session, actor, code)
        row.state = rules.next_state(MeetingState(row.state), MeetingEvent.REOPEN).value
        row.closed_at, row.version = None, row.version + 1
        listed = attendance.rename(session, row, old=Outcome.ABSENT, new=Outcome.EXPECTED)
        store.save_all(session, [row, *listed])
        return _view(session, actor, code)


def add_agenda_item(
    office: Office, actor: Actor, *, code: str, title: str, duration: int
) -> AgendaItemView:
    """Adds an item, before the closing one if that is still to come. ``duration`` in minutes.

    Raises:
        NotFound: no such meeting.
        RuleBroken: the meeting is held or cancelled.
        BadInput: no title, or an odd length.
    """
    permit(actor, "meetings.add_agenda_item")
    title = typed_line(title)
    rules.check_item(title, duration)
    with acting(office, actor, "meetings.add_agenda_item", about=code) as session:
        row = _for_change(session, actor, code)
        rules.next_state(MeetingState(row.state), MeetingEvent.EDIT_AGENDA)
        agenda = store.agenda(session, actor.group_id, _id(row))
        last = agenda[-1] if agenda else None
        number = last.number + 1 if last else 1
        if last and last.kind == "next" and not last.is_done and last.id != row.current_item_id:
            last.number, number = number, last.number
            store.save_all(session, [last])  # first out of the way: a number stands only once
        item = AgendaItem(
            group_id=actor.group_id,
            meeting_id=_id(row),
            number=number,
            kind="other",
            title=title,
            duration=duration,
        )
        store.save_all(session, [item])
        return _item_view(item, row.current_item_id)


def change_agenda_item(
    office: Office, actor: Actor, *, item_id: int, version: int, title: str, duration: int
) -> AgendaItemView:
    """Changes an item's title and planned length (minutes).

    Raises:
        NotFound: no such item in the group.
        Conflict: somebody else changed it in between; ``mine`` and ``theirs`` hold both titles.
        RuleBroken: the meeting is held or cancelled.
        BadInput: no title, or an odd length.
    """
    permit(actor, "meetings.change_agenda_item")
    title = typed_line(title)
    rules.check_item(title, duration)
    with acting(office, actor, "meetings.change_agenda_item") as session:
        found = store.item_with_meeting(session, actor.group_id, item_id)
        if found is None:
            raise NotFound("not-found")
        item, row = found
        rules.next_state(MeetingState(row.state), MeetingEvent.EDIT_AGENDA)
        if item.version != version:
            raise Conflict("changed-meanwhile", mine=title, theirs=item.title, version=item.version)
        item.title, item.duration, item.version = title, duration, item.version + 1
        store.save_all(session, [item])
        return _item_view(item, row.current_item_id)


def set_theme(office: Office, actor: Actor, *, code: str, version: int, theme: str) -> MeetingView:
    """Sets the meeting's theme (empty: none); the agenda's theme item follows.

    Raises:
        NotFound, Conflict: see :func:`_for_change`.
        RuleBroken: the meeting is held or cancelled.
    """
    permit(actor, "meetings.set_theme")
    with acting(office, actor, "meetings.set_theme", about=code) as session:
        row = _for_change(session, actor, code, version)
        rules.next_state(MeetingState(row.state), MeetingEvent.EDIT_AGENDA)
        row.theme, row.version = typed_line(theme) or None, row.version + 1
        titles = {item.kind: item_title(item, row.theme) for item in agenda_template()}
        changed = [
            item
            for item in store.agenda(session, actor.group_id, _id(row))
            if item.kind == "theme" and "theme" in titles
        ]
        for item in changed:
            item.title, item.version = titles["theme"], item.version + 1
        store.save_all(session, [row, *changed])
        steps.index_meeting(session, row)
        return _view(session, actor, code)


# Places and links -----------------------------------------------------------------------------


def set_mode(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    mode: str,
    joining_link: str | None = None,
) -> MeetingLine:
    """Says whether people meet in a room, on a screen or both, and keeps the way in.

    ``joining_link``: None keeps the one that stands, an empty one takes it away; a physical
    meeting has none. It is in no list, calendar file or search: only in the recipient's own mail
    and on the personal page.

    Raises:
        NotFound, Conflict: see :func:`_for_change`.
        RuleBroken: the meeting is over or cancelled.
        BadInput: an unknown mode, or a link that is no https address.
    """
    permit(actor, "meetings.set_mode")
    if mode not in rules.MODES:
        raise BadInput("meeting-kind-unknown")
    link = None if joining_link is None else secret_place.checked_link(joining_link)
    with acting(office, actor, "meetings.set_mode", about=code) as session:
        row = _for_change(session, actor, code, version)
        rules.next_state(MeetingState(row.state), MeetingEvent.EDIT_AGENDA)
        row.mode = mode
        if joining_link is not None or mode == "physical":
            row.joining_link = None if mode == "physical" else link
        row.version += 1
        store.save_all(session, [row])
        return steps.line_of(row)


def ask_for_venue(office: Office, actor: Actor, *, code: str) -> None:
    """Mails a one-time code with which :func:`venue_by_code` shows a place told separately.

    Raises:
        NotFound: no such meeting, or the actor is not invited to it.
        RuleBroken: no place is kept here to be told, no address is known for a code, or too many
            codes have been asked for.
    """
    permit(actor, "meetings.ask_for_venue")
    now = office.clock.now()
    with acting(office, actor, "meetings.ask_for_venue", about=code) as session:
        secret_place.place_to_tell(session, actor, code)
        address = roster.address_of(session, actor.person_id) if actor.person_id else None
        if actor.person_id is None or not address:
            raise RuleBroken("venue-needs-address")
        if (
            codes.asked_since(session, actor.person_id, secret_place.PURPOSE, now - _HOUR)
            >= _MOST_CODES
        ):
            raise RuleBroken("venue-code-too-many")
        one_time = codes.issue(
            session,
            person_id=actor.person_id,
            purpose=secret_place.PURPOSE,
            about=f"{actor.group_id}/{code}",
            now=now,
        )
        letter = code_letter(
            one_time, address=address, person_id=actor.person_id, group_id=actor.group_id
        )
        queue(session, letter, now=now)


def venue_by_code(office: Office, actor: Actor, *, code: str, one_time: str) -> str:
    """The place of a meeting, told once for the code that was mailed; the trail keeps who asked.

    Raises:
        NotFound: no such meeting, or the actor is not invited to it.
        RuleBroken: no place is kept here to be told; the code is wrong, used, or too old.
    """
    permit(actor, "meetings.venue_by_code")
    now = office.clock.now()
    with acting(office, actor, "meetings.venue_by_code", about=code) as session:
        row, venue = secret_place.place_to_tell(session, actor, code)
        is_right = actor.person_id is not None and codes.spend(
            session,
            person_id=actor.person_id,
            purpose=secret_place.PURPOSE,
            about=f"{actor.group_id}/{code}",
            code=one_time,
            now=now,
        )
        says(session, shown=is_right)
        if is_right and actor.person_id is not None:
            secret_place.tell(session, row, actor.person_id, "code", now)
    # Raised outside the transaction: the try must be counted.
    if not is_right:
        raise RuleBroken("venue-code-wrong")
    return venue


def mark_venue_told(
    office: Office, actor: Actor, *, code: str, person_id: int, is_told: bool = True
) -> tuple[ToldLine, ...]:
    """Ticks that somebody has been told the place by phone, or takes the tick back.

    Raises:
        NotFound: no such meeting, or the person is not invited to it.
        RuleBroken: the place is not told separately.
    """
    permit(actor, "meetings.mark_venue_told")
    with acting(office, actor, "meetings.mark_venue_told", about=code) as session:
        secret_place.tell_by_phone(
            session, actor, code, person_id, is_told=is_told, now=office.clock.now()
        )
        return secret_place.who_knows(session, actor, code)


def venue_told(office: Office, actor: Actor, *, code: str) -> tuple[ToldLine, ...]:
    """Who is invited, and who of them has been told a place that is told separately.

    Raises:
        NotFound: no such meeting.
    """
    permit(actor, "meetings.venue_told")
    with office.reading() as session:
        return secret_place.who_knows(session, actor, code)


# Inside -----------------------------------------------------------------------------------------


def _for_change(session: Session, actor: Actor, code: str, version: int | None = None) -> Meeting:
    """The meeting's row, locked.

    Raises:
        NotFound: no such meeting in the group.
        Conflict: somebody else changed it in between.
    """
    row = store.row_for_change(session, actor.group_id, code)
    if row is None:
        raise NotFound("meeting-unknown", code=code)
    if version is not None and row.version != version:
        raise Conflict("changed-meanwhile", version=row.version)
    return row


def _view(session: Session, actor: Actor, code: str) -> MeetingView:
    group_id = actor.group_id
    found = store.meeting_by_code(session, group_id, code)
    if found is None:
        raise NotFound("meeting-unknown", code=code)
    row = found.row
    masks, people_of = masks_for(session, actor, _MASKED), attendance.people_of(actor)
    listed = [
        attendance.row_view(one, masks, is_named=people_of is None or one.agency_id in people_of)
        for one in store.attendance(session, group_id, _id(row))
    ]
    return MeetingView(
        line=steps.counted_line(found),
        chair_id=row.chair_id,
        secretary_id=row.secretary_id,
        started_at=row.started_at,
        closed_at=row.closed_at,
        reply_by=row.reply_by,
        agenda=tuple(
            _item_view(item, row.current_item_id, masks)
            for item in store.agenda(session, group_id, _id(row))
        ),
        presence=attendance.by_agency([one for one in listed if one.is_member]),
        guests=tuple(one for one in listed if not one.is_member),
        quorum_agencies=found.quorum,
    )


def _open(row: Meeting, item: AgendaItem, now: datetime) -> None:
    row.current_item_id = item.id
    item.opened_at, item.is_done = now, False


def _stop_clock(item: AgendaItem, now: datetime) -> None:
    if item.opened_at is not None:
        item.seconds_used += max(0, int((now - item.opened_at).total_seconds()))
        item.opened_at = None


def _item_view(item: AgendaItem, current_id: int | None, masks: Masks = NONE) -> AgendaItemView:
    assert item.id is not None
    return AgendaItemView(
        id=item.id,
        number=item.number,
        kind=item.kind,
        title=masks.over("agenda_item", item.id, "title", item.title),
        duration=item.duration,
        presenter_agency_id=item.presenter_agency_id,
        opened_at=item.opened_at,
        seconds_used=item.seconds_used,
        is_done=item.is_done,
        is_current=item.id == current_id,
        version=item.version,
    )


def _id(row: Meeting) -> int:
    assert row.id is not None
    return row.id
