"""Action points and information actions: adding, changing, following up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.actions import rules, steps, store
from coordinator.actions.rules import InfoEvent, PointEvent
from coordinator.actions.tables import ActionPoint, InformationAction
from coordinator.actions.views import (
    OPEN_STATES,
    ActionPointPage,
    ActionPointView,
    InfoKind,
    InformationActionPage,
    InformationActionView,
    InfoState,
    PointState,
)
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.core.office import Office
from coordinator.core.text import clean, clean_lines
from coordinator.meetings import steps as meetings

# "Genomförd" on screen is what is done, evaluated or not.
FINISHED = frozenset({InfoState.DONE, InfoState.EVALUATED})


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
    """The list that follows from meeting to meeting; ``open`` and ``overdue`` count all of it."""
    permit(actor, "actions.action_points")
    today = office.clock.today()
    overdue_before = today if overdue_only else None
    with office.reading() as session:
        total, is_open, overdue = store.count_points(
            session,
            actor,
            today=today,
            states=states,
            agency_id=agency_id,
            overdue_before=overdue_before,
        )
        rows = store.points(
            session,
            actor,
            states=states,
            agency_id=agency_id,
            overdue_before=overdue_before,
            limit=limit,
            offset=offset,
        )
        return ActionPointPage(
            tuple(_point_view(row, today) for row in rows), total, is_open, overdue
        )


def points_of_meeting(office: Office, actor: Actor, *, code: str) -> tuple[ActionPointView, ...]:
    """What was given out at a meeting."""
    permit(actor, "actions.points_of_meeting")
    today = office.clock.today()
    with office.reading() as session:
        return tuple(
            _point_view(row, today) for row in store.points_of_meeting(session, actor, code)
        )


def add_action_point(
    office: Office,
    actor: Actor,
    *,
    text: str,
    agency_id: int | None = None,
    due_day: date | None = None,
    meeting_code: str | None = None,
    item_id: int | None = None,
) -> ActionPointView:
    """A new task; numbered once in the group's year.

    Raises:
        BadInput: no text.
        NotFound: the agency, meeting or item is not the group's.
    """
    permit(actor, "actions.add_action_point")
    with office.transaction() as session:
        meeting_id = _meeting_id(session, actor, meeting_code, item_id)
        store.lock_group(session, actor.group_id)
        prefix = f"AP-{office.clock.today().year}-"
        number = rules.next_number(store.point_codes(session, actor.group_id, prefix))
        row = ActionPoint(
            group_id=actor.group_id,
            code=f"{prefix}{number:02d}",
            text=_text(text),
            agency_id=_agency(session, actor, agency_id),
            due_day=due_day,
            meeting_id=meeting_id,
            agenda_item_id=item_id,
        )
        return _saved_point(session, actor, row, office.clock.today())


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
) -> ActionPointView:
    """Rewords, hands over, moves the due day, or says that work has begun."""
    permit(actor, "actions.change_action_point")
    with office.transaction() as session:
        row = _point(session, actor, point_id, version)
        row.text = _text(text)
        row.agency_id = _agency(session, actor, agency_id)
        row.due_day = due_day
        if under_way is not None and PointState(row.state) in OPEN_STATES:
            row.state = (PointState.UNDER_WAY if under_way else PointState.OPEN).value
        return _saved_point(session, actor, row, office.clock.today())


def close_action_point(
    office: Office,
    actor: Actor,
    *,
    point_id: int,
    version: int,
    result: str,
    meeting_code: str | None = None,
) -> ActionPointView:
    """Done, with what came of it.

    Raises:
        BadInput: no result.
        RuleBroken: it is not open.
    """
    permit(actor, "actions.close_action_point")
    ending = _Ending(PointEvent.CLOSE, result, "point-needs-result", meeting_code)
    return _end(office, actor, point_id, version, ending)


def write_off_action_point(
    office: Office, actor: Actor, *, point_id: int, version: int, reason: str
) -> ActionPointView:
    """Will not be done, and why."""
    permit(actor, "actions.write_off_action_point")
    ending = _Ending(PointEvent.WRITE_OFF, reason, "point-needs-reason")
    return _end(office, actor, point_id, version, ending)


def reopen_action_point(
    office: Office, actor: Actor, *, point_id: int, version: int
) -> ActionPointView:
    """Back on the list, with its history in ``result``."""
    permit(actor, "actions.reopen_action_point")
    with office.transaction() as session:
        row = _point(session, actor, point_id, version)
        row.state = rules.next_point_state(PointState(row.state), PointEvent.REOPEN).value
        row.closed_on = None
        row.closed_meeting_id = None
        return _saved_point(session, actor, row, office.clock.today())


@dataclass(frozen=True)
class _Ending:
    """How a point ends: the words are its result or reason, ``missing`` the code without them."""

    event: PointEvent
    words: str
    missing: str
    meeting_code: str | None = None


def _end(
    office: Office, actor: Actor, point_id: int, version: int, ending: _Ending
) -> ActionPointView:
    words = clean_lines(ending.words)
    if not words:
        raise BadInput(ending.missing)
    today = office.clock.today()
    with office.transaction() as session:
        row = _point(session, actor, point_id, version)
        row.state = rules.next_point_state(PointState(row.state), ending.event).value
        row.closed_on = today
        row.closed_meeting_id = _meeting_id(session, actor, ending.meeting_code, None)
        row.result = words
        return _saved_point(session, actor, row, today)


def _point(session: Session, actor: Actor, point_id: int, version: int) -> ActionPoint:
    row = store.point_for_change(session, actor.group_id, point_id)
    if row is None:
        raise NotFound("not-found")
    if row.version != version:
        raise Conflict("changed-meanwhile", theirs=row.text)
    row.version += 1
    return row


def _saved_point(session: Session, actor: Actor, row: ActionPoint, today: date) -> ActionPointView:
    store.save(session, row)
    assert row.id is not None
    found = store.point(session, actor, row.id)
    assert found is not None
    steps.index_point(session, found)
    return _point_view(found, today)


def _meeting_id(
    session: Session, actor: Actor, code: str | None, item_id: int | None
) -> int | None:
    if code is None:
        return None
    line = meetings.meeting_line(session, group_id=actor.group_id, code=code)
    if item_id is not None and store.item_of(session, actor.group_id, code, item_id) is None:
        raise NotFound("not-found")
    return line.id


def _agency(session: Session, actor: Actor, agency_id: int | None) -> int | None:
    if agency_id is not None and not store.has_agency(session, actor.group_id, agency_id):
        raise NotFound("not-found")
    return agency_id


def _text(text: str) -> str:
    cleaned = clean_lines(text)
    if not cleaned:
        raise BadInput("point-needs-text")
    return cleaned


def _point_view(row: store.PointRow, today: date) -> ActionPointView:
    point = row.point
    assert point.id is not None
    state = PointState(point.state)
    return ActionPointView(
        id=point.id,
        code=point.code,
        text=point.text,
        agency_id=point.agency_id,
        agency_name=row.agency_name,
        due_day=point.due_day,
        state=state,
        is_overdue=rules.is_overdue(state, point.due_day, today),
        meeting_code=row.meeting_code,
        agenda_item_id=point.agenda_item_id,
        item_number=row.item_number,
        closed_on=point.closed_on,
        closed_meeting_code=row.closed_meeting_code,
        result=point.result,
        version=point.version,
    )


# Information actions ------------------------------------------------------------------------------


def information_actions(
    office: Office,
    actor: Actor,
    *,
    states: Collection[InfoState] | None = None,
    year: int | None = None,
    limit: int = 25,
    offset: int = 0,
) -> InformationActionPage:
    """Newest first. ``counts`` and ``years`` tell of the whole group, whatever is filtered."""
    permit(actor, "actions.information_actions")
    with office.reading() as session:
        group_id = actor.group_id
        rows = store.infos(session, group_id, states=states, year=year, limit=limit, offset=offset)
        partners = store.partners(session, group_id, [row.action.id or 0 for row in rows])
        counts = dict(store.info_states(session, group_id))
        days = store.info_days(session, group_id)
        return InformationActionPage(
            actions=tuple(_info_view(row, partners) for row in rows),
            total=store.count_infos(session, group_id, states=states, year=year),
            counts=tuple((state, counts.get(state.value, 0)) for state in InfoState),
            years=tuple(sorted({day.year for day in days})),
        )


def information_action(office: Office, actor: Actor, *, info_id: int) -> InformationActionView:
    permit(actor, "actions.information_action")
    with office.reading() as session:
        return _info(session, actor, info_id)


def add_information_action(
    office: Office,
    actor: Actor,
    *,
    title: str,
    kind: str,
    audience: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    lead_agency_id: int | None = None,
    partner_ids: Collection[int] = (),
    channel: str | None = None,
    material: str | None = None,
    cost: int | None = None,
    meeting_code: str | None = None,
    item_id: int | None = None,
) -> InformationActionView:
    """A new information action in the state planned; numbered once in the group.

    Raises:
        BadInput: no title, an unknown kind, or it ends before it starts.
    """
    permit(actor, "actions.add_information_action")
    with office.transaction() as session:
        meeting_id = _meeting_id(session, actor, meeting_code, item_id)
        store.lock_group(session, actor.group_id)
        number = rules.next_number(store.info_codes(session, actor.group_id))
        row = InformationAction(
            group_id=actor.group_id,
            code=f"INFO-{number:02d}",
            title="",
            kind="",
            meeting_id=meeting_id,
            agenda_item_id=item_id,
        )
        _fill(
            session, actor, row, title=title, kind=kind, audience=audience,
            first_day=first_day, last_day=last_day, lead_agency_id=lead_agency_id,
            channel=channel, material=material, cost=cost,
        )  # fmt: skip
        return _saved_info(session, actor, row, partner_ids)


def change_information_action(
    office: Office,
    actor: Actor,
    *,
    info_id: int,
    version: int,
    title: str,
    kind: str,
    audience: str | None,
    first_day: date | None,
    last_day: date | None,
    lead_agency_id: int | None,
    partner_ids: Collection[int],
    channel: str | None,
    material: str | None,
    cost: int | None,
    reach: int | None,
    evaluation: str | None,
    effect: str | None,
) -> InformationActionView:
    """Saves everything about it but its state."""
    permit(actor, "actions.change_information_action")
    rules.check_amount(reach)
    with office.transaction() as session:
        row = _info_row(session, actor, info_id, version)
        _fill(
            session, actor, row, title=title, kind=kind, audience=audience,
            first_day=first_day, last_day=last_day, lead_agency_id=lead_agency_id,
            channel=channel, material=material, cost=cost,
        )  # fmt: skip
        row.reach = reach
        row.evaluation = _optional(evaluation)
        row.effect = _optional(effect)
        if row.last_day is None and InfoState(row.state) in FINISHED:
            raise BadInput("info-needs-end")
        return _saved_info(session, actor, row, partner_ids)


def advance_information_action(
    office: Office, actor: Actor, *, info_id: int, version: int, event: InfoEvent
) -> InformationActionView:
    """Takes the next step of its life.

    Raises:
        RuleBroken: no such step, or it is finished without a last day.
    """
    permit(actor, "actions.advance_information_action")
    with office.transaction() as session:
        row = _info_row(session, actor, info_id, version)
        row.state = rules.next_info_state(InfoState(row.state), event, last_day=row.last_day).value
        return _saved_info(session, actor, row, None)


def _fill(
    session: Session,
    actor: Actor,
    row: InformationAction,
    *,
    title: str,
    kind: str,
    audience: str | None,
    first_day: date | None,
    last_day: date | None,
    lead_agency_id: int | None,
    channel: str | None,
    material: str | None,
    cost: int | None,
) -> None:
    title = clean(title)
    if not title:
        raise BadInput("info-needs-title")
    if kind not in set(InfoKind):
        raise BadInput("info-kind-unknown", kind=kind)
    rules.check_days(first_day, last_day)
    rules.check_amount(cost)
    row.title, row.kind = title, kind
    row.audience, row.channel = _optional(audience), _optional(channel)
    row.material, row.cost = _optional(material), cost
    row.first_day, row.last_day = first_day, last_day
    row.lead_agency_id = _agency(session, actor, lead_agency_id)


def _info_row(session: Session, actor: Actor, info_id: int, version: int) -> InformationAction:
    row = store.info_for_change(session, actor.group_id, info_id)
    if row is None:
        raise NotFound("not-found")
    if row.version != version:
        raise Conflict("changed-meanwhile", theirs=row.title)
    row.version += 1
    return row


def _saved_info(
    session: Session, actor: Actor, row: InformationAction, partner_ids: Collection[int] | None
) -> InformationActionView:
    store.save(session, row)
    assert row.id is not None
    if partner_ids is not None:
        wanted = set(partner_ids) - {row.lead_agency_id}
        if store.agencies_known(session, actor.group_id, wanted) != wanted:
            raise NotFound("not-found")
        store.set_partners(session, actor.group_id, row.id, wanted)
        session.flush()
    found = store.info(session, actor.group_id, row.id)
    assert found is not None
    steps.index_info(session, found)
    return _info(session, actor, row.id)


def _info(session: Session, actor: Actor, info_id: int) -> InformationActionView:
    row = store.info(session, actor.group_id, info_id)
    if row is None:
        raise NotFound("not-found")
    return _info_view(row, store.partners(session, actor.group_id, [info_id]))


def _optional(text: str | None) -> str | None:
    return clean_lines(text) or None if text else None


def _info_view(
    row: store.InfoRow, partners: dict[int, tuple[tuple[int, str], ...]]
) -> InformationActionView:
    action = row.action
    assert action.id is not None
    return InformationActionView(
        id=action.id,
        code=action.code,
        title=action.title,
        kind=InfoKind(action.kind),
        audience=action.audience,
        first_day=action.first_day,
        last_day=action.last_day,
        lead_agency_id=action.lead_agency_id,
        lead_agency_name=row.lead_name,
        partners=partners.get(action.id, ()),
        channel=action.channel,
        material=action.material,
        reach=action.reach,
        cost=action.cost,
        evaluation=action.evaluation,
        effect=action.effect,
        state=InfoState(action.state),
        meeting_code=row.meeting_code,
        version=action.version,
    )
