"""Every text column is either looked at by the identity guard, or says why it is not."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from sqlalchemy import String

from coordinator.access.guarded_fields import GUARDED, NOT_GUARDED
from coordinator.core.database import metadata

PACKAGE = Path(__file__).resolve().parents[2] / "coordinator"


def text_columns() -> set[str]:
    for file in PACKAGE.rglob("*tables.py"):
        import_module(".".join(("coordinator", *file.relative_to(PACKAGE).with_suffix("").parts)))
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(getattr(column.type, "impl", column.type), String)
    }


def test_every_text_column_stands_in_the_table_of_guarded_fields() -> None:
    listed = {*GUARDED, *NOT_GUARDED}
    assert sorted(text_columns() - listed) == []
    assert sorted(listed - text_columns()) == []
    assert set(GUARDED) & set(NOT_GUARDED) == set()
