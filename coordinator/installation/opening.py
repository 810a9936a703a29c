"""Opens the installation for a command, and says in words why it cannot be opened."""

from __future__ import annotations

import os
from pathlib import Path

from coordinator.core.errors import BadInput, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.settings import read_settings
from coordinator.core.trouble import refusal
from coordinator.installation import store
from coordinator.installation.migrate import migrate, revision_of
from coordinator.wiring import open_office


def open_as_it_is() -> Office:
    """The office on whatever database there is, perhaps none: for a look at what is wrong.

    Raises:
        BadInput: a setting cannot be used; the error names it.
    """
    settings = read_settings()
    try:
        return open_office(settings)
    except store.NO_DATABASE as error:
        raise BadInput("setting-database-odd", name="COORDINATOR_DATABASE_URL") from error


def open_reachable() -> Office:
    """The office on a database that answers, of whatever version; makes an empty one.

    Raises:
        BadInput: a setting cannot be used.
        RuleBroken: the database does not answer, or nothing can be written where it lies.
        Unavailable: it answers that it is locked or full.
    """
    office = open_as_it_is()
    try:
        revision_of(office.database)
    except store.NO_DATABASE as error:
        office.database.dispose()
        code = "database-unreachable"
        if office.database.file is not None and not _is_writable(office.database.file):
            code = "database-read-only"
        elif refused := refusal(error):
            raise refused from error
        raise RuleBroken(code, address=office.database.shown_url) from error
    return office


def open_current(*, may_begin: bool = False) -> Office:
    """The office on a database of this version.

    Only a command that begins something (``may_begin``) makes a database: for every other one a
    missing file is a wrong address, and an empty database there would hide it, in a backup too.

    Raises:
        BadInput: a setting cannot be used.
        NotFound: there is no such file.
        RuleBroken: the database does not answer, or is of a newer version.
    """
    if not may_begin:
        file = read_settings().database_file
        if file is not None and not os.path.exists(file):  # noqa: PTH110 - says no where it may not look
            raise NotFound("database-missing", file=file)
    office = open_reachable()
    migrate(office.database, now=office.clock.now())
    return office


def _is_writable(file: Path) -> bool:
    """SQLite writes its log beside the file, so the folder counts too."""
    return os.access(file.parent, os.W_OK) and (not file.exists() or os.access(file, os.W_OK))
