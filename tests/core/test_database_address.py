"""The database's address is read in one way by everybody, or refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordinator.core.database import Database
from coordinator.core.database_address import address_of
from coordinator.core.errors import BadInput
from coordinator.core.messages import sentence
from coordinator.core.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("b.sqlite?timeout=5", "b.sqlite"),
        ("c%20d.sqlite", "c d.sqlite"),
        ("c d.sqlite", "c d.sqlite"),
        ("a%3Fb%25.sqlite", "a?b%.sqlite"),
        ("å#.sqlite", "å#.sqlite"),
    ],
)
def test_settings_key_and_engine_mean_the_same_file(
    tmp_path: Path, written: str, name: str
) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/{written}", _env_file=None)
    database = Database(settings.database_url)
    with database.engine.connect():
        pass
    database.dispose()

    file = tmp_path / name
    assert file.is_file()
    assert (settings.database_file, database.file) == (file, file)
    assert settings.key_file == tmp_path / f"{name}.key"


def test_a_files_own_address_names_it_again(tmp_path: Path) -> None:
    for name in ("c d.sqlite", "50%20.sqlite", "a?b=c#.sqlite", "å.sqlite"):
        settings = Settings(database_url=address_of(tmp_path / name), _env_file=None)
        assert settings.database_file == tmp_path / name


def test_a_wait_in_the_address_of_a_file_counts_before_the_setting(tmp_path: Path) -> None:
    for address, wait in (("c.sqlite?timeout=5", 5_000), ("c.sqlite", 7_000)):
        database = Database(f"sqlite:///{tmp_path}/{address}", wait=7)
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == wait
        database.dispose()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("sqlite://", "setting-database-memory"),
        ("sqlite:///", "setting-database-memory"),
        ("sqlite:///:memory:", "setting-database-memory"),
        ("sqlite:///%3Amemory%3A", "setting-database-memory"),
        ("sqlite:///file:/srv/hemligt.sqlite?uri=true", "setting-database-uri"),
        ("sqlite:///file:hemligt", "setting-database-uri"),
        ("sqlite://srv/hemligt.sqlite", "setting-database-odd"),
        ("sqlite:////srv/hemligt%00.sqlite", "setting-database-odd"),
        ("sqlite:////srv/c.sqlite?mode=ro", "setting-database-parameter"),
        ("sqlite:////srv/hemligt?a.sqlite", "setting-database-parameter"),
        ("sqlite:////srv/c.sqlite?timeout=hemligt", "setting-database-parameter"),
        ("sqlite:////srv/c.sqlite?timeout=inf", "setting-database-parameter"),
        ("sqlite:////srv/c.sqlite?timeout=-1", "setting-database-parameter"),
        ("postgresql://u:hemligt@h:port/db", "setting-database-port"),
        ("postgresql://u:hemligt@h:99999/db", "setting-database-port"),
        ("postgresql://u@/db?host=/run&port=hemligt", "setting-database-port"),
        ("mysql://u:hemligt@h/db", "setting-database-kind"),
        ("oracle://u:hemligt@h/db", "setting-database-kind"),
        ("mssql+pyodbc://u:hemligt@h/db", "setting-database-kind"),
        ("sqlite+aiosqlite:////srv/hemligt.sqlite", "setting-database-kind"),
        ("/srv/hemligt.sqlite", "setting-database-odd"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_with_its_reason_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, address: str, code: str
) -> None:
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", address)

    with pytest.raises(BadInput) as refused:
        read_settings()

    assert refused.value.code == code
    assert "COORDINATOR_DATABASE_URL" in sentence(refused.value)
    assert "hemligt" not in sentence(refused.value)
    with pytest.raises(BadInput, match=code):
        Database(address)


@pytest.mark.parametrize(
    "kind",
    ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg"],
)
def test_every_driver_of_postgresql_is_read_as_ours(kind: str) -> None:
    database = Database(f"{kind}://u@127.0.0.1/x")

    assert database.engine.url.drivername == "postgresql+psycopg"
