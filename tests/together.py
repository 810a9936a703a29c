"""Several things at the same moment: people on both engines in the worst order, loops."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import event
from sqlmodel import Session

from coordinator.core.database import Database
from coordinator.core.errors import CoordinatorError
from coordinator.core.office import Office

_PATIENCE = 0.5  # seconds for the others to get as far; where a lock holds them they never do


def at_once(office: Office, *presses: Callable[[], object]) -> list[object]:
    """What each press led to, or the code of why not, in their order.

    On PostgreSQL nobody writes before all have read, unless a lock keeps them from reading. SQLite
    lets one in at a time, so there they follow each other.
    """
    pause = not office.database.is_sqlite
    with _nobody_first(len(presses), pause=pause), ThreadPoolExecutor(len(presses)) as people:
        return list(people.map(_told, presses))


def _told(press: Callable[[], object]) -> object:
    try:
        return press()
    except CoordinatorError as error:
        return error.code


@contextmanager
def _nobody_first(number: int, *, pause: bool) -> Iterator[None]:
    ready = threading.Barrier(number)
    seen: set[int] = set()

    def wait(*_args: Any) -> None:
        me = threading.get_ident()
        if pause and me not in seen:
            seen.add(me)
            with suppress(threading.BrokenBarrierError):
                ready.wait(_PATIENCE)

    event.listen(Session, "before_flush", wait)
    try:
        yield
    finally:
        event.remove(Session, "before_flush", wait)


def finished(work: Coroutine[Any, Any, object]) -> object:
    """What ``work`` led to, in a loop of its own.

    In a thread beside: the browser's loop lives in a worker's own thread from its first walk on,
    and a second one cannot be started there.
    """
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


def _by_another(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None, check_same_thread=False)


@contextmanager
def somebody_writes(database: Database) -> Iterator[Any]:
    """Another program holds the write lock, until it is told to let go."""
    if database.file:
        with closing(_by_another(database.file)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield other
    else:
        with psycopg.connect(database.url.replace("+psycopg", "")) as server:
            found = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in found)
            server.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(tables))
            yield server
