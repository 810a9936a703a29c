"""The meeting itself: starting it, the agenda's clock, attendance, closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.masked_copies import masks_for
from coordinator.access.permissions import use_case
from coordinator.core.database import save
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.meetings import (
    attendance,
    attendance_rows,
    for_change,
    rows_to_views,
    rules,
    secret_place,
    store,
)
from coordinator.meetings.lifecycle import MeetingEvent, MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.rows_to_views import MASKED, item_view, meeting_view
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.meetings.views import (
    AgencyPresence,
    AgendaItemView,
    Announced,
    MeetingView,
    Seen,
)
from coordinator.trail.in_transaction import logged_change

NOTHING_SAID: Mapping[int, Announced] = MappingProxyType({})


@use_case("meetings.start", may=OFFICE, log=N_("started the meeting"))
def start(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    said: Mapping[int, Announced] = NOTHING_SAID,
) -> MeetingView:
    """Starts the meeting: lists everybody invited as of its day and opens the first item.

    ``said``: what people had told beforehand, by person id; who said no has sent apologies, the
    others are waited for. Agencies nobody stands for get a row of their own. Later changes in the
    roster do not touch these rows.

    Raises:
        NotFound, Conflict: see :func:`coordinator.meetings.for_change.to_change`.
        RuleBroken: the meeting is not planned any more.
    """
    now = office.clock.now()
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.START, version)
        row.started_at = now
        invited = attendance_rows.list_invited(session, row, said)
        agenda = store.agenda(session, actor.group_id, rows_to_views.id_of(row))
        if agenda:
            _open(row, agenda[0], now)
        save(session, row, *agenda[:1])
        store.insert_attendance(session, invited)
        return meeting_view(session, actor, code)


@use_case("meetings.open_item", may=OFFICE, log=N_("went to an agenda item"))
def open_item(
    office: Office, actor: Actor, *, code: str, item_id: int, seen_id: int | None
) -> AgendaItemView:
    """Goes to an agenda item: the clock of the item before stops, this one's runs on.

    Going forward marks the item before as done; going back does not. ``seen_id``: the item that
    was open on the page, so that nobody takes the room back to where a colleague has left.

    Raises:
        NotFound: no such meeting or item.
        RuleBroken: the meeting is not under way.
        Conflict: somebody else has gone on to a third item in between.
    """
    now = office.clock.now()
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.OPEN_ITEM)
        agenda = store.agenda(session, actor.group_id, rows_to_views.id_of(row))
        item = next((one for one in agenda if one.id == item_id), None)
        if item is None:
            raise NotFound("not-found")
        if row.current_item_id not in (item_id, seen_id):
            raise Conflict("item-changed")
        before = next((one for one in agenda if one.id == row.current_item_id), None)
        if before is not None and before is not item:
            _stop_clock(before, now)
            before.is_done = before.is_done or before.number < item.number
        if before is not item:
            _open(row, item, now)
        save(session, row, item, *([before] if before else []))
        return item_view(item, row.current_item_id)


@use_case("meetings.press_tile", may=OFFICE, log=N_("ticked an agency's attendance"))
def press_tile(
    office: Office,
    actor: Actor,
    *,
    code: str,
    agency_id: int,
    wanted: Outcome,
    seen: Outcome,
) -> AgencyPresence:
    """Turns an agency's tile to ``wanted``, one of :func:`coordinator.meetings.rules.stops`.

    ``seen`` is what the tile showed to whoever pressed it; :func:`rules.pressed` tells what a
    press on that means. Two who mark the same arrival want the same, and get it. "Not here" may
    be said as ``EXPECTED`` or ``ABSENT``: the meeting's state tells which it is.

    Raises:
        NotFound: no such meeting, or the agency is not listed at it.
        RuleBroken: the meeting has not started, is cancelled, or its notes are approved.
        Conflict: it is neither as the tile showed nor as it is wanted: somebody else said more.
        BadInput: a tile does not say that.
    """
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.RECORD)
        if wanted in (Outcome.EXPECTED, Outcome.ABSENT):
            wanted = rules.not_here(MeetingState(row.state))
        masks = masks_for(session, actor, MASKED)
        return attendance.press(session, row, agency_id, wanted=wanted, seen=seen, masks=masks)


@use_case("meetings.set_outcome", may=OFFICE, log=N_("set somebody's attendance"))
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
    seen: Seen | None = None,
) -> AgencyPresence:
    """Says what became of one person, or of one agency without naming anybody.

    Exactly one of ``row_id``, ``person_id`` and ``agency_id`` tells whose outcome it is. A person
    who is not listed yet is added if the roster has a seat for them on the meeting's day. With
    ``SUBSTITUTE``, ``substitute_for_id`` is the person who sends them: that person's row becomes
    apologies, and whoever else came instead of that person leaves the list. So does whoever came
    instead of a person about whom anything else is said. Somebody added here and set back to "not
    here" is taken off the list again.

    ``seen``: what the page showed of the person it is about (of who sends the substitute); None
    where nothing was shown.

    Raises:
        NotFound: no such meeting, row or person in the roster that day.
        RuleBroken: the meeting has not started, is cancelled, or its notes are approved.
        Conflict: the person stands neither as the page showed nor as is wanted.
        BadInput: not exactly one of the three, or nobody to stand in for.
    """
    if sum(key is not None for key in (row_id, person_id, agency_id)) != 1:
        raise BadInput("attendance-whose")
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.RECORD)
        idle = rules.not_here(MeetingState(row.state))
        if outcome is Outcome.EXPECTED:
            outcome = idle
        target = attendance.Target(row_id, person_id, agency_id, substitute_for_id)
        masks = masks_for(session, actor, MASKED)
        return attendance.set_outcome(
            session, row, target, outcome, idle=idle, seen=seen, masks=masks
        )


@use_case("meetings.close", may=OFFICE, log=N_("closed the meeting"))
def close(office: Office, actor: Actor, *, code: str, version: int) -> MeetingView:
    """Ends the meeting: the clock stops, and whoever is still waited for was absent.

    A place told separately is forgotten, and who was told it.

    Raises:
        NotFound, Conflict: see :func:`coordinator.meetings.for_change.to_change`.
        RuleBroken: the meeting is not under way.
    """
    now = office.clock.now()
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.CLOSE, version)
        row.closed_at = now
        agenda = store.agenda(session, actor.group_id, rows_to_views.id_of(row))
        for item in agenda:
            if item.id == row.current_item_id:
                _stop_clock(item, now)
                item.is_done = True
        row.current_item_id = None
        secret_place.forget(session, row)
        listed = attendance.rename(session, row, old=Outcome.EXPECTED, new=Outcome.ABSENT)
        save(session, row, *agenda, *listed)
        return meeting_view(session, actor, code)


@use_case("meetings.reopen", may=OFFICE, log=N_("reopened the meeting"))
def reopen(office: Office, actor: Actor, *, code: str, version: int) -> MeetingView:
    """Opens a held meeting again, as when it was closed by mistake.

    Raises:
        NotFound, Conflict: see :func:`coordinator.meetings.for_change.to_change`.
        RuleBroken: the meeting is not held, or its notes are approved.
    """
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.REOPEN, version)
        row.closed_at = None
        listed = attendance.rename(session, row, old=Outcome.ABSENT, new=Outcome.EXPECTED)
        save(session, row, *listed)
        return meeting_view(session, actor, code)


def _open(row: Meeting, item: AgendaItem, now: datetime) -> None:
    row.current_item_id = item.id
    item.opened_at, item.is_done = now, False


def _stop_clock(item: AgendaItem, now: datetime) -> None:
    if item.opened_at is not None:
        item.seconds_used += max(0, int((now - item.opened_at).total_seconds()))
        item.opened_at = None
