"""The one way to a meeting for whoever changes it, its agenda or who was there.

The meeting's row is locked first, so that approving the notes and changing what they tell wait for
each other; then the event is looked up in the meeting's life.
"""

from __future__ import annotations

from coordinator.core.database import Session
from coordinator.core.errors import Conflict, NotFound
from coordinator.core.lifecycles import next_state
from coordinator.meetings import rules, store
from coordinator.meetings.lifecycle import MEETING, MeetingEvent, MeetingState
from coordinator.meetings.tables import Meeting


def to_change(
    session: Session, group_id: int, code: str, event: MeetingEvent, version: int | None = None
) -> Meeting:
    """The meeting's row, locked until the transaction ends and taken to the event's state.

    Raises:
        NotFound: no such meeting in the group.
        Conflict: ``version`` is given and somebody else changed the meeting in between.
        RuleBroken: the meeting's state does not allow the event, or its notes are approved; that
            comes before the version, or a page drawn before the approval would only be told to
            try again.
    """
    row = _found(session, group_id, code)
    row.state = _state_after(row, event, version).value
    return row


def by_id_to_change(
    session: Session, group_id: int, meeting_id: int, event: MeetingEvent
) -> Meeting:
    """As :func:`to_change`, for who has the meeting's id.

    Raises:
        NotFound, RuleBroken: see :func:`to_change`.
    """
    row = locked(session, group_id, meeting_id)
    row.state = _state_after(row, event).value
    return row


def locked(session: Session, group_id: int, meeting_id: int) -> Meeting:
    """The row, locked until the transaction ends, whatever state it is in.

    Raises:
        NotFound: no such meeting in the group.
    """
    row = store.row_by_id_for_change(session, group_id, meeting_id)
    if row is None:
        raise NotFound("not-found")
    return row


def to_decide(
    session: Session, group_id: int, code: str, event: MeetingEvent, version: int | None = None
) -> Meeting:
    """As :func:`to_change`, before anything is changed: for who has more to ask first.

    Raises:
        NotFound, Conflict, RuleBroken: see :func:`to_change`.
    """
    row = _found(session, group_id, code)
    _state_after(row, event, version)
    return row


def _found(session: Session, group_id: int, code: str) -> Meeting:
    row = store.row_for_change(session, group_id, code)
    if row is None:
        raise NotFound("meeting-unknown", code=code)
    return row


def _state_after(row: Meeting, event: MeetingEvent, version: int | None = None) -> MeetingState:
    rules.check_not_approved(is_approved=row.is_approved)
    if version is not None and row.version != version:
        raise Conflict("changed-meanwhile", version=row.version)
    return next_state(MEETING, MeetingState(row.state), event)
