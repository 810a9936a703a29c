"""Only ``serve`` and ``migrate`` move a database; the others say so, and ``backup`` copies it."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.installation import store
from coordinator.installation.migrate import newest_revision, revision_of, upgrade
from coordinator.wiring import open_office
from tests.cli.helpers import CHIEF, Shell, commands, refused
from tests.conftest import Databases
from tests.installation.helpers import contents

OLD = Path(__file__).parents[1] / "installation" / "golden" / "example-0001.zip"
# What is typed for the commands that need a word; the others are typed bare.
WORDS = {
    "cancel": ["HT2026-2", "--reason", "x"],
    "ics": ["HT2026-2"],
    "plan": ["VT2027"],
    "reschedule": ["HT2026-2", "--date", "2026-12-01", "--reason", "x"],
    "role": [CHIEF, "member"],
    "schedule": ["HT2026", "--date", "2026-12-01", "--start", "13:30", "--end", "15:30"],
    "search": ["x"],
    "sign-in-link": [CHIEF],
    "ask-elsewhere": ["1"],
    "import roster": ["list.csv"],
    "import closed-days": ["list.csv"],
}
# Those that move it, copy it, look at it, or need none.
OTHERS = {"serve", "migrate", "backup", "restore", "doctor", "check-text"}


@pytest.fixture
def older(databases: Databases, engine: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database that an older version left, with rows in it."""
    with databases.lent(engine, "0010", _fill_older, is_blank=True) as address:
        monkeypatch.setenv("COORDINATOR_DATABASE_URL", address)
        yield address


def _fill_older(address: str) -> None:
    database = Database(address)
    with database.engine.begin() as connection:
        upgrade(connection, "0010")
        groups = next(t for t in store.tables_there(connection) if t.name == "collaboration_group")
        needed = {c.name: "x" if c.type.python_type is str else 1 for c in groups.columns}
        connection.execute(groups.insert().values(**needed | {"slug": "ort", "name": "Gruppen"}))
    database.dispose()


def revision(address: str) -> str | None:
    database = Database(address)
    found = revision_of(database)
    database.dispose()
    return found


def typed() -> list[list[str]]:
    return [[*name.split(), *WORDS.get(name, [])] for name in commands() if name not in OTHERS]


def test_every_other_command_refuses_an_older_database_and_leaves_it(
    older: str, shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("x")
    assert len(typed()) > 12
    for words in typed():
        refused(shell(*words), "0010", newest_revision(), "coordinator migrate")
    assert revision(older) == "0010"


def test_every_other_command_refuses_a_newer_database(
    demo: Office, on_demo: Shell, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("x")
    with demo.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = contents(demo.database)

    for words in [*typed(), ["migrate"]]:
        refused(on_demo(*words), "nyare version (9999)")

    assert contents(demo.database) == before
    assert revision_of(demo.database) == "9999"


def test_migrate_says_from_where_to_where_and_once(older: str, shell: Shell) -> None:
    done = shell("migrate")

    assert (done.status, "0010" in done.out) == (0, True), done.err
    assert revision(older) == newest_revision()
    assert shell("migrate").out == f"Databasen har redan revision {newest_revision()}.\n"
    if older.startswith("sqlite"):
        copied = Path(done.out.splitlines()[1].split(" i ", 1)[1].removesuffix("."))
        assert revision(f"sqlite:///{copied}") == "0010"


def test_a_backup_is_written_at_the_revision_that_it_finds(
    older: str, shell: Shell, tmp_path: Path
) -> None:
    assert shell("backup", "b.zip").status == 0

    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        told = json.loads(packed.read("manifest.json"))
        group = json.loads(packed.read("tables/collaboration_group.jsonl"))
    assert (told["revision"], group["slug"]) == ("0010", "ort")
    assert revision(older) == "0010"


def test_a_newer_databases_backup_holds_what_this_program_does_not_know(
    demo: Office, on_demo: Shell, tmp_path: Path
) -> None:
    with demo.transaction() as session:
        for line in (
            "UPDATE alembic_version SET version_num = '9999'",
            "ALTER TABLE agency ADD COLUMN colour VARCHAR DEFAULT 'red'",
            "CREATE TABLE later (id INTEGER PRIMARY KEY, made_at DATE)",
            "INSERT INTO later VALUES (1, '2026-11-30')",
        ):
            session.connection().exec_driver_sql(line)

    assert on_demo("backup", "b.zip").status == 0

    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        told = json.loads(packed.read("manifest.json"))
        agency = json.loads(packed.read("tables/agency.jsonl").splitlines()[0])
        later = json.loads(packed.read("tables/later.jsonl"))
    assert (told["revision"], told["counts"]["meeting"]) == ("9999", 18)
    assert (agency["colour"], later) == ("red", {"id": 1, "made_at": "2026-11-30"})
    assert not [name for name in told["counts"] if "session" in name or "link" in name]


def test_what_a_newer_database_holds_and_no_line_can_is_told(
    demo: Office, on_demo: Shell, tmp_path: Path
) -> None:
    kind = "BLOB" if demo.database.is_sqlite else "BYTEA"
    with demo.transaction() as session:
        for line in (
            "UPDATE alembic_version SET version_num = '9999'",
            f"CREATE TABLE later (id INTEGER PRIMARY KEY, picture {kind})",
            "INSERT INTO later VALUES (1, '')",
            "UPDATE later SET picture = CAST('x' AS BLOB)"
            if demo.database.is_sqlite
            else "UPDATE later SET picture = 'x'",
        ):
            session.connection().exec_driver_sql(line)

    refused(on_demo("backup", "b.zip"), "9999")
    assert list(tmp_path.iterdir()) == []


def test_an_old_backup_is_restored_and_brought_forward(on_nothing: Shell, tmp_path: Path) -> None:
    assert on_nothing("restore", str(OLD)).status == 0
    assert revision(f"sqlite:///{tmp_path / 'new' / 'c.sqlite'}") == newest_revision()
    assert len(on_nothing("meetings", "--json").data) == 18


@pytest.mark.parametrize("what", ["missing", "folder", "damaged", "device"])
def test_a_restore_of_what_is_none_leaves_nothing_behind(
    on_nothing: Shell, tmp_path: Path, what: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "damaged").write_bytes(OLD.read_bytes()[:-1])
    name = "/dev/zero" if what == "device" else what

    refused(on_nothing("restore", name), name)

    assert sorted(each.name for each in tmp_path.iterdir()) == ["damaged", "folder"]


@pytest.mark.parametrize("command", ["backup", "meetings", "migrate", "deliver", "doctor"])
def test_no_command_but_those_that_begin_makes_a_key(
    on_demo: Shell, demo: Office, command: str, tmp_path: Path
) -> None:
    key = demo.settings.key_file
    key.unlink(missing_ok=True)

    on_demo(command, *(["b.zip"] if command == "backup" else []))

    assert not key.exists()
    assert not (tmp_path / "data").exists()


def test_backup_takes_no_device_and_nothing_that_the_installation_lives_by(
    on_nothing: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_SMTP_CA_FILE", "ca.pem")
    on_nothing("init")
    database = tmp_path / "new" / "c.sqlite"
    before = database.read_bytes()

    refused(on_nothing("backup", "/dev/full"), "/dev/full", "ingen vanlig fil")
    refused(on_nothing("backup", str(database)), "hör till den installation")
    refused(on_nothing("backup", f"{database}.key"), "hör till den installation")

    for name in (".env", "ca.pem", *(f"{database}{end}" for end in ("-wal", "-shm", "-journal"))):
        refused(on_nothing("backup", name), "hör till den installation")
        assert not (tmp_path / name).exists()

    assert Path("/dev/full").is_char_device()
    assert database.read_bytes() == before
    open_office().database.dispose()


@pytest.mark.parametrize("kind", ["another", "empty", "bytes", "folder", "pipe"])
def test_what_is_not_ours_is_refused_in_words_and_left_as_it_is(
    on_nothing: Shell, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "new" / "c.sqlite"
    file.parent.mkdir()
    if kind == "another":
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("CREATE TABLE bookmark (id INTEGER PRIMARY KEY)")
    elif kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.write_bytes(b"" if kind == "empty" else bytes(range(256)) * 32)
    before = file.read_bytes() if file.is_file() else b""
    word = {"another": "bookmark", "empty": "coordinator init", "bytes": "ingen databas"}
    tried = [["backup", "b.zip"], ["meetings"]]
    if kind != "empty":
        tried += [["init"], ["migrate"], ["serve", "--port", "0"], ["restore", str(OLD)]]

    for words in tried:
        refused(on_nothing(*words), word.get(kind, "ingen fil"))

    if kind != "empty":
        assert on_nothing("doctor").status == 1
    assert [each.name for each in file.parent.iterdir()] == ["c.sqlite"]
    assert (file.read_bytes() if file.is_file() else b"") == before
