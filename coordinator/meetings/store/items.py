"""What hangs on an agenda item, in whatever room: found by the foreign keys, not by a list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import ColumnElement, Select, Table, and_, delete, literal, or_, select, union_all
from sqlmodel import Session

from coordinator.core.columns import columns_to, in_log, looked_through
from coordinator.core.database import metadata


def standing_under(session: Session, item_id: int) -> tuple[str, ...]:
    """The tables in which something stands that belongs to the item: one statement."""
    asked = [
        select(literal(table.name).label("name"))
        .where(column == item_id, ~_says_nothing(table))
        .limit(1)
        for table, column in _hanging()
    ]
    parts: list[Select[tuple[str]]] = [select(one.subquery()) for one in asked]
    found = set(session.execute(union_all(*parts)).scalars())
    return tuple(name for name in in_log() if name in found)


def forget_empty_under(session: Session, item_id: int) -> None:
    """Deletes rows that belong to the item and hold no words, such as a note emptied again."""
    for table, column in _hanging():
        session.execute(delete(table).where(column == item_id, _says_nothing(table)))


def _hanging() -> Iterator[tuple[Table, ColumnElement[int]]]:
    for place in sorted(columns_to("agenda_item")):
        name, column = place.split(".")
        yield metadata.tables[name], metadata.tables[name].c[column]


@cache
def _says_nothing(table: Table) -> ColumnElement[bool]:
    texts = [table.c[field] for name, field in looked_through() if name == table.name]
    if not texts:
        return literal(value=False)
    return and_(*(or_(text.is_(None), text == "") for text in texts))
