"""Whether the database answers, and is of this program's revision."""

from __future__ import annotations

from collections.abc import Iterator

from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.installation.migrate import known_revisions, newest_revision, revision_of
from coordinator.installation.views import Finding


def reached(office: Office) -> Iterator[Finding]:
    database: Database = office.database
    if is_missing(database):
        file = str(database.file)
        yield Finding(
            "database", ok=False, value="-", code="database-missing", params=(("file", file),)
        )
        return
    try:
        revision = revision_of(database)
    except Exception as error:  # noqa: BLE001 - whatever the engine says is the finding
        yield Finding(
            "database", ok=False, value=type(error).__name__, code="doctor-database-unreachable"
        )
        return
    yield Finding("database", ok=True, value=database.engine.dialect.name)
    newest = newest_revision()
    current = revision == newest
    is_newer = revision is not None and revision not in known_revisions()
    advice = "database-is-newer" if is_newer else "doctor-migrate"
    yield Finding(
        "migrations",
        ok=current,
        value=revision or "-",
        code=None if current else advice,
        params=() if current else (("newest", newest), ("revision", revision)),
    )


def is_missing(database: Database) -> bool:
    """Whether a look would make the file: the doctor changes nothing."""
    return database.file is not None and not database.file.exists()
