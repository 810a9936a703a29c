"""What tests of the installation look at: the database as a whole."""

from __future__ import annotations

from sqlmodel import func, select

from coordinator.core.database import Database
from coordinator.installation import store


def contents(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in store.tables()
        }
