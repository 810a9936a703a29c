"""Making what was deleted unreadable in the database's own files, not only for those who ask it.

SQLite keeps old pages in its write-ahead log until everybody has left them behind, and pages from
before ``secure_delete`` was on in the file itself: the file is written again (``VACUUM``) and the
log cut to nothing. PostgreSQL keeps old rows until the table is written again (``VACUUM FULL``).
Both wait for whoever still reads the old state; nobody waits for that longer than a few seconds.
Out of reach: write-ahead archives, replicas, backups, and blocks that the disk has given back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final

from coordinator.core import postgresql_timeouts
from coordinator.core.database import Database, PoolTimeoutError

log = logging.getLogger(__name__)

PATIENCE: Final = 3.0  # seconds
_PAUSE: Final = 0.05
_OLD_READERS: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL
    AND age(backend_xmin) >= age(%s::xid)
"""


def scrub(database: Database, tables: Collection[str]) -> bool:
    """Overwrites what these tables no longer hold; False when somebody still reads it.

    Outside any transaction, after the one that deleted was saved.
    """
    until = time.monotonic() + PATIENCE
    refused = database.engine.dialect.loaded_dbapi.Error
    try:
        if database.is_sqlite:
            return _scrub_file(database, until)
        return _scrub_tables(database, sorted(tables), until)
    except (refused, PoolTimeoutError) as error:
        log.warning("the database's files were not scrubbed: %s", type(error).__name__)
        return False


def _scrub_file(database: Database, until: float) -> bool:
    with _alone(database) as connection:
        kept = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        connection.execute(f"PRAGMA busy_timeout={int(1000 * PATIENCE)}")
        try:
            connection.execute("VACUUM")
            connection.execute("PRAGMA busy_timeout=0")
            while True:
                is_busy, _in_log, _moved = connection.execute(
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                ).fetchone()
                if not is_busy:
                    return True
                if time.monotonic() > until:
                    return False
                time.sleep(_PAUSE)
        finally:
            connection.execute(f"PRAGMA busy_timeout={kept}")


def _scrub_tables(database: Database, tables: Collection[str], until: float) -> bool:
    quote = database.engine.dialect.identifier_preparer.quote
    with _alone(database) as connection, postgresql_timeouts.taking_its_time(connection):
        before = connection.autocommit
        connection.autocommit = True
        limits = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("lock_timeout", "statement_timeout")
        }
        try:
            now = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
            horizon = str(int(now.fetchone()[0]) % 2**32)
            # Rows that somebody's older snapshot can see are carried over into the new file.
            while connection.execute(_OLD_READERS, (horizon,)).fetchone()[0]:
                if time.monotonic() > until:
                    return False
                time.sleep(_PAUSE)
            connection.execute(f"SET lock_timeout = '{int(1000 * PATIENCE)}ms'")
            connection.execute("SET statement_timeout = 0")
            for table in tables:
                connection.execute(f"VACUUM (FULL) {quote(table)}")
            return True
        finally:
            for name, value in limits.items():
                connection.execute(f"SET {name} = '{value}'")
            connection.autocommit = before


@contextmanager
def _alone(database: Database) -> Iterator[Any]:
    """The driver's own connection, with no transaction around it."""
    pooled = database.engine.raw_connection()
    try:
        yield pooled.driver_connection
    finally:
        pooled.close()
