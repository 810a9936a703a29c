"""Whose the installation's own files are, and who may read them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from coordinator.core import environment
from coordinator.core.keys import found_key
from coordinator.core.office import Office
from coordinator.installation.file_rights import open_to_others, owner_of
from coordinator.installation.views import Finding


def key(office: Office) -> Iterator[Finding]:
    """The signing key that is kept beside the database, where it is the one in force."""
    file = office.settings.key_file
    owner = owner_of(file)
    if owner is None:
        return
    code = None
    try:
        kept = found_key(file)
    except (OSError, UnicodeDecodeError):
        code = "key-unreadable"
    else:
        given = office.settings.secret_key
        if given is not None and given.get_secret_value() != kept:
            return  # another is set by COORDINATOR_SECRET_KEY
        if not kept:
            code = "key-empty"
        elif owner != _expected_owner(office):
            code = "key-foreign"
    yield Finding(
        "signing key", ok=code is None, value=str(file), code=code, params=(("file", str(file)),)
    )


def _expected_owner(office: Office) -> int:
    """Who owns the database; root may look at everybody's."""
    file = office.database.file
    owner = owner_of(file) if file else None
    if owner is None and os.geteuid() == 0:
        owner = owner_of(office.settings.key_file)
    return os.geteuid() if owner is None else owner


def rights(office: Office) -> Iterator[Finding]:
    """Whether other users of the machine can read what is the group's, or the passwords."""
    readable = [*open_to_others(office), *_open_settings()]
    names = ", ".join(str(file) for file in readable)
    yield Finding(
        "files",
        ok=not readable,
        value=names or "-",
        code="doctor-files-open" if readable else None,
        params=(("files", names),),
    )


def _open_settings() -> Iterator[Path]:
    file = environment.FILE
    with suppress(OSError):
        if stat.S_IMODE(file.stat().st_mode) & 0o007:  # a group of its own may be meant
            yield file
