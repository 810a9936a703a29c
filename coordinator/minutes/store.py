"""Every query of the minutes room. Who may read minutes is decided in one place here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    and_,
    bindparam,
    false,
    or_,
    true,
)
from sqlmodel import Session, col, exists, func, select

from coordinator.access.actor import Actor, Role
from coordinator.access.scopes import Reach, reach
from coordinator.core.outbox import store as outbox
from coordinator.core.outbox.how_far import Counts
from coordinator.groups.tables import CollaborationGroup
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.minutes.lifecycle import MinutesState
from coordinator.minutes.rules import OPEN_TO_ALL
from coordinator.minutes.tables import CommentRequest, Decision, Minutes, Note, NoteDraft


@dataclass(frozen=True)
class Place:
    """An agenda item with its meeting, and what is written there so far."""

    item: AgendaItem
    meeting: Meeting
    minutes: Minutes | None
    note: Note | None = None
    draft: NoteDraft | None = None


def visible_minutes(actor: Actor, today: date | None = None) -> ColumnElement[bool]:
    """Which minutes the actor reads; see :data:`coordinator.access.scopes.SCOPES`.

    ``today``: also those that a member was asked to comment on and that are still out for comments.
    """
    wide = _within(reach(actor, "minutes"))
    if today is None or actor.person_id is None or not may_be_asked(actor):
        return wide
    return or_(wide, _asked_about(actor.person_id, today))


def reads_drafts(actor: Actor) -> bool:
    """Whether notes are read on their way, and so how far their mails have come."""
    return reach(actor, "minutes") in {Reach.ALL, Reach.LEFT_THE_DESK}


def may_be_asked(actor: Actor) -> bool:
    """Drafts are for members: a reader of the board is asked for no comments."""
    return Role.MEMBER in actor.roles and actor.person_id is not None


def _asked_about(
    person: int | BindParameter[int], today: date | BindParameter[date]
) -> ColumnElement[bool]:
    """Out for comments until the last day for them, for who was asked and for the adjuster."""
    was_asked = exists(col(CommentRequest.id)).where(
        col(CommentRequest.meeting_id) == col(Minutes.meeting_id),
        col(CommentRequest.person_id) == person,
    )
    return and_(
        col(Minutes.state) == MinutesState.CIRCULATED.value,
        or_(col(Minutes.comments_by).is_(None), col(Minutes.comments_by) >= today),
        or_(col(Minutes.adjuster_id) == person, was_asked),
    )


def _within(wide: Reach) -> ColumnElement[bool]:
    match wide:
        case Reach.ALL:
            return true()
        case Reach.LEFT_THE_DESK:
            return col(Minutes.state) != MinutesState.DRAFT.value
        case Reach.APPROVED:
            return col(Minutes.state).in_(sorted(state.value for state in OPEN_TO_ALL))
        case _:
            return false()


def meeting_with_minutes(
    session: Session, actor: Actor, code: str, today: date | None = None
) -> tuple[Meeting, Minutes | None, str] | None:
    """The meeting, its minutes when there are any, and the group's heading for minutes."""
    return session.exec(
        select(Meeting, Minutes, CollaborationGroup.minutes_heading)
        .join(CollaborationGroup, col(CollaborationGroup.id) == col(Meeting.group_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(
            Meeting.group_id == actor.group_id,
            Meeting.code == code,
            visible_minutes(actor, today),
        )
    ).first()


def mails_of(
    session: Session,
    actor: Actor,
    code: str,
    *,
    today: date,
    now: datetime,
    kinds: Collection[str],
) -> tuple[tuple[Meeting, Minutes | None, str], Counts, datetime | None] | None:
    """The same, and how far the mails about it have come: one statement."""
    far = outbox.far(kinds)
    # SQLModel types a select of up to four things.
    what: Any = (
        Meeting,
        Minutes,
        CollaborationGroup.minutes_heading,
        far.c.waiting,
        far.c.tried,
        far.c.failed,
        far.c.last_gone,
    )
    row = session.execute(
        select(*what)
        .join(CollaborationGroup, col(CollaborationGroup.id) == col(Meeting.group_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .join(far, far.c.about == col(Meeting.code), isouter=True)
        .where(
            Meeting.group_id == actor.group_id,
            Meeting.code == code,
            visible_minutes(actor, today),
        ),
        {"group_id": actor.group_id, "now": now},
    ).first()
    return ((row[0], row[1], row[2]), (row[3], row[4], row[5]), row[6]) if row else None


def requests(session: Session, meeting_id: int) -> list[CommentRequest]:
    """Who was asked to comment on the meeting's notes."""
    return list(
        session.exec(select(CommentRequest).where(CommentRequest.meeting_id == meeting_id)).all()
    )


def minutes_of(session: Session, meeting_id: int) -> Minutes | None:
    return session.exec(select(Minutes).where(Minutes.meeting_id == meeting_id)).first()


def items_with_notes(
    session: Session, group_id: int, meeting_id: int
) -> list[tuple[AgendaItem, Note | None]]:
    rows = session.exec(
        select(AgendaItem, Note)
        .join(Note, col(Note.agenda_item_id) == col(AgendaItem.id), isouter=True)
        .where(AgendaItem.group_id == group_id, AgendaItem.meeting_id == meeting_id)
        .order_by(col(AgendaItem.number))
    ).all()
    return [(item, note) for item, note in rows]


def decisions(session: Session, actor: Actor, meeting_id: int) -> list[Decision]:
    """By number; those withdrawn only for the coordinator."""
    shown = true() if actor.in_office else col(Decision.is_withdrawn).is_(False)
    return list(
        session.exec(
            select(Decision)
            .where(Decision.group_id == actor.group_id, Decision.meeting_id == meeting_id, shown)
            .order_by(col(Decision.number))
        ).all()
    )


def states(
    session: Session, actor: Actor, codes: Sequence[str], today: date
) -> list[tuple[str, str]]:
    given = {
        "group_id": actor.group_id,
        "codes": list(codes),
        "person_id": actor.person_id,
        "today": today,
    }
    query = _states(reach(actor, "minutes"), asked=may_be_asked(actor))
    rows = session.exec(query, params=given).all()
    return [(code, state) for code, state in rows]


def progress(
    session: Session, actor: Actor, codes: Sequence[str], kinds: Collection[str], now: datetime
) -> list[tuple[str, str, Counts]]:
    """Code and state, and of the mails about it how many wait, were tried in vain, were given up.

    A step's mails replace those of the step before.
    """
    given = {"group_id": actor.group_id, "codes": list(codes), "now": now}
    far = outbox.far(kinds)
    query = (
        _states(reach(actor, "minutes"))
        .add_columns(far.c.waiting, far.c.tried, far.c.failed)
        .join(far, far.c.about == col(Meeting.code), isouter=True)
    )
    return [
        (code, state, tuple(counts)) for code, state, *counts in session.exec(query, params=given)
    ]


@cache
def _states(wide: Reach, *, asked: bool = False) -> Any:
    visible = _within(wide)
    if asked:
        person, today = bindparam("person_id", type_=Integer), bindparam("today", type_=Date)
        visible = or_(visible, _asked_about(person, today))
    return (
        select(Meeting.code, Minutes.state)
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id))
        .where(
            col(Meeting.group_id) == bindparam("group_id"),
            col(Meeting.code).in_(bindparam("codes", expanding=True)),
            visible,
        )
    )


def newest(
    session: Session, actor: Actor, *, limit: int, today: date
) -> list[tuple[Meeting, Minutes]]:
    rows = session.exec(
        select(Meeting, Minutes)
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id))
        .where(Meeting.group_id == actor.group_id, visible_minutes(actor, today))
        .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
        .limit(limit)
    ).all()
    return [(meeting, minutes) for meeting, minutes in rows]


def place(session: Session, group_id: int, item_id: int, person_id: int | None) -> Place | None:
    """Where a note is or will be, with the person's text that waits beside it."""
    given = {"group_id": group_id, "item_id": item_id, "person_id": person_id or 0}
    row = session.exec(_place(), params=given).first()
    return Place(*row) if row else None


@cache
def _place() -> Any:
    mine = and_(
        col(NoteDraft.agenda_item_id) == col(AgendaItem.id),
        col(NoteDraft.person_id) == bindparam("person_id"),
    )
    # SQLModel types a select of up to four things; this one has five.
    what: Any = (AgendaItem, Meeting, Minutes, Note, NoteDraft)
    return (
        select(*what)
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .join(Note, col(Note.agenda_item_id) == col(AgendaItem.id), isouter=True)
        .join(NoteDraft, mine, isouter=True)
        .where(
            col(AgendaItem.group_id) == bindparam("group_id"),
            col(AgendaItem.id) == bindparam("item_id"),
        )
    )


def note_and_draft(
    session: Session, group_id: int, item_id: int, person_id: int | None
) -> tuple[Note | None, NoteDraft | None] | None:
    """An item's note and the person's text that waits beside it; None: no such item."""
    mine = and_(
        col(NoteDraft.agenda_item_id) == col(AgendaItem.id),
        col(NoteDraft.person_id) == (person_id or 0),
    )
    row = session.exec(
        select(AgendaItem.id, Note, NoteDraft)
        .join(Note, col(Note.agenda_item_id) == col(AgendaItem.id), isouter=True)
        .join(NoteDraft, mine, isouter=True)
        .where(AgendaItem.group_id == group_id, AgendaItem.id == item_id)
    ).first()
    return (row[1], row[2]) if row else None


def lock_by_item(session: Session, group_id: int, item_id: int) -> None:
    """Those who write one meeting's minutes wait for each other, before they read anything.

    SQLite lets one transaction write at a time, and this one has begun to: nobody to wait for.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    session.exec(
        select(Meeting.id)
        .join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.id))
        .where(AgendaItem.group_id == group_id, AgendaItem.id == item_id)
        .with_for_update(of=Meeting, key_share=True)
    ).first()


def lock_by_decision(session: Session, group_id: int, decision_id: int) -> None:
    """As :func:`lock_by_item`."""
    session.exec(
        select(Meeting.id)
        .join(Decision, col(Decision.meeting_id) == col(Meeting.id))
        .where(Decision.group_id == group_id, Decision.id == decision_id)
        .with_for_update(of=Meeting, key_share=True)
    ).first()


def lock_by_code(session: Session, group_id: int, code: str) -> None:
    """As :func:`lock_by_item`."""
    session.exec(
        select(Meeting.id)
        .where(Meeting.group_id == group_id, Meeting.code == code)
        .with_for_update(key_share=True)
    ).first()


def decision(session: Session, group_id: int, decision_id: int) -> tuple[Decision, Place] | None:
    row = session.exec(
        select(Decision, AgendaItem, Meeting, Minutes)
        .join(AgendaItem, col(AgendaItem.id) == col(Decision.agenda_item_id))
        .join(Meeting, col(Meeting.id) == col(Decision.meeting_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(Decision.group_id == group_id, Decision.id == decision_id)
    ).first()
    return (row[0], Place(row[1], row[2], row[3])) if row else None


def highest_decision(session: Session, group_id: int, meeting_id: int) -> int:
    """The last number given, withdrawn ones included; 0 when none was."""
    found = session.exec(
        select(func.max(Decision.number)).where(
            Decision.group_id == group_id, Decision.meeting_id == meeting_id
        )
    ).one()
    return found or 0


def all_meetings(session: Session, group_id: int) -> list[Meeting]:
    return list(session.exec(select(Meeting).where(Meeting.group_id == group_id)).all())


def all_notes(session: Session, group_id: int) -> list[Place]:
    """Every place where something is written."""
    rows = session.exec(
        select(AgendaItem, Meeting, Minutes, Note)
        .join(Note, col(Note.agenda_item_id) == col(AgendaItem.id))
        .join(Meeting, col(Meeting.id) == col(Note.meeting_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(Note.group_id == group_id, Note.text != "")
    ).all()
    return [Place(item, meeting, minutes, note) for item, meeting, minutes, note in rows]


def all_decisions(session: Session, group_id: int) -> list[tuple[Decision, Place]]:
    """Every decision that stands."""
    rows = session.exec(
        select(Decision, AgendaItem, Meeting, Minutes)
        .join(AgendaItem, col(AgendaItem.id) == col(Decision.agenda_item_id))
        .join(Meeting, col(Meeting.id) == col(Decision.meeting_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(Decision.group_id == group_id, col(Decision.is_withdrawn).is_(False))
    ).all()
    return [(found, Place(item, meeting, minutes)) for found, item, meeting, minutes in rows]


def adjusted_by(session: Session, group_id: int, person_id: int) -> list[tuple[Minutes, str]]:
    """Minutes that the person adjusts, locked, with their meetings' codes."""
    rows = session.exec(
        select(Minutes, Meeting.code)
        .join(Meeting, col(Meeting.id) == col(Minutes.meeting_id))
        .where(Minutes.group_id == group_id, Minutes.adjuster_id == person_id)
        .order_by(col(Meeting.starts_at))
        .with_for_update(of=Minutes, key_share=True)
    ).all()
    return [(row, code) for row, code in rows]
