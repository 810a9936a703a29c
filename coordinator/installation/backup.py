"""A consistent copy of everything while the product runs, and the way back.

One portable file for both engines: a zip with a manifest (revision, rows per table, SHA-256 per
table) and one JSON-lines file per table. A restore checks all of it before it touches anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from coordinator.access.actor import Actor
from coordinator.access.rules import permit
from coordinator.core.database import Database
from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.office import Office
from coordinator.installation import store
from coordinator.installation.migrate import migrate, newest_revision, revision_of
from coordinator.installation.views import BackupReport

_FORMAT = 1
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
_LARGEST = 8 * 1024**3  # bytes unpacked; far above 50 groups with 10 years each


def backup(office: Office, actor: Actor, file: Path) -> BackupReport:
    """Writes the backup beside its final name and moves it there when it is whole.

    Raises:
        BadInput: the place cannot be written to.
    """
    permit(actor, "installation.backup")
    database = office.database
    waiting = file.with_name(file.name + ".part")
    try:
        with zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED) as target:
            report = _write(database, target, made_at=office.clock.now().isoformat())
        with waiting.open("rb+") as whole:
            os.fsync(whole.fileno())
        waiting.replace(file)
    except OSError as error:
        with suppress(OSError):
            waiting.unlink()
        raise BadInput("backup-cannot-write", file=str(file), why=error.strerror or "") from error
    return report


def _write(database: Database, target: zipfile.ZipFile, *, made_at: str) -> BackupReport:
    counts, sums = [], []
    with database.engine.connect() as plain:
        # One snapshot for all tables, on both engines.
        connection = plain if database.is_sqlite else plain.execution_options(
            isolation_level="REPEATABLE READ"
        )  # fmt: skip
        with connection.begin():
            for table in store.tables():
                digest, count = hashlib.sha256(), 0
                with target.open(f"tables/{table.name}.jsonl", "w") as out:
                    for row in store.rows(connection, table):
                        line = json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
                        digest.update(line)
                        out.write(line)
                        count += 1
                counts.append((table.name, count))
                sums.append((table.name, digest.hexdigest()))
    revision = revision_of(database) or newest_revision()
    manifest = {
        "format": _FORMAT,
        "revision": revision,
        "made_at": made_at,
        "counts": dict(counts),
        "sha256": dict(sums),
    }
    target.writestr("manifest.json", json.dumps(manifest, indent=1))
    return BackupReport(revision, tuple(counts), _overall(dict(sums)))


def verify(file: Path) -> BackupReport:
    """Reads the whole backup and compares it with its manifest.

    Raises:
        BadInput: it is no backup, it is damaged, or it is of another version.
    """
    try:
        with zipfile.ZipFile(file) as source:
            return _verified(source)
    except FileNotFoundError as error:
        raise BadInput("backup-missing", file=str(file)) from error
    except _DAMAGE as error:
        raise BadInput("backup-damaged", file=str(file)) from error


def _verified(source: zipfile.ZipFile) -> BackupReport:
    if sum(entry.file_size for entry in source.infolist()) > _LARGEST:
        raise ValueError("too large")
    manifest = json.loads(source.read("manifest.json"))
    if manifest["format"] != _FORMAT or manifest["revision"] != newest_revision():
        raise BadInput("backup-other-version", revision=str(manifest["revision"]))
    names = {table.name for table in store.tables()}
    if set(manifest["counts"]) != names or set(manifest["sha256"]) != names:
        raise ValueError("tables differ")
    for table in store.tables():
        digest, count = hashlib.sha256(), 0
        with source.open(f"tables/{table.name}.jsonl") as lines:
            for line in lines:
                digest.update(line)
                count += 1
                if set(json.loads(line)) != set(table.columns.keys()):
                    raise ValueError("columns differ")
        if digest.hexdigest() != manifest["sha256"][table.name]:
            raise ValueError("checksum differs")
        if count != manifest["counts"][table.name]:
            raise ValueError("count differs")
    return BackupReport(
        manifest["revision"], tuple(manifest["counts"].items()), _overall(manifest["sha256"])
    )


def restore(database: Database, file: Path) -> BackupReport:
    """Puts a verified backup into an empty database, in one transaction.

    Sessions and sign-in links made before the backup stay outside.

    Raises:
        BadInput: see :func:`verify`; nothing was touched.
        RuleBroken: the database holds something already.
    """
    report = verify(file)
    if not store.is_empty(database):
        raise RuleBroken("restore-needs-empty")
    migrate(database, keep_copy=False)
    with zipfile.ZipFile(file) as source, database.engine.connect() as plain:
        connection = plain.execution_options(begin="IMMEDIATE") if database.is_sqlite else plain
        with connection.begin():
            for table in store.tables():
                for batch in _batches(source, table.name):
                    store.insert_rows(connection, table, batch)
            store.end_open_doors(connection)
            store.raise_counters(connection)
    return report


def _batches(source: zipfile.ZipFile, table: str, size: int = 500) -> Iterator[list[Any]]:
    batch: list[Any] = []
    with source.open(f"tables/{table}.jsonl") as lines:
        for line in lines:
            batch.append(json.loads(line))
            if len(batch) == size:
                yield batch
                batch = []
    if batch:
        yield batch


def _overall(sums: dict[str, str]) -> str:
    return hashlib.sha256("".join(f"{k}{v}" for k, v in sorted(sums.items())).encode()).hexdigest()
