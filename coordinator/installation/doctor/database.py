"""Whether the database answers, can be written, and is of this program's revision."""

from __future__ import annotations

import os
from collections.abc import Iterator

from coordinator.core.atomic_files import is_file
from coordinator.core.errors import CoordinatorError, RuleBroken
from coordinator.core.office import Office
from coordinator.installation import rights, store
from coordinator.installation.migrate import (
    known_revisions,
    must_be_current_on,
    newest_revision,
    revision_on,
)
from coordinator.installation.opening import shut_folder, why_closed
from coordinator.installation.views import Finding


def reached(office: Office) -> Iterator[Finding]:
    """The engine, and the revision; or why there is no answer."""
    if office.database.file is not None and (shut := shut_folder(office.database.file)):
        yield finding("database", shut)
        return
    if is_missing(office):
        params = (("file", str(office.database.file)),)
        yield Finding("database", ok=False, value="-", code="database-missing", params=params)
        return
    file = office.database.file
    if file is not None and not is_file(file):  # to open a pipe would never end
        refused = RuleBroken("database-no-file", file=str(file))
        yield finding("database", refused)
        return
    try:
        revision, wrong = _revision(office)
    except store.NO_DATABASE as error:
        why = why_closed(office, error)
        if why.code == "database-unreachable":  # whose sentence sends people here
            why = RuleBroken("doctor-database-unreachable")
        yield finding("database", why, value=type(error).__name__)
        return
    yield Finding("database", ok=True, value=office.database.engine.dialect.name)
    if wrong:
        yield finding("migrations", wrong, value=revision or "-")
        return
    yield Finding("migrations", ok=True, value=revision or "-")


def _revision(office: Office) -> tuple[str | None, CoordinatorError | None]:
    """Where the database stands, and why this program cannot use it."""
    with office.database.engine.connect() as connection:
        try:
            must_be_current_on(connection)
        except CoordinatorError as error:
            return revision_on(connection), error
        return revision_on(connection), None


def written(office: Office) -> Iterator[Finding]:
    """Whether this user may write the file, and beside it: SQLite keeps its log there.

    Of PostgreSQL the rights are asked: of an empty database to make tables, of a current one to
    write rows, of an older one to change the tables.
    """
    if not office.database.is_sqlite:
        yield from _written_by_server(office)
        return
    file = office.database.file
    if file is None or is_missing(office):
        return
    shut = next((each for each in (file, file.parent) if not os.access(each, os.W_OK)), None)
    yield Finding(
        "writing",
        ok=shut is None,
        value=str(shut or file),
        code="database-read-only" if shut else None,
        params=(("address", str(shut or file)),),
    )


def _written_by_server(office: Office) -> Iterator[Finding]:
    try:
        revision, _wrong = _revision(office)
    except store.NO_DATABASE:  # told by the first check
        return
    if revision not in {None, *known_revisions()}:
        return  # told by its revision
    is_current = revision == newest_revision()
    older = rights.to_begin if revision is None else rights.to_rebuild
    lacking: CoordinatorError | None
    try:
        with office.database.engine.connect() as connection:
            lacking = (rights.to_work if is_current else older)(connection)
    except store.NO_DATABASE as error:
        lacking = why_closed(office, error)
    if lacking:
        yield finding("writing", lacking)
    else:
        yield Finding("writing", ok=True, value=office.database.shown_url)


def encoding(office: Office) -> Iterator[Finding]:
    """Names with å, ä and ö, and search, need a database of Unicode."""
    if office.database.is_sqlite:
        return
    try:
        with office.database.engine.connect() as connection:
            told = store.encoding(connection)
    except Exception:  # noqa: BLE001 - that it does not answer, the first check says
        return
    is_wide = told == store.UNICODE
    yield Finding(
        "encoding",
        ok=is_wide,
        value=told,
        code=None if is_wide else "database-not-unicode",
        params=(("encoding", told),),
    )


def is_current(office: Office) -> bool:
    """Whether the tables can be read by this program; if not, the first check says why."""
    if is_missing(office) or (office.database.file and not is_file(office.database.file)):
        return False
    try:
        return _revision(office)[1] is None
    except store.NO_DATABASE:
        return False


def is_missing(office: Office) -> bool:
    """Whether a look would make the file: the doctor changes nothing."""
    file = office.database.file
    return file is not None and not os.path.exists(file)  # noqa: PTH110 - no error where it may not look


def finding(subject: str, error: CoordinatorError, *, value: str = "-") -> Finding:
    """A refusal as a finding."""
    return Finding(
        subject, ok=False, value=value, code=error.code, params=tuple(error.params.items())
    )
