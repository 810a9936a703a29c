"""The meeting itself: starting it, the agenda's clock, attendance, closing."""

from __future__ import annotations

from datetime import datetime

from coordinator.access.actor import Actor
from coordinator.access.masks import masks_for
from coordinator.access.rules import permit
from coordinator.access.trail import acting
from coordinator.core.errors import BadInput, NotFound
from coordinator.core.office import Office
from coordinator.meetings import attendance, rules, secret_place, steps, store
from coordinator.meetings.reading import MASKED, item_view, meeting_view
from coordinator.meetings.rules import MeetingEvent
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.meetings.views import (
    AgencyPresence,
    AgendaItemView,
    MeetingState,
    MeetingView,
    Outcome,
)


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
        NotFound, Conflict: see :func:`coordinator.meetings.steps.to_change`.
        RuleBroken: the meeting is not planned any more.
    """
    permit(actor, "meetings.start")
    now = office.clock.now()
    with acting(office, actor, "meetings.start", about=code) as session:
        row = steps.to_change(session, actor.group_id, code, version)
        row.state = rules.next_state(MeetingState(row.state), MeetingEvent.START).value
        row.started_at, row.version = now, row.version + 1
        invited = attendance.list_invited(session, row, apologies)
        agenda = store.agenda(session, actor.group_id, steps.id_of(row))
        if agenda:
            _open(row, agenda[0], now)
        store.save_all(session, [row, *agenda[:1]])
        store.insert_attendance(session, invited)
        return meeting_view(session, actor, code)


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
        row = steps.to_change(session, actor.group_id, code)
        rules.next_state(MeetingState(row.state), MeetingEvent.OPEN_ITEM)
        agenda = store.agenda(session, actor.group_id, steps.id_of(row))
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
        return item_view(item, row.current_item_id)


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
        row = steps.to_change(session, actor.group_id, code)
        state = rules.next_state(MeetingState(row.state), MeetingEvent.RECORD)
        masks = masks_for(session, actor, MASKED)
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
        row = steps.to_change(session, actor.group_id, code)
        state = rules.next_state(MeetingState(row.state), MeetingEvent.RECORD)
        if outcome in (Outcome.EXPECTED, Outcome.ABSENT):
            outcome = rules.not_here(state) if outcome is Outcome.EXPECTED else outcome
        target = attendance.Target(row_id, person_id, agency_id, substitute_for_id)
        masks = masks_for(session, actor, MASKED)
        return attendance.set_outcome(session, row, target, outcome, masks)


def close(office: Office, actor: Actor, *, code: str, version: int) -> MeetingView:
    """Ends the meeting: the clock stops, and whoever is still waited for was absent.

    A place told separately is forgotten, and who was told it.

    Raises:
        NotFound, Conflict: see :func:`coordinator.meetings.steps.to_change`.
        RuleBroken: the meeting is not under way.
    """
    permit(actor, "meetings.close")
    now = office.clock.now()
    with acting(office, actor, "meetings.close", about=code) as session:
        row = steps.to_change(session, actor.group_id, code, version)
        row.state = rules.next_state(MeetingState(row.state), MeetingEvent.CLOSE).value
        row.closed_at, row.version = now, row.version + 1
        agenda = store.agenda(session, actor.group_id, steps.id_of(row))
        for item in agenda:
            if item.id == row.current_item_id:
                _stop_clock(item, now)
                item.is_done = True
        row.current_item_id = None
        secret_place.forget(session, row)
        listed = attendance.rename(session, row, old=Outcome.EXPECTED, new=Outcome.ABSENT)
        store.save_all(session, [row, *agenda, *listed])
        return meeting_view(session, actor, code)


def reopen(office: Office, actor: Actor, *, code: str) -> MeetingView:
    """Opens a held meeting again, as when it was closed by mistake.

    Raises:
        NotFound: no such meeting.
        RuleBroken: the meeting is not held.
    """
    permit(actor, "meetings.reopen")
    with acting(office, actor, "meetings.reopen", about=code) as session:
        row = steps.to_change(session, actor.group_id, code)
        row.state = rules.next_state(MeetingState(row.state), MeetingEvent.REOPEN).value
        row.closed_at, row.version = None, row.version + 1
        listed = attendance.rename(session, row, old=Outcome.ABSENT, new=Outcome.EXPECTED)
        store.save_all(session, [row, *listed])
        return meeting_view(session, actor, code)


def _open(row: Meeting, item: AgendaItem, now: datetime) -> None:
    row.current_item_id = item.id
    item.opened_at, item.is_done = now, False


def _stop_clock(item: AgendaItem, now: datetime) -> None:
    if item.opened_at is not None:
        item.seconds_used += max(0, int((now - item.opened_at).total_seconds()))
        item.opened_at = None
