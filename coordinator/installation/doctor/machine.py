"""Disk, clock, and what ships with the program."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from coordinator.core.build import version
from coordinator.core.office import Office
from coordinator.core.settings import shipped_data
from coordinator.installation.views import Finding

_LEAST_FREE = 500 * 1024**2  # bytes


def build(_office: Office | None = None) -> Iterator[Finding]:
    """Which build this is."""
    yield Finding("version", ok=True, value=version())


def disk(office: Office) -> Iterator[Finding]:
    file = office.database.file
    folder = file.parent if file else Path.cwd()
    free = shutil.disk_usage(folder if os.path.isdir(folder) else Path.cwd()).free  # noqa: PTH112
    enough = free >= _LEAST_FREE
    yield Finding(
        "disk", ok=enough, value=f"{free // 1024**2} MB", code=None if enough else "doctor-disk"
    )


def clock(office: Office) -> Iterator[Finding]:
    by_hand = office.clock.is_set_by_hand
    yield Finding(
        "clock",
        ok=not by_hand,
        value=office.clock.now().isoformat(timespec="seconds"),
        code="doctor-clock" if by_hand else None,
    )


def shipped(_office: Office) -> Iterator[Finding]:
    there = (shipped_data() / "agenda.yaml").is_file()
    yield Finding(
        "data", ok=there, value=str(shipped_data()), code=None if there else "doctor-data"
    )
