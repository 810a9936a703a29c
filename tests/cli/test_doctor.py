"""The doctor says what is wrong, in words, and changes nothing at all."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest

from coordinator.core.build import version
from coordinator.core.database import Database
from coordinator.core.errors import Unavailable
from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.settings import Settings
from coordinator.installation import doctor, file_rights
from coordinator.installation.doctor import providers
from coordinator.installation.migrate import newest_revision
from coordinator.wiring import open_office
from tests.cli.helpers import Shell, is_ok, refused, told
from tests.conftest import Databases
from tests.core.mail_cast import put


def snapshot(folder: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for each in (folder, *folder.rglob("*")):
        told = each.stat()
        found[str(each)] = (told.st_size, told.st_mtime_ns, stat.S_IMODE(told.st_mode))
    return found


# Nothing is changed -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["at rest", "in use", "left by a crash", "not in WAL"])
def test_a_look_leaves_files_and_folders_as_they_are(
    on_nothing: Shell, tmp_path: Path, state: str
) -> None:
    on_nothing("init")
    file = tmp_path / "new" / "c.sqlite"
    other = sqlite3.connect(file)
    if state == "not in WAL":
        other.execute("PRAGMA journal_mode=DELETE")
        other.close()
    elif state == "at rest":
        other.close()
    else:
        other.execute("UPDATE agency SET note = 'x'")
        other.commit()
    if state == "left by a crash":
        (tmp_path / "kept").write_bytes(file.with_name("c.sqlite-wal").read_bytes())
        other.close()
        (tmp_path / "kept").rename(file.with_name("c.sqlite-wal"))
    file.with_name("c.sqlite.key").chmod(0o644)
    before = snapshot(tmp_path)

    answer = on_nothing("doctor")

    after = snapshot(tmp_path)
    # SQLite's memory beside a log is its own, and goes when the log does.
    memory = str(file.with_name("c.sqlite-shm"))
    if memory not in before and memory in after:
        assert state == "left by a crash"
        after.pop(memory)
        after[str(file.parent)] = before[str(file.parent)]
    before.pop(memory, None)
    after.pop(memory, None)
    assert after == before
    assert f"ok  migrations                 {newest_revision()}" in answer.out


def test_a_look_at_nothing_makes_nothing(on_nothing: Shell, tmp_path: Path) -> None:
    on_nothing("doctor")

    assert list(tmp_path.iterdir()) == []


def test_a_look_writes_nothing_on_postgresql(databases: Databases) -> None:
    database = Database(databases.new("postgres"), looks_only=True)
    with pytest.raises(Unavailable, match="database-takes-nothing"):
        make_a_table(database)
    database.dispose()


def make_a_table(database: Database) -> None:
    with database.transaction() as session:
        session.connection().exec_driver_sql("CREATE TABLE x (id INTEGER)")


# The build and the database -----------------------------------------------------------------------


def test_build_and_revision_are_told(on_demo: Shell) -> None:
    answer = on_demo("doctor")

    assert re.search(rf"^ok  version +{re.escape(version())}$", answer.out, re.MULTILINE)
    assert re.search(rf"^ok  migrations +{newest_revision()}$", answer.out, re.MULTILINE)


@pytest.fixture
def address(databases: Databases) -> str:
    """A database on PostgreSQL, whose server was started in a language that it knows."""
    return databases.new("postgres")


def test_a_database_without_every_letter_is_told_and_none_is_begun_there(
    address: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for encoding in ("SQL_ASCII", "LATIN1"):
        name = f"{address.split('?', maxsplit=1)[0].rsplit('/', 1)[1]}_{encoding.lower()}"
        with psycopg.connect(address, autocommit=True) as connection:
            made = f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'"
            connection.execute(f"{made} TEMPLATE template0".encode())
        narrow = address.replace(address.split("?", maxsplit=1)[0].rsplit("/", 1)[1], name)
        monkeypatch.setenv("COORDINATOR_DATABASE_URL", narrow)

        assert encoding in told(shell("doctor"), "encoding")
        begun = shell("init")
        assert (begun.status, encoding in begun.err) == (1, True)
        assert "database-empty" not in shell("doctor").out


@pytest.fixture
def guarded(databases: Databases) -> Iterator[str]:
    """A database whose user has a password; its address with a place for the password."""
    address = databases.new("postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute("SHOW hba_file").fetchone()
        assert row
        rules = Path(row[0])
        kept = rules.read_text()
        connection.execute("DROP ROLE IF EXISTS guarded")
        connection.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'")
        rules.write_text(f"local all guarded scram-sha-256\n{kept}")
        connection.execute("SELECT pg_reload_conf()")
        yield address.replace("postgres:@", "guarded:{}@")
        rules.write_text(kept)
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("DROP ROLE guarded")


def test_a_wrong_password_is_told_apart_from_a_server_that_is_away(
    guarded: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = {
        guarded.format("wrong"): "släpper inte in oss",
        guarded.format(""): "släpper inte in oss",
        guarded.format("right").replace("guarded:", "stranger:"): "släpper inte in oss",
        re.sub(r"/t\w+\?", "/nowhere?", guarded).format("right"): "ingen databas med det namnet",
        "postgresql://x:hemligt@127.0.0.1:1/x": "svarar inte",
    }
    for address, said in cases.items():
        monkeypatch.setenv("COORDINATOR_DATABASE_URL", address)
        answer = shell("doctor")
        assert said in told(answer, "database"), address
        assert said in shell("meetings").err
        for secret in ("wrong", "right", "hemligt"):
            assert f":{secret}@" not in answer.out


def test_a_missing_driver_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_words: object, **_given: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")

    monkeypatch.setattr("coordinator.wiring.Database", none)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", "postgresql://x@127.0.0.1/x")

    answer = shell("doctor")

    assert (answer.status, "psycopg" in told(answer, "settings")) == (1, True)
    assert is_ok(answer, "version")
    assert shell("doctor", "--json").data[-1]["subject"] == "settings"


def test_what_cannot_be_written_is_named(
    on_nothing: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_nothing("init")
    file, access = tmp_path / "new" / "c.sqlite", os.access
    for shut in (file, file.parent):

        def no_right(place: Any, mode: int, shut: Path = shut) -> bool:
            return access(place, mode) and not (mode & os.W_OK and Path(place) == shut)

        monkeypatch.setattr("coordinator.installation.doctor.database.os.access", no_right)
        assert str(shut) in told(on_nothing("doctor"), "writing")


def test_a_folder_that_this_user_may_not_enter_is_told_by_everybody(
    on_nothing: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_nothing("init")
    shut = str(tmp_path / "new")
    stat_of, access, list_of = os.stat, os.access, os.scandir
    away = partial(sqlite3.connect, "/nowhere/c.sqlite")  # the engine says the same of both

    def no_stat(place: Any, *words: Any, **named: Any) -> os.stat_result:
        if isinstance(place, str | Path) and str(place).startswith(f"{shut}/"):
            raise PermissionError(13, "Permission denied", str(place))
        return stat_of(place, *words, **named)

    def no_list(place: Any = ".") -> Any:
        if str(place).startswith(shut):
            raise PermissionError(13, "Permission denied", str(place))
        return list_of(place)

    monkeypatch.setattr(os, "stat", no_stat)
    monkeypatch.setattr(os, "scandir", no_list)
    monkeypatch.setattr("sqlite3.dbapi2.connect", lambda *_words, **_named: away())
    monkeypatch.setattr(
        os, "access", lambda place, mode: not str(place).startswith(shut) and access(place, mode)
    )

    looked = on_nothing("doctor")

    assert (looked.status, looked.err) == (1, "")
    assert f"inte gå in i {shut}" in told(looked, "database")
    for words in (["init"], ["migrate"], ["meetings"]):
        refused(on_nothing(*words), f"inte gå in i {shut}")


def test_settings_that_cannot_be_read_are_told(
    on_nothing: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_bytes("COORDINATOR_BASE_URL=http://å".encode("latin-1"))
    assert ".env" in told(on_nothing("doctor"), "settings")

    read = Path.read_bytes

    def no(path: Path) -> bytes:
        if path.name == ".env":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", no)
    for words in (["doctor"], ["meetings"], ["init"], ["serve"]):
        answer = on_nothing(*words)
        assert (answer.status, "Traceback" in answer.err) == (1, False)
        assert ".env går inte att läsa" in answer.out + answer.err
    assert [each.name for each in tmp_path.iterdir()] == [".env"]


# Files and the key --------------------------------------------------------------------------------


def test_files_that_others_can_read_are_named_and_mended_at_the_next_start(
    on_nothing: Shell, tmp_path: Path
) -> None:
    on_nothing("init")
    file = tmp_path / "new" / "c.sqlite"
    copies = file.parent / "backups"
    copies.mkdir()
    (copies / "c-before-x.sqlite").touch(0o644)
    for each in (file, file.with_name("c.sqlite.key")):
        each.chmod(0o664)
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o644)

    said = told(on_nothing("doctor"), "files")

    for name in ("c.sqlite", "c.sqlite.key", "c-before-x.sqlite", ".env"):
        assert name in said
    assert on_nothing("migrate").status == 0
    own = [file, file.with_name("c.sqlite.key"), copies / "c-before-x.sqlite"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in own} == {0o600}
    assert "c.sqlite" not in told(on_nothing("doctor"), "files")


def test_what_is_somebody_elses_is_left_and_a_link_is_not_followed(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'c.sqlite'}", _env_file=None)
    office = open_office(settings)
    (tmp_path / "elsewhere").touch(0o644)
    (tmp_path / "c.sqlite").symlink_to(tmp_path / "elsewhere")

    assert file_rights.mend(office) == ()
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o644


@pytest.mark.parametrize(
    ("fault", "said"), [("foreign", "en annan användare"), ("empty", "tom"), ("shut", "läsas")]
)
def test_a_key_that_cannot_serve_is_told(
    on_nothing: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    on_nothing("init")
    key = tmp_path / "new" / "c.sqlite.key"
    if fault == "empty":
        key.write_text("")
    elif fault == "shut":
        key.write_bytes(b"\xff")
    else:
        owner = file_rights.owner_of
        monkeypatch.setattr(
            "coordinator.installation.doctor.files.owner_of",
            lambda file: 4711 if file == key else owner(file),
        )

    assert said in told(on_nothing("doctor"), "signing key")
    monkeypatch.setenv("COORDINATOR_SECRET_KEY", "k" * 40)
    answer = on_nothing("doctor")
    assert fault == "shut" or "!!  signing key" not in answer.out


# Mail ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["missing", "a folder", "a letter", "cut short"])
def test_a_missing_authority_is_told(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    file = tmp_path / "ca.pem"
    if what == "a folder":
        file.mkdir()
    elif what != "missing":
        file.write_text("hej" if what == "a letter" else "-----BEGIN CERTIFICATE-----\nMIIB\n")
    monkeypatch.setenv("COORDINATOR_SMTP_CA_FILE", str(file))

    assert "COORDINATOR_SMTP_CA_FILE" in told(on_demo("doctor"), "mail")


def test_mail_that_failed_lately_is_counted_with_the_last_reason(
    demo: Office, on_demo: Shell
) -> None:
    assert is_ok(on_demo("doctor"), "recent mail")
    ids = [put(demo, text="Hej.") for _ in range(4)]
    with demo.transaction() as session:
        for number, (state, error, days) in zip(
            ids,
            [
                ("failed", "mail-recipient-refused 550", 0),
                ("waiting", "mail-server-away", 0),
                ("failed", "mail-recipient-refused 551", 8),
                ("waiting", None, 0),
            ],
            strict=True,
        ):
            row = session.get(OutboxMail, number)
            assert row
            row.state, row.last_error = state, error
            row.created_at = demo.clock.now().replace(day=demo.clock.now().day - days)

    answer = on_demo("doctor")

    assert "failed 1, held up 1" in answer.out
    said = told(answer, "recent mail")
    assert "1 mejl upp, och 1 har försökt" in said
    assert "svarar inte" in said or "svarade inte" in said or "nås" in said


# Providers ----------------------------------------------------------------------------------------


@contextmanager
def provider(answer: Callable[[str], tuple[int, bytes]]) -> Iterator[str]:
    """A provider that describes itself as told; its address."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = answer(f"http://{self.headers['Host']}")
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def described(issuer: str, **more: Any) -> bytes:
    whole = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/a",
        "token_endpoint": f"{issuer}/t",
        "jwks_uri": f"{issuer}/k",
    }
    return json.dumps({k: v for k, v in (whole | more).items() if v is not None}).encode()


CASES: Mapping[str, tuple[Callable[[str], tuple[int, bytes]], str | None]] = {
    "well": (lambda own: (200, described(own)), None),
    "with a stroke": (lambda own: (200, described(own + "/")), None),
    "gone": (lambda _own: (404, b"{}"), "provider-no-metadata"),
    "a page": (lambda _own: (200, b"<html>"), "provider-no-metadata"),
    "a list": (lambda _own: (200, b"[]"), "provider-no-metadata"),
    "half": (lambda own: (200, described(own, jwks_uri=None)), "provider-no-metadata"),
    "another": (lambda _own: (200, described("https://evil.example")), "provider-other-issuer"),
    "endless": (lambda _own: (200, b" " * 1_100_000), "provider-away"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_providers_description_is_read_as_a_sign_in_would(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str
) -> None:
    answer, code = CASES[case]
    with provider(answer) as address:
        assert fault_at(monkeypatch, tmp_path, address) == code


def fault_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str) -> str | None:
    url = f"{address}/.well-known/openid-configuration"
    for name, value in {"CLIENT_ID": "x", "CLIENT_SECRET": "y", "METADATA_URL": url}.items():
        monkeypatch.setenv(f"COORDINATOR_OIDC_KOMMUN_{name}", value)
    database = f"sqlite:///{tmp_path / 'c.sqlite'}"
    office = open_office(Settings(database_url=database, _env_file=None), looks_only=True)
    (found,) = providers.metadata(office)
    assert found.subject == "provider kommun"
    assert found.ok == (found.code is None)
    return found.code


def test_a_provider_that_is_away_or_hangs_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert fault_at(monkeypatch, tmp_path, "http://127.0.0.1:1") == "provider-away"

    ends = threading.Event()

    def hangs(own: str) -> tuple[int, bytes]:
        ends.wait(5)
        return 200, described(own)

    monkeypatch.setattr(providers, "_PATIENCE", 0.2)
    with provider(hangs) as address:
        assert fault_at(monkeypatch, tmp_path, address) == "provider-away"
        ends.set()


def test_a_page_asks_no_provider(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'c.sqlite'}"
    office = open_office(Settings(database_url=database, _env_file=None))
    monkeypatch.setattr(providers, "metadata", lambda _office: 1 / 0)
    monkeypatch.setattr(doctor, "_THOROUGH", (providers.metadata,))

    assert doctor.examine(office, quick=True)
    office.database.dispose()
