"""A build's number rises with every change, with git and without."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coordinator.core.build import numbered, of_checkout, version

NOON = int(datetime(2026, 11, 30, 12, 0, 5, tzinfo=UTC).timestamp())
HOUR = 3600


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A checkout in small, without git, last changed at noon."""
    (tmp_path / "coordinator" / "__pycache__").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    for name in ("app.py", "pyproject.toml", "coordinator/a.py"):
        changed(tmp_path / name, NOON)
    return tmp_path


def changed(file: Path, moment: int) -> None:
    file.write_text(str(moment))
    os.utime(file, (moment, moment))


def git(folder: Path, *words: str, at: int = NOON) -> None:
    told = {"GIT_COMMITTER_DATE": f"{at} +0000", "GIT_AUTHOR_DATE": f"{at} +0000"}
    who = ("-c", "user.name=x", "-c", "user.email=x@example.se")
    subprocess.run(["git", "-C", folder, *who, *words], check=True, env=os.environ | told)


def test_without_git_the_file_that_changed_last_counts(sources: Path) -> None:
    assert of_checkout(sources) == "0.1.20261130.120005"

    changed(sources / "coordinator" / "a.py", NOON + HOUR)
    assert of_checkout(sources) == "0.1.20261130.130005"


def test_what_the_installation_keeps_there_itself_does_not_count(sources: Path) -> None:
    for name in ("data/coordinator.sqlite", "coordinator/__pycache__/a.pyc", "notes.txt"):
        changed(sources / name, NOON + HOUR)

    assert of_checkout(sources) == "0.1.20261130.120005"


def test_with_git_the_commit_counts_until_something_differs(sources: Path) -> None:
    git(sources, "init", "-q")
    git(sources, "add", "-A")
    git(sources, "commit", "-qm", "x", at=NOON + 2 * HOUR)
    assert of_checkout(sources) == "0.1.20261130.140005"

    changed(sources / "coordinator" / "a.py", NOON + 3 * HOUR)
    assert of_checkout(sources) == "0.1.20261130.150005"


def test_somebody_elses_repository_around_it_says_nothing(sources: Path) -> None:
    git(sources, "init", "-q")
    inner = sources / "vendor"
    (inner / "coordinator").mkdir(parents=True)
    changed(inner / "app.py", NOON - HOUR)

    assert of_checkout(inner) == "0.1.20261130.110005"


def test_an_unpacked_archive_carries_its_number(sources: Path) -> None:
    (sources / "PKG-INFO").write_text("Metadata-Version: 2.4\nVersion: 0.1.7.8\n")

    assert of_checkout(sources) == "0.1.7.8"


def test_numbers_rise_with_the_hours() -> None:
    day = [NOON - 12 * HOUR - 5, NOON - 9 * HOUR, NOON, NOON + 11 * HOUR, NOON + 12 * HOUR]
    numbers = [tuple(int(part) for part in numbered(at).split(".")) for at in day]

    assert numbers == sorted(set(numbers))
    assert version().startswith("0.1.20")
