"""Refusals are sentences on stderr and change nothing; wrong usage is status 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coordinator.core.office import Office
from coordinator.installation import usecases as installation
from coordinator.wiring import founding_shell
from tests.cli.helpers import CHIEF, Shell, refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "VT27"], "VT27"),
        (["plan", "VT2027", "--weekdays", "onsdag"], "onsdag"),
        (["plan", "VT2027", "--weekdays", ""], "veckodag"),
        (["plan", "VT2027", "--between", "9-16"], "13:30"),
        (["plan", "VT2027", "--between", "nio"], "nio"),
        (["plan", "VT2027", "--between", "03:00-05:00"], "06.00"),
        (["plan", "VT2027", "--duration", "0"], ""),
        (["plan", "VT2027", "--group", "nowhere"], "nowhere"),
        (["meetings", "--term", "hösten", "--json"], "hösten"),
        (["ics", "HT2026-9"], "HT2026-9"),
        (["cancel", "HT2026-9", "--reason", "x"], "HT2026-9"),
        (["cancel", "HT2026-1", "--reason", "x"], ""),
        (["cancel", "HT2026-2", "--reason", " "], ""),
        (["reschedule", "HT2026-2", "--date", "2026-12-24", "--reason", "x"], "24 december"),
        (["reschedule", "HT2026-2", "--date", "imorgon", "--reason", "x"], "imorgon"),
        (["import", "roster", "nowhere.csv"], "nowhere.csv"),
        (["restore", "nowhere.backup"], "nowhere.backup"),
        (["sign-in-link", "nobody@example.se"], "nobody@example.se"),
        (["sign-in-link", "rolf.utgangsson@example.se"], ""),
        (["role", CHIEF, "king"], "king"),
        (["role", CHIEF, "coordinator", "--withdraw"], ""),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_and_changes_nothing(
    on_demo: Shell, words: list[str], said: str
) -> None:
    before = on_demo("meetings", "--json").data

    refused(on_demo(*words), said)

    assert on_demo("meetings", "--json").data == before


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["schedule", "HT2026"],
        ["ics"],
        ["ics", "HT2026-2", "--method", "request"],
        ["search", "x", "--limit", "many"],
        ["meetings", "--nonsense"],
    ],
)
def test_wrong_usage_is_status_two(on_nothing: Shell, words: list[str]) -> None:
    answer = on_nothing(*words)

    assert answer.status == 2
    assert answer.out == ""


def test_messages_follow_the_language_of_the_shell(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_LANG", "en")

    refused(on_demo("ics", "HT2026-9"), "no meeting")


def test_our_own_fault_gives_a_number(on_demo: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("coordinator.reports.usecases.search", broken)

    answer = on_demo("search", "x")

    assert answer.status == 1
    assert "Referens" in answer.err.splitlines()[-1]


def test_without_a_group_every_command_says_how_to_start(on_nothing: Shell) -> None:
    for command in (["meetings"], ["plan", "VT2027"], ["search", "samtycke"]):
        refused(on_nothing(*command), "coordinator init")


def test_several_groups_want_a_name(on_nothing: Shell) -> None:
    on_nothing("init")
    on_nothing("init")

    refused(on_nothing("meetings"), "--group", "trelleborg", "trelleborg-2")
    assert on_nothing("meetings", "--json", "--group", "trelleborg-2").data == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COORDINATOR_DATABASE_URL", "postgresql://me:hemligt@127.0.0.1:1/x", "svarar inte"),
        ("COORDINATOR_DATABASE_URL", "sqlite:////proc/nowhere/c.sqlite", "DATABASE_URL"),
        ("COORDINATOR_DATABASE_URL", "nonsense", "COORDINATOR_DATABASE_URL"),
        ("COORDINATOR_DATABASE_URL", "nonsense://x", "COORDINATOR_DATABASE_URL"),
        ("COORDINATOR_NOW", "yesterday", "COORDINATOR_NOW"),
        ("COORDINATOR_BASE_URL", "samverkan.example.se", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_BASE_URL", "javascript:x", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_BASE_URL", "https://", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_NOW", "2026-11-22T12:00", "COORDINATOR_NOW"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)

    answer = on_nothing("meetings")

    refused(answer, said)
    assert "hemligt" not in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_a_file_that_is_no_database_is_named(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_text("hello" * 1000)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'letter'}")

    refused(on_nothing("meetings"), "är ingen databas")
    assert (tmp_path / "letter").read_text().startswith("hello")


HELP = """
import sys
from coordinator import cli
sys.argv = ["coordinator", "--help"]
try:
    cli.main()
except SystemExit:
    pass
heavy = {"streamlit", "sqlalchemy", "pandas", "icalendar", "alembic", "pydantic"}
print(sorted(heavy & set(sys.modules)))
"""


def test_help_loads_neither_pages_nor_database() -> None:
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True)

    assert "schedule" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_module_runs_as_a_command(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'c.sqlite'}"
    done = subprocess.run(
        [sys.executable, "-m", "coordinator", "init"],
        capture_output=True, text=True, check=False,
        env={**os.environ, "COORDINATOR_DATABASE_URL": address, "COORDINATOR_LANG": "sv"},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "trelleborg" in done.stdout


def test_the_shell_reads_what_the_pages_wrote(
    empty_office: Office, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", empty_office.settings.database_url)
    installation.start_group(
        empty_office, founding_shell(), name="Samverkansgruppen", municipality="Åby"
    )

    assert shell("meetings", "--json", "--group", "aby").data == []
