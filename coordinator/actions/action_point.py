"""One action point, inside a use case's transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from coordinator.access.actor import Actor
from coordinator.actions import in_transaction, rules, store
from coordinator.actions.lifecycle import POINT, PointEvent, PointState
from coordinator.actions.tables import ActionPoint, ActionReport
from coordinator.actions.views import ActionPointView, ReportView
from coordinator.core.database import Session, save
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.core.lifecycles import next_state
from coordinator.core.text import clean_lines, typed_lines
from coordinator.meetings import in_transaction as meetings


@dataclass(frozen=True)
class Ending:
    """How a point ends: the words are its result or reason, ``missing`` the code without them."""

    event: PointEvent
    words: str
    missing: str
    meeting_code: str | None = None


def end(
    session: Session,
    actor: Actor,
    row: ActionPoint,
    ending: Ending,
    today: date,
    *,
    accepted: Collection[str] = (),
) -> ActionPointView:
    """Closes the point.

    Raises:
        BadInput: the words are missing.
        RuleBroken: it is not open; or as :func:`saved`.
        NotFound: no such meeting.
    """
    words = typed_lines(ending.words)
    if not words:
        raise BadInput(ending.missing)
    row.state = next_state(POINT, PointState(row.state), ending.event).value
    row.closed_on = today
    row.closed_meeting_id = _meeting_id(session, actor, ending.meeting_code)
    row.result = words
    return saved(session, actor, row, today, accepted=accepted)


def to_change(
    session: Session, actor: Actor, point_id: int, version: int, *, mine: str = ""
) -> ActionPoint:
    """The point's row, locked and counted up.

    Raises:
        NotFound: no such point in the group.
        Conflict: somebody else changed it in between.
    """
    row = store.point_for_change(session, actor.group_id, point_id)
    if row is None:
        raise NotFound("not-found")
    if row.version != version:
        raise Conflict("changed-meanwhile", mine=mine, theirs=row.text, version=row.version)
    return row


def saved(
    session: Session,
    actor: Actor,
    row: ActionPoint,
    today: date,
    *,
    accepted: Collection[str] = (),
) -> ActionPointView:
    """Writes the row and makes it found.

    Raises:
        RuleBroken: a secret meeting place stands in it; the street and number alone are asked
            about, unless their code is among the ``accepted``.
    """
    meetings.refuse_secret_places(session, actor.group_id, [row.text, row.result], accepted)
    save(session, row)
    assert row.id is not None
    found = store.point(session, actor, row.id)
    assert found is not None
    in_transaction.index_point(session, found)
    return view(found, today)


def given_at(session: Session, actor: Actor, code: str | None, item_id: int | None) -> int | None:
    """The id of the meeting where something new is given out, if it is at one.

    Raises:
        NotFound: no such meeting or item in the group, or they do not belong together.
        RuleBroken: its minutes are approved: what is printed there is not added to.
    """
    if code is None and item_id is None:
        return None
    meeting_id = store.meeting_where(session, actor.group_id, code, item_id)
    if meeting_id is None:
        raise NotFound("not-found")
    meetings.must_not_be_approved(session, group_id=actor.group_id, meeting_id=meeting_id)
    return meeting_id


def agency_of(session: Session, actor: Actor, agency_id: int | None) -> int | None:
    """The id, if it is one of the group's agencies.

    Raises:
        NotFound: it is not.
    """
    if agency_id is not None and not store.agencies_known(session, actor.group_id, [agency_id]):
        raise NotFound("not-found")
    return agency_id


def report(
    session: Session, actor: Actor, point_id: int, *, text: str, is_done: bool, now: datetime
) -> ActionPoint:
    """Keeps what the agency says; the point it is about.

    Raises:
        NotFound: no such point, or it is another agency's.
        RuleBroken: it is closed, or a secret meeting place stands in the words.
        BadInput: no words, or too many.
    """
    found = store.point(session, actor, point_id)
    if found is None:
        raise NotFound("not-found")
    words = rules.check_report(PointState(found.point.state), clean_lines(text))
    meetings.refuse_secret_places(session, actor.group_id, [words], meetings.ASKED_PLACES)
    row = ActionReport(
        group_id=actor.group_id,
        action_point_id=point_id,
        person_id=actor.person_id,
        text=words,
        is_done=is_done,
        reported_at=now,
    )
    save(session, row)
    return found.point


def text_of(text: str) -> str:
    cleaned = typed_lines(text)
    if not cleaned:
        raise BadInput("point-needs-text")
    return cleaned


def view(row: store.PointRow, today: date) -> ActionPointView:
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
        report=_report(row.report),
    )


def _report(row: ActionReport | None) -> ReportView | None:
    return ReportView(row.text, row.is_done, row.reported_at) if row else None


def _meeting_id(session: Session, actor: Actor, code: str | None) -> int | None:
    if code is None:
        return None
    meeting_id = store.meeting_where(session, actor.group_id, code, None)
    if meeting_id is None:
        raise NotFound("not-found")
    return meeting_id
