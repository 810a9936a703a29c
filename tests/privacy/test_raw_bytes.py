"""After Skydda nu the database's own files hold the name in approved originals alone."""

from __future__ import annotations

import base64
import logging
import zipfile
from pathlib import Path

import pytest
from sqlmodel import select

from coordinator.core import scrubbing
from coordinator.core.columns import tables_with_classes
from coordinator.core.errors import Unavailable
from coordinator.core.office import Office
from coordinator.installation import backup as backups
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.privacy import file_scrub
from coordinator.privacy import usecases as privacy
from coordinator.wiring import installation_shell
from tests.conftest import Cast
from tests.minutes.helpers import taken
from tests.privacy.files import raw_bytes

from .planted import EMAIL, FAMILY, GIVEN, INSTEAD, NAME, PHONE, Planted

# As UTF-8, in small letters: the name, its parts, what was written with them, and, as the search
# index keeps the ends of words, backwards.
TRACES = [
    trace.casefold().encode()
    for name in (NAME, f"{FAMILY}, {GIVEN}", FAMILY, GIVEN, EMAIL, EMAIL.split("@")[0], PHONE)
    for trace in (name, name[::-1])
]
IN_BASE64 = [base64.b64encode(NAME.encode())[2:-4], base64.b64encode(FAMILY.encode())[2:-4]]


@pytest.fixture
def office(prepared: tuple[Office, Planted]) -> Office:
    return prepared[0]


def traces_in(held: bytes) -> dict[bytes, int]:
    plain = held.lower()
    found = {trace: plain.count(trace) for trace in TRACES}
    found |= {trace: held.count(trace) for trace in IN_BASE64}
    return {trace: times for trace, times in found.items() if times}


def without_originals(office: Office) -> None:
    """Takes the approved originals away, which keep the name: nothing else may hold it then."""
    tables = dict(tables_with_classes())
    with office.transaction() as session:
        for table, its_class in tables.items():
            if table.name in {"note", "decision", "agenda_item", "attendance", "meeting"}:
                for row in session.exec(select(its_class)).all():
                    for column in ("text", "title", "person_name", "theme"):
                        if hasattr(row, column):
                            setattr(row, column, "x" if column != "person_name" else None)
                    session.add(row)


def test_nothing_of_the_name_is_left_in_the_files(
    office: Office, cast: Cast, planted: Planted
) -> None:
    assert len(traces_in(raw_bytes(office))) >= 5  # the look is able to find it
    done = privacy.protect_now(office, cast.coordinator, person_id=planted.person_id)
    assert done.is_file_clean
    assert privacy.receipt(office, cast.coordinator, person_id=planted.person_id) == done
    assert EMAIL.encode() not in raw_bytes(office)

    without_originals(office)
    assert privacy.scrub(office, cast.coordinator, person_id=planted.person_id)

    assert traces_in(raw_bytes(office)) == {}


def test_whoever_still_reads_keeps_the_old_text_and_the_receipt_says_so(
    office: Office, cast: Cast, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "PATIENCE", 0.1)
    chief = cast.coordinator
    with office.database.engine.connect() as plain:
        # The whole transaction sees the old state.
        level = "SERIALIZABLE" if office.database.is_sqlite else "REPEATABLE READ"
        reader = plain.execution_options(isolation_level=level)
        reader.exec_driver_sql("SELECT count(*) FROM person")

        done = privacy.protect_now(office, chief, person_id=planted.person_id)

        assert not done.is_file_clean
        assert not privacy.receipt(office, chief, person_id=planted.person_id).is_file_clean
        assert traces_in(raw_bytes(office))
        assert not privacy.scrub(office, chief, person_id=planted.person_id)

    assert file_scrub.finish(office)  # as the next start does; a press does the same
    assert privacy.receipt(office, chief, person_id=planted.person_id).is_file_clean
    assert EMAIL.encode() not in raw_bytes(office)


def test_a_full_disk_afterwards_does_not_say_that_nothing_was_done(
    office: Office, cast: Cast, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise Unavailable("database-full")

    with monkeypatch.context() as patched:
        patched.setattr(file_scrub, "append", full)
        done = privacy.protect_now(office, cast.coordinator, person_id=planted.person_id)
    assert not done.is_file_clean
    assert not privacy.receipt(office, cast.coordinator, person_id=planted.person_id).is_file_clean
    assert file_scrub.finish(office)
    assert privacy.receipt(office, cast.coordinator, person_id=planted.person_id).is_file_clean


def test_what_was_there_before_deleting_overwrote_is_gone_too(
    office: Office, cast: Cast, planted: Planted
) -> None:
    """A database of an older version has free pages with old text in them."""
    with office.database.engine.begin() as connection:
        if office.database.is_sqlite:
            connection.exec_driver_sql("PRAGMA secure_delete=OFF")
        connection.exec_driver_sql("CREATE TABLE old (words text)")
        connection.exec_driver_sql(f"INSERT INTO old VALUES ('{f'{NAME} ' * 2000}')")
        connection.exec_driver_sql("DROP TABLE old")
        if office.database.is_sqlite:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
    privacy.protect_now(office, cast.coordinator, person_id=planted.person_id)
    assert f"{NAME} {NAME}".encode() not in raw_bytes(office)


def test_backup_and_logs_hold_nothing_but_the_originals(
    office: Office,
    cast: Cast,
    planted: Planted,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        for name in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "coordinator"):
            caplog.set_level(logging.DEBUG, logger=name)
        privacy.places_of_name(office, cast.coordinator, person_id=planted.person_id)
        privacy.protect_now(office, cast.coordinator, person_id=planted.person_id)
        minutes.minutes(office, cast.reader, code=planted.approved)
        taken(office, cast.coordinator, planted.draft, MinutesEvent.CIRCULATE)
    assert caplog.records
    assert traces_in(caplog.text.encode()) == {}

    without_originals(office)
    file = tmp_path / "after.zip"
    backups.backup(office, installation_shell(), file)
    with zipfile.ZipFile(file) as packed:
        held = b"".join(packed.read(name) for name in packed.namelist())
    assert INSTEAD.encode() in held
    assert traces_in(held) == {}
