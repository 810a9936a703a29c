"""Whole tables in and out, for backup and restore; what a database says of its rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

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


# A look makes its own session read only; what others meet is the value that it would go back to.
_STATE: Final = """
    SELECT pg_is_in_recovery() AS is_standby,
           (SELECT reset_val FROM pg_settings
            WHERE name = 'default_transaction_read_only') AS read_only,
           quote_ident(current_user) AS db_user, quote_ident(current_database()) AS db_name,
           quote_ident(current_schema()) AS db_schema,
           has_schema_privilege(current_schema(), 'CREATE') AS may_make"""
_PUBLIC_IS_SHUT: Final = """
    SELECT NOT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'public'"""
_TABLES: Final = """
    SELECT c.relname, quote_ident(n.nspname), quote_ident(pg_get_userbyid(c.relowner)),
           pg_has_role(c.relowner, 'USAGE'),
           has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'INSERT'),
           has_table_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, 'DELETE'),
           NOT EXISTS (
               SELECT FROM pg_depend AS d JOIN pg_class AS s ON s.oid = d.objid
               WHERE d.refobjid = c.oid AND d.classid = 'pg_class'::regclass
                 AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
                 AND CASE s.relkind  -- no other is asked about, whatever is looked at first
                     WHEN 'S' THEN NOT has_sequence_privilege(s.oid, 'USAGE, UPDATE')
                     ELSE false END)
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) ORDER BY c.relname"""


def state_of_server(connection: Connection) -> Any:
    """Of PostgreSQL: whether anybody may write, who asks, and where tables would be made."""
    return connection.exec_driver_sql(_STATE).one()


def is_public_shut(connection: Connection) -> bool:
    """Whether there is the usual schema, and this user may not look into it."""
    return bool(connection.exec_driver_sql(_PUBLIC_IS_SHUT).scalar())


def rights_on_tables(connection: Connection) -> Sequence[Any]:
    """A row for each table in sight: name, schema, owner, whether this user stands for the owner.

    Then whether it may SELECT, INSERT, UPDATE, DELETE, and use the table's sequences.
    https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-ACCESS-TABLE
    """
    return connection.exec_driver_sql(_TABLES).all()


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
