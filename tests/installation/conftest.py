"""Databases for tests of the installation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from coordinator.core.clock import Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.installation.migrate import migrate, upgrade
from coordinator.wiring import MAIL_ADDRESSES
from tests.conftest import EMPTY, ENGINES, Databases, migrated
from tests.installation.two_groups import Split, store_in, told


@pytest.fixture(params=ENGINES)
def target(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    """A database without any table, of each engine."""
    database = Database(databases.new(request.param))
    yield database
    database.dispose()


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    """A database of this version without a row in it, of each engine."""
    with databases.lent(request.param, EMPTY, migrated, is_blank=True) as address:
        database = Database(address)
        yield database
        database.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def split(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Split]:
    database = Database(databases.new(request.param))
    with database.engine.begin() as connection:
        upgrade(connection, "0004")
        store_in(connection)
    done = migrate(database, keep_copy=False)
    assert done.before == "0004"
    moment = datetime.fromisoformat(told()["now"])
    clock = Clock(now=lambda: moment, is_set_by_hand=True)
    yield Split(
        Office(Settings(_env_file=None), clock, database, mail_addresses=MAIL_ADDRESSES), told()
    )
    database.dispose()
