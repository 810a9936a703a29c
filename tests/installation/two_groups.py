"""The database of two groups, of the version before each group had people of its own."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from coordinator.core.database import metadata
from coordinator.core.office import Office
from coordinator.installation import store
from coordinator.roster.tables import Person
from coordinator.wiring import shell_actor

OLD = Path(__file__).parent / "golden" / "two-groups-0004.zip"


HERE, THERE = "exempelby", "andraby"


def kept(name: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(OLD) as packed:
        return [json.loads(line) for line in packed.read(f"tables/{name}.jsonl").splitlines()]


def told() -> dict[str, Any]:
    with zipfile.ZipFile(OLD) as packed:
        found: dict[str, Any] = json.loads(packed.read("told.json"))
        return found


@dataclass(frozen=True)
class Split:
    office: Office
    told: dict[str, Any]

    def own(self, name: str, group: str) -> int:
        """The id of somebody's row in a group."""
        old = self.told["people"][name]
        shell = shell_actor(self.office, group)
        with self.office.reading() as session:
            row = session.get(Person, old)
            assert row is not None
            if row.group_id == shell.group_id:
                return int(old)
            moved = select(metadata.tables["trail_person"].c.new_person_id).where(
                metadata.tables["trail_person"].c.old_person_id == old,
                metadata.tables["trail_person"].c.group_id == shell.group_id,
            )
            return int(session.connection().execute(moved).scalar_one())


def store_in(connection: Any) -> None:
    """Everything the old version held, its open doors too, which backups leave out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "DOORS", ())
        tables = store.tables_there(connection)
    for table in tables:
        store.insert_rows(connection, table, iter(kept(table.name)))
    store.raise_counters(connection, tables)
