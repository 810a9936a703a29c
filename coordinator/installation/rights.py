"""Which rights the user of a PostgreSQL database has. Only asks: nothing is tried, nothing changed.

https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-ACCESS-TABLE
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coordinator.core.database import metadata
from coordinator.core.errors import CoordinatorError, RuleBroken

# A look makes its own session read only; what others meet is the value that it would go back to.
_STATE: Final = """
    SELECT pg_is_in_recovery() AS is_standby,
           (SELECT reset_val FROM pg_settings
            WHERE name = 'default_transaction_read_only') AS read_only,
           quote_ident(current_user) AS db_user, quote_ident(current_database()) AS db_name,
           quote_ident(current_schema()) AS db_schema,
           has_schema_privilege(current_schema(), 'CREATE') AS may_make"""
_PUBLIC_IS_SHUT: Final = """
    SELECT NOT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'public'"""
_TABLES: Final = """
    SELECT c.relname, quote_ident(n.nspname), quote_ident(pg_get_userbyid(c.relowner)),
           pg_has_role(c.relowner, 'USAGE'),
           has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'INSERT'),
           has_table_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, 'DELETE'),
           NOT EXISTS (
               SELECT FROM pg_depend AS d JOIN pg_class AS s ON s.oid = d.objid
               WHERE d.refobjid = c.oid AND d.classid = 'pg_class'::regclass
                 AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
                 AND CASE s.relkind  -- no other is asked about, whatever is looked at first
                     WHEN 'S' THEN NOT has_sequence_privilege(s.oid, 'USAGE, UPDATE')
                     ELSE false END)
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) ORDER BY c.relname"""
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
    state = connection.exec_driver_sql(_STATE).one()
    if why := _why_nobody_writes(connection, state):
        return why
    tables = [
        row
        for row in connection.exec_driver_sql(_TABLES).all()
        if row[0] in {*metadata.tables, _REVISION}
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
    if connection.exec_driver_sql(_PUBLIC_IS_SHUT).scalar():
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
