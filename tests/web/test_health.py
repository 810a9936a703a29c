"""Whoever watches the server gets an answer, whatever the database does, and a word when ill."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from coordinator.core.database import Database
from coordinator.core.database_errors import DatabaseGone
from coordinator.core.office import Office
from coordinator.installation.migrate import newest_revision
from coordinator.web import health as watched
from coordinator.wiring import use_office
from tests.together import somebody_writes


@contextmanager
def asked_of(office: Office) -> Iterator[TestClient]:
    use_office(office)
    with TestClient(Starlette(routes=[Route("/healthz", watched.health)])) as client:
        yield client
    use_office(None)


def test_a_database_of_this_revision_is_well_also_while_somebody_writes(office: Office) -> None:
    with asked_of(office) as client:
        assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok")
        with somebody_writes(office.database):
            assert client.get("/healthz").text == "ok"


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_a_database_that_was_moved_is_told_with_both_revisions(
    office: Office, revision: str
) -> None:
    with asked_of(office) as client:
        assert client.get("/healthz").status_code == 200
        with office.transaction() as session:
            session.connection().exec_driver_sql(
                f"UPDATE alembic_version SET version_num = '{revision}'"
            )

        told = client.get("/healthz")

    assert told.status_code == 503
    assert revision in told.text
    assert newest_revision() in told.text


def test_a_database_that_cannot_be_read_is_told(office: Office) -> None:
    with office.transaction() as session:
        session.connection().exec_driver_sql("DROP TABLE alembic_version")
    with asked_of(office) as client:
        told = client.get("/healthz")

    assert (told.status_code, told.text) == (503, "the database cannot be read")
    assert told.headers["cache-control"] == "no-store"


def test_a_database_that_hangs_is_given_up_by_everybody_who_asks(
    empty_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One look hangs, and nobody starts another: the next answers when it has come back."""
    hangs, begun = Event(), []
    reading = Database.reading

    def hanging(database: Database) -> object:
        begun.append(1)
        hangs.wait(20)
        return reading(database)

    monkeypatch.setattr(Database, "reading", hanging)
    monkeypatch.setattr(watched, "PATIENCE", 0.1)
    with asked_of(empty_office) as client:
        before = time.monotonic()
        told = [client.get("/healthz") for _ in range(3)]
        assert time.monotonic() - before < 3
        assert {(one.status_code, one.text) for one in told} == {
            (503, "the database does not answer in time")
        }
        assert len(begun) == 1
        hangs.set()
        monkeypatch.setattr(watched, "PATIENCE", 10)
        assert client.get("/healthz").text == "ok"


def test_nobody_waits_longer_than_three_seconds() -> None:
    assert watched.PATIENCE < 3


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_file_in_the_place_of_the_database_is_told_and_nothing_is_written(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    file = office.database.file
    assert file is not None
    with asked_of(office) as client:
        assert client.get("/healthz").text == "ok"
        aside = file.with_suffix(".aside")
        file.rename(aside)
        shutil.copy(aside, file)
        told = [client.get("/healthz") for _ in range(2)][-1]
        for _ in range(2):
            with pytest.raises(DatabaseGone), office.transaction():
                raise AssertionError("it would be written into a file that is away")
        aside.replace(file)
        again = client.get("/healthz")

    assert (told.status_code, told.text) == (503, "the database file was replaced: start again")
    assert [one.getMessage() for one in caplog.records if one.name.endswith("database")] == [
        told.text
    ]
    assert again.text == "ok"
