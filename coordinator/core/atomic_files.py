"""A file that somebody names is written whole or not at all, and only where a file can be."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from coordinator.core.errors import BadInput


@contextmanager
def written_whole(file: Path, *, keep: Iterable[Path] = ()) -> Iterator[BinaryIO]:
    """A handle to write and read; what it holds takes the name's place when the block ends well.

    Only its owner may read the file. Whoever is root could else put a file in the place of a device
    such as ``/dev/null``. A link to a file leads to that file. ``keep``: files that are never
    replaced nor made, such as the database that the copy is of.

    Raises:
        BadInput: the name is that of something else than a file, or of one to keep; or the place
            cannot be written to. Nothing was changed.
    """
    try:
        place = _place_of(file)
        _refuse_other_than_file(file, place, keep)
        waiting = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
        opened = os.open(waiting, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(opened, "w+b") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            waiting.replace(place)
            _sync_folder(place.parent)
        finally:
            with suppress(OSError):
                waiting.unlink()
    except OSError as error:
        raise BadInput("file-cannot-write", file=str(file), why=error.strerror or "") from error


def _place_of(file: Path) -> Path:
    try:
        return file.resolve()
    except RuntimeError as error:  # links that lead to themselves
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


def is_file(file: Path) -> bool:
    """Whether it is there and an ordinary file: no folder, device, pipe or socket."""
    with suppress(OSError):
        return stat.S_ISREG(file.stat().st_mode)
    return False


def _refuse_other_than_file(file: Path, place: Path, keep: Iterable[Path]) -> None:
    kept = list(keep)
    # By name too: one that is not there yet would be taken for its owner's when it is looked for.
    if any(_place_of(one) == place for one in kept):
        raise BadInput("file-in-use", file=str(file))
    if not os.path.lexists(place):
        return
    if not is_file(place):
        raise BadInput("file-not-ordinary", file=str(file))
    if any(one.exists() and one.samefile(place) for one in kept):
        raise BadInput("file-in-use", file=str(file))


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every file system can
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
