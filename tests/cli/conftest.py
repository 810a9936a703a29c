"""The shell, typed in this process: a new one takes seconds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from coordinator import cli
from coordinator.core.database import WAIT, Database
from coordinator.core.office import Office
from tests.cli.helpers import Answer, Shell
from tests.conftest import Databases


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, tmp_path: Path) -> Shell:
    """Types a command, through the console script's own function."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    monkeypatch.delenv("COORDINATOR_LANG", raising=False)
    monkeypatch.setenv("COORDINATOR_NOW", "2026-11-22T12:00+01:00")
    monkeypatch.setenv("NO_COLOR", "1")
    # A server sets it for itself; set and taken away here, so that it is gone after the test.
    monkeypatch.setenv("COORDINATOR_BASE_URL", "")
    monkeypatch.delenv("COORDINATOR_BASE_URL")

    def typed(*words: str) -> Answer:
        capfdbinary.readouterr()
        monkeypatch.setattr(sys, "argv", ["coordinator", *words])
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Answer(status, out.decode(), err.decode())

    return typed


@pytest.fixture
def on_demo(
    demo: Office, shell: Shell, monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> Shell:
    """The shell on the example, on its day."""

    def opened(url: str, *, wait: float, looks_only: bool) -> Database:
        if looks_only or wait != WAIT:
            return Database(url, wait=wait, looks_only=looks_only)
        return databases.open(url)

    monkeypatch.setattr("coordinator.wiring.Database", opened)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", demo.settings.database_url)
    return shell


@pytest.fixture
def on_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    """The shell where no database is yet."""
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'c.sqlite'}")
    return shell
