"""A backup is whole, moves between engines, and is refused when a single bit is wrong."""

from __future__ import annotations

import json
import random
import shutil
import stat
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.core.database import Database
from coordinator.core.errors import BadInput, NotAllowed, RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.groups import usecases as groups
from coordinator.installation.backup import backup, restore, verify
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingFilter
from coordinator.roster import usecases as roster
from coordinator.wiring import shell_actor
from tests.conftest import Cast, Databases
from tests.core.mail_cast import put, row
from tests.installation.helpers import contents, manifest, names_of_tables, resealed


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """What the example's backup holds, by engine."""
    return {}


@pytest.fixture
def file(demo: Office, engine: str, written: dict[str, bytes], tmp_path: Path) -> Path:
    """The example's backup."""
    file = tmp_path / "monday.backup"
    if engine not in written:
        backup(demo, shell_actor(demo, None), file)
        written[engine] = file.read_bytes()
    file.write_bytes(written[engine])
    return file


def test_mail_that_waited_is_paused_and_what_opens_doors_is_not_in_the_copy(
    demo: Office, target: Database, tmp_path: Path
) -> None:
    waiting = put(demo, text="Hej.")
    secret = put(
        demo, text="https://example.se/sign-in/abcdef", html="<p>abcdef</p>", is_secret=True
    )
    backup(demo, shell_actor(demo, None), tmp_path / "copy")
    with zipfile.ZipFile(tmp_path / "copy") as copy:
        assert b"abcdef" not in b"".join(copy.read(name) for name in copy.namelist())
    assert "abcdef" in row(demo, secret).text

    restore(target, tmp_path / "copy")

    restored = office_on(demo, target)
    assert (row(restored, waiting).state, row(restored, waiting).text) == ("paused", "Hej.")
    assert (row(restored, secret).state, row(restored, secret).text) == ("dropped", "")


def office_on(demo: Office, database: Database) -> Office:
    return Office(demo.settings, demo.clock, database)


def test_a_restored_backup_gives_the_same_counts_and_checksums_on_either_engine(
    demo: Office, file: Path, target: Database, tmp_path: Path
) -> None:
    made = verify(file)

    report = restore(target, file)

    assert report == made
    assert contents(target) == contents(demo.database)
    again = backup(
        office_on(demo, target), shell_actor(office_on(demo, target), None), tmp_path / "again"
    )
    assert again == made


def test_life_goes_on_in_a_restored_database(demo: Office, file: Path, target: Database) -> None:
    restore(target, file)
    office = office_on(demo, target)
    actor = shell_actor(office, None)

    point = actions.add_action_point(office, actor, text="Boka lokal")

    page = meetings.find_meetings(office, actor, filter=MeetingFilter(), limit=100)
    before = meetings.find_meetings(
        demo, shell_actor(demo, None), filter=MeetingFilter(), limit=100
    )
    assert page == before
    assert point.text == "Boka lokal"


def test_sessions_and_links_are_no_part_of_a_backup(
    demo: Office, target: Database, tmp_path: Path
) -> None:
    shell = shell_actor(demo, None)
    holder = groups.role_grants(demo, shell)[0]
    spent = entrance.make_sign_in_link(demo, shell, person_id=holder.person_id)
    kept = entrance.make_sign_in_link(demo, shell, person_id=holder.person_id)
    cookie = entrance.sign_in(demo, spent).cookie

    backup(demo, shell, tmp_path / "b")
    restore(target, tmp_path / "b")

    office = office_on(demo, target)
    assert entrance.session_of(office, cookie) is None
    with pytest.raises(RuleBroken):
        entrance.sign_in(office, kept)
    with zipfile.ZipFile(tmp_path / "b") as packed:
        assert not [name for name in packed.namelist() if "session" in name or "link" in name]


def test_the_first_printed_link_does_not_stand_in_the_way(
    demo: Office, file: Path, empty: Database
) -> None:
    link = entrance.founder_link(office_on(demo, empty))
    assert link

    restore(empty, file)

    with pytest.raises(RuleBroken):
        entrance.sign_in(office_on(demo, empty), link)


def test_nothing_is_put_over_something(office: Office, file: Path) -> None:
    before = contents(office.database)

    with pytest.raises(RuleBroken) as refused:
        restore(office.database, file)

    assert refused.value.code == "restore-needs-empty"
    assert contents(office.database) == before


def test_only_the_owner_may_read_the_file(demo: Office, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    backup(demo, shell_actor(demo, None), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir() if path.name.endswith(".part")] == []


def test_a_place_that_cannot_be_written_is_named(demo: Office, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        backup(demo, shell_actor(demo, None), tmp_path / "nowhere" / "b")

    assert refused.value.code == "file-cannot-write"


def test_only_the_shell_makes_backups(office: Office, cast: Cast, tmp_path: Path) -> None:
    for name, actor in cast.named().items():
        with pytest.raises(NotAllowed):
            backup(office, actor, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_any_flipped_bit_is_found(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    dice = random.Random(20261122)
    for _ in range(200):
        damaged, place = bytearray(whole), dice.randrange(len(whole))
        damaged[place] ^= 1 << dice.randrange(8)
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(BadInput, match="backup-damaged"):
            verify(tmp_path / "damaged")


@pytest.mark.parametrize("left", [0, 1, 63, 64, 65, 1000, -1, -64, -100])
def test_a_cut_off_file_is_found(file: Path, tmp_path: Path, left: int) -> None:
    (tmp_path / "cut").write_bytes(file.read_bytes()[:left])

    with pytest.raises(BadInput, match="backup-damaged"):
        verify(tmp_path / "cut")


def test_other_files_are_no_backups(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(random.Random(1).randbytes(100_000))
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("letter.txt", "hello")

    for name in ("noise", "other.zip"):
        with pytest.raises(BadInput, match="backup-damaged"):
            verify(tmp_path / name)
    with pytest.raises(BadInput, match="backup-missing"):
        verify(tmp_path / "nothing")
    with pytest.raises(BadInput, match="backup-damaged"):
        verify(tmp_path)


def without_a_line(parts: dict[str, bytes]) -> None:
    lines = parts["tables/meeting.jsonl"].splitlines(keepends=True)
    parts["tables/meeting.jsonl"] = b"".join(lines[1:])


def without_a_table(parts: dict[str, bytes]) -> None:
    del parts["tables/meeting.jsonl"]


CHANGES = {
    "count": (manifest(lambda told: told["counts"].update(meeting=19)), "backup-damaged"),
    "sum": (manifest(lambda told: told["sha256"].update(meeting="0" * 64)), "backup-damaged"),
    "foreign table": (
        manifest(lambda told: (told["counts"].update(x=0), told["sha256"].update(x=""))),
        "backup-damaged",
    ),
    "missing sum": (manifest(lambda told: told["sha256"].pop("meeting")), "backup-damaged"),
    "no counts": (manifest(lambda told: told.pop("counts")), "backup-damaged"),
    "counts in a list": (manifest(lambda told: told.update(counts=[])), "backup-damaged"),
    "missing line": (without_a_line, "backup-damaged"),
    "missing table": (without_a_table, "backup-damaged"),
    "no manifest": (lambda parts: parts.pop("manifest.json"), "backup-damaged"),
    "other revision": (
        manifest(lambda told: told.update(revision="9999")),
        "backup-other-version",
    ),
    "other format": (manifest(lambda told: told.update(format=2)), "backup-other-version"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_backup_that_contradicts_itself_touches_nothing(
    demo: Office, file: Path, target: Database, tmp_path: Path, name: str
) -> None:
    change, code = CHANGES[name]
    resealed(file, tmp_path / "changed", change)

    with pytest.raises(BadInput) as refused:
        restore(target, tmp_path / "changed")

    assert refused.value.code == code
    assert names_of_tables(target) == []


def test_the_reseal_of_these_tests_is_itself_accepted(file: Path, tmp_path: Path) -> None:
    assert verify(resealed(file, tmp_path / "same", lambda _parts: None)) == verify(file)


def test_a_backup_made_while_somebody_writes_is_one_moment(
    demo: Office, demo_coordinator: Actor, databases: Databases, tmp_path: Path
) -> None:
    """Each writing adds a search entry with its action point: no copy may hold half of it."""
    stop = threading.Event()
    written: list[int] = []
    failed: list[Exception] = []

    def write() -> None:
        try:
            while not stop.is_set():
                point = actions.add_action_point(
                    demo, demo_coordinator, text=f"Uppgift {len(written)}"
                )
                written.append(point.id)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        reports = [
            backup(demo, shell_actor(demo, None), tmp_path / f"{number}") for number in range(5)
        ]
    finally:
        stop.set()
        thread.join()

    assert failed == []
    assert len(written) > 5
    rows = [dict(report.counts)["action_point"] for report in reports]
    assert rows == sorted(rows)
    for number, report in enumerate(reports):
        assert verify(tmp_path / f"{number}") == report
        entries = {
            (entry["source"], entry["source_id"])
            for entry in lines(tmp_path / f"{number}", "search_entry")
        }
        points = [point["id"] for point in lines(tmp_path / f"{number}", "action_point")]
        assert {i for source, i in entries if source == "action_point"} == set(points)
    last = Database(databases.new("sqlite"))
    restore(last, tmp_path / "4")
    last.dispose()


def lines(file: Path, table: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(file) as packed:
        return [json.loads(line) for line in packed.read(f"tables/{table}.jsonl").splitlines()]


def test_references_within_a_table_survive_many_rows(
    office: Office, cast: Cast, databases: Databases, tmp_path: Path
) -> None:
    """Somebody early in the table may stand in the place of somebody far behind."""
    found = roster.roster(office, cast.coordinator)
    seats = [seat for entry in found.agencies for seat in entry.seats]
    first, last = seats[0], seats[-1]
    with office.database.engine.begin() as connection:
        for here, there in ((first, last), (last, first)):
            connection.exec_driver_sql(
                f"UPDATE representation SET replaces_id = {there.id} WHERE id = {here.id}"
            )
    backup(office, shell_actor(office, "exempelby"), tmp_path / "b")
    target = Database(databases.new("sqlite"))

    restore(target, tmp_path / "b")

    assert contents(target) == contents(office.database)
    target.dispose()


def test_a_copied_file_can_be_read_anywhere(file: Path, tmp_path: Path) -> None:
    shutil.copy(file, tmp_path / "elsewhere.bin")

    assert verify(tmp_path / "elsewhere.bin").rows > 1000
