"""Who may read the installation's own files: their owner alone, whatever an older version left.

An older version let the machine's other users read the database, its copies and the key.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from coordinator.core.environment import FILE
from coordinator.core.office import Office

log = logging.getLogger(__name__)

_OTHERS: Final = 0o077
_BESIDE: Final = ("", "-wal", "-shm", "-journal")
# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
_NAMED_IN_ADDRESS: Final = ("sslcert", "sslkey", "sslrootcert", "sslcrl", "passfile")


def own_files(office: Office) -> Iterator[Path]:
    """The database with what SQLite keeps beside it, its copies, and the signing key."""
    if file := office.database.file:
        for ending in _BESIDE:
            yield file.with_name(file.name + ending)
        yield from _copies(file.parent / "backups")
    yield office.settings.key_file


def _copies(folder: Path) -> list[Path]:
    """Those in the folder; none where there is no folder, or this user may not look into it."""
    with suppress(OSError):
        return sorted(folder.glob("*.sqlite*"))
    return []


def never_written_over(office: Office) -> Iterator[Path]:
    """What no copy may take the place of, there or not: the installation lives by these files.

    SQLite follows a link and keeps its log beside the file itself; a journal of somebody else's
    that it finds there it plays back or deletes.
    """
    yield from own_files(office)
    if file := office.database.file:
        real = Path(os.path.realpath(file))
        for ending in _BESIDE:
            yield real.with_name(real.name + ending)
    for name in _NAMED_IN_ADDRESS:
        named = office.database.engine.url.query.get(name)
        if isinstance(named, str) and named:
            yield Path(named)
    if office.settings.smtp_ca_file:
        yield office.settings.smtp_ca_file
    yield FILE


def open_to_others(office: Office) -> tuple[Path, ...]:
    """Those of the files that other users of the machine may read or write."""
    return tuple(file for file in own_files(office) if _mode(file) & _OTHERS)


def mend(office: Office) -> tuple[Path, ...]:
    """Takes other users' rights away; the files that were mended. What is not ours stays."""
    mended = []
    for file in open_to_others(office):
        try:
            file.chmod(_mode(file) & ~_OTHERS)
        except OSError as error:
            log.warning("other users can read %s: %s", file.name, error.strerror)
        else:
            mended.append(file)
    return tuple(mended)


def owner_of(file: Path) -> int | None:
    """The user's number; None where there is no such file."""
    try:
        return file.stat().st_uid
    except OSError:
        return None


def is_foreign(file: Path) -> bool:
    """Whether the file is there and belongs to another user than runs this program."""
    return owner_of(file) not in {None, os.geteuid()}


def _mode(file: Path) -> int:
    """The file's rights; 0 where there is none, or it is no ordinary file."""
    try:
        told = file.stat(follow_symlinks=False)
    except OSError:
        return 0
    return stat.S_IMODE(told.st_mode) if stat.S_ISREG(told.st_mode) else 0
