"""One database, two engines: SQLite in a file, or PostgreSQL.

SQLite runs with WAL, foreign keys, a busy timeout and ``synchronous=FULL``: what a page said was
saved survives a power cut. Write transactions begin IMMEDIATE, so that two writers queue instead
of failing half way. PostgreSQL runs at its default isolation; rows edited by people are
:class:`Versioned`. Nobody waits for another's lock longer than half a minute, on either
engine, nor for a server that hangs: see :mod:`coordinator.core.postgresql_timeouts`.

What is tried again, and what is not: SQLite's BEGIN waits for the lock by itself
(``busy_timeout``), PostgreSQL's statements do (``lock_timeout``), and a pooled connection that the
server has dropped is found out and replaced before the first statement (``pool_pre_ping``). A use
case is not run again from here: a ``with`` block cannot be, its caller has decided on what it read,
and a COMMIT whose answer was lost may stand. Two callers that are nothing but a transaction do it
themselves, with :func:`coordinator.core.database_errors.once_more`: the small writes of
``background_writes`` and what the mail worker does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import local
from typing import Any, Final

from sqlalchemy import DateTime, Dialect, event, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import declared_attr
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from coordinator.core import postgresql_timeouts
from coordinator.core.database_address import file_of, url_of
from coordinator.core.database_engine import create_engine
from coordinator.core.database_errors import DatabaseGone, DatabaseReplaced, is_duplicate, refusal
from coordinator.core.errors import Conflict, Unavailable

log = logging.getLogger(__name__)

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

metadata = SQLModel.metadata

_DATABASE: Final = "database"  # key of a session's ``info``
WAIT: Final = 30.0  # seconds that anybody waits for another's lock

__all__ = [
    "Change",
    "Database",
    "PoolTimeoutError",
    "Session",
    "UtcDateTime",
    "Versioned",
    "after_commit",
    "database_of",
    "metadata",
    "remove",
    "save",
    "touch",
    "watch_changes",
]


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, on both engines.

    SQLite keeps no offset, so the value is stored as naive UTC there.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without zone must not reach the database")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Versioned(SQLModel):
    """A row that two people can edit: it is counted up by every save that changes it.

    A page compares the version that it showed with the one that stands, and a use case refuses an
    old page with both texts. Here two transactions are kept apart that both read the same version:
    the second finds no row to change, which :meth:`Database.transaction` tells as a ``Conflict``.
    The count begins at 1. It is read after the flush, and never counted by hand: see :func:`touch`.
    An update by condition would pass it by, so these tables are written through their rows alone.
    """

    version: int = 1

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - the class, as declared_attr has it
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


def touch(row: Versioned) -> None:
    """Counts a row up whose own columns stay: something that belongs to it has changed.

    A column that is set to what it was saves nothing, and a flagged one would hold the count back;
    a new count is a change of its own. With other changes it is the same one step.
    """
    row.version += 1


class _Shared(local):
    """The session that a thread's questions share inside :meth:`Database.look`."""

    session: Session | None = None


class Database:
    """Hands out transactions; nothing else holds the engine."""

    def __init__(self, url: str, *, wait: float = WAIT, looks_only: bool = False) -> None:
        """``wait``: how many seconds a write waits while somebody else writes.

        ``looks_only``: nothing is written, no file made and none touched.
        """
        parsed = url_of(url)
        self.url = parsed.render_as_string(hide_password=False)
        self.engine = create_engine(parsed, wait, looks_only=looks_only)
        if self.is_sqlite:
            event.listen(self.engine, "begin", _begin_sqlite)
        # The embedded database's file; None on PostgreSQL.
        self.file: Path | None = file_of(parsed)
        self._place: tuple[int, int] | None = None  # device and number of the file in use
        self._is_reported = False
        self._shared = _Shared()
        # Tells the revision that this program needs; a server gives it, which may be outlived.
        self.needs: Callable[[], str] | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def shown_url(self) -> str:
        """The address without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A write transaction: commits at the end, rolls back on any error.

        Raises:
            Conflict: somebody else was first to change the same row, or to write the same key.
            Unavailable: the database was locked for too long, is full or takes nothing.
        """
        if self._shared.session is not None:
            raise RuntimeError("a write inside a look")
        self._look_for_file()
        with (
            self._refusing(),
            Session(self.engine, expire_on_commit=False, info={_DATABASE: self}) as session,
        ):
            if self.is_sqlite:
                session.connection(execution_options={"begin": "IMMEDIATE"})
            # Leaving the block on an error closes the session, which rolls back.
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read transaction: never commits. Inside :meth:`look` it is the one that runs there.

        Raises:
            Unavailable: as :meth:`transaction`.
        """
        if self._shared.session is not None:
            yield self._shared.session
            return
        self._look_for_file()
        with (
            self._refusing(),
            Session(self.engine, autoflush=False, info={_DATABASE: self}) as session,
        ):
            yield session
            session.rollback()

    @contextmanager
    def look(self) -> Iterator[None]:
        """One read transaction for several questions, in this thread: what they say fits together.

        To begin one costs as much as a question. A write inside would not be seen by what is read
        after it: look first, then write.

        Raises:
            Unavailable: as :meth:`transaction`.
        """
        with self.reading() as session:
            before, self._shared.session = self._shared.session, session
            try:
                yield
            finally:
                self._shared.session = before

    def _look_for_file(self) -> None:
        """An open connection would go on writing into a file that nobody can find any more."""
        if self.file is None:
            return
        try:
            there = self.file.stat()
        except OSError as error:
            if self._place is None:
                return  # the first connection makes it, or says why it cannot
            raise DatabaseGone(str(self.file)) from error
        place = (there.st_dev, there.st_ino)
        if self._place is None:
            self._place = place
        elif self._place != place:
            if not self._is_reported:
                self._is_reported = True
                log.error("the database file was replaced: start again")
            raise DatabaseReplaced(str(self.file))

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """What the database itself refuses, as errors that the faces have words for."""
        try:
            yield
        except StaleDataError as error:
            raise Conflict("changed-meanwhile") from error
        except PoolTimeoutError as error:
            raise Unavailable("database-busy") from error
        except DBAPIError as error:
            if isinstance(error, IntegrityError) and is_duplicate(error):
                raise Conflict("written-meanwhile") from error
            refused = refusal(error) or self._outlived()
            if refused is None:
                raise
            # Its words can hold values.
            log.warning("%s: %s", refused.code, type(error.orig).__name__)
            raise refused from error

    def _outlived(self) -> Unavailable | None:
        """Whether a newer program has changed the tables under this one since it was started."""
        if self.needs is None:
            return None
        try:
            with self.engine.connect() as connection:
                stands = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
                is_ours = stands.scalar() in {None, self.needs()}
        except DBAPIError:
            return None
        return None if is_ours else Unavailable("database-moved-on")

    @contextmanager
    def unhurried(self) -> Iterator[Connection]:
        """A connection for what may take as long as it takes: migrations, backup, restore."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                yield connection
                return
            driver = connection.connection.driver_connection
            with postgresql_timeouts.taking_its_time(driver):
                connection.exec_driver_sql("SET statement_timeout = 0")
                connection.commit()
                try:
                    yield connection
                finally:
                    if not connection.closed:
                        connection.invalidate()  # the next one has its limits again

    def dispose(self) -> None:
        self.engine.dispose()


def save(session: Session, *rows: SQLModel) -> None:
    """Writes the rows now, so that what is asked after it finds them, and they have their ids."""
    session.add_all(rows)
    session.flush()


def remove(session: Session, *rows: SQLModel) -> None:
    for row in rows:
        session.delete(row)
    session.flush()


def database_of(session: Session) -> Database:
    """Where the session's own transaction runs, for what is to be done in another one later."""
    found: Database = session.info[_DATABASE]
    return found


def after_commit(session: Session, do: Callable[[], object]) -> None:
    """Calls ``do`` once when what the session holds has been saved, and never otherwise.

    A savepoint's release saves nothing yet, and what is taken back to a savepoint before this call
    is not saved by the commit that follows.
    """
    waiting = [do]
    inside = _open_transactions(session)

    def saved(saving: Session) -> None:
        if not saving.in_nested_transaction():
            while waiting:
                waiting.pop()()

    def undone(_session: Session, ended: Any) -> None:
        if ended.parent is None or ended in inside:
            waiting.clear()

    event.listen(session, "after_commit", saved)
    event.listen(session, "after_soft_rollback", undone)


def _open_transactions(session: Session) -> list[Any]:
    """The session's transaction and the savepoints in it, the innermost first."""
    each: Any = session.get_nested_transaction() or session.get_transaction()
    found = []
    while each is not None:
        found.append(each)
        each = each.parent
    return found


@dataclass(frozen=True)
class Change:
    """What one flush did to one row: ``fields`` holds ``(before, after)`` of each column changed.

    ``did`` is ``added``, ``changed`` or ``removed``; ``group_id``: whose row it is, if any one's.
    """

    table: str
    row_id: Any
    did: str
    fields: dict[str, tuple[Any, Any]]
    group_id: int | None = None


@contextmanager
def watch_changes(session: Session) -> Iterator[list[Change]]:
    """Collects what the rows of a session go through meanwhile, in the order of its flushes.

    Statements that do not go through rows (bulk inserts, updates by condition) are not seen.
    """
    seen: list[Change] = []

    def note(flushed: Any, _context: Any) -> None:
        for did, rows in (
            ("added", flushed.new),
            ("changed", flushed.dirty),
            ("removed", flushed.deleted),
        ):
            seen.extend(change for row in rows if (change := _change(row, did)))

    event.listen(session, "after_flush", note)
    try:
        yield seen
    finally:
        event.remove(session, "after_flush", note)


def _change(row: Any, did: str) -> Change | None:
    state = inspect(row)
    fields: dict[str, tuple[Any, Any]] = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if did == "changed" and not history.has_changes():
            continue
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if did == "removed":
            before, after = getattr(row, column.key), None
        if before != after:
            fields[column.key] = (before, after)
    if did == "changed" and not fields:
        return None
    name, row_id = state.mapper.local_table.name, getattr(row, "id", None)
    return Change(name, row_id, did, fields, getattr(row, "group_id", None))


def _begin_sqlite(connection: Connection) -> None:
    """The driver's own transactions are switched off, see ``database_engine``."""
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
