"""The bytes that a database's files hold."""

from __future__ import annotations

from pathlib import Path

from coordinator.core.office import Office


def raw_bytes(office: Office) -> bytes:
    """Everything in the files of this database: SQLite's beside each other, or every table's."""
    file = office.database.file
    if file is not None:
        return b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))
    with office.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT; CHECKPOINT")
        folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
        paths = [
            connection.exec_driver_sql(f"SELECT pg_relation_filepath('{name}')").scalar_one()
            for name in _relations(connection)
        ]
    return b"".join(
        one.read_bytes()
        for path in paths
        for one in sorted(folder.glob(f"{path}*"))
        if one.exists()
    )


def _relations(connection: object) -> list[str]:
    """The tables, what they keep beside themselves, and their indexes."""
    asked = """
        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'i', 't') AND n.nspname IN ('public', 'pg_toast')
        AND c.relfilenode > 0 AND c.oid >= 16384
    """
    return [row[0] for row in connection.exec_driver_sql(asked)]  # type: ignore[attr-defined]
