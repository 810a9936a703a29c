"""The sockets that ``coordinator serve`` listens on, and how its server waits and ends."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from typer.testing import CliRunner

from coordinator import cli
from coordinator.core.errors import BadInput, Problem
from coordinator.core.messages import sentence
from coordinator.core.translation import speak
from coordinator.ui import launch
from coordinator.web import server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


async def two_bytes(scope: Scope, receive: Receive, send: Send) -> None:
    assert scope["type"] == "http"
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    )
    await send({"type": "http.response.body", "body": b"ok"})


@contextmanager
def running(sockets: Sequence[socket.socket]) -> Iterator[list[int]]:
    """Serves two bytes; ``TCP_NODELAY`` of every socket that is accepted, as it is then."""
    accepted: list[int] = []
    began: list[server.Server] = []

    class Watched(server.PatientProtocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            taken = transport.get_extra_info("socket")
            super().connection_made(transport)
            accepted.append(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    class Kept(server.Server):
        def __init__(self, config: Any) -> None:
            super().__init__(config)
            began.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "PatientProtocol", Watched)
        patch.setattr(server, "Server", Kept)
        settings = {"lifespan": "off", "log_config": None}
        thread = threading.Thread(target=server.run, args=(two_bytes, sockets, settings))
        thread.start()
        try:
            yield accepted
        finally:
            while not began:
                time.sleep(0.01)
            began[0].should_exit = True
            thread.join(20)
            assert not thread.is_alive()


def ask(host: str, port: int) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection(host, port, timeout=20)) as line:
        line.request("GET", "/")
        answer = line.getresponse()
        return answer.status, answer.read()


def port_of(sockets: Sequence[socket.socket]) -> int:
    return int(sockets[0].getsockname()[1])


def test_what_is_accepted_holds_no_answer_back() -> None:
    sockets = server.listen("127.0.0.1", 0)
    assert all(one.proto == socket.IPPROTO_TCP for one in sockets)
    with running(sockets) as accepted:
        port = port_of(sockets)
        for _ in range(2):
            assert ask("127.0.0.1", port) == (200, b"ok")
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as kept:
            for _ in range(3):
                kept.request("GET", "/")
                assert kept.getresponse().read() == b"ok"

    assert len(accepted) == 3
    assert all(accepted)


def test_serve_runs_the_product_on_such_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []
    monkeypatch.setattr(server, "run", lambda *arguments: given.extend(arguments))
    monkeypatch.setattr(launch, "prepare", lambda app, options: {"of": app, **options})
    monkeypatch.setitem(sys.modules, "app", SimpleNamespace(app="the product"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'c.sqlite'}")
    monkeypatch.setenv("COORDINATOR_BASE_URL", "")  # so that it is taken away after the test
    monkeypatch.delenv("COORDINATOR_BASE_URL")

    done = CliRunner().invoke(cli.app, ["serve", "--port", "0"], catch_exceptions=False)

    app, sockets, told = given
    with closing(sockets[0]) as one:
        port = port_of(sockets)
        assert done.exit_code == 0
        assert f"http://127.0.0.1:{port}/sign-in/" in done.stdout
        assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        assert one.proto == socket.IPPROTO_TCP
    assert app == "the product"
    assert told == {"of": app, "server.address": "127.0.0.1", "server.port": port}


def test_a_taken_port_is_told_before_anything_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'c.sqlite'}")
    with closing(server.listen("127.0.0.1", 0)[0]) as taken:
        port = taken.getsockname()[1]

        done = CliRunner().invoke(cli.app, ["serve", "--port", str(port)])

    assert isinstance(done.exception, BadInput)
    assert done.exception.code == "port-taken"
    assert list(tmp_path.iterdir()) == []
    speak("sv")
    assert f"Port {port} är upptagen" in sentence(Problem("port-taken", (("port", port),)))


@pytest.mark.parametrize(
    ("host", "port", "code"),
    [
        ("192.0.2.1", 0, "host-not-here"),
        ("nowhere.invalid", 0, "host-not-here"),
        ("a" * 300, 0, "host-not-here"),
        ("å" * 70 + ".example", 0, "host-not-here"),
        ("2001:db8::1", 0, "host-not-here"),
        ("127.0.0.1", -1, "port-odd"),
        ("127.0.0.1", 65536, "port-odd"),
    ],
)
def test_an_address_that_is_not_ours_is_refused_in_words(host: str, port: int, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        server.listen(host, port)

    assert refused.value.code == code


@pytest.mark.parametrize("host", ["::", "localhost", "0.0.0.0", "::1"])
def test_hosts_of_every_kind_are_listened_on(host: str) -> None:
    sockets = server.listen(host, 0)
    reached = "::1" if host == "::1" else "127.0.0.1"
    with running(sockets):
        assert ask(reached, port_of(sockets)) == (200, b"ok")
        assert len({one.getsockname()[1] for one in sockets}) == 1


def test_a_head_that_never_ends_is_given_up_and_a_pause_between_two_requests_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "HEAD_TIME", 0.3)
    sockets = server.listen("127.0.0.1", 0)
    with running(sockets):
        where = ("127.0.0.1", port_of(sockets))
        silent, slow = socket.create_connection(where), socket.create_connection(where)
        with closing(silent), closing(slow):
            slow.settimeout(20)
            silent.settimeout(20)
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            assert slow.recv(100) == b""
            assert silent.recv(100) == b""
        with closing(http.client.HTTPConnection(*where, timeout=20)) as kept:
            for _ in range(2):
                kept.request("GET", "/")
                line = kept.sock
                assert kept.getresponse().read() == b"ok"
                time.sleep(0.5)
            assert kept.sock is line


SLEEPER = """
import sys
from contextlib import asynccontextmanager
from starlette.applications import Starlette
from coordinator.ui import launch
from coordinator.web import server
@asynccontextmanager
async def lifespan(app):
    yield
    print("in order", flush=True)
async def slow(request):
    import asyncio
    print("under way", flush=True)
    await request.body()
    await asyncio.sleep(60)
from starlette.routing import Route
app = Starlette(routes=[Route("/", slow, methods=["GET", "POST"])], lifespan=lifespan)
sockets = server.listen("127.0.0.1", int(sys.argv[1]))
print("listening", sockets[0].getsockname()[1], flush=True)
server.run(app, sockets, {"log_config": None})
print("ended", flush=True)
"""


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_told_once_it_ends_in_order_and_told_twice_at_once(
    sign: signal.Signals, times: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPER, "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    port = int(process.stdout.readline().split()[1])
    with closing(socket.create_connection(("127.0.0.1", port))) as busy:
        if times == 2:  # with an answer under way, which the first waits for
            busy.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert process.stdout.readline() == "under way\n"
        else:
            ask_for_nothing(busy)
        for _ in range(times):
            process.send_signal(sign)
            time.sleep(0.3)
        out, _err = process.communicate(timeout=20)

    assert process.returncode == (0 if times == 1 else 128 + sign)
    assert out.splitlines() == (["in order", "ended"] if times == 1 else [])


def test_a_request_that_never_ends_is_left_with_one_line_and_asked_to_come_again() -> None:
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from coordinator.core import logs; logs.set_up_server()\n"
            "from coordinator.web import server as own; own.GRACE = 0.2\n" + SLEEPER,
            "0",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    port = int(process.stdout.readline().split()[1])
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as busy:
        busy.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
        assert process.stdout.readline() == "under way\n"
        process.send_signal(signal.SIGTERM)
        told = busy.recv(4096)
        _out, err = process.communicate(timeout=20)

    assert told.startswith(b"HTTP/1.1 503 ")
    assert (process.returncode, len(err.splitlines())) == (0, 1), err


def ask_for_nothing(line: socket.socket) -> None:
    """A connection that stands open and asks nothing; once it is answered the server runs."""
    line.sendall(b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")
    assert line.recv(4096).startswith(b"HTTP/1.1 404 ")
