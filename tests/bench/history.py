"""Grows a database to 10 years x 50 groups by copying the example's rows with new keys.

Only the bench needs this; it writes tables directly because half a million rows through use cases
would take the afternoon.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from coordinator.core.database import metadata
from coordinator.core.office import Office

SKIPPED = {"sign_in_link", "browser_session", "role_grant", "alembic_version"}
# The example lies in five calendar years: two copies one after the other are ten years.
YEARS = 5
SPAN = timedelta(days=YEARS * 364)


def grow(office: Office, *, groups: int, years: int) -> int:
    """Adds ``groups - 1`` groups and stretches all of them to ``years``; rows written."""
    copies = max(1, years // YEARS)
    written = 0
    with office.database.engine.begin() as connection:
        tables = [table for table in metadata.sorted_tables if table.name not in SKIPPED]
        rows = {table.name: connection.execute(select(table)).mappings().all() for table in tables}
        highest = {
            name: max((row["id"] for row in found if "id" in row), default=0)
            for name, found in rows.items()
        }
        step = max(highest.values()) + 1
        block = 0
        for group in range(groups):
            for copy in range(copies):
                if group == 0 and copy == 0:
                    continue
                block += 1
                new_group = copy == 0
                for table in tables:
                    if table.name == "collaboration_group" and not new_group:
                        continue
                    if not new_group and table.name in {"agency", "person", "representation"}:
                        continue
                    written += _copy(
                        connection, table, rows[table.name], group, copy, block * step, step, copies
                    )
    return written


def _copy(
    connection: Connection,
    table: Table,
    rows: Any,
    group: int,
    copy: int,
    shift: int,
    step: int,
    copies: int,
) -> int:
    own: list[dict[str, Any]] = []
    home = (group * copies) * step  # where this group's lasting rows (agencies, people) begin
    for row in rows:
        values = dict(row)
        for column in table.columns:
            value = values[column.name]
            if value is None:
                continue
            target = next((key.column.table.name for key in column.foreign_keys), None)
            lasting = target in {"collaboration_group", "agency", "person", "representation"}
            if target:
                values[column.name] = value + (home if lasting else shift)
            elif column.name in {"id", "current_item_id", "source_id"}:
                lasting_own = table.name in {
                    "collaboration_group",
                    "agency",
                    "person",
                    "representation",
                }
                values[column.name] = value + (home if lasting_own else shift)
            elif isinstance(value, datetime | date) and table.name != "representation":
                values[column.name] = value - SPAN * copy
        _rename(table.name, values, group, copy)
        own.append(values)
    self_columns = [
        column.name
        for column in table.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]
    later = [
        {name: values[name] for name in (*self_columns, "id")} for values in own if self_columns
    ]
    for values in own:
        for name in self_columns:
            values[name] = None
    if own:
        connection.execute(insert(table), own)
    for values in later:
        links = {name: values[name] for name in self_columns if values[name] is not None}
        if links:
            connection.execute(update(table).where(table.c.id == values["id"]).values(links))
    return len(own)


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
    if table in {"action_point", "information_action"} and copy:
        values["code"] = f"{values['code']}-{copy}"
    if table == "search_entry" and values.get("meeting_code"):
        values["meeting_code"] = _older(values["meeting_code"], years)


def _older(code: str, years: int) -> str:
    return f"{code[:2]}{int(code[2:6]) - years}{code[6:]}"
