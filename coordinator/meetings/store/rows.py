"""One meeting: its row, its agenda, who was there; read and locked for whoever changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, or_
from sqlmodel import Session, SQLModel, col, exists, func, select

from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.tables import AgendaItem, Attendance, Meeting
from coordinator.roster.tables import Agency


def highest_number(session: Session, group_id: int, term_code: str) -> int:
    """The term's last given number, cancelled meetings included; 0 when none was."""
    return (
        session.exec(
            select(func.max(Meeting.number)).where(
                Meeting.group_id == group_id, Meeting.term_code == term_code
            )
        ).one()
        or 0
    )


def row_by_code(session: Session, group_id: int, code: str) -> Meeting | None:
    return session.exec(
        select(Meeting).where(Meeting.group_id == group_id, Meeting.code == code)
    ).first()


def row_for_change(session: Session, group_id: int, code: str) -> Meeting | None:
    return session.exec(
        select(Meeting)
        .where(Meeting.group_id == group_id, Meeting.code == code)
        .with_for_update(key_share=True)
    ).first()


def row_by_id_for_change(session: Session, group_id: int, meeting_id: int) -> Meeting | None:
    return session.exec(
        select(Meeting)
        .where(Meeting.group_id == group_id, Meeting.id == meeting_id)
        .with_for_update(key_share=True)
    ).first()


def led_by(session: Session, group_id: int, person_id: int) -> list[Meeting]:
    """Meetings that the person chairs or writes for, locked."""
    return list(
        session.exec(
            select(Meeting)
            .where(
                Meeting.group_id == group_id,
                or_(col(Meeting.chair_id) == person_id, col(Meeting.secretary_id) == person_id),
            )
            .order_by(col(Meeting.starts_at))
            .with_for_update(key_share=True)
        ).all()
    )


def agenda(session: Session, group_id: int, meeting_id: int) -> list[AgendaItem]:
    return list(
        session.exec(
            select(AgendaItem)
            .where(AgendaItem.group_id == group_id, AgendaItem.meeting_id == meeting_id)
            .order_by(col(AgendaItem.number))
        ).all()
    )


def agenda_with_agencies(
    session: Session, group_id: int, meeting_id: int
) -> list[tuple[AgendaItem, str | None]]:
    """The agenda in order, with the name of the agency that presents each item."""
    rows = session.exec(
        select(AgendaItem, Agency.name)
        .join(Agency, col(Agency.id) == col(AgendaItem.presenter_agency_id), isouter=True)
        .where(AgendaItem.group_id == group_id, AgendaItem.meeting_id == meeting_id)
        .order_by(col(AgendaItem.number))
    ).all()
    return [(item, name) for item, name in rows]


def code_of_item(session: Session, group_id: int, item_id: int) -> str | None:
    """The code of the meeting whose agenda the item stands on."""
    return session.exec(
        select(Meeting.code)
        .join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.id))
        .where(AgendaItem.group_id == group_id, AgendaItem.id == item_id)
    ).first()


def last_held_before(session: Session, group_id: int, start: datetime) -> Meeting | None:
    """The meeting that was held last before that time."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.group_id == group_id,
            Meeting.state == MeetingState.HELD.value,
            Meeting.starts_at < start,
        )
        .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    ).first()


def attendance(
    session: Session, group_id: int, meeting_id: int, *, agency_id: int | None = None
) -> list[Attendance]:
    """Outcomes in the agencies' order, members first."""
    query = (
        select(Attendance)
        .join(Agency, col(Agency.id) == Attendance.agency_id)
        .where(Attendance.group_id == group_id, Attendance.meeting_id == meeting_id)
        .order_by(
            col(Attendance.is_member).desc(),
            col(Agency.position),
            col(Agency.id),
            col(Attendance.id),
        )
    )
    if agency_id is not None:
        query = query.where(Attendance.agency_id == agency_id)
    return list(session.exec(query).all())


def named_attendance(session: Session, group_id: int, person_id: int) -> list[Attendance]:
    """Every meeting at which the person is listed by name."""
    return list(
        session.exec(
            select(Attendance).where(
                Attendance.group_id == group_id,
                Attendance.person_id == person_id,
                col(Attendance.person_name).is_not(None),
            )
        ).all()
    )


def nameless_attendance(
    session: Session, group_id: int, person_id: int, since: datetime
) -> list[Attendance]:
    """Where the person is listed without a name, at meetings from then on, not approved yet."""
    return list(
        session.exec(
            select(Attendance)
            .join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
            .where(
                Attendance.group_id == group_id,
                Attendance.person_id == person_id,
                col(Attendance.person_name).is_(None),
                col(Meeting.started_at) >= since,
                col(Meeting.approved_on).is_(None),
            )
        ).all()
    )


def agency(session: Session, group_id: int, agency_id: int) -> Agency | None:
    return session.exec(
        select(Agency).where(Agency.group_id == group_id, Agency.id == agency_id)
    ).first()


def calendar_text(session: Session, group_id: int, code: str) -> str | None:
    return session.exec(
        select(Meeting.vevent).where(Meeting.group_id == group_id, Meeting.code == code)
    ).first()


def is_pointed_to(session: Session, meeting_id: int) -> bool:
    """Whether any row but its agenda points to the meeting, or to an item of it: one statement.

    Asked of every table there is, so that a room above cannot be forgotten.
    """
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    found = []
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "meeting" and table.name != "agenda_item":
                found.append(exists(key.parent).where(key.parent == meeting_id))
            elif key.column.table.name == "agenda_item":
                found.append(exists(key.parent).where(key.parent.in_(items)))
    return bool(session.exec(select(or_(*found))).one())


def insert_attendance(session: Session, rows: Sequence[Attendance]) -> None:
    """Adds the rows in one statement; their ids are not read back."""
    if rows:
        session.execute(insert(Attendance), [row.model_dump(exclude={"id"}) for row in rows])
