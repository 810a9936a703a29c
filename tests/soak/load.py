"""Many people at once, without browsers: Streamlit's own messages over a web socket."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection
from websockets.typing import Origin, Subprotocol

from coordinator.access.cookies import session_name
from coordinator.core.settings import Settings
from coordinator.wiring import open_office, shell_actor
from tests.browser.conftest import serving
from tests.ui.run import DEMO_NOW, cookie_of

# Who of the example sees both pages; members have plain pages without a socket.
PEOPLE = ("asa.ovningsson@example.se",)
# The page's path and the title its run must end with: a page that says no has another one.
PAGES = {"Hem": "", "Möten": "meetings"}
_PATIENCE = 60  # seconds for one run


@dataclass
class LoadReport:
    """``times``: milliseconds of every rerun, by page."""

    sessions: int = 0
    times: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in PAGES})
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.sessions > 0 and all(self.times.values()) and not self.faults

    @property
    def reruns(self) -> int:
        return sum(len(times) for times in self.times.values())

    def median(self, page: str) -> float:
        return statistics.median(self.times[page])

    def p95(self, page: str) -> float:
        ordered = sorted(self.times[page])
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


@dataclass
class Visitor:
    """One signed-in tab; ``hashes`` are Streamlit's names of the pages, by path."""

    address: str
    cookie: str
    hashes: dict[str, str] = field(default_factory=dict)
    title: str = ""
    has_rows: bool = False  # what both pages are for: a list of meetings, or of what today asks

    async def connect(self) -> ClientConnection:
        return await websockets.connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(self.address),
            additional_headers={
                "Cookie": f"{session_name(https=False)}={self.cookie}",
                "Accept-Language": "sv-SE",
            },
            max_size=None,
            compression=None,
        )

    async def run(self, socket: ClientConnection, path: str) -> float:
        """Asks for a run of the page and reads until it is drawn; milliseconds.

        Raises:
            RuntimeError: the run failed or drew a fault.
        """
        ask = BackMsg()
        ask.rerun_script.query_string = "group=exempelkoping"
        if path in self.hashes:
            ask.rerun_script.page_script_hash = self.hashes[path]
        else:
            ask.rerun_script.page_name = path
        self.title, self.has_rows = "", False
        begin = time.perf_counter()
        await socket.send(ask.SerializeToString())
        async with asyncio.timeout(_PATIENCE):
            while not self._is_over(await socket.recv()):
                continue
        return (time.perf_counter() - begin) * 1000

    def _is_over(self, packet: str | bytes) -> bool:
        assert isinstance(packet, bytes)
        message = ForwardMsg.FromString(packet)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.hashes = {
                page.url_pathname: page.page_script_hash for page in message.navigation.app_pages
            }
        elif kind == "page_config_changed":
            self.title = message.page_config_changed.title or self.title
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._look_at(message)
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise RuntimeError("the script did not compile")
            return bool(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)
        return False

    def _look_at(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.WhichOneof("type") == "html":
            self.has_rows |= 'class="rows"' in element.html.body
        if element.WhichOneof("type") == "exception":
            raise RuntimeError(element.exception.message)
        if element.WhichOneof("type") == "alert" and element.alert.format == element.alert.ERROR:
            raise RuntimeError(element.alert.body)


def load(folder: Path, *, sessions: int, rounds: int, think: float, seed: int) -> LoadReport:
    """``sessions`` people each look at every page ``rounds`` times, thinking ``think`` s between.

    The think time is the mean of an exponential distribution, so that nobody walks in step.
    """
    report = LoadReport(sessions)
    with serving(folder, DEMO_NOW.isoformat(), demo=True) as server:
        cookies = cookies_for(server.environment["COORDINATOR_DATABASE_URL"], sessions)
        dice = random.Random(seed)
        visitors = [Visitor(server.address, cookie) for cookie in cookies]

        async def everybody() -> None:
            await asyncio.gather(*(_visit(one, report, rounds, think, dice) for one in visitors))

        asyncio.run(everybody())
    return report


def cookies_for(database: str, count: int, emails: Sequence[str] = PEOPLE) -> list[str]:
    """Signed-in sessions of those people of the example, in turn."""
    office = open_office(Settings(database_url=database, now=DEMO_NOW, _env_file=None))
    people = [shell_actor(office, None, email).person_id or 0 for email in emails]
    made = [cookie_of(office, people[number % len(people)]) for number in range(count)]
    office.database.dispose()
    return made


async def _visit(
    visitor: Visitor, report: LoadReport, rounds: int, think: float, dice: random.Random
) -> None:
    try:
        async with await visitor.connect() as socket:
            await visitor.run(socket, "")
            for _ in range(rounds):
                for name, path in PAGES.items():
                    await asyncio.sleep(dice.expovariate(1 / think) if think else 0)
                    report.times[name].append(await visitor.run(socket, path))
                    if not visitor.title.startswith(f"{name} ") or not visitor.has_rows:
                        report.faults.append(f"{name}: drew {visitor.title!r}")
    except Exception as error:  # noqa: BLE001 - a fault to be told, the others go on
        report.faults.append(repr(error))
