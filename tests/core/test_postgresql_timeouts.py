"""A PostgreSQL server that hangs is given up, unless somebody has said otherwise."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from coordinator.core import postgresql_timeouts
from coordinator.core.database import Database
from coordinator.core.database_errors import Trouble, trouble_in
from tests.conftest import Databases

Opened = Callable[..., Database]


@pytest.fixture
def opened(databases: Databases) -> Iterator[Opened]:
    """A database on PostgreSQL, with something behind its address."""
    address, made = databases.new("postgres"), list[Database]()

    def do(more: str = "", **given: Any) -> Database:
        made.append(Database(address + more, **given))
        return made[-1]

    yield do
    for each in made:
        each.dispose()


def asked(database: Database, question: str) -> str:
    with database.reading() as session:
        return str(session.connection().exec_driver_sql(question).scalar_one())


def limit(database: Database) -> str:
    return asked(database, "SHOW statement_timeout")


def test_a_statement_and_a_lock_have_their_time(opened: Opened) -> None:
    database = opened(wait=7)

    assert (limit(database), asked(database, "SHOW lock_timeout")) == ("1min", "7s")


@pytest.mark.parametrize(("told", "held"), [("9s", "9s"), ("2min", "2min"), ("0", "0")])
def test_the_address_has_the_last_word(opened: Opened, told: str, held: str) -> None:
    assert limit(opened(f"&options=-c%20statement_timeout%3D{told}")) == held


def test_the_roles_own_limit_stands(opened: Opened) -> None:
    database = opened()
    with database.engine.begin() as connection:
        name = connection.exec_driver_sql("SELECT current_database()").scalar_one()
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET statement_timeout = '11s'")

    assert limit(opened()) == "11s"


def test_the_line_is_watched_and_nothing_that_was_said_is_overruled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PGCONNECT_TIMEOUT", raising=False)
    usual = postgresql_timeouts.line_options({})
    assert (usual["connect_timeout"], usual["tcp_user_timeout"], usual["keepalives"]) == (
        *(10, 20_000, 1),
    )

    given = {"connect_timeout": "3", "keepalives_idle": "5"}
    assert set(usual) - set(postgresql_timeouts.line_options(given)) == set(given)
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "2")
    assert "connect_timeout" not in postgresql_timeouts.line_options({})


def test_a_migration_takes_its_time_and_who_comes_after_does_not(opened: Opened) -> None:
    database = opened()
    with database.unhurried() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar_one() == "0"
        driver = connection.connection.driver_connection
        assert getattr(driver, "patience", 1) is None

    assert limit(database) == "1min"


def test_a_statement_that_takes_too_long_is_ended_by_the_server(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = opened("&options=-c%20statement_timeout%3D50ms")
    with pytest.raises(Exception, match="database-busy"):
        asked(database, "SELECT pg_sleep(5)::text")


def test_a_server_that_stands_still_is_given_up(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It acknowledges what is sent and never answers; so only our own clock tells."""
    monkeypatch.setattr(postgresql_timeouts, "BEYOND", 0.2)
    database = opened("&options=-c%20statement_timeout%3D100ms")
    with pytest.raises(OperationalError) as given_up:
        ask_while_it_stands_still(database)

    assert trouble_in(given_up.value) is Trouble.GONE
    assert asked(database, "SELECT 1") == "1"


def ask_while_it_stands_still(database: Database) -> None:
    with database.reading() as session:
        own = session.connection()
        with standing_still(own.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()):
            own.exec_driver_sql("SELECT 1")


def test_a_line_that_has_died_in_the_pool_is_replaced(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_timeouts, "BEYOND", 0.2)
    database = opened("&options=-c%20statement_timeout%3D100ms")
    pid = int(asked(database, "SELECT pg_backend_pid()"))

    with standing_still(pid):
        assert int(asked(database, "SELECT pg_backend_pid()")) != pid


@contextmanager
def standing_still(pid: int) -> Iterator[None]:
    """The server's process for one connection; it goes on at the latest after ten seconds."""
    awake = threading.Timer(10, os.kill, (pid, signal.SIGCONT))
    os.kill(pid, signal.SIGSTOP)
    awake.start()
    try:
        yield
    finally:
        awake.cancel()
        os.kill(pid, signal.SIGCONT)


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        database = Database(f"postgresql://x@127.0.0.1:{port}/x?connect_timeout=2")
        with pytest.raises(OperationalError) as given_up:
            asked(database, "SELECT 1")

    assert isinstance(given_up.value.orig, psycopg.OperationalError)
    assert trouble_in(given_up.value) is Trouble.GONE
