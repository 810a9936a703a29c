"""Every query of the minutes room. Who may read minutes is decided in one place here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, func, select

from coordinator.access.actor import Actor, Role
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.minutes.rules import OPEN_TO_ALL
from coordinator.minutes.tables import Decision, Minutes, Note, NoteDraft


def visible_minutes(actor: Actor) -> ColumnElement[bool]:
    """A coordinator reads all minutes, everybody else the approved ones."""
    if actor.has(Role.COORDINATOR):
        return true()
    return col(Minutes.state).in_(sorted(state.value for state in OPEN_TO_ALL))


def meeting_with_minutes(
    session: Session, actor: Actor, code: str
) -> tuple[Meeting, Minutes | None] | None:
    row = session.exec(
        select(Meeting, Minutes)
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(Meeting.group_id == actor.group_id, Meeting.code == code, visible_minutes(actor))
    ).first()
    return (row[0], row[1]) if row else None


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


def decisions(session: Session, group_id: int, meeting_id: int) -> list[Decision]:
    return list(
        session.exec(
            select(Decision)
            .where(Decision.group_id == group_id, Decision.meeting_id == meeting_id)
            .order_by(col(Decision.number))
        ).all()
    )


def states(session: Session, actor: Actor, codes: Sequence[str]) -> list[tuple[str, str]]:
    rows = session.exec(
        select(Meeting.code, Minutes.state)
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id))
        .where(
            Meeting.group_id == actor.group_id,
            col(Meeting.code).in_(codes),
            visible_minutes(actor),
        )
    ).all()
    return [(code, state) for code, state in rows]


def place_of_item(
    session: Session, group_id: int, item_id: int
) -> tuple[AgendaItem, Meeting, Minutes | None, Note | None] | None:
    """An agenda item with its meeting, minutes and note, the meeting's row locked."""
    row = session.exec(
        select(AgendaItem, Meeting, Minutes, Note)
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .join(Note, col(Note.agenda_item_id) == col(AgendaItem.id), isouter=True)
        .where(AgendaItem.group_id == group_id, AgendaItem.id == item_id)
    ).first()
    return (row[0], row[1], row[2], row[3]) if row else None


def lock_meeting(session: Session, group_id: int, meeting_id: int) -> None:
    """Two writers of one meeting's minutes wait for each other."""
    session.exec(
        select(Meeting.id)
        .where(Meeting.group_id == group_id, Meeting.id == meeting_id)
        .with_for_update()
    ).first()


def draft(session: Session, group_id: int, item_id: int, person_id: int) -> NoteDraft | None:
    return session.exec(
        select(NoteDraft).where(
            NoteDraft.group_id == group_id,
            NoteDraft.agenda_item_id == item_id,
            NoteDraft.person_id == person_id,
        )
    ).first()


def decision(
    session: Session, group_id: int, decision_id: int
) -> tuple[Decision, AgendaItem, Meeting, Minutes | None] | None:
    row = session.exec(
        select(Decision, AgendaItem, Meeting, Minutes)
        .join(AgendaItem, col(AgendaItem.id) == col(Decision.agenda_item_id))
        .join(Meeting, col(Meeting.id) == col(Decision.meeting_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(Decision.group_id == group_id, Decision.id == decision_id)
    ).first()
    return (row[0], row[1], row[2], row[3]) if row else None


def highest_decision(session: Session, group_id: int, meeting_id: int) -> int:
    found = session.exec(
        select(func.max(Decision.number)).where(
            Decision.group_id == group_id, Decision.meeting_id == meeting_id
        )
    ).one()
    return found or 0


def all_meetings(session: Session, group_id: int) -> list[Meeting]:
    return list(session.exec(select(Meeting).where(Meeting.group_id == group_id)).all())


def all_notes(
    session: Session, group_id: int
) -> list[tuple[Note, AgendaItem, Meeting, Minutes | None]]:
    rows = session.exec(
        select(Note, AgendaItem, Meeting, Minutes)
        .join(AgendaItem, col(AgendaItem.id) == col(Note.agenda_item_id))
        .join(Meeting, col(Meeting.id) == col(Note.meeting_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(Note.group_id == group_id, Note.text != "")
    ).all()
    return [(note, item, meeting, minutes) for note, item, meeting, minutes in rows]


def all_decisions(
    session: Session, group_id: int
) -> list[tuple[Decision, AgendaItem, Meeting, Minutes | None]]:
    rows = session.exec(
        select(Decision, AgendaItem, Meeting, Minutes)
        .join(AgendaItem, col(AgendaItem.id) == col(Decision.agenda_item_id))
        .join(Meeting, col(Meeting.id) == col(Decision.meeting_id))
        .join(Minutes, col(Minutes.meeting_id) == col(Meeting.id), isouter=True)
        .where(Decision.group_id == group_id, col(Decision.is_withdrawn).is_(False))
    ).all()
    return [(found, item, meeting, minutes) for found, item, meeting, minutes in rows]


def save(session: Session, *rows: Minutes | Note | NoteDraft | Decision) -> None:
    session.add_all(rows)
    session.flush()
