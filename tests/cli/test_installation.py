"""A new group, the example, backup and restore, the doctor."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import PointState
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.wiring import open_office, shell_actor
from tests.cli.helpers import CHIEF, Shell, refused
from tests.conftest import Databases
from tests.core.mail_cast import mail_server


def test_init_makes_the_group_of_the_template(on_nothing: Shell) -> None:
    made = on_nothing("init")

    assert made.status == 0
    assert "12 verksamheter" in made.out
    assert "trelleborg" in made.out
    assert on_nothing("meetings", "--json").data == []
    refused(on_nothing("demo"), "innehåller redan")


def test_an_unknown_template_is_refused(on_nothing: Shell) -> None:
    refused(on_nothing("init", "--template", "stad"), "trelleborg")


def test_demo_loads_once(on_nothing: Shell) -> None:
    assert on_nothing("demo").status == 0
    assert len(on_nothing("meetings", "--json").data) == 18
    refused(on_nothing("demo"), "innehåller redan")


def test_without_a_database_no_command_makes_one(
    on_nothing: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (
        ["meetings"], ["backup", "b"], ["deliver"], ["search", "x"], ["ics", "HT2026-2"],
        ["sign-in-link", CHIEF], ["cancel", "HT2026-2", "--reason", "x"],
    ):  # fmt: skip
        answer = on_nothing(*words)
        refused(answer, "Det finns ingen databas", "coordinator init")
        assert len(answer.err.strip().splitlines()) == 1

    monkeypatch.setenv("COORDINATOR_LANG", "en")
    refused(on_nothing("meetings"), "There is no database at")
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_finds_no_database_and_makes_none(on_nothing: Shell, tmp_path: Path) -> None:
    told = on_nothing("doctor")

    assert told.status == 1
    assert "Det finns ingen databas" in told.out
    assert not (tmp_path / "new" / "c.sqlite").exists()


def test_the_doctor_does_not_send_a_newer_database_to_serve(demo: Office, on_demo: Shell) -> None:
    with demo.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    told = on_demo("doctor")

    assert "nyare version (9999)" in told.out
    assert "uppgraderar själv" not in told.out


def test_the_doctor_tells_another_programs_tables(
    on_nothing: Shell, databases: Databases, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = databases.new(engine)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", other)
    database = Database(other)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE wp_posts (id INTEGER)")
    database.dispose()

    told = on_nothing("doctor")

    assert told.status == 1
    assert "wp_posts" in told.out
    assert "coordinator init" not in told.out


def test_a_folder_nobody_may_write_to_is_named(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "c.sqlite").symlink_to(tmp_path / "shut" / "c.sqlite")  # cannot be made
    monkeypatch.setattr(os, "access", lambda _place, mode: not mode & os.W_OK)

    answer = on_nothing("init")

    refused(answer, "skriva")
    assert len(answer.err.strip().splitlines()) == 1


def test_only_its_owner_may_read_the_database(on_nothing: Shell, tmp_path: Path) -> None:
    on_nothing("init")

    assert (tmp_path / "new" / "c.sqlite").stat().st_mode & 0o777 == 0o600


def test_the_whole_example_comes_back_from_its_backup(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = on_demo("backup", "b").out.split()[-1]
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite'}")
    assert on_demo("restore", "b").out.splitlines()[0].split()[-1] == kept

    restored = open_office(Settings(_env_file=None))
    actor = shell_actor(restored, None)
    assert len(on_demo("meetings", "--json").data) == 18
    states = frozenset(PointState)
    points = actions.action_points(restored, actor, states=states, limit=100)
    assert points.total == 53
    assert actions.information_actions(restored, actor).total == 18
    restored.database.dispose()


def test_backup_and_restore(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = on_demo("meetings", "--json").data
    kept = on_demo("backup", "b")
    assert kept.status == 0
    refused(on_demo("restore", "b"), "innehåller redan")

    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite'}")
    done = on_demo("restore", "b")

    assert done.status == 0
    assert kept.out.split()[-1] == done.out.splitlines()[0].split()[-1]
    assert on_demo("meetings", "--json").data == before


def test_a_damaged_backup_touches_nothing(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    on_demo("backup", "b")
    whole = bytearray((tmp_path / "b").read_bytes())
    whole[len(whole) // 2] ^= 1
    (tmp_path / "b").write_bytes(whole)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite'}")

    refused(on_demo("restore", "b"))
    refused(on_demo("meetings"), "coordinator init")


def test_doctor_tells_all_settings_and_hides_secrets(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_SECRET_KEY", "hemligt-ord")
    monkeypatch.delenv("COORDINATOR_NOW")

    with mail_server(auth_required=True, auth_require_tls=False, password="hemligt-ord") as (
        _,
        port,
    ):
        monkeypatch.setenv("COORDINATOR_SMTP_URL", f"smtp://me:hemligt-ord@127.0.0.1:{port}")
        told = on_demo("doctor", "--json")

    assert told.status == 0, told.out
    assert "hemligt-ord" not in told.out + told.err
    found = {finding["subject"]: finding for finding in told.data}
    assert {"COORDINATOR_DATABASE_URL", "database", "migrations", "mail", "disk", "clock"} <= set(
        found
    )
    assert all(finding["ok"] for finding in found.values())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp://127.0.0.1:1", "svarar inte"),
        ("smtp+starttls://me:hemligt-ord@127.0.0.1:1", "svarar inte"),
        ("smtp://me:hemligt-ord@mail.example.se", "okrypterat"),
        ("mail.example.se", "COORDINATOR_SMTP_URL"),
    ],
)
def test_doctor_says_why_mail_would_not_go(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.setenv("COORDINATOR_SMTP_URL", url)
    told = on_demo("doctor")
    assert told.status == 1
    assert said in told.out
    assert "hemligt-ord" not in told.out + told.err


def test_doctor_says_what_to_do(on_demo: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    told = on_demo("doctor")
    assert told.status == 1
    assert "COORDINATOR_NOW" in told.out

    monkeypatch.setenv("COORDINATOR_DATABASE_URL", "postgresql://me:hemligt@127.0.0.1:1/x")
    told = on_demo("doctor")
    assert told.status == 1
    assert "COORDINATOR_DATABASE_URL och att" in told.out
    assert "hemligt" not in told.out + told.err
