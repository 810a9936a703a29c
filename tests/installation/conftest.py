"""Databases for tests of the installation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coordinator.core.database import Database
from tests.conftest import EMPTY, ENGINES, Databases, migrated


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
