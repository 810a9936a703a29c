"""Alembic's entry: runs on the connection that ``installation.migrate`` hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString

from coordinator.core.database import UtcDateTime, metadata


def _shown(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Our own column types by their short names; everything else as Alembic writes it."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "UtcDateTime()"
    if kind == "type" and isinstance(thing, AutoString) and thing.length is None:
        return "sqlmodel.AutoString()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_shown,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
