"""Grows a database to 10 years x 50 groups by copying the example's rows with new keys.

Only the bench needs this; it writes tables directly because half a million rows through use cases
would take the afternoon.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from coordinator.core.database import metadata
from coordinator.core.office import Office

SKIPPED = {
    *("sign_in_link", "browser_session", "role_grant", "alembic_version"),
    # A chain cannot be copied: each entry holds the hash of the one before.
    *("trail_entry", "trail_head", "trail_checkpoint"),
}
# The example lies in five calendar years: two copies one after the other are ten years.
YEARS = 5
SPAN = timedelta(days=YEARS * 364)


LASTING = {
    *("collaboration_group", "agency", "person", "representation"),
    *("planning_settings", "quorum_agency"),
}


@dataclass(frozen=True)
class Shift:
    """How one copy's keys and days move.

    ``rows`` for what happened, ``home`` for what lasts (group, agencies, people) in that group.
    """

    group: int
    copy: int
    rows: int
    home: int

    def of(self, table: str) -> int:
        return self.home if table in LASTING else self.rows


def grow(office: Office, *, groups: int, years: int) -> int:
    """Adds ``groups - 1`` groups and stretches all of them to ``years``; rows written."""
    copies = max(1, years // YEARS)
    written = 0
    with office.database.engine.begin() as connection:
        tables = [table for table in metadata.sorted_tables if table.name not in SKIPPED]
        rows = {table.name: connection.execute(select(table)).mappings().all() for table in tables}
        step = 1 + max(row["id"] for found in rows.values() for row in found if "id" in row)
        for block in range(1, groups * copies):
            group, copy = divmod(block, copies)
            shift = Shift(group, copy, block * step, group * copies * step)
            for table in tables:
                if copy == 0 or table.name not in LASTING:
                    written += _copy(connection, table, rows[table.name], shift)
    return written


def _copy(connection: Connection, table: Table, rows: Any, shift: Shift) -> int:
    own = [_moved(table, dict(row), shift) for row in rows]
    self_columns = [column.name for column in table.columns if _target(column) == table.name]
    later = [
        {name: values[name] for name in (*self_columns, "id")} for values in own if self_columns
    ]
    for values in own:
        values.update(dict.fromkeys(self_columns))
    if own:
        connection.execute(insert(table), own)
    for values in later:
        links = {name: values[name] for name in self_columns if values[name] is not None}
        if links:
            connection.execute(update(table).where(table.c.id == values["id"]).values(links))
    return len(own)


def _target(column: Any) -> str | None:
    """The table a foreign key leads to."""
    return next((str(key.column.table.name) for key in column.foreign_keys), None)


def _moved(table: Table, values: dict[str, Any], shift: Shift) -> dict[str, Any]:
    for column in table.columns:
        value, target = values[column.name], _target(column)
        if value is None:
            continue
        if target:
            values[column.name] = value + shift.of(target)
        elif column.name in {"id", "current_item_id", "source_id"}:
            values[column.name] = value + shift.of(table.name)
        elif isinstance(value, datetime | date) and table.name != "representation":
            values[column.name] = value - SPAN * shift.copy
    _rename(table.name, values, shift.group, shift.copy)
    return values


def _rename(table: str, values: dict[str, Any], group: int, copy: int) -> None:
    """What must be unique stays unique; term codes move with their years."""
    years = YEARS * copy
    if table == "collaboration_group":
        values["slug"] = f"group-{group}"
        values["name"] = f"Grupp {group}"
    if table == "meeting":
        values["uid"] = f"{group}-{copy}-{values['uid']}"
        values["term_code"] = _older(values["term_code"], years)
        values["code"] = _older(values["code"], years)
        if copy and values["state"] == "planned":
            values["state"] = "held"
    if table == "date_poll":
        values["term_code"] = _older(values["term_code"], years)
        values["code"] = _older(values["code"], years)
    if table == "poll_link":
        values["token_hash"] = f"{group}-{copy}-{values['token_hash']}"
    if table == "outbox_mail":
        values["message_id"] = f"{group}-{copy}-{values['message_id']}"
    if table in {"action_point", "information_action"} and copy:
        values["code"] = f"{values['code']}-{copy}"
    if table == "search_entry" and values.get("meeting_code"):
        values["meeting_code"] = _older(values["meeting_code"], years)


def _older(code: str, years: int) -> str:
    return f"{code[:2]}{int(code[2:6]) - years}{code[6:]}"
