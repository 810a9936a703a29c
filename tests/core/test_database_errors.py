"""What the database refuses is told apart: each kind made for real, on the engine that has it."""

from __future__ import annotations

import html
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.pool import QueuePool

from coordinator import cli
from coordinator.core import background_writes
from coordinator.core.database import Database, after_commit
from coordinator.core.database_errors import Trouble, once_more, trouble_in
from coordinator.core.errors import Conflict, CoordinatorError, Unavailable
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.outbox.delivery import Delivered, deliver
from coordinator.core.outbox.relay import Line
from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.outbox.worker import Worker
from coordinator.core.translation import speak
from coordinator.groups import usecases as groups
from coordinator.installation.migrate import newest_revision
from coordinator.ui import failure
from coordinator.web import pages
from tests.conftest import Cast
from tests.core.mail_cast import mail_server, put, row, sending
from tests.together import somebody_writes

SHORT = 0.05  # seconds that these tests wait for a lock
RENAME = text("UPDATE collaboration_group SET municipality = 'Nyby'")
COUNT = text("SELECT count(*) FROM collaboration_group")


@pytest.fixture
def hasty(office: Office) -> Iterator[Database]:
    """The office's database, opened by somebody who does not wait long."""
    database = Database(office.database.url, wait=SHORT)
    yield database
    database.dispose()


def rename(database: Database) -> str:
    with database.transaction() as session:
        session.connection().execute(RENAME)
    return "renamed"


def test_a_lock_is_said_to_be_one(hasty: Database) -> None:
    with somebody_writes(hasty), pytest.raises(Unavailable) as told:
        rename(hasty)
    assert told.value.code == "database-busy"
    assert trouble_in(told.value) is Trouble.BUSY
    assert rename(hasty) == "renamed"


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_full_disk_is_said_to_be_one(office: Office, hasty: Database) -> None:
    event.listen(hasty.engine, "connect", _no_more_pages)
    with pytest.raises(Unavailable) as told, hasty.transaction() as session:
        session.connection().execute(
            text("UPDATE collaboration_group SET name = :name"), {"name": "Ö" * 200_000}
        )
    assert told.value.code == "database-full"
    with office.reading() as session:  # what was saved before is there
        assert session.connection().execute(COUNT).scalar_one() == 2


@pytest.mark.parametrize("code", ["WRITE", "SHMSIZE", "FSYNC", "TRUNCATE"])
def test_a_file_that_cannot_grow_is_a_full_disk(code: str) -> None:
    """As the system below tells of it: no test fills a disk that others write on."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = getattr(sqlite3, f"SQLITE_IOERR_{code}")
    assert trouble_in(error) is Trouble.FULL
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
    assert trouble_in(error) is Trouble.GONE


def _no_more_pages(connection: Any, _record: Any) -> None:
    (pages_now,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages_now}")


@pytest.mark.parametrize("engine", ["postgres"])
def test_of_two_who_wait_for_each_other_one_is_told_and_the_other_goes_on(office: Office) -> None:
    lock = "UPDATE collaboration_group SET municipality = 'Nyby' WHERE slug = '{}'"

    def both(first: str, then: str, hold: Any) -> str:
        try:
            with office.transaction() as session:
                connection = session.connection()
                connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
                connection.execute(text(lock.format(first)))
                hold.wait(10)
                connection.execute(text(lock.format(then)))
        except Unavailable as error:
            return error.code
        return "saved"

    hold = Barrier(2)
    with ThreadPoolExecutor(2) as people:
        one = people.submit(both, "exempelby", "andraby", hold)
        other = people.submit(both, "andraby", "exempelby", hold)
        assert sorted((one.result(20), other.result(20))) == ["database-clash", "saved"]


@pytest.mark.parametrize("engine", ["postgres"])
def test_a_serialization_failure_is_a_clash(office: Office) -> None:
    def late() -> None:
        with office.transaction() as session:
            mode = {"isolation_level": "REPEATABLE READ"}
            connection = session.connection(execution_options=mode)
            connection.execute(COUNT)
            rename(office.database)
            connection.execute(RENAME)

    with pytest.raises(Unavailable) as told:
        late()
    assert told.value.code == "database-clash"


def test_a_database_that_takes_nothing_is_said_to_be_so(office: Office) -> None:
    on = "PRAGMA query_only = ON" if office.database.is_sqlite else "SET TRANSACTION READ ONLY"

    def write() -> None:
        with office.transaction() as session:
            session.connection().execute(text(on))
            session.connection().execute(RENAME)

    with pytest.raises(Unavailable) as told:
        write()
    office.database.dispose()
    assert told.value.code == "database-takes-nothing"


def test_nobody_waits_for_ever_for_a_connection(office: Office) -> None:
    own = Database(office.database.url)  # for other tests get this one's engine
    one: Any = {"pool_size": 1, "max_overflow": 0, "timeout": SHORT}
    own.engine.pool = QueuePool(own.engine.pool._creator, dialect=own.engine.dialect, **one)
    with own.reading() as session:
        session.connection().execute(COUNT)
        with pytest.raises(Unavailable) as told, own.reading() as second:
            second.connection().execute(COUNT)
    own.dispose()
    assert told.value.code == "database-busy"


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("what", ["garbage", "taken away", "emptied"])
def test_only_a_database_that_is_gone_or_damaged_is_a_reason_for_a_backup(
    office: Office, what: str
) -> None:
    file = office.database.file
    assert file is not None
    with office.reading() as session:
        session.connection().execute(COUNT)
    office.database.dispose()
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    if what == "taken away":
        file.unlink()
    else:
        file.write_bytes(b"x" * 5000 if what == "garbage" else b"")

    with pytest.raises(Exception, match=r".") as told:
        rename(office.database)

    assert not isinstance(told.value, CoordinatorError)
    expected = Trouble.DAMAGED if what == "garbage" else Trouble.GONE
    assert trouble_in(told.value) is expected
    assert "restore" in _page(told.value)


def test_a_server_that_does_not_answer_is_gone() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Exception, match=r".") as told:
        rename(database)
    assert trouble_in(told.value) is Trouble.GONE
    assert "doctor" in _page(told.value)


def test_our_own_faults_are_not_the_databases(office: Office) -> None:
    for wrong in ("SELECT nothing FROM collaboration_group", "SELEC 1"):
        with pytest.raises(Exception, match=r".") as told, office.reading() as session:
            session.connection().execute(text(wrong))
        assert trouble_in(told.value) is None
        assert "felet är vårt" in _page(told.value).lower()
    assert trouble_in(RuntimeError("restore")) is None


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE collaboration_group RENAME COLUMN municipality TO town",
        "ALTER TABLE collaboration_group RENAME TO circle",
    ],
)
def test_tables_that_a_newer_program_has_changed_are_no_fault_of_ours(
    office: Office, change: str
) -> None:
    own = Database(office.database.url)
    own.needs = newest_revision
    with own.transaction() as session:
        session.connection().execute(text(change))
    for look in (own.reading, own.transaction):
        with pytest.raises(Exception, match=r".") as told, look() as session:
            session.connection().execute(RENAME)
        assert not isinstance(told.value, CoordinatorError)  # at our own revision it is ours

    with own.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for look in (own.reading, own.transaction):
        with pytest.raises(Unavailable) as told, look() as session:
            session.connection().execute(RENAME)
        assert told.value.code == "database-moved-on"
    own.dispose()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "code",
    [
        "database-busy",
        "database-clash",
        "database-full",
        "database-moved-on",
        "database-takes-nothing",
    ],
)
def test_nobody_is_told_to_restore_for_what_a_backup_does_not_help(
    code: str, language: str
) -> None:
    speak(language)
    said = _page(Unavailable(code))
    assert "restore" not in said
    assert "503" in said
    assert said.count(sentence(Unavailable(code))) == 3


def test_a_conflict_that_no_form_expected_is_told_as_one() -> None:
    conflict = Conflict("changed-meanwhile")
    assert sentence(conflict) in failure.words_for(conflict, "ABC")
    assert pages.error_page(conflict, "ABC").status_code == 409


def _page(error: Exception) -> str:
    """What every face says of it."""
    answer = pages.error_page(error, "ABC")
    plain = html.unescape(bytes(answer.body).decode())
    return f"{answer.status_code} {plain} {failure.words_for(error, 'ABC')} {cli.words_for(error)}"


# What is tried again ------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["postgres"])
def test_a_connection_that_the_server_dropped_is_replaced_before_anybody_notices(
    office: Office,
) -> None:
    with office.reading() as session:
        session.connection().execute(COUNT)
    with psycopg.connect(office.settings.database_url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity"  # waits until it has
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert rename(office.database) == "renamed"


@contextmanager
def lets_go_after_one_refusal(database: Database) -> Iterator[list[str]]:
    """Another program holds the write lock until somebody has been refused once."""
    refused: list[str] = []
    with somebody_writes(database) as other:

        def let_go(_context: Any) -> None:
            refused.append("refused")
            other.rollback()

        event.listen(database.engine, "handle_error", let_go)
        yield refused
        event.remove(database.engine, "handle_error", let_go)


def test_a_deed_that_is_one_transaction_is_done_once_more(hasty: Database) -> None:
    with lets_go_after_one_refusal(hasty) as refused:
        assert once_more(lambda: rename(hasty)) == "renamed"
    assert refused == ["refused"]


def test_a_deed_is_not_done_a_third_time(hasty: Database) -> None:
    tries = []

    def deed() -> str:
        tries.append(1)
        return rename(hasty)

    with somebody_writes(hasty), pytest.raises(Unavailable):
        once_more(deed)
    assert len(tries) == 2


@pytest.mark.parametrize("error", [Unavailable("database-full"), Conflict("changed-meanwhile")])
def test_what_does_not_pass_is_not_tried_again(error: CoordinatorError) -> None:
    tries = []

    def deed() -> None:
        tries.append(1)
        raise error

    with pytest.raises(type(error)):
        once_more(deed)
    assert len(tries) == 1


def test_a_small_write_that_nobody_waits_for_outlasts_a_lock(hasty: Database) -> None:
    done: list[str] = []
    with lets_go_after_one_refusal(hasty):
        background_writes.soon("rename", lambda: done.append(rename(hasty)))
        background_writes.settle()
    assert done == ["renamed"]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_mail_that_went_while_somebody_wrote_is_marked_and_goes_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = put(office)
    really_send = Line.send
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        hasty = Database(office.database.url, wait=SHORT)
        lock = lets_go_after_one_refusal(hasty)

        def send(line: Line, **given: Any) -> None:
            really_send(line, **given)
            lock.__enter__()

        monkeypatch.setattr(Line, "send", send)
        busy = _with(out, hasty)
        assert deliver(busy) == Delivered(sent=1, failed=0, waiting=0)
        lock.__exit__(None, None, None)
        assert deliver(out) == Delivered(sent=0, failed=0, waiting=0)
        hasty.dispose()
    assert len(taken.mails) == 1
    assert row(office, mail).state == "sent"


def _with(office: Office, database: Database) -> Office:
    return Office(office.settings, office.clock, database, office.mail_addresses)


def test_the_mail_worker_comes_back_soon_after_a_lock(office: Office, hasty: Database) -> None:
    put(office)
    with mail_server() as (taken, port):
        out = _with(sending(office, f"smtp://127.0.0.1:{port}"), hasty)
        with somebody_writes(hasty):
            assert Worker(out)._pass() is False
        assert taken.mails == []
        assert Worker(out)._pass() is False
    assert len(taken.mails) == 1


# After the commit ---------------------------------------------------------------------------------


def test_what_is_done_after_the_commit_is_not_done_at_a_savepoint(office: Office) -> None:
    done: list[str] = []
    with office.transaction() as session:
        after_commit(session, lambda: done.append("before"))
        with session.begin_nested():
            after_commit(session, lambda: done.append("within"))
            session.connection().execute(RENAME)
        assert done == []
        with session.begin_nested():
            session.connection().execute(RENAME)
        assert done == []
    assert done == ["before", "within"]


def test_what_is_taken_back_to_a_savepoint_is_not_done_after_the_commit(office: Office) -> None:
    done: list[str] = []
    with office.transaction() as session:
        after_commit(session, lambda: done.append("before"))
        with session.begin_nested() as inner:
            after_commit(session, lambda: done.append("within"))
            with session.begin_nested():
                after_commit(session, lambda: done.append("deeper"))
            inner.rollback()
        after_commit(session, lambda: done.append("after"))
    assert done == ["before", "after"]


def test_nothing_is_done_after_a_transaction_that_failed(office: Office) -> None:
    done: list[str] = []

    def fail() -> None:
        with office.transaction() as session:
            after_commit(session, lambda: done.append("done"))
            raise ValueError("odd")

    with pytest.raises(ValueError, match="odd"):
        fail()
    assert done == []


def test_a_letter_in_a_savepoint_that_is_taken_back_leaves_nothing(
    office: Office, cast: Cast
) -> None:
    del cast
    with office.transaction() as session, session.begin_nested() as inner:
        session.add(OutboxMail(
            kind="minutes", address="a@example.se", subject="-", text="-", message_id="<1@x>",
            created_at=office.clock.now(), due_at=office.clock.now(),
        ))  # fmt: skip
        session.flush()
        inner.rollback()
    with office.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM outbox_mail")).scalar() == 0


def test_a_use_case_on_a_locked_database_says_so_and_changes_nothing(
    office: Office, cast: Cast, hasty: Database
) -> None:
    present = groups.group_settings(office, cast.coordinator)
    with somebody_writes(hasty), pytest.raises(Unavailable):
        groups.change_group(
            _with(office, hasty),
            cast.coordinator,
            version=present.version,
            name="Ny",
            municipality="Nyby",
            meetings_per_term=2,
            quorum_agencies=None,
            minutes_heading="",
        )
    assert groups.group_settings(office, cast.coordinator) == present
