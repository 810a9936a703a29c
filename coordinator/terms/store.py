"""Every query of the terms room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from coordinator.access.tables import CollaborationGroup
from coordinator.roster.tables import Agency
from coordinator.terms.tables import ClosedDayRow, Term


def term(session: Session, group_id: int, code: str, *, lock: bool = False) -> Term | None:
    query = select(Term).where(Term.group_id == group_id, Term.code == code)
    return session.exec(query.with_for_update(key_share=True) if lock else query).first()


def edited_terms(session: Session, group_id: int, codes: Collection[str]) -> list[Term]:
    """Those of the terms that were edited."""
    given = {"group_id": group_id, "codes": list(codes)}
    return list(session.exec(_edited_terms(), params=given).all())


@cache
def _edited_terms() -> SelectOfScalar[Term]:
    return select(Term).where(
        col(Term.group_id) == bindparam("group_id"),
        col(Term.code).in_(bindparam("codes", expanding=True)),
    )


def _rows(group_id: int) -> Any:
    """The select that every list of own days starts from."""
    return (
        select(ClosedDayRow, Agency.name)
        .join(Agency, col(Agency.id) == col(ClosedDayRow.agency_id), isouter=True)
        .where(ClosedDayRow.group_id == group_id)
        .order_by(col(ClosedDayRow.first_day), col(ClosedDayRow.id))
    )


def closed_days(
    session: Session, group_id: int, first: date, last: date
) -> list[tuple[ClosedDayRow, str | None, str]]:
    """The group's own rows that touch the span, with agency and the group's own municipality."""
    found = session.exec(
        _rows(group_id)
        .join(CollaborationGroup, col(CollaborationGroup.id) == col(ClosedDayRow.group_id))
        .add_columns(CollaborationGroup.municipality)
        .where(ClosedDayRow.first_day <= last, ClosedDayRow.last_day >= first)
    ).all()
    return [(row, agency, home) for row, agency, home in found]


def all_days(session: Session, group_id: int) -> list[ClosedDayRow]:
    """Every own row; for an import, which must not add one twice."""
    return list(session.exec(select(ClosedDayRow).where(ClosedDayRow.group_id == group_id)).all())


def closed_day(
    session: Session, group_id: int, row_id: int, *, lock: bool = False
) -> ClosedDayRow | None:
    query = select(ClosedDayRow).where(ClosedDayRow.group_id == group_id, ClosedDayRow.id == row_id)
    return session.exec(query.with_for_update(key_share=True) if lock else query).first()


def agency_names(session: Session, group_id: int) -> dict[int, str]:
    found = session.exec(select(Agency.id, Agency.name).where(Agency.group_id == group_id)).all()
    return {agency_id: name for agency_id, name in found if agency_id is not None}


def principals(session: Session, group_id: int) -> list[str | None]:
    """Whom the member agencies answer to."""
    return list(
        session.exec(
            select(Agency.principal).where(
                Agency.group_id == group_id, col(Agency.is_member).is_(True)
            )
        ).all()
    )


def save_all(session: Session, rows: Sequence[ClosedDayRow]) -> None:
    session.add_all(rows)
    session.flush()
