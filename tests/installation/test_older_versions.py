"""A backup that an older version made comes back whole, and life goes on in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coordinator.actions import usecases as actions
from coordinator.core.clock import Clock
from coordinator.core.database import Database, metadata
from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.installation import store
from coordinator.installation.backup import backup, restore, verify
from coordinator.installation.migrate import migrate, newest_revision, revision_of, upgrade
from coordinator.installation.views import BackupReport
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingFilter
from coordinator.minutes.rules import OPEN_TO_ALL
from coordinator.reports import usecases as reports
from coordinator.trail.chain import verify as verify_trail
from coordinator.wiring import shell_actor
from tests.conftest import DEMO_NOW, EMPTY, Databases, migrated
from tests.installation.helpers import manifest, names_of_tables, resealed
from tests.installation.older import OLD, kept


@cache
def report() -> BackupReport:
    return verify(OLD)


def office_on(database: Database) -> Office:
    return Office(Settings(_env_file=None), Clock.fixed(DEMO_NOW), database)


def undecided() -> set[int]:
    """Information actions that only the office reads in this version, and finds."""
    hidden = {"planned", "postponed", "cancelled"}
    return {row["id"] for row in kept("information_action") if row["state"] in hidden}


def as_of_now(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row as the migrations leave it."""
    if name == "agency" and row["kind"] == "association":
        return row | {"kind": "shelter"}
    if name != "search_entry" or row["source"] != "information_action":
        return row
    return row | {"is_open": row["is_open"] and row["source_id"] not in undecided()}


def assert_holds_what_was_kept(database: Database) -> None:
    """Every row and value of the old backup stands in the database of this version."""
    assert undecided()
    for name, count in report().counts:
        table = metadata.tables[name]
        with database.engine.connect() as connection:
            found = list(store.rows(connection, table))
        assert len(found) == count, name
        old = kept(name)
        by_id = {tuple(row[key.name] for key in table.primary_key): row for row in found}
        for row in old:
            now = by_id[tuple(row[key.name] for key in table.primary_key)]
            assert {key: now[key] for key in row} == as_of_now(name, row), name
    assert_what_was_approved_is_locked(database)


def assert_what_was_approved_is_locked(database: Database) -> None:
    with database.engine.connect() as connection:
        meetings = list(store.rows(connection, metadata.tables["meeting"]))
    approved = {row["meeting_id"] for row in kept("minutes") if row["state"] in OPEN_TO_ALL}
    assert len(approved) == 16
    assert {row["id"] for row in meetings if row["approved_on"]} == approved


def assert_life_goes_on(database: Database, tmp_path: Path) -> None:
    office = office_on(database)
    actor = shell_actor(office, None)
    assert meetings.find_meetings(office, actor, filter=MeetingFilter()).total == 18
    assert reports.search(office, actor, query="kontaktkort").total > 0
    point = actions.add_action_point(office, actor, text="Boka lokal")
    assert point.id > max(row["id"] for row in kept("action_point"))
    with office.reading() as session:
        assert verify_trail(session, actor.group_id, key=None).entries == 1
    again = backup(office, actor, tmp_path / "again")
    assert dict(again.counts)["action_point"] == 54
    assert verify(tmp_path / "again") == again


def test_the_old_backup_is_of_an_older_version_and_whole() -> None:
    assert report().revision == "0001" != newest_revision()
    counts = dict(report().counts)
    assert (counts["meeting"], counts["action_point"]) == (18, 53)
    assert counts["information_action"] == 18


def test_it_is_restored_into_nothing_and_brought_to_this_version(
    target: Database, tmp_path: Path
) -> None:
    assert restore(target, OLD) == report()
    assert revision_of(target) == newest_revision()
    assert_holds_what_was_kept(target)
    assert_life_goes_on(target, tmp_path)


def test_it_is_restored_into_an_empty_database_of_this_version(
    empty: Database, tmp_path: Path
) -> None:
    restore(empty, OLD)

    assert revision_of(empty) == newest_revision()
    assert_holds_what_was_kept(empty)
    assert_life_goes_on(empty, tmp_path)


def test_its_tables_are_then_exactly_those_of_this_version(
    target: Database, databases: Databases
) -> None:
    engine = "sqlite" if target.is_sqlite else "postgres"
    fresh = Database(databases.copy(engine, EMPTY, migrated, is_blank=True))

    restore(target, OLD)

    assert sorted(names_of_tables(target)) == sorted(names_of_tables(fresh))
    fresh.dispose()


def test_a_database_of_the_first_version_with_data_in_it_is_migrated(
    target: Database, tmp_path: Path
) -> None:
    with target.engine.begin() as connection:
        upgrade(connection, "0001")
        tables = store.tables_there(connection)
        for table in tables:
            store.insert_rows(connection, table, iter(kept(table.name)))
        store.raise_counters(connection, tables)
    assert revision_of(target) == "0001"

    done = migrate(target, keep_copy=False)

    assert (done.before, done.after) == ("0001", newest_revision())
    assert_holds_what_was_kept(target)
    assert_life_goes_on(target, tmp_path)


def one_column_more(parts: dict[str, bytes]) -> None:
    """Names a newer table's column in an old backup, with sums that fit."""
    import hashlib

    rows = [json.loads(line) for line in parts["tables/person.jsonl"].splitlines()]
    lines = [json.dumps(row | {"protected_at": None}).encode() + b"\n" for row in rows]
    parts["tables/person.jsonl"] = b"".join(lines)
    told = json.loads(parts["manifest.json"])
    told["sha256"]["person"] = hashlib.sha256(b"".join(lines)).hexdigest()
    parts["manifest.json"] = json.dumps(told).encode()


CHANGES = {
    "claims to be new": manifest(lambda told: told.update(revision=newest_revision())),
    "one column more": one_column_more,
    "count": manifest(lambda told: told["counts"].update(meeting=19)),
    "a table of later": manifest(
        lambda told: (told["counts"].update(trail_entry=0), told["sha256"].update(trail_entry=""))
    ),
    "missing line": lambda parts: parts.update(
        {"tables/note.jsonl": parts["tables/note.jsonl"].split(b"\n", 1)[1]}
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_damaged_old_backup_touches_nothing(target: Database, tmp_path: Path, name: str) -> None:
    resealed(OLD, tmp_path / "changed", CHANGES[name])

    with pytest.raises(BadInput, match="backup-damaged"):
        restore(target, tmp_path / "changed")

    assert names_of_tables(target) == []


def test_it_is_not_put_over_something(demo: Office) -> None:
    with pytest.raises(RuleBroken, match="restore-needs-empty"):
        restore(demo.database, OLD)

    assert revision_of(demo.database) == newest_revision()


def test_a_failure_half_way_leaves_the_database_as_it_was(
    target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(store, "raise_counters", power_cut)

    with pytest.raises(RuntimeError, match="power cut"):
        restore(target, OLD)

    assert names_of_tables(target) == []
