"""What every test stands on: both engines, a small cast, the example.

A database is made once per kind and run and copied for each test, so that a test starts in
milliseconds on either engine. Only the clock is faked.

What a run writes lies in memory where the machine has room: a disk takes some milliseconds for
every transaction that must survive a power cut, and no test cuts the power.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from coordinator.access.actor import Actor, Role
from coordinator.core import background_writes
from coordinator.core.clock import STOCKHOLM, Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.core.translation import speak
from coordinator.groups import in_transaction as groups
from coordinator.installation import usecases as installation
from coordinator.installation.migrate import migrate
from coordinator.roster import in_transaction as roster_steps
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from coordinator.wiring import founding_shell, shell_actor
from tests.postgres import Postgres, running

# The same examples in every run; how long one takes says more of the machine than of the code.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # bytes; a run takes a third of it
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)  # for the processes that tests start, too
    tempfile.tempdir = None

TOGETHER = (  # they share servers
    "tests/web/test_door.py",
    "tests/web/test_served_settings.py",
    "tests/browser/test_providers.py",
)
ENGINES = ("sqlite", "postgres")
EIGHTH = 8
EMPTY = "empty"  # the kind of a database of this version without a row in it
DEMO_NOW = datetime(2026, 11, 22, 12, tzinfo=STOCKHOLM)
TERM_NOW = datetime(2026, 8, 17, 9, tzinfo=STOCKHOLM)
NOVEMBER = datetime(2026, 11, 23, 9, tzinfo=STOCKHOLM)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hands out test by test; what shares something costly stays together, on one worker."""
    from xdist.scheduler import LoadScopeScheduling

    scheduling = LoadScopeScheduling(config, log)
    scheduling._split_scope = lambda name: next(filter(name.startswith, TOGETHER), name)
    return scheduling


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="no samples: see ``make whole``")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The walks in a browser come first: they take longest, and the rest fills what they leave."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    is_named = any("::" in argument for argument in config.args)
    if not (config.getoption("--whole") or is_named):
        left_out = _beside_the_sample(items)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _beside_the_sample(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of a test that is given many values, most run on SQLite alone: the engine is another matter.

    Each runs on PostgreSQL with the first of its values and every eighth after it. What is about
    the engines themselves, or about several who are at it at once, runs on both with all.
    """
    found: Counter[str] = Counter()
    left_out: list[pytest.Item] = []
    for item in items:
        if not isinstance(item, pytest.Function) or _is_about_engines(item):
            continue
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("engine") != "postgres" or len(params) == 1:
            continue
        test = item.nodeid.partition("[")[0]
        if found[test] % EIGHTH:
            left_out.append(item)
        found[test] += 1
    return left_out


def _is_about_engines(item: pytest.Function) -> bool:
    module: Any = item.module
    is_of_several = any(
        getattr(one, "__module__", "") == "tests.together" for one in vars(module).values()
    )
    return is_of_several or item.nodeid.startswith(("tests/core/", "tests/installation/"))


def pytest_collection_finish() -> None:
    """What the tests are made of lives as long as the run: nobody need look for garbage in it.

    Streamlit looks through all that is not frozen after each run of a page, as the served product
    does too.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _swedish() -> None:
    speak("sv")


@dataclass
class Hand:
    """A clock that a test moves."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment.astimezone(UTC)

    def on(self, moment: datetime) -> None:
        background_writes.settle()
        self.moment = moment

    def forward(self, **span: float) -> None:
        background_writes.settle()
        self.moment += timedelta(**span)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL for this run; the address of its maintenance database."""
    with running() as address:
        yield address


class Databases:
    """Makes a database per kind once, and copies of it.

    ``fill`` of a kind is given a database of this version without a row in it: the migrations run
    once per engine. With ``is_blank`` it is given one without a table.
    """

    def __init__(self, folder: Path, postgres: Callable[[], str]) -> None:
        self.folder = folder
        self.postgres = Postgres(postgres)
        self.made: dict[str, Path] = {}
        self.free: list[Path] = []
        self.opened: dict[str, Database] = {}
        self.told: dict[tuple[str, str], tuple[Any, datetime]] = {}  # by engine and kind

    def new(self, engine: str) -> str:
        """The address of an empty database."""
        return self.postgres.new() if engine == "postgres" else f"sqlite:///{self._file()}"

    def copy(
        self, engine: str, kind: str, fill: Callable[[str], None], *, is_blank: bool = False
    ) -> str:
        """The address of a copy of the database ``kind``, for as long as the run lasts."""
        if engine == "postgres":
            return self.postgres.new(self.postgres.source(kind, fill, self._on(is_blank=is_blank)))
        return f"sqlite:///{shutil.copy(self._kind(kind, fill, is_blank=is_blank), self._file())}"

    @contextmanager
    def lent(
        self, engine: str, kind: str, fill: Callable[[str], None], *, is_blank: bool = False
    ) -> Iterator[str]:
        """The address of a copy of the database ``kind``, for one test that closes it."""
        if engine == "postgres":
            with self.postgres.lent(kind, fill, self._on(is_blank=is_blank)) as address:
                yield address
            return
        file = self.free.pop() if self.free else self._file()
        shutil.copy(self._kind(kind, fill, is_blank=is_blank), file)
        yield f"sqlite:///{file}"
        for end in ("", "-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)
        self.free.append(file)

    def open(self, address: str) -> Database:
        """The lent database with what SQLAlchemy has made of our statements for an earlier test.

        A served database lives for weeks; making it again was a fourth of a short test's time.
        """
        if address not in self.opened:
            self.opened[address] = Database(address)
        # A test may give its own another engine.
        return copy(self.opened[address])

    def _file(self) -> Path:
        return self.folder / f"t{uuid.uuid4().hex}.sqlite"

    def _on(self, *, is_blank: bool) -> str | None:
        return None if is_blank else self.postgres.source(EMPTY, migrated)

    def _kind(self, kind: str, fill: Callable[[str], None], *, is_blank: bool = False) -> Path:
        if kind not in self.made:
            source = self._file()
            if not is_blank:
                shutil.copy(self._kind(EMPTY, migrated, is_blank=True), source)
            fill(f"sqlite:///{source}")
            self.made[kind] = source
        return self.made[kind]


@pytest.fixture(scope="session")
def databases(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Databases:
    return Databases(
        tmp_path_factory.mktemp("databases"), lambda: request.getfixturevalue("postgres")
    )


def migrated(address: str) -> None:
    """Brings a database without a table to this version."""
    database = Database(address)
    migrate(database, keep_copy=False)
    database.dispose()


def _office(address: str, database: Database, now: Callable[[], datetime]) -> Office:
    settings = Settings(database_url=address, _env_file=None)
    return Office(settings, Clock(now=now, is_set_by_hand=True), database)


Prepare = Callable[[str, Callable[[Office, "Cast", Hand], Any]], tuple[Office, Any]]


@pytest.fixture
def prepare(engine: str, databases: Databases, hand: Hand) -> Iterator[Prepare]:
    """The started group in which more has been done: once for the run, copied for each test.

    Gives the office and what ``fill`` told; the hand stands where it left it. ``fill`` leaves the
    cast as it is: names and roles are the same in every copy. Whoever asks twice for one kind gets
    two copies.
    """
    with ExitStack() as lent:

        def make(kind: str, fill: Callable[[Office, Cast, Hand], Any]) -> tuple[Office, Any]:
            def do(address: str) -> None:
                own = Hand(TERM_NOW)
                office = _office(address, Database(address), own)
                _start(office)
                databases.told[engine, kind] = fill(office, _cast(office), own), own.moment
                background_writes.settle()
                office.database.dispose()

            address = lent.enter_context(databases.lent(engine, kind, do))
            told, moment = databases.told[engine, kind]
            hand.on(moment)
            office = _office(address, databases.open(address), hand)
            lent.enter_context(contextmanager(_closing)(office))
            return office, told

        yield make


def _filled(fill: Callable[[Office], None], at: datetime) -> Callable[[str], None]:
    def make(address: str) -> None:
        office = _office(address, Database(address), lambda: at.astimezone(UTC))
        fill(office)
        office.database.dispose()

    return make


@pytest.fixture
def hand() -> Hand:
    """The clock's hand, at the first morning of HT2026."""
    return Hand(TERM_NOW)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_office(engine: str, databases: Databases, hand: Hand) -> Iterator[Office]:
    """An installation without any group."""
    with databases.lent(engine, EMPTY, migrated, is_blank=True) as address:
        yield from _closing(_office(address, databases.open(address), hand))


@pytest.fixture
def office(engine: str, databases: Databases, hand: Hand) -> Iterator[Office]:
    """A started group with a small cast, and a second group beside it."""
    with databases.lent(engine, "started", _filled(_start, TERM_NOW)) as address:
        yield from _closing(_office(address, databases.open(address), hand))


def _closing(office: Office) -> Iterator[Office]:
    yield office
    background_writes.settle()
    office.database.dispose()


@dataclass(frozen=True)
class Cast:
    """Coordinator of the group, members of two agencies, a reader, and another group's chief."""

    coordinator: Actor
    member: Actor
    other_member: Actor
    reader: Actor
    outsider: Actor

    def named(self) -> dict[str, Actor]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


PEOPLE = {
    "coordinator": ("Åsa", "Övning", "fvg"),
    "member": ("Nadia", "Prov", "umo"),
    "other_member": ("Jonas", "Test", "polis"),
    "reader": ("Vera", "Exempel", "socpsyk"),
}
ROLES = {
    "coordinator": Role.COORDINATOR,
    "member": Role.MEMBER,
    "other_member": Role.MEMBER,
    "reader": Role.READER,
}


def _start(office: Office) -> None:
    for municipality in ("Exempelby", "Andraby"):
        installation.start_group(
            office, founding_shell(), name="Samverkansgruppen", municipality=municipality
        )
    shell = shell_actor(office, "exempelby")
    ids = {agency.slug: agency.id for agency in roster.agencies(office, shell)}
    for role, (given, family, agency) in PEOPLE.items():
        seat = roster.add_person(
            office,
            shell,
            agency_id=ids[agency],
            given_name=given,
            family_name=family,
            duty=Duty.REPRESENTATIVE,
            email=f"{role}@example.se",
            valid_from=office.clock.today(),
        )
        with office.transaction() as session:
            groups.add_grant(
                session,
                group_id=shell.group_id,
                person_id=seat.person_id,
                role=ROLES[role],
                now=office.clock.now(),
            )


@pytest.fixture
def november(hand: Hand) -> None:
    """The morning on which a coordinator plans the spring."""
    hand.on(NOVEMBER)


@pytest.fixture(scope="session")
def casts() -> dict[str, Cast]:
    """The cast of each engine: every copy of the started group has the same people."""
    return {}


@pytest.fixture
def cast(engine: str, casts: dict[str, Cast], request: pytest.FixtureRequest) -> Cast:
    if engine not in casts:
        casts[engine] = _cast(request.getfixturevalue("office"))
    return casts[engine]


def _cast(office: Office) -> Cast:
    return Cast(
        **{role: person(office, f"{role}@example.se", "exempelby") for role in PEOPLE},
        outsider=replace(shell_actor(office, "andraby"), origin="page", person_id=None),
    )


def person(office: Office, email: str, group: str) -> Actor:
    """The actor behind an address, as a page would see them."""
    actor = shell_actor(office, group, email)
    with office.reading() as session:
        seats = roster_steps.seats_of_person(session, actor.person_id or 0, office.clock.today())
    return replace(actor, origin="page", name=seats.name)


@pytest.fixture
def demo(engine: str, databases: Databases, hand: Hand) -> Iterator[Office]:
    """The example, on its own day."""
    hand.on(DEMO_NOW)
    with databases.lent(engine, "demo", _filled(_open_demo, DEMO_NOW)) as address:
        yield from _closing(_office(address, databases.open(address), hand))


def _open_demo(office: Office) -> None:
    installation.open_demo(office, founding_shell())


@pytest.fixture
def demo_coordinator(demo: Office) -> Actor:
    return person(demo, "asa.ovningsson@example.se", "exempelkoping")


@pytest.fixture
def demo_member(demo: Office) -> Actor:
    """Nadia of the youth clinic."""
    return person(demo, "nadia.skenberg@example.se", "exempelkoping")
