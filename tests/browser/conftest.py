"""A real server and a real Chromium. Each story gets its own server on its own database."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from urllib.request import urlopen
from weakref import WeakKeyDictionary

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    TimeoutError,  # noqa: A004 - as Playwright calls it
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from typer.testing import CliRunner

from coordinator import cli
from tests.browser import ready
from tests.browser.find import installed

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "pictures"
PICTURES_WANTED = "COORDINATOR_PICTURES"
PLAYWRIGHTS = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
)
LISTS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
# Code that lives for one page does not earn what compiling it well costs a busy machine.
UNOPTIMISED = "--js-flags=--no-maglev --no-opt"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    UNOPTIMISED,
    # The last one counts: what Playwright turns off, and the lists below the address field, which
    # nobody sees here and which take a second for every window.
    f"--disable-features={','.join(PLAYWRIGHTS + LISTS)}",
]
# What a browser says while a test has taken the server away on purpose.
AWAY = (
    "ERR_CONNECTION_REFUSED",
    "WebSocket",
    "when disconnected from server",
    "reaching server endpoint",
)
# A busy machine may be slow; only a broken page is slower than this (ms).
PATIENCE = 30_000
WIDTHS = {"desktop": 1440, "tablet": 768, "phone": 390}


@pytest.fixture(scope="session")
def browsers() -> Iterator[Playwright]:
    """What starts a browser; there can be one of it only."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(browsers: Playwright) -> Iterator[Browser]:
    with started(browsers, FLAGS) as browser:
        yield browser


@contextmanager
def started(browsers: Playwright, flags: list[str]) -> Iterator[Browser]:
    browser = browsers.chromium.launch(executable_path=installed(), args=flags)
    yield browser
    browser.close()


@dataclass
class Server:
    """A running ``coordinator serve``; ``links`` are what it printed, in order."""

    address: str
    environment: dict[str, str]
    port: int
    log: Path
    process: ready.Process
    links: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """As a power cut would."""
        self.process.send(signal.SIGKILL)
        assert self.process.wait(20)

    def start_again(self) -> None:
        self.process = _start(self.port, self.environment, self.log)
        _wait(self)

    def run(self, *command: str) -> str:
        """What a coordinator command on the same database prints."""
        return typed(self.environment, *command)

    def link_for(self, email: str) -> str:
        return self.run("sign-in-link", email).strip()


def typed(environment: Mapping[str, str], *command: str) -> str:
    """What a coordinator command prints; in this process, for a new one takes two seconds."""
    with patch.dict(os.environ, environment, clear=True):
        done = CliRunner().invoke(cli.app, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@cache
def example(now: str) -> bytes:
    """The database file of the example, made once."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "example.sqlite"
        where = {"COORDINATOR_DATABASE_URL": f"sqlite:///{file}", "COORDINATOR_NOW": now}
        typed(os.environ | where, "demo")
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(port: int, environment: dict[str, str], log: Path) -> ready.Process:
    return ready.run("serve", "--port", str(port), environment=environment, log=log)


def _wait(server: Server) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{server.address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    break
        except OSError:
            time.sleep(0.05)
    else:
        raise RuntimeError(server.log.read_text(encoding="utf-8", errors="replace")[-4000:])
    text = server.log.read_text(encoding="utf-8", errors="replace")
    server.links = re.findall(r"http://\S+/sign-in/\S+", text)


@contextmanager
def serving(
    folder: Path,
    now: str,
    *,
    demo: bool,
    quiet: bool = True,
    more: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    port = free_port()
    environment = os.environ | {
        "COORDINATOR_DATABASE_URL": f"sqlite:///{folder / 'coordinator.sqlite'}",
        "COORDINATOR_BASE_URL": f"http://127.0.0.1:{port}",
        "COORDINATOR_NOW": now,
        "COORDINATOR_LANG": "sv",
        "PYTHONUNBUFFERED": "1",
        **(more or {}),
    }
    if demo:
        (folder / "coordinator.sqlite").write_bytes(example(now))
    log = folder / "server.log"
    server = Server(
        f"http://127.0.0.1:{port}", environment, port, log, _start(port, environment, log)
    )
    try:
        _wait(server)
        yield server
        text = log.read_text(encoding="utf-8", errors="replace")
        assert not quiet or "Traceback" not in text, text[-6000:]
    finally:
        server.process.send(signal.SIGTERM)
        if not server.process.wait(20):
            server.process.send(signal.SIGKILL)


@pytest.fixture(scope="module")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The example on its own day; shared by the tests of one file, which must not change it."""
    with serving(tmp_path_factory.mktemp("demo"), "2026-11-22T12:00+01:00", demo=True) as server:
        yield server


@pytest.fixture
def own_demo_server(tmp_path: Path) -> Iterator[Server]:
    """The example for a test that changes it."""
    with serving(tmp_path, "2026-11-22T12:00+01:00", demo=True) as server:
        yield server


@pytest.fixture
def mailing_server(tmp_path: Path) -> Iterator[Server]:
    """The same with a mail server set; nobody listens there, so nothing leaves the machine."""
    more = {"COORDINATOR_SMTP_URL": "smtp://127.0.0.1:1"}
    with serving(tmp_path, "2026-11-22T12:00+01:00", demo=True, more=more) as server:
        yield server


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Server]:
    """An empty installation on the first morning of HT2026."""
    with serving(tmp_path, "2026-08-17T09:00+02:00", demo=False) as server:
        yield server


@dataclass
class Watch:
    """What a page must not do: reach out, complain, break."""

    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@dataclass
class Runs:
    """The script runs that a page has asked for, told by what passes through its socket.

    The state which the page itself shows is late on a busy machine: for a moment after a press it
    still says that nothing runs.
    """

    seen: bool = False
    waiting: bool = False

    def listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._asked)
        socket.on("framereceived", self._answered)
        socket.on("close", lambda _: self._closed())

    def new_document(self) -> None:
        self.seen = self.waiting = False

    def _asked(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script"):
            self.waiting = True

    def _answered(self, frame: str | bytes) -> None:
        if not isinstance(frame, bytes):
            return
        message = ForwardMsg.FromString(frame)
        if (
            message.HasField("script_finished")
            and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            self.seen, self.waiting = True, False

    def _closed(self) -> None:
        self.waiting = False


RUNS: WeakKeyDictionary[Page, Runs] = WeakKeyDictionary()

OpenPage = Callable[..., Page]


def follow(page: Page) -> None:
    """From here on ``settled`` knows which script runs the page has asked for."""
    runs = RUNS[page] = Runs()
    page.on("websocket", runs.listen)
    page.on("domcontentloaded", lambda _: runs.new_document())


@pytest.fixture
def open_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens a page in its own context; every request that leaves the server fails the test."""
    contexts: list[BrowserContext] = []
    watch = Watch()

    def make(
        server: Server,
        *,
        width: int = 1440,
        language: str = "sv-SE",
        dark: bool = False,
        height: int = 1000,
        forgive: tuple[str, ...] = (),
        also: tuple[str, ...] = (),
    ) -> Page:
        context = chromium.new_context(
            locale=language,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        follow(page)

        def note(url: str) -> None:
            if not url.startswith(
                (server.address, "data:", "blob:", server.address.replace("http", "ws", 1), *also)
            ):
                watch.foreign.append(url)

        page.on("request", lambda request: note(request.url))
        page.on("websocket", lambda socket: note(socket.url))

        def listen(message: ConsoleMessage) -> None:
            if message.type == "error" and not any(
                each in message.text for each in (*AWAY, *forgive)
            ):
                watch.complaints.append(message.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        return page

    failed_before = request.session.testsfailed
    yield make
    for number, context in enumerate(contexts):
        if request.session.testsfailed > failed_before:
            PICTURES.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w-]+", "-", request.node.name)
            for page in context.pages:
                page.screenshot(path=PICTURES / f"failed-{name}-{number}.png", full_page=True)
        context.close()
    assert watch.foreign == []
    assert watch.complaints == []


def sign_in(page: Page, link: str) -> None:
    """Opens the link and presses its button."""
    page.goto(link)
    page.locator("main form button").first.click()
    settled(page)


def open_as(page: Page, server: Server, email: str, path: str) -> None:
    """Signs in as the link's button does and opens a page, without the start page between."""
    enter(page, server, email)
    page.goto(server.address + path)
    settled(page)


def go_on(page: Page, address: str) -> None:
    """Goes to another page of the office as a press on a link does: nothing is loaded again."""
    page.evaluate(
        """address => {
            const link = document.createElement("a");
            link.className = "to-page";
            link.href = address;
            document.body.append(link);
            link.click();
            link.remove();
        }""",
        address,
    )
    settled(page)


def enter(page: Page, server: Server, email: str) -> None:
    """Signs the page's browser in as the link's button does, in no tab."""
    by_hand = page.context.request
    door = BeautifulSoup(by_hand.get(server.link_for(email)).text(), "html.parser")
    hidden = door.select("main form [type=hidden]")
    answer = by_hand.post(
        f"{server.address}/sign-in",
        form={str(field["name"]): str(field["value"]) for field in hidden},
        headers={"Origin": server.address},
        max_redirects=0,
    )
    assert answer.status == 303, answer.text()


def settled(page: Page) -> None:
    """Waits until every script run that was asked for is over and the page has been drawn."""
    still = "[data-testid='stApp'][data-test-script-state='notRunning']"
    page.wait_for_selector(still)
    page.wait_for_timeout(150)
    runs = RUNS.get(page)
    deadline = time.monotonic() + PATIENCE / 1000
    while runs and (runs.waiting or not runs.seen):
        assert time.monotonic() < deadline, "a script run was asked for and never ended"
        page.wait_for_timeout(50)
    page.wait_for_selector(still)


def choose(page: Page, field: Locator, option: str) -> None:
    """Opens the field's list and takes the option, as a person does.

    A drawing that comes late on a busy machine closes an open list, so it is opened again.
    """
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(3):
        field.click()
        with suppress(TimeoutError):
            wanted.wait_for(timeout=5_000)
            break
    wanted.click()


def until(holds: Callable[[], bool], page: Page) -> None:
    """Waits for what is not seen on the page itself, such as a row in the database."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        page.wait_for_timeout(50)


def shown(target: Locator) -> None:
    """Waits until at least one of what ``target`` finds can be seen."""
    expect(target.first).to_be_visible()


def gone(target: Locator) -> None:
    """Waits until ``target`` finds nothing."""
    expect(target).to_have_count(0)


def picture(page: Page, name: str) -> None:
    """Keeps a full-page picture as build output, where somebody wants to look at it."""
    if PICTURES_WANTED not in os.environ:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    tall = page.evaluate(
        "() => (document.querySelector('[data-testid=stMain]')||document.body).scrollHeight"
    )
    size = page.viewport_size or {"width": 1440, "height": 1000}
    page.set_viewport_size({"width": size["width"], "height": min(max(int(tall), 700), 6000)})
    page.wait_for_timeout(200)
    page.screenshot(path=PICTURES / f"{name}.png")
    page.set_viewport_size(size)
