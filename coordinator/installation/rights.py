"""Which rights the user of a PostgreSQL database has: it only asks, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coordinator.core.database import metadata
from coordinator.core.errors import CoordinatorError, RuleBroken
from coordinator.installation import store

_VERBS: Final = ("SELECT", "INSERT", "UPDATE", "DELETE")
_REVISION: Final = "alembic_version"
# What a table's rows are never asked for: the revision is a migration's, the trail only grows.
_UNNEEDED: Final = {_REVISION: set(_VERBS[1:]), "trail_entry": {"UPDATE"}}


def to_begin(connection: Any) -> CoordinatorError | None:
    """Why tables cannot be made in an empty database; None where they can."""
    return _wanting(connection, makes=True)


def to_rebuild(connection: Any) -> CoordinatorError | None:
    """Why the tables of an older revision cannot be changed; None where they can."""
    return _wanting(connection, makes=True, rebuilds=True)


def to_work(connection: Any) -> CoordinatorError | None:
    """Why rows cannot be read and written as every day; None where they can."""
    return _wanting(connection)


def _wanting(
    connection: Any, *, makes: bool = False, rebuilds: bool = False
) -> CoordinatorError | None:
    if connection.dialect.name != "postgresql":
        return None
    state = store.state_of_server(connection)
    if why := _why_nobody_writes(connection, state):
        return why
    tables = [
        row for row in store.rights_on_tables(connection) if row[0] in {*metadata.tables, _REVISION}
    ]
    if rebuilds and (owners := sorted({row[2] for row in tables if not row[3]})):
        return RuleBroken("database-owner", owner=owners[0], user=state.db_user)
    grants = _grants(tables)
    if makes and not state.may_make:
        grants.insert(0, f"GRANT USAGE, CREATE ON SCHEMA {state.db_schema} TO {{user}}")
    return _lacking(state.db_user, grants) if grants else None


def _why_nobody_writes(connection: Any, state: Any) -> CoordinatorError | None:
    """Why no table can be written, whoever may write which."""
    if state.is_standby:
        return RuleBroken("database-standby")
    if state.read_only == "on":
        return RuleBroken("database-set-read-only", user=state.db_user, database=state.db_name)
    if state.db_schema is not None:
        return None
    if store.is_public_shut(connection):
        return _lacking(state.db_user, ["GRANT USAGE, CREATE ON SCHEMA public TO {user}"])
    return RuleBroken("database-no-schema", user=state.db_user)


def _grants(tables: Sequence[Any]) -> list[str]:
    found = []
    for schema in sorted({row[1] for row in tables}):
        here = [row for row in tables if row[1] == schema]
        verbs = [
            verb
            for number, verb in enumerate(_VERBS)
            if any(not row[4 + number] and verb not in _UNNEEDED.get(row[0], ()) for row in here)
        ]
        if verbs:
            found.append(f"GRANT {', '.join(verbs)} ON ALL TABLES IN SCHEMA {schema} TO {{user}}")
        if not all(row[8] for row in here):
            found.append(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {{user}}")
    return found


def _lacking(user: str, grants: Sequence[str]) -> RuleBroken:
    whole = "; ".join(grant.replace("{user}", user) for grant in grants)
    return RuleBroken("database-rights", user=user, grants=whole)
