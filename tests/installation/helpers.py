"""What tests of the installation look at: the database as a whole."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlmodel import func, select

from coordinator.core.database import Database
from coordinator.installation import store
from coordinator.installation.migrate import migrate


def contents(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in store.tables()
        }


def names_of_tables(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(database.engine.dialect.get_table_names(connection))


def resealed(file: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A backup with other parts in it, but a seal that fits."""
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        packed.comment = b"0" * 64
    content = target.read_bytes()[:-64]
    target.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    return target


def manifest(change: Callable[[Any], object]) -> Callable[[dict[str, bytes]], None]:
    def on(parts: dict[str, bytes]) -> None:
        told = json.loads(parts["manifest.json"])
        change(told)
        parts["manifest.json"] = json.dumps(told).encode()

    return on


def migrated_at(url: str) -> None:
    """What a server does first, in a process of its own."""
    migrate(Database(url))


def filled_row(table: Table, given: dict[str, Any]) -> dict[str, Any]:
    """The values, with something in every other column that must hold something."""
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    by_type: dict[type, Any] = {str: "x", int: 1, bool: False, date: moment.date()}
    needed = {
        column.name: by_type.get(column.type.python_type, moment)
        for column in table.columns
        if not column.nullable and not (column.primary_key and column.name == "id")
    }
    return needed | given
