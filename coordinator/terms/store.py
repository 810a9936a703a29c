"""Every query of the terms room."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, cast, col, delete, insert, literal, null, select, union_all
from sqlmodel.sql.expression import SelectOfScalar

from coordinator.groups.tables import CollaborationGroup
from coordinator.roster.tables import Agency
from coordinator.terms.tables import CalendarEvent, ClosedDayRow, DayFall, DaySpan, Term


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


class FallCells(NamedTuple):
    """A row of :class:`DayFall` as a statement gives it."""

    first_day: date
    last_day: date
    starts_at: str | None
    ends_at: str | None
    name: str


class OwnDay(NamedTuple):
    """One of the group's own rows, what stands beside it, and when it falls if it comes back.

    ``row`` has the columns of :class:`ClosedDayRow`, and is only to be read. ``counted`` are the
    days for which the falls stand in rows, None when none do.
    """

    row: Any
    agency: str | None
    home: str
    counted: tuple[date, date] | None
    falls: list[FallCells]


def closed_days(
    session: Session, group_id: int, first: date, last: date, *, near: timedelta
) -> list[OwnDay]:
    """The group's own rows that touch the span or lie ``near`` it; falls of the span alone.

    With agency and the group's own municipality. One statement in two parts, so that a row is not
    told again with each of its falls.
    """
    columns = list(ClosedDayRow.__table__.columns)  # type: ignore[attr-defined]
    more: list[Any] = [
        col(Agency.name).label("agency_name"),
        col(CollaborationGroup.municipality).label("home"),
        col(DaySpan.first_day).label("counted_from"),
        col(DaySpan.last_day).label("counted_to"),
    ]
    own = (
        select(literal(0).label("part"), *columns, *more)
        .join(CollaborationGroup, col(CollaborationGroup.id) == col(ClosedDayRow.group_id))
        .join(Agency, col(Agency.id) == col(ClosedDayRow.agency_id), isouter=True)
        .join(DaySpan, col(DaySpan.closed_day_id) == col(ClosedDayRow.id), isouter=True)
        .where(
            ClosedDayRow.group_id == group_id,
            ClosedDayRow.first_day <= last + near,
            ClosedDayRow.last_day >= first - near,
        )
    )
    cells = {
        "id": DayFall.closed_day_id,
        **{name: getattr(DayFall, name) for name in FallCells._fields},
    }
    falls = select(
        literal(1),
        *(cells.get(column.name, cast(null(), column.type)) for column in columns),
        *(cast(null(), column.type) for column in more),
    ).where(DayFall.group_id == group_id, DayFall.first_day <= last, DayFall.last_day >= first)
    shown = union_all(own, falls).subquery()
    query: Any = select(shown)
    query = query.order_by(shown.c.part, shown.c.first_day, shown.c.id)
    found: dict[int, OwnDay] = {}
    for line in session.execute(query):
        if line.part == 0:
            counted = (line.counted_from, line.counted_to) if line.counted_from else None
            found[line.id] = OwnDay(line, line.agency_name, line.home, counted, [])
        elif (day := found.get(line.id)) is not None:
            day.falls.append(
                FallCells(line.first_day, line.last_day, line.starts_at, line.ends_at, line.name)
            )
    return list(found.values())


def events_of_days(session: Session, ids: Collection[int]) -> dict[int, list[CalendarEvent]]:
    """The events that rows follow, by row."""
    found: dict[int, list[CalendarEvent]] = {}
    for batch in _batches(ids):
        query = select(CalendarEvent).where(col(CalendarEvent.closed_day_id).in_(batch))
        for event in session.exec(query.order_by(col(CalendarEvent.id))):
            found.setdefault(event.closed_day_id or 0, []).append(event)
    return found


def events_of_owner(session: Session, group_id: int, owner: str) -> list[CalendarEvent]:
    """Every event that was read in for an agency, a municipality or the whole group."""
    return list(
        session.exec(
            select(CalendarEvent)
            .where(CalendarEvent.group_id == group_id, CalendarEvent.owner == owner)
            .order_by(col(CalendarEvent.id))
        )
    )


def days_for_counting(
    session: Session, ids: Collection[int]
) -> list[tuple[ClosedDayRow, DaySpan | None]]:
    """Rows that nobody else counts out meanwhile, and what is counted."""
    query = select(ClosedDayRow).where(col(ClosedDayRow.id).in_(ids)).order_by(col(ClosedDayRow.id))
    rows = list(session.exec(query.with_for_update(key_share=True)))
    spans = {span.closed_day_id: span for span in session.exec(
        select(DaySpan).where(col(DaySpan.closed_day_id).in_(ids))
    )}  # fmt: skip
    return [(row, spans.get(row.id or 0)) for row in rows]


def forget_falls(session: Session, ids: Collection[int]) -> None:
    """Takes away what was counted out of rows."""
    for batch in _batches(ids):
        for table in (DayFall, DaySpan):
            query = delete(table).where(col(table.closed_day_id).in_(batch))
            session.execute(query, execution_options={"synchronize_session": False})


def add_falls(
    session: Session, falls: Sequence[dict[str, Any]], spans: Sequence[dict[str, Any]]
) -> None:
    for table, rows in ((DayFall, falls), (DaySpan, spans)):
        if rows:
            session.execute(insert(table), list(rows))


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    """As many as a statement takes on either engine."""
    given = list(ids)
    for start in range(0, len(given), 500):
        yield given[start : start + 500]


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
