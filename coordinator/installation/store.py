"""Whole tables in and out, for backup and restore: engine-neutral, ordered by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text, update

from coordinator.core.database import Database, UtcDateTime, metadata

# Open doors are not restored: whoever held a session or a link signs in again.
ENDED_AFTER_RESTORE = ("browser_session", "sign_in_link")


def tables() -> list[Table]:
    """Every table, parents before children."""
    return list(metadata.sorted_tables)


def rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """A table's rows as values that JSON can hold, in the order of their key."""
    ordered = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(stream_results=True).execute(ordered):
        yield {column.name: _plain(value) for column, value in zip(table.columns, row, strict=True)}


def counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables()
    }


def is_empty(database: Database) -> bool:
    """No table of ours holds a row (or there are no tables)."""
    with database.engine.connect() as connection:
        known = set(database.engine.dialect.get_table_names(connection))
        return all(
            connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
            for table in tables()
            if table.name in known
        )


def insert_rows(connection: Connection, table: Table, batch: Iterable[dict[str, Any]]) -> None:
    """Inserts rows as :func:`rows` gave them, self-references last."""
    own = [column for column in table.columns if _points_home(column, table)]
    later: list[dict[str, Any]] = []
    whole = []
    for row in batch:
        typed = {name: _typed(table, name, value) for name, value in row.items()}
        for column in own:
            if typed[column.name] is not None:
                later.append({"key": typed["id"], "column": column, "to": typed[column.name]})
                typed[column.name] = None
        whole.append(typed)
    if whole:
        connection.execute(insert(table), whole)
    for link in later:
        connection.execute(
            update(table).where(table.c.id == link["key"]).values({link["column"]: link["to"]})
        )


def end_open_doors(connection: Connection) -> None:
    for name in ENDED_AFTER_RESTORE:
        connection.execute(metadata.tables[name].delete())


def raise_counters(connection: Connection) -> None:
    """PostgreSQL's id counters start behind the restored rows; SQLite takes the highest id."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables():
        if "id" in table.columns:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608 - our own table names
                    f"COALESCE((SELECT MAX(id) FROM {table.name}), 1))"
                )
            )


def _points_home(column: Any, table: Table) -> bool:
    return any(key.column.table is table for key in column.foreign_keys)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _typed(table: Table, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kind = table.columns[name].type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if kind.python_type is date:
        return date.fromisoformat(value)
    return value
