"""Databases for tests of the installation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coordinator.core.database import Database
from tests.conftest import ENGINES, Databases


@pytest.fixture(params=ENGINES)
def target(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    """A database without any table, of each engine."""
    database = Database(databases.new(request.param))
    yield database
    database.dispose()
