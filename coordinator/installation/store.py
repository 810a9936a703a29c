"""Whole tables in and out, for backup and restore: engine-neutral, ordered by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    bindparam,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, DatabaseError

from coordinator.core.database import UtcDateTime, metadata

# What the engines raise when there is no database at the address, or no address.
NO_DATABASE = (OSError, ArgumentError, DatabaseError)

# Open doors are no part of a backup: whoever held a session or a link signs in again.
DOORS = (
    "session_opening",
    "link_opening",
    "browser_session",
    "sign_in_link",
    "one_time_code",
    "sign_in_attempt",
    "poll_link",
)


def tables() -> list[Table]:
    """Every table that a backup holds, parents before children."""
    return [table for table in metadata.sorted_tables if table.name not in DOORS]


def tables_there(connection: Connection) -> list[Table]:
    """The same of a database as it is, of whatever revision, in the product's own types."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def aware(_inspector: Any, _table: Any, column: Any) -> None:
        if isinstance(column["type"], DateTime):
            column["type"] = UtcDateTime()

    found.reflect(connection)
    left_out = {*DOORS, "alembic_version"}
    return [table for table in found.sorted_tables if table.name not in left_out]


def clear(connection: Connection) -> None:
    """Takes the product's own tables away, of whatever revision they are."""
    found = MetaData()
    found.reflect(connection)
    ours = {*metadata.tables, "alembic_version"}
    found.drop_all(connection, [table for table in found.sorted_tables if table.name in ours])


def tables_of_others(connection: Connection) -> list[str]:
    """The tables of a database without a revision of ours: none of them was made by us."""
    return sorted(set(connection.dialect.get_table_names(connection)) - {"alembic_version"})


UNICODE = "UTF8"  # as PostgreSQL names it


def encoding(connection: Connection) -> str:
    """In which the database keeps text, as the engine names it."""
    if connection.dialect.name != "postgresql":
        return UNICODE
    return str(connection.exec_driver_sql("SHOW server_encoding").scalar_one())


def rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """A table's rows as values that JSON can hold, in the order of their key."""
    ordered = select(table).order_by(*table.primary_key.columns)
    names = [column.name for column in table.columns]
    for row in connection.execution_options(stream_results=True).execute(ordered):
        found = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        # A mail with a link that opens doors stays outside, as the doors do.
        yield found | {"text": "", "html": None} if found.get("is_secret") else found


def is_empty(connection: Connection) -> bool:
    """No table of ours holds a row, open doors apart (or there are no tables)."""
    known = set(connection.dialect.get_table_names(connection))
    return all(
        connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        for table in tables()
        if table.name in known
    )


def insert_rows(connection: Connection, table: Table, found: Iterable[dict[str, Any]]) -> None:
    """Inserts rows as :func:`rows` gave them; references within the table are set at the end."""
    own = [column.name for column in table.columns if _points_home(column, table)]
    makers = {column.name: make for column in table.columns if (make := _maker(column))}
    links: dict[str, list[dict[str, Any]]] = {name: [] for name in own}
    for batch in _batches(found):
        typed = [row | _made(row, makers) for row in batch]
        for row in typed:
            for name in own:
                if row[name] is not None:
                    links[name].append({"row_id": row["id"], "target": row[name]})
                    row[name] = None
        connection.execute(insert(table), typed)
    for name, pairs in links.items():
        if pairs:
            one = update(table).where(table.c.id == bindparam("row_id"))
            connection.execute(one.values({name: bindparam("target")}), pairs)


def _batches(found: Iterable[dict[str, Any]], size: int = 500) -> Iterator[list[dict[str, Any]]]:
    rows_left = iter(found)
    while batch := list(islice(rows_left, size)):
        yield batch


def shut_doors(connection: Connection) -> None:
    """Ends every session and link, also those of the empty database before the restore."""
    for name in DOORS:
        connection.execute(metadata.tables[name].delete())


def pause_mail(connection: Connection) -> None:
    """Nothing that waited goes by itself: some of it may have been sent since the copy was made.

    What opens doors never goes: the links in it lead nowhere now.
    """
    mail = metadata.tables["outbox_mail"]
    waiting = update(mail).where(mail.c.state == "waiting")
    connection.execute(
        waiting.where(mail.c.is_secret.is_(True)).values(state="dropped", claimed_until=None)
    )
    connection.execute(waiting.values(state="paused", claimed_until=None, last_error=None))


def raise_counters(connection: Connection, restored: Iterable[Table]) -> None:
    """PostgreSQL's id counters start behind the restored rows; SQLite takes the highest id."""
    if connection.dialect.name != "postgresql":
        return
    for table in restored:
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


def _made(row: dict[str, Any], makers: dict[str, Callable[[str], date]]) -> dict[str, date]:
    return {name: make(row[name]) for name, make in makers.items() if isinstance(row[name], str)}


def _maker(column: Column[Any]) -> Callable[[str], date] | None:
    """What makes a value of this column of the text that JSON held; None: it is what it was."""
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat
    return date.fromisoformat if isinstance(column.type, Date) else None
