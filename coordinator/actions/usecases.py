"""Action points and information actions: adding, changing, following up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Unpack

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import EVERYONE, MEMBERS, use_case
from coordinator.actions import action_point as points
from coordinator.actions import information_action as infos
from coordinator.actions import rules, store
from coordinator.actions.action_point import Ending
from coordinator.actions.lifecycle import (
    FINISHED,
    OPEN_STATES,
    POINT,
    InfoEvent,
    InfoState,
    PointEvent,
    PointState,
)
from coordinator.actions.tables import ActionPoint, InformationAction
from coordinator.actions.views import (
    ActionPointPage,
    ActionPointView,
    InfoFields,
    InformationActionPage,
    InformationActionView,
)
from coordinator.core.errors import NotFound, RuleBroken
from coordinator.core.lifecycles import next_state
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.groups import in_transaction as groups
from coordinator.meetings import in_transaction as meetings
from coordinator.trail.in_transaction import logged_change, set_subject

# Action points ------------------------------------------------------------------------------------


@use_case("actions.action_points", may=EVERYONE)
def action_points(
    office: Office,
    actor: Actor,
    *,
    states: Collection[PointState] = OPEN_STATES,
    agency_id: int | None = None,
    overdue_only: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> ActionPointPage:
    """The list that follows from meeting to meeting; a member sees the own agencies' points."""
    today = office.clock.today()
    wanted: store.Wanted = {"states": states, "agency_id": agency_id}
    wanted["overdue_before"] = today if overdue_only else None
    with office.reading() as session:
        total, is_open, overdue = store.count_points(session, actor, today=today, **wanted)
        rows = store.points(session, actor, limit=limit, offset=offset, **wanted)
        return ActionPointPage(
            tuple(points.view(row, today) for row in rows), total, is_open, overdue
        )


@use_case("actions.action_point", may=EVERYONE)
def action_point(office: Office, actor: Actor, *, point_id: int) -> ActionPointView:
    """One point.

    Raises:
        NotFound: no such point, or it is another agency's and not the actor's to see.
    """
    with office.reading() as session:
        row = store.point(session, actor, point_id)
        if row is None:
            raise NotFound("not-found")
        return points.view(row, office.clock.today())


@use_case("actions.points_of_meeting", may=EVERYONE)
def points_of_meeting(office: Office, actor: Actor, *, code: str) -> tuple[ActionPointView, ...]:
    """What was given out at a meeting, by code."""
    today = office.clock.today()
    with office.reading() as session:
        return tuple(
            points.view(row, today) for row in store.points_of_meeting(session, actor, code)
        )


@use_case("actions.add_action_point", may=OFFICE, log=N_("wrote a new action point"))
def add_action_point(
    office: Office,
    actor: Actor,
    *,
    text: str,
    agency_id: int | None = None,
    due_day: date | None = None,
    meeting_code: str | None = None,
    item_id: int | None = None,
    accepted: frozenset[str] = frozenset(),
) -> ActionPointView:
    """A new task, numbered once in the group's year (``AP-2026-07``).

    ``accepted``: codes of what was asked about its text and said yes to, here as below.

    Raises:
        BadInput: no text.
        NotFound: the agency, meeting or item is not the group's.
        RuleBroken: the meeting's minutes are approved.
    """
    today = office.clock.today()
    with logged_change(office, actor) as session:
        meeting_id = points.given_at(session, actor, meeting_code, item_id)
        groups.lock_group(session, actor.group_id)
        prefix = f"AP-{today.year}-"
        number = rules.next_number(store.point_codes(session, actor.group_id, prefix))
        row = ActionPoint(
            group_id=actor.group_id,
            code=f"{prefix}{number:02d}",
            text=points.text_of(text),
            agency_id=points.agency_of(session, actor, agency_id),
            due_day=due_day,
            meeting_id=meeting_id,
            agenda_item_id=item_id,
        )
        return points.saved(session, actor, row, today, accepted=accepted)


@use_case("actions.change_action_point", may=OFFICE, log=N_("changed an action point"))
def change_action_point(
    office: Office,
    actor: Actor,
    *,
    point_id: int,
    version: int,
    text: str,
    agency_id: int | None,
    due_day: date | None,
    under_way: bool | None = None,
    accepted: frozenset[str] = frozenset(),
) -> ActionPointView:
    """Rewords, hands over, moves the due day, or says that work has begun (or has not).

    Raises:
        Conflict: somebody else changed it; ``mine`` and ``theirs`` hold both texts.
        RuleBroken: it is closed.
        BadInput: no text.
        NotFound: the point or the agency is not the group's.
    """
    words = points.text_of(text)
    with logged_change(office, actor) as session:
        row = points.to_change(session, actor, point_id, version, mine=words)
        given_to = points.agency_of(session, actor, agency_id)
        state = PointState(row.state)
        if state not in OPEN_STATES:
            raise RuleBroken("point-is-closed")
        if under_way is not None and under_way is not (state is PointState.UNDER_WAY):
            event = PointEvent.BEGIN if under_way else PointEvent.PAUSE
            row.state = next_state(POINT, state, event).value
        row.text, row.agency_id = words, given_to
        row.due_day = due_day
        return points.saved(session, actor, row, office.clock.today(), accepted=accepted)


@use_case("actions.close_action_point", may=OFFICE, log=N_("closed an action point"))
def close_action_point(
    office: Office,
    actor: Actor,
    *,
    point_id: int,
    version: int,
    result: str,
    meeting_code: str | None = None,
    accepted: frozenset[str] = frozenset(),
) -> ActionPointView:
    """Done, with what came of it; ``meeting_code`` when that was told at a meeting.

    Raises:
        BadInput: no result.
        RuleBroken: it is not open.
        Conflict, NotFound: as :func:`change_action_point`.
    """
    ending = Ending(PointEvent.CLOSE, result, "point-needs-result", meeting_code)
    with logged_change(office, actor) as session:
        row = points.to_change(session, actor, point_id, version, mine=result)
        return points.end(session, actor, row, ending, office.clock.today(), accepted=accepted)


@use_case("actions.write_off_action_point", may=OFFICE, log=N_("wrote off an action point"))
def write_off_action_point(
    office: Office,
    actor: Actor,
    *,
    point_id: int,
    version: int,
    reason: str,
    accepted: frozenset[str] = frozenset(),
) -> ActionPointView:
    """Will not be done, and why.

    Raises:
        As :func:`close_action_point`, with the reason in the result's place.
    """
    ending = Ending(PointEvent.WRITE_OFF, reason, "point-needs-reason")
    with logged_change(office, actor) as session:
        row = points.to_change(session, actor, point_id, version, mine=reason)
        return points.end(session, actor, row, ending, office.clock.today(), accepted=accepted)


@use_case("actions.reopen_action_point", may=OFFICE, log=N_("reopened an action point"))
def reopen_action_point(
    office: Office, actor: Actor, *, point_id: int, version: int
) -> ActionPointView:
    """Back on the list; what was said when it closed stays in ``result``.

    Raises:
        RuleBroken: it is open.
        Conflict, NotFound: as :func:`change_action_point`.
    """
    with logged_change(office, actor) as session:
        row = points.to_change(session, actor, point_id, version)
        row.state = next_state(POINT, PointState(row.state), PointEvent.REOPEN).value
        row.closed_on = None
        row.closed_meeting_id = None
        return points.saved(
            session, actor, row, office.clock.today(), accepted=meetings.ASKED_PLACES
        )


@use_case("actions.report_action_point", may=MEMBERS, log=N_("reported on an action point"))
def report_action_point(
    office: Office, actor: Actor, *, point_id: int, text: str, is_done: bool = False
) -> ActionPointView:
    """A member tells how it goes with the own agency's point, or that it is done.

    The report stands at the coordinator's list; closing the point is the coordinator's.

    Raises:
        NotFound: no such point, or it is another agency's.
        RuleBroken: it is closed.
        BadInput: no words, or too many.
    """
    with logged_change(office, actor) as session:
        now = office.clock.now()
        point = points.report(session, actor, point_id, text=text, is_done=is_done, now=now)
        set_subject(session, point.code)
        row = store.point(session, actor, point_id)
        assert row is not None
        return points.view(row, office.clock.today())


# Information actions ------------------------------------------------------------------------------


@use_case("actions.information_actions", may=EVERYONE)
def information_actions(
    office: Office,
    actor: Actor,
    *,
    states: Collection[InfoState] | None = None,
    year: int | None = None,
    limit: int = 25,
    offset: int = 0,
) -> InformationActionPage:
    """Newest first; those without a day, which are plans, before all others. Four statements.

    ``year``: those that have a day in it. ``counts`` and ``years`` tell of all that the actor may
    see, whatever is filtered.
    """
    today = office.clock.today()
    with office.reading() as session:
        rows = store.infos(session, actor, states=states, year=year, limit=limit, offset=offset)
        partners = store.partners(session, actor.group_id, [row.action.id or 0 for row in rows])
        known = store.info_overview(session, actor)
        counts = Counter(state for state, _, _ in known)
        return InformationActionPage(
            actions=tuple(infos.view(row, partners, today) for row in rows),
            total=store.count_infos(session, actor, states=states, year=year),
            counts=tuple((state, counts[state.value]) for state in InfoState),
            years=infos.years((first, last) for _, first, last in known),
        )


@use_case("actions.information_action", may=EVERYONE)
def information_action(office: Office, actor: Actor, *, info_id: int) -> InformationActionView:
    """One information action.

    Raises:
        NotFound: no such one in the group.
    """
    with office.reading() as session:
        return infos.found(session, actor, info_id, office.clock.today())


@use_case("actions.infos_of_meeting", may=EVERYONE)
def infos_of_meeting(
    office: Office, actor: Actor, *, code: str
) -> tuple[InformationActionView, ...]:
    """What was planned at a meeting, by code, without partners."""
    today = office.clock.today()
    with office.reading() as session:
        found = store.infos_of_meeting(session, actor, code)
        return tuple(infos.view(row, {}, today) for row in found)


@use_case("actions.add_information_action", may=OFFICE, log=N_("wrote a new information action"))
def add_information_action(
    office: Office,
    actor: Actor,
    *,
    meeting_code: str | None = None,
    item_id: int | None = None,
    accepted: frozenset[str] = frozenset(),
    **fields: Unpack[InfoFields],
) -> InformationActionView:
    """A new one in the state planned, numbered once in the group (``INFO-19``).

    Raises:
        BadInput: no title, an unknown kind, an odd number, or it ends before it starts.
        NotFound: an agency, the meeting or the item is not the group's.
        RuleBroken: the meeting's minutes are approved.
    """
    with logged_change(office, actor) as session:
        meeting_id = points.given_at(session, actor, meeting_code, item_id)
        groups.lock_group(session, actor.group_id)
        number = rules.next_number(store.info_codes(session, actor.group_id))
        row = InformationAction(
            group_id=actor.group_id,
            code=f"INFO-{number:02d}",
            title="",
            kind="",
            meeting_id=meeting_id,
            agenda_item_id=item_id,
        )
        infos.fill(session, actor, row, fields)
        return infos.saved(session, actor, row, fields, office.clock.today(), accepted=accepted)


@use_case("actions.change_information_action", may=OFFICE, log=N_("changed an information action"))
def change_information_action(
    office: Office,
    actor: Actor,
    *,
    info_id: int,
    version: int,
    accepted: frozenset[str] = frozenset(),
    **fields: Unpack[InfoFields],
) -> InformationActionView:
    """Saves what is typed about it; :func:`advance_information_action` changes its state.

    Raises:
        Conflict: somebody else changed it; ``mine`` and ``theirs`` hold what differs.
        BadInput, NotFound: as :func:`add_information_action`.
        RuleBroken: it is done and would lose its last day.
    """
    with logged_change(office, actor) as session:
        row = infos.to_change(session, actor, info_id, version, fields)
        infos.fill(session, actor, row, fields)
        if row.last_day is None and InfoState(row.state) in FINISHED:
            raise RuleBroken("info-needs-end")
        return infos.saved(session, actor, row, fields, office.clock.today(), accepted=accepted)


@use_case(
    "actions.advance_information_action",
    may=OFFICE,
    log=N_("took an information action a step further"),
)
def advance_information_action(
    office: Office,
    actor: Actor,
    *,
    info_id: int,
    version: int,
    event: InfoEvent,
    **fields: Unpack[InfoFields],
) -> InformationActionView:
    """Takes the next step of its life, and saves what was asked for with that step.

    Raises:
        RuleBroken: no such step, it is finished without a last day, or evaluated without effect.
        Conflict, BadInput, NotFound: as :func:`change_information_action`.
    """
    with logged_change(office, actor) as session:
        row = infos.to_change(session, actor, info_id, version, fields)
        if fields:
            infos.fill(session, actor, row, fields)
        row.state = rules.next_info_state(
            InfoState(row.state), event, last_day=row.last_day, effect=row.effect
        ).value
        return infos.saved(
            session, actor, row, fields, office.clock.today(), accepted=meetings.ASKED_PLACES
        )
