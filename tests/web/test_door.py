"""The real door: app.py with Streamlit inside, our guard around it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from coordinator.access.cookies import SESSION

ROOT = Path(__file__).resolve().parents[2]
FOUNDER = {
    "name": "Samverkansgruppen",
    "municipality": "Åby",
    "given_name": "Åsa",
    "family_name": "Övning",
    "email": "asa@example.se",
    "agency_slug": "fvg",
}
PACKING = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass(frozen=True)
class Served:
    """Where it answers, its first link, and its process."""

    address: str
    link: str
    pid: int


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running ``coordinator serve`` on a new database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("served")
    out = folder / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "coordinator", "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=out.open("w"),
        stderr=subprocess.STDOUT,
        env={
            **os.environ,
            "COORDINATOR_DATABASE_URL": f"sqlite:///{folder / 'c.sqlite'}",
            "COORDINATOR_BASE_URL": f"http://127.0.0.1:{port}",
        },
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            httpx.get(f"{address}/healthz")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    found = re.search(r"http\S+/sign-in/\S+", out.read_text())
    assert found, out.read_text()
    yield Served(address, found[0], process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0, out.read_text()


@pytest.fixture(scope="module")
def founder(served: Served) -> Iterator[httpx.Client]:
    """A browser in which the first link's button has been pressed, and the group begun."""
    with httpx.Client(base_url=served.address, headers={"Origin": served.address}) as browser:
        page = browser.get(served.link).text
        token = re.search(r'name="form_token" value="([^"]+)"', page)
        assert token
        answer = browser.post(
            "/sign-in",
            data={"token": served.link.rsplit("/", 1)[1], "form_token": token[1]},
        )
        assert answer.status_code == 303, answer.text
        page = browser.get("/start/group").text
        token = re.search(r'name="form_token" value="([^"]+)"', page)
        assert token
        begun = browser.post("/start/group", data={**FOUNDER, "form_token": token[1]})
        assert begun.status_code == 303, begun.text
        yield browser


def test_the_printed_link_opens_a_page_with_a_button(founder: httpx.Client) -> None:
    assert SESSION in founder.cookies


def test_without_a_session_a_pages_address_leads_to_the_sign_in(served: Served) -> None:
    for method in ("GET", "HEAD"):
        answer = httpx.request(method, f"{served.address}/meetings?group=x")

        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=%2Fmeetings%3Fgroup%3Dx"


def test_streamlits_page_comes_mended_and_guarded(founder: httpx.Client) -> None:
    page = founder.get("/", headers={"Accept-Language": "sv", "Accept-Encoding": "gzip"})

    assert page.status_code == 200
    assert '<html lang="sv" data-reader="' in page.text
    assert "/app-assets/boot.js" in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cross-origin-opener-policy"] == "same-origin"


def test_streamlits_other_doors_are_shut(served: Served) -> None:
    for path in (
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/script-health-check",
        "/nowhere",
        "/sign-in/a/b",
        "/static/nowhere.js",
    ):
        answer = httpx.get(served.address + path)
        assert answer.status_code == 404, path
        assert answer.headers["x-content-type-options"] == "nosniff", path
    assert httpx.get(f"{served.address}/media/x.pdf").status_code == 403


def test_what_the_browser_code_needs_stays_open(founder: httpx.Client, served: Served) -> None:
    assert httpx.get(f"{served.address}/_stcore/health").status_code == 200
    assert httpx.get(f"{served.address}/_stcore/host-config").status_code == 200
    script = re.search(r'src="\./(static/js/[^"]+)"', founder.get("/").text)
    assert script
    assert httpx.get(f"{served.address}/{script[1]}").status_code == 200


def test_only_files_are_compressed_and_the_main_script_to_less_than_200_kb(
    founder: httpx.Client, served: Served
) -> None:
    page = founder.get("/", headers=PACKING)
    script = re.search(r'src="\./(static/js/[^"]+)"', page.text)
    assert script

    for coding in ("br", "gzip"):
        with founder.stream("GET", f"/{script[1]}", headers={"Accept-Encoding": coding}) as answer:
            size = len(b"".join(answer.iter_raw()))
            assert answer.headers["content-encoding"] == coding
            assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
            assert size == int(answer.headers["content-length"]) < 200_000
    assert founder.get("/app-assets/boot.js", headers=PACKING).headers["content-encoding"] == "br"
    for path in ("/", "/sign-in", "/my", "/nowhere", "/_stcore/host-config", "/healthz", "/help"):
        answer = founder.get(path, headers=PACKING)
        assert "content-encoding" not in answer.headers, path
    assert len(page.content) > 5000


def socket_of(served: Served, cookie: str | None) -> ClientConnection:
    return connect(
        served.address.replace("http", "ws", 1) + "/_stcore/stream",
        origin=Origin(served.address),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": f"{SESSION}={cookie}"} if cookie else {},
        compression=None,
        max_size=None,
    )


def test_strangers_cannot_make_the_server_hold_frames(served: Served) -> None:
    before = memory(served.pid)
    # The head of a frame of 150 MB, and the first of it.
    frame = b"\x82\xff" + (150_000_000).to_bytes(8, "big") + b"\0\0\0\0" + b"x" * 500_000
    host, port = served.address.removeprefix("http://").split(":")
    handshake = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {served.address}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {'A' * 22}==\r\nCookie: {SESSION}={'A' * 43}\r\n\r\n"
    ).encode()
    with ExitStack() as stack:
        for _ in range(100):
            one = stack.enter_context(socket.create_connection((host, int(port)), timeout=20))
            one.sendall(handshake)
            assert one.recv(4096).startswith(b"HTTP/1.1 403 ")
            with suppress(OSError):
                one.sendall(frame)

        assert memory(served.pid) - before < 20_000_000
    with pytest.raises(InvalidStatus, match="403"):
        socket_of(served, None)


def test_a_frame_larger_than_a_page_ever_needs_closes_the_socket(
    served: Served, founder: httpx.Client
) -> None:
    with socket_of(served, founder.cookies[SESSION]) as page:
        with suppress(ConnectionClosed):
            page.send(b"x" * 1_000_000 for _ in range(11))  # in eleven pieces
        with suppress(ConnectionClosed, TimeoutError):
            while True:
                page.recv(timeout=10)

        assert page.close_code == CloseCode.MESSAGE_TOO_BIG


def memory(pid: int) -> int:
    """Bytes that the process holds."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1000
