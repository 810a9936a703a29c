"""A whole administrator's day: installing, beginning, serving, copying, upgrading, moving.

The product is a wheel in an environment that its user may not write to, on both engines.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from coordinator.installation.migrate import newest_revision
from tests.conftest import Databases
from tests.core.mail_cast import mail_server
from tests.installation.administrator import (
    VERSION,
    Machine,
    Program,
    later,
    machine,
    reached_by_tcp,
)

# The sender as the administrator writes it.
MAIL_FROM = "Samordning <samordning@example.se>"
# What a coordinator does on the pages: asks which days suit, by personal links.
ASKS = """
from datetime import date, datetime, timedelta
from coordinator.core.clock import STOCKHOLM
from coordinator.planning.polls import usecases as polls
from coordinator.wiring import open_office, shell_actor
office = open_office()
actor = shell_actor(office, None)
times = [(datetime(2027, 2, day, 13, tzinfo=STOCKHOLM),) * 2 for day in (2, 3, 11)]
times = [(start, end + timedelta(hours=2)) for start, end in times]
draft = polls.make_poll(
    office, actor, term_code="VT2027", times=times, answer_by=date(2026, 12, 4)
)
polls.open_poll(office, actor, code=draft.code, version=draft.version)
"""
# What Hem asks, before and after its one press.
PRESSES = """
from coordinator.planning.polls import usecases as polls
from coordinator.reports import usecases as reports
from coordinator.wiring import open_office, shell_actor
office = open_office()
actor = shell_actor(office, None)
asked = reports.home(office, actor).ask
sent = polls.renew_poll_links(office, actor, code=asked.poll_code)
print(asked.errand, asked.number, sent, reports.home(office, actor).ask.errand)
"""


@dataclass
class Site:
    machine: Machine
    wheel: Path
    program: Program
    version: str


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The wheel, installed; nothing else is there yet."""
    with machine() as made:
        wheel = made.built()
        environment = made.environment("program")
        made.install(environment, wheel)
        program = Program(environment, made.home("home"), made.variables)
        yield Site(made, wheel, program, wheel.name.split("-")[1])


@pytest.fixture(scope="module")
def example(site: Site, databases: Databases) -> Iterator[Program]:
    """The example on PostgreSQL, in which a question about days is open; and a backup of it."""
    with reached_by_tcp(databases.new("postgres")) as address:
        given = {"COORDINATOR_DATABASE_URL": address, "COORDINATOR_NOW": "2026-11-23T09:00+01:00"}
        home = site.machine.home("example")
        program = Program(site.program.environment, home, site.program.variables | given)
        assert program("demo").status == 0
        program.python(ASKS)
        assert program("backup", "before.zip").status == 0
        yield program


def revision(address: str) -> str:
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def kept_at(file: Path) -> str:
    """The revision of a backup."""
    with zipfile.ZipFile(file) as packed:
        return str(json.loads(packed.read("manifest.json"))["revision"])


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder below, with its size and when it was changed."""
    return {
        str(each.relative_to(folder)): (each.stat().st_size, each.stat().st_mtime_ns)
        for each in (folder, *folder.rglob("*"))
    }


def test_an_installed_build_tells_its_number_and_its_user_cannot_change_it(site: Site) -> None:
    told = site.program.shell("coordinator --version")

    assert (told.status, told.out.split()) == (0, ["coordinator", site.version])
    where = "import coordinator; print(coordinator.__file__)"
    code = Path(site.program.python(where).strip())
    assert code.is_relative_to(site.program.environment)
    assert site.program.shell(["touch", str(code)]).status != 0


def test_the_doctor_looks_at_an_empty_folder_and_leaves_it_empty(site: Site) -> None:
    before = snapshot(site.program.home)

    told = site.program("doctor")

    assert told.status == 1
    assert "coordinator init" in told.out
    assert site.version in told.out
    assert snapshot(site.program.home) == before


def test_a_group_begins_on_postgresql_and_what_is_printed_works(
    site: Site, databases: Databases
) -> None:
    with reached_by_tcp(databases.new("postgres")) as address:
        site.program.variables["COORDINATOR_DATABASE_URL"] = address

        begun = site.program(
            *("init", "--name", "Samverkan Öst", "--municipality", "Österåker", "--slug", "ost"),
            *("--coordinator", "asa.ovning@example.se"),
        )

        assert begun.status == 0, begun.err
        assert "Samverkan Öst, Österåker: 12 verksamheter. Kortnamn: ost." in begun.out
        commands = [line.strip() for line in begun.out.splitlines() if line.startswith("  ")]
        assert commands[0] == "coordinator serve"
        link = site.program.shell(commands[1])
        assert re.fullmatch(r"http://127\.0\.0\.1:8501/sign-in/\S+\n", link.out), link
        told = site.program("doctor").out
        assert "ok  encoding                   UTF8" in told
        assert f"ok  migrations                 {newest_revision()}" in told
        del site.program.variables["COORDINATOR_DATABASE_URL"]


def test_mail_goes_out_under_the_administrators_sender(example: Program) -> None:
    with mail_server() as (post, port):
        sent = example(
            "deliver",
            COORDINATOR_SMTP_URL=f"smtp://127.0.0.1:{port}",
            COORDINATOR_MAIL_FROM=MAIL_FROM,
        )

    assert sent.status == 0, sent.err
    done = json.loads(sent.out)
    assert (done["sent"] > 1, done["failed"]) == (True, 0)
    assert {sender for sender, _to, _content in post.mails} == {"samordning@example.se"}


def test_a_newer_programs_nightly_backup_leaves_the_running_server_alone(
    site: Site, example: Program
) -> None:
    address, now = example.variables["COORDINATOR_DATABASE_URL"], newest_revision()
    with example.serving() as server:
        assert example("backup", "monday.zip").status == 0
        assert kept_at(example.home / "monday.zip") == now

        newer = upgraded(site, example)
        assert newer("--version").out.split()[1] == f"{site.version}.1"
        assert newer("backup", "nightly.zip").status == 0
        assert kept_at(example.home / "nightly.zip") == now
        said = newer("meetings")
        assert (said.status, said.out) == (1, "")
        assert "coordinator migrate" in said.err
        assert revision(address) == now
        assert httpx.get(f"{server}/healthz").text == "ok"

        moved = newer("migrate")
        assert (moved.status, "9998" in moved.out) == (0, True), moved.err
        ill = httpx.get(f"{server}/healthz")
        assert (ill.status_code, "9998" in ill.text) == (503, True)
    assert example("backup", "tuesday.zip").status == 0
    assert kept_at(example.home / "tuesday.zip") == "9998"
    refused = example("deliver")
    assert (refused.status, "nyare version" in refused.err) == (1, True), refused.err


def upgraded(site: Site, program: Program) -> Program:
    """The same in an environment of its own, after a newer wheel was installed over the older."""
    environment = site.machine.environment("newer")
    place = Path("lib") / VERSION / "site-packages"
    shutil.copytree(program.environment / place, environment / place, dirs_exist_ok=True)
    said = site.machine.install(environment, later(site.wheel, newest_revision()))
    assert f"Successfully installed coordinator-{site.version}.1" in said
    script = environment / "bin" / "coordinator"
    assert script.is_file()
    return Program(environment, program.home, program.variables)


def test_an_open_question_is_asked_again_after_a_restore(site: Site, example: Program) -> None:
    home = site.machine.home("moved")
    moved = Program(example.environment, home, example.variables | {
        "COORDINATOR_DATABASE_URL": f"sqlite:///{home / 'data' / 'moved.sqlite'}"
    })  # fmt: skip
    missing = moved("restore", "nowhere.zip")
    assert (missing.status, list(home.iterdir())) == (1, [])

    restored = moved("restore", str(example.home / "before.zip"))

    assert restored.status == 0, restored.err
    (asked,) = re.findall(r"VT2027 är öppen .* och (\d+) personliga länkar", restored.out)
    assert "VT2027" in moved("doctor").out
    # There is no mail server here: what was sent waits to be sent by hand, and Hem asks for that.
    assert moved.python(PRESSES).split() == ["ask_again", asked, asked, "mails_by_hand"]
    assert "personliga länkar" not in moved("doctor").out
