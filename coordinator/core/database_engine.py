"""How a connection to either engine is opened, and what it is given on the way."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, event
from sqlalchemy import create_engine as sa_create_engine
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

from coordinator.core import postgresql_timeouts
from coordinator.core.database_address import wait_in
from coordinator.core.errors import NotFound


def create_engine(url: URL, wait: float, *, looks_only: bool) -> Engine:
    """The engine of an address; ``wait`` and ``looks_only`` as the database has them."""
    make = _on_sqlite if url.get_backend_name() == "sqlite" else _on_postgresql
    engine = make(url, wait, looks_only=looks_only)
    event.listen(engine, "handle_error", _nothing_there)
    # Parameters are hidden, but at DEBUG whole rows are logged: names, and what people wrote.
    logging.getLogger("sqlalchemy.engine.Engine").addFilter(_without_rows)
    return engine


def _on_sqlite(url: URL, wait: float, *, looks_only: bool) -> Engine:
    # As with PostgreSQL, what stands in the address counts before all else.
    wait = wait_in(url) or wait
    engine = sa_create_engine(
        url,
        pool_size=20,
        max_overflow=20,
        hide_parameters=True,  # an error goes to the log, and what people typed must not
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "do_connect", _only_looking if looks_only else _for_its_owner_alone)
    # Rows added together go in one statement, as on PostgreSQL. SQLite numbers them in the
    # order in which they stand there; SQLAlchemy, when it knows, sorts what comes back by that.
    engine.dialect.insertmanyvalues_implicit_sentinel = (
        InsertmanyvaluesSentinelOpts.ANY_AUTOINCREMENT
    )
    prepare = partial(_prepare_sqlite, round(wait * 1000), looks_only=looks_only)
    event.listen(engine, "connect", prepare)
    return engine


def _on_postgresql(url: URL, wait: float, *, looks_only: bool) -> Engine:
    engine = sa_create_engine(
        url,
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=postgresql_timeouts.line_options(url.query),
    )
    event.listen(engine, "do_connect", _given_up_when_it_hangs)
    options = str(url.query.get("options", ""))
    prepare = partial(_prepare_postgres, round(wait * 1000), options, looks_only=looks_only)
    event.listen(engine, "connect", prepare)
    return engine


def _without_rows(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


def _nothing_there(context: ExceptionContext) -> None:
    """What cannot be stored cannot be found: a bent address is answered like an old one.

    No engine takes half a character or a number beyond its bounds, PostgreSQL no NUL either.
    Only questions: a write that fails so is our own fault and stays one.
    """
    too_odd = isinstance(context.original_exception, UnicodeEncodeError | OverflowError)
    is_question = (context.statement or "").startswith("SELECT")
    if is_question and (too_odd or isinstance(context.sqlalchemy_exception, DataError)):
        raise NotFound("not-found") from context.original_exception


def _for_its_owner_alone(_dialect: Any, _record: Any, place: list[Any], _rest: Any) -> None:
    make_private(Path(place[0]))


def make_private(file: Path) -> None:
    """Makes a missing file that no other user of the machine may read; SQLite would let them.

    Its log and memory beside it get the same rights from SQLite.
    """
    with suppress(OSError):  # whoever opens it next says what is wrong
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)


def _only_looking(_dialect: Any, _record: Any, place: list[Any], rest: dict[str, Any]) -> Any:
    """A connection that leaves no trace beside the file, nor in it.

    Where nobody has it open there is no log to read, and reading one would make it: then the file
    alone is looked at (https://www.sqlite.org/uri.html#uriimmutable).
    """
    file = Path(place[0]).absolute()
    is_open = file.with_name(f"{file.name}-wal").exists()
    how = "mode=ro" if is_open else "immutable=1"
    return sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, **rest)


def _given_up_when_it_hangs(
    _dialect: Any, _record: Any, place: list[Any], rest: dict[str, Any]
) -> Any:
    return postgresql_timeouts.connect(*place, **rest)


def _prepare_sqlite(wait: int, connection: Any, _record: Any, *, looks_only: bool) -> None:
    # The driver's own transaction handling is switched off; core/database.py begins them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={wait}")
    if looks_only:
        return
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten with zeros
    cursor.close()


def _prepare_postgres(
    wait: int, options: str, connection: Any, _record: Any, *, looks_only: bool
) -> None:
    postgresql_timeouts.set_limits(connection, lock=wait, options=options)
    if looks_only:
        connection.execute("SET default_transaction_read_only = on")
        connection.commit()
