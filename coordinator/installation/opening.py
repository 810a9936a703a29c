"""Opens the installation for a command, and says in words why it cannot be opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coordinator.core.atomic_files import is_file
from coordinator.core.database_errors import (
    Trouble,
    is_crowded,
    is_database_unknown,
    is_login_refused,
    no_of_the_server,
    odd_parameter_in,
    refusal,
    trouble_in,
)
from coordinator.core.errors import BadInput, CoordinatorError, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.settings import read_settings
from coordinator.installation import file_rights, rights, store
from coordinator.installation.migrate import (
    Migration,
    migrate,
    must_be_current,
    must_be_current_on,
    must_be_migratable,
    revision_of,
    revision_on,
)
from coordinator.wiring import open_office


def open_to_look() -> Office:
    """The office on whatever database there is, perhaps none: nothing is made, and nothing written.

    Raises:
        BadInput: a setting cannot be used; the error names it.
    """
    return _open(looks_only=True)


Suits = Callable[[Any], object]


def _whatever(_connection: Any) -> None:
    pass


def open_as_it_is(*, makes_key: bool = False, suits: Suits = _whatever) -> Office:
    """The office on a database that answers, of whatever revision; an empty one may be made.

    ``suits`` refuses a database before anything is written into it, and before a key is made.

    Raises:
        BadInput: a setting cannot be used.
        RuleBroken: the database does not answer, is none, or nothing can be written where it lies.
        Unavailable: it answers that it is locked or full.
    """
    _look_before(suits)
    office = _open(makes_key=makes_key)
    try:
        revision_of(office.database)
    except store.NO_DATABASE as error:
        office.database.dispose()
        raise why_closed(office, error) from error
    return office


def _look_before(suits: Suits) -> None:
    """A connection that may write marks the file as it opens it, so a reading one comes first."""
    office = _open(looks_only=True)
    file = office.database.file
    try:
        if file is not None and (shut := shut_folder(file)):
            raise shut
        if office.database.is_sqlite and (file is None or not _is_there(file)):
            return
        if file is not None and not is_file(file):
            raise RuleBroken("database-no-file", file=str(file))
        with office.database.engine.connect() as connection:
            revision_on(connection)
            suits(connection)
    except store.NO_DATABASE as error:
        raise why_closed(office, error) from error
    finally:
        office.database.dispose()


def must_be_there() -> None:
    """Refuses a wrong address, which an empty database would hide.

    Raises:
        NotFound: there is no such file.
        RuleBroken: this user may not look whether there is.
    """
    file = read_settings().database_file
    if file is not None and (shut := shut_folder(file)):
        raise shut
    if file is not None and not _is_there(file):
        raise NotFound("database-missing", file=file)


def open_found(suits: Suits = _whatever) -> Office:
    """As :func:`open_as_it_is`, on a database that is there already.

    Raises:
        NotFound: there is no such file.
    """
    must_be_there()
    return open_as_it_is(suits=suits)


def open_current() -> Office:
    """The office on a database of this program's revision; nothing is migrated.

    Raises:
        BadInput, NotFound, Unavailable: see :func:`open_found`.
        RuleBroken: the database does not answer, or is of another revision.
    """
    office = open_found(must_be_current_on)
    try:
        must_be_current(revision_of(office.database))
    except BaseException:
        office.database.dispose()
        raise
    return office


def open_to_begin() -> Office:
    """The office for a first group or the example: makes a database where there is none.

    Raises:
        BadInput, Unavailable: see :func:`open_as_it_is`.
        RuleBroken: the database does not answer, or is of another revision.
    """
    office = open_as_it_is(makes_key=True, suits=_must_be_current_or_empty)
    try:
        revision = revision_of(office.database)
        if revision is None:
            migrate(office.database, now=office.clock.now())
        else:
            must_be_current(revision)
    except BaseException:
        office.database.dispose()
        raise
    return office


def _must_be_current_or_empty(connection: Any) -> None:
    if (revision := must_be_migratable(connection)) is not None:
        must_be_current(revision)


def open_to_migrate(*, makes_key: bool = False) -> tuple[Office, Migration]:
    """The office on a database that has been brought to this program's revision.

    Raises:
        BadInput, Unavailable: see :func:`open_as_it_is`.
        RuleBroken: the database does not answer, or is of a newer revision.
    """
    office = open_as_it_is(makes_key=makes_key, suits=must_be_migratable)
    try:
        done = migrate(office.database, now=office.clock.now())
        file_rights.mend(office)
    except BaseException:
        office.database.dispose()
        raise
    return office, done


def _open(*, makes_key: bool = False, looks_only: bool = False) -> Office:
    settings = read_settings()
    try:
        return open_office(settings, makes_key=makes_key, looks_only=looks_only)
    except ModuleNotFoundError as error:
        raise BadInput("database-driver-missing", module=error.name or "") from error
    except store.NO_DATABASE as error:
        raise BadInput("setting-database-odd", name="COORDINATOR_DATABASE_URL") from error


def why_closed(office: Office, error: BaseException) -> CoordinatorError:
    """Why a database does not answer, told apart as far as the engine tells."""
    database = office.database
    if is_none := _what_is_none(office, error):
        return is_none
    if database.file is not None and not _is_writable(database.file):
        return RuleBroken("database-read-only", address=database.shown_url)
    if why := _what_the_server_says(office, error):
        return why
    return refusal(error) or RuleBroken("database-unreachable", address=database.shown_url)


def _what_the_server_says(office: Office, error: BaseException) -> CoordinatorError | None:
    """Why a PostgreSQL server that answers takes no connection, or lets us see nothing."""
    address = office.database.shown_url
    for is_so, code in (
        (is_crowded, "database-crowded"),
        (is_login_refused, "database-refuses-login"),
        (is_database_unknown, "database-unknown"),
    ):
        if is_so(error):
            return RuleBroken(code, address=address)
    if trouble_in(error) is Trouble.FORBIDDEN:
        return _why_forbidden(office) or RuleBroken("database-forbids-look")
    if parameter := odd_parameter_in(error):
        return RuleBroken("database-parameter", parameter=parameter)
    if why := no_of_the_server(error):
        return RuleBroken("database-says-no", address=address, why=why)
    return None


def _why_forbidden(office: Office) -> CoordinatorError | None:
    """Which right is missing, where the database lets us ask."""
    try:
        with office.database.engine.connect() as connection:
            return rights.to_work(connection)
    except store.NO_DATABASE:
        return None


def _what_is_none(office: Office, error: BaseException) -> RuleBroken | None:
    """A folder, a pipe or a file of something else at the address of a database."""
    file = office.database.file
    if file is not None and _is_there(file) and not is_file(file):
        return RuleBroken("database-no-file", file=str(file))
    if trouble_in(error) is Trouble.DAMAGED:
        return RuleBroken("database-is-none", address=office.database.shown_url)
    return None


def shut_folder(file: Path) -> RuleBroken | None:
    """That this user may not enter the folder where the file lies, or one above it."""
    there = next((each for each in file.absolute().parents if os.path.isdir(each)), None)  # noqa: PTH112
    if there is None or os.access(there, os.X_OK):
        return None
    return RuleBroken("database-folder-shut", folder=str(there))


def _is_writable(file: Path) -> bool:
    """SQLite writes its log beside the file, so the folder counts too."""
    return os.access(file.parent, os.W_OK) and (not _is_there(file) or os.access(file, os.W_OK))


def _is_there(file: Path) -> bool:
    """No where this user may not look; ``Path.exists`` would be an error."""
    return os.path.exists(file)  # noqa: PTH110
