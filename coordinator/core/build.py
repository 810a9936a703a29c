"""Which build this is: a number that rises with every change, so that a newer wheel is newer.

The number is a time in UTC, ``0.1.20261130.162034``: of the last commit, or, where something was
changed since or there is no git, of the file that was changed last. A wheel and a source archive
carry the number that was worked out when they were built; a checkout works it out each time. The
build reads this file by itself (``[tool.hatch.version]``), so it imports nothing of the product.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Final

SERIES: Final = "0.1"
_ROOT: Final = Path(__file__).resolve().parents[2]
# What a wheel is made of. The data folder also holds this installation's own database.
_SOURCES: Final = ("app.py", "pyproject.toml", "coordinator", "data", ".streamlit")
_OWN: Final = (".sqlite", "/backups/", "/__pycache__/")


@cache
def version() -> str:
    """The build's number."""
    if not (_ROOT / "pyproject.toml").is_file():
        try:
            return installed_version("coordinator")
        except PackageNotFoundError:  # the folder was copied by hand
            return numbered(_newest(_ROOT))
    return of_checkout(_ROOT)


def of_checkout(root: Path = _ROOT) -> str:
    """The number of the sources in a folder; of an unpacked archive, the one that it carries."""
    carried = root / "PKG-INFO"
    if carried.is_file():
        for line in carried.read_text(encoding="utf-8").splitlines():
            if line.startswith("Version: "):
                return line.removeprefix("Version: ")
    return numbered(_committed(root) or _newest(root))


def numbered(moment: float) -> str:
    """A moment, in seconds since 1970, as a build's number."""
    at = datetime.fromtimestamp(moment, UTC)
    return f"{SERIES}.{at:%Y%m%d}.{int(f'{at:%H%M%S}')}"


def _committed(root: Path) -> float | None:
    """When the last commit was made; None without git, and when something differs from it."""
    if not (root / ".git").exists():  # a folder inside somebody else's repository
        return None
    if _git(root, "status", "--porcelain", "--", *_SOURCES) != "":
        return None
    told = _git(root, "log", "-1", "--format=%ct")
    return float(told) if told and told.isdigit() else None


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["git", "-C", str(root), *words],  # noqa: S607 - wherever the machine has it
            capture_output=True, text=True, timeout=10, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _newest(root: Path) -> float:
    return max((file.stat().st_mtime for file in _files(root)), default=0.0)


def _files(root: Path) -> Iterator[Path]:
    for name in _SOURCES:
        source = root / name
        found = source.rglob("*") if source.is_dir() else (source,)
        yield from (
            file
            for file in found
            if file.is_file() and not any(own in file.as_posix() for own in _OWN)
        )
