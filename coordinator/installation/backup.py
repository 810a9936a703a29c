"""A consistent copy of everything while the product runs, and the way back.

One portable file for both engines: a zip with a manifest (revision, rows per table, SHA-256 per
table) and one JSON-lines file per table, sealed by the SHA-256 of all its bytes. A restore checks
all of it before it touches anything. A backup of an older version goes into that version's tables
first, which are then brought to this version like any other database.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from coordinator.access.actor import Actor
from coordinator.access.permissions import COORDINATOR, use_case
from coordinator.core.atomic_files import is_file, written_whole
from coordinator.core.database import Database
from coordinator.core.database_address import address_of
from coordinator.core.errors import BadInput, NotAllowed, RuleBroken
from coordinator.core.office import Office
from coordinator.installation import file_rights, store
from coordinator.installation.migrate import (
    known_revisions,
    must_be_free,
    newest_revision,
    rebuilding,
    refresh,
    revision_on,
    upgrade,
)
from coordinator.installation.views import BackupReport

_FORMAT = 1
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
# Everything that reading a damaged zip, a damaged line or a foreign manifest can raise.
_DAMAGE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
)
_SEAL = 64  # bytes: a SHA-256 in hex
_LARGEST = 8 * 1024**3  # bytes unpacked; far above 50 groups with 10 years each


@use_case("installation.backup", may=COORDINATOR)
def backup(office: Office, actor: Actor, file: Path) -> BackupReport:
    """Writes the backup, at the revision of the database, beside its final name; then it is moved.

    Only its owner may read the file: it holds people's names and addresses.

    Raises:
        NotAllowed: anybody but the shell asks.
        BadInput: the place cannot be written to, or is none for a file; or a newer program keeps
            something here that this one cannot write down.
        RuleBroken: there is nothing in the database.
    """
    if actor.origin != "shell":
        # It holds every group of the installation.
        raise NotAllowed("not-allowed")
    with written_whole(file, keep=file_rights.never_written_over(office)) as handle:
        with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as target:
            report = _write(office.database, target, made_at=office.clock.now().isoformat())
            target.comment = b"0" * _SEAL
        _seal(handle)
    return report


def _seal(handle: BinaryIO) -> None:
    """Puts the sum of every byte before the zip's comment, its last bytes, into the comment."""
    digest = _sum_before_seal(handle)
    handle.seek(-_SEAL, os.SEEK_END)
    handle.write(digest)
    handle.flush()


def _sum_before_seal(handle: BinaryIO) -> bytes:
    left = handle.seek(0, os.SEEK_END) - _SEAL
    handle.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (chunk := handle.read(min(left, 1 << 20))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest().encode()


def _write(database: Database, target: zipfile.ZipFile, *, made_at: str) -> BackupReport:
    counts, sums = [], []
    with database.unhurried() as plain:
        # One snapshot for all tables, on both engines.
        connection = plain if database.is_sqlite else plain.execution_options(
            isolation_level="REPEATABLE READ"
        )  # fmt: skip
        with connection.begin():
            revision = revision_on(connection)
            if revision is None:
                raise RuleBroken("database-empty")
            for table in _tables_at(revision, connection):
                digest, count = hashlib.sha256(), 0
                with target.open(f"tables/{table.name}.jsonl", "w") as out:
                    for row in store.rows(connection, table):
                        line = _line(row, revision)
                        digest.update(line)
                        out.write(line)
                        count += 1
                counts.append((table.name, count))
                sums.append((table.name, digest.hexdigest()))
    manifest = {
        "format": _FORMAT,
        "revision": revision,
        "made_at": made_at,
        "counts": dict(counts),
        "sha256": dict(sums),
    }
    target.writestr("manifest.json", json.dumps(manifest, indent=1))
    return BackupReport(revision, tuple(counts), _overall(dict(sums)))


def _tables_at(revision: str, connection: Any) -> list[Any]:
    """The tables that a backup of the revision holds; of a newer one, whatever stands there."""
    if revision in known_revisions():
        return _tables_known(revision)
    return store.tables_there(connection)


def _tables_known(revision: str) -> list[Any]:
    """The code's own tables; of an older revision, as its migrations make them."""
    return store.tables() if revision == newest_revision() else _tables_of_older(revision)


@cache
def _tables_of_older(revision: str) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        aside = Database(address_of(Path(folder) / "tables.sqlite"))
        try:
            with aside.engine.begin() as connection:
                upgrade(connection, revision)
                return store.tables_there(connection)
        finally:
            aside.dispose()


def _line(row: dict[str, Any], revision: str) -> bytes:
    try:
        return _JSON.encode(row).encode() + b"\n"
    except TypeError as error:
        raise BadInput("backup-needs-newer", revision=revision) from error


def verify(file: Path) -> BackupReport:
    """Reads the whole backup and compares it with its seal and its manifest.

    Raises:
        BadInput: it is no backup, it is damaged, or it is of a version this one does not know.
    """
    with _opened(file) as (_source, report, _tables):
        return report


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, BackupReport, list[Any]]]:
    """The backup, whole and verified, and its tables, before anybody reads a row of it."""
    with ExitStack() as open_files:
        try:
            if file.exists() and not is_file(file):  # a pipe or a device would never end
                raise ValueError("no file")
            handle = open_files.enter_context(file.open("rb"))
            kept = _sum_before_seal(handle)
            if handle.read() != kept:
                raise ValueError("seal differs")
            source = open_files.enter_context(zipfile.ZipFile(handle))
            tables = _tables_of(source)
            report = _verified(source, tables)
        except FileNotFoundError as error:
            raise BadInput("backup-missing", file=str(file)) from error
        except _DAMAGE as error:
            raise BadInput("backup-damaged", file=str(file)) from error
        yield source, report, tables


def _tables_of(source: zipfile.ZipFile) -> list[Any]:
    """The tables of the backup's own version, parents before children."""
    if sum(entry.file_size for entry in source.infolist()) > _LARGEST:
        raise ValueError("too large")
    manifest = json.loads(source.read("manifest.json"))
    revision = manifest["revision"]
    if manifest["format"] != _FORMAT or revision not in known_revisions():
        raise BadInput("backup-other-version", revision=str(revision))
    return _tables_known(revision)


def _verified(source: zipfile.ZipFile, tables: Sequence[Any]) -> BackupReport:
    manifest = json.loads(source.read("manifest.json"))
    names = {table.name for table in tables}
    if set(manifest["counts"]) != names or set(manifest["sha256"]) != names:
        raise ValueError("tables differ")
    for table in tables:
        digest, count, columns = hashlib.sha256(), 0, set(table.columns.keys())
        with source.open(f"tables/{table.name}.jsonl") as lines:
            for line in lines:
                digest.update(line)
                count += 1
                if set(json.loads(line)) != columns:
                    raise ValueError("columns differ")
        if digest.hexdigest() != manifest["sha256"][table.name]:
            raise ValueError("checksum differs")
        if count != manifest["counts"][table.name]:
            raise ValueError("count differs")
    return BackupReport(
        manifest["revision"], tuple(manifest["counts"].items()), _overall(manifest["sha256"])
    )


def restore(database: Database | Callable[[], Database], file: Path) -> BackupReport:
    """Puts a verified backup into an empty database, in one transaction; its mail is paused.

    A ``database`` that is yet to be opened is opened when the backup has been found whole: a slip
    in its name makes none.

    Raises:
        BadInput: see :func:`verify`; nothing was touched.
        RuleBroken: the database holds something already.
    """
    with ExitStack() as stack:
        source, report, tables = stack.enter_context(_opened(file))
        target = database if isinstance(database, Database) else database()
        connection = stack.enter_context(rebuilding(target))
        must_be_empty(connection)
        if revision_on(connection) != report.revision:
            store.clear(connection)
            upgrade(connection, report.revision)
        for table in tables:
            store.insert_rows(connection, table, _rows(source, table.name))
        store.raise_counters(connection, tables)
        upgrade(connection)
        refresh(connection)
        store.shut_doors(connection)
        store.pause_mail(connection)
    return report


def must_hold_something(connection: Any) -> None:
    """Refuses what there is no backup of.

    Raises:
        RuleBroken: there is nothing in the database, or something of another program's.
    """
    if revision_on(connection) is None:
        must_be_free(connection)
        raise RuleBroken("database-empty")


def must_be_empty(connection: Any) -> None:
    """Refuses what a restore would write into.

    Raises:
        RuleBroken: the database holds something, of ours or of another program's.
    """
    if revision_on(connection) is None:
        must_be_free(connection)
    if not store.is_empty(connection):
        raise RuleBroken("restore-needs-empty")


def _rows(source: zipfile.ZipFile, table: str) -> Iterator[dict[str, Any]]:
    with source.open(f"tables/{table}.jsonl") as lines:
        for line in lines:
            yield json.loads(line)


def _overall(sums: dict[str, str]) -> str:
    return hashlib.sha256("".join(f"{k}{v}" for k, v in sorted(sums.items())).encode()).hexdigest()
