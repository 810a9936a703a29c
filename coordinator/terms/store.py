"""Every query of the terms room."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from coordinator.terms.tables import ClosedDayRow, Term


def term(session: Session, group_id: int, code: str, *, lock: bool = False) -> Term | None:
    query = select(Term).where(Term.group_id == group_id, Term.code == code)
    return session.exec(query.with_for_update() if lock else query).first()


def closed_days(session: Session, group_id: int, first: date, last: date) -> list[ClosedDayRow]:
    """The group's own rows that touch the span."""
    return list(
        session.exec(
            select(ClosedDayRow)
            .where(
                ClosedDayRow.group_id == group_id,
                ClosedDayRow.first_day <= last,
                ClosedDayRow.last_day >= first,
            )
            .order_by(col(ClosedDayRow.first_day), col(ClosedDayRow.id))
        ).all()
    )


def closed_day(session: Session, group_id: int, row_id: int) -> ClosedDayRow | None:
    return session.exec(
        select(ClosedDayRow).where(ClosedDayRow.group_id == group_id, ClosedDayRow.id == row_id)
    ).first()
