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
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A running ``coordinator serve`` on a new database: its address and its first link."""
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
    yield address, found[0]
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)


def test_the_printed_link_opens_a_page_with_a_button(served: tuple[str, str]) -> None:
    page = httpx.get(served[1])

    assert page.status_code == 200
    assert 'name="form_token"' in page.text


def test_streamlits_page_comes_mended_and_guarded(served: tuple[str, str]) -> None:
    page = httpx.get(served[0], headers={"Accept-Language": "sv", "Accept-Encoding": "gzip"})

    assert page.status_code == 200
    assert '<html lang="sv">' in page.text
    assert "/app-assets/boot.js" in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cross-origin-opener-policy"] == "same-origin"


def test_streamlits_other_doors_are_shut(served: tuple[str, str]) -> None:
    for path in (
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/script-health-check",
        "/nowhere",
        "/sign-in/a/b",
    ):
        answer = httpx.get(served[0] + path)
        assert answer.status_code == 404, path
        assert answer.headers["x-content-type-options"] == "nosniff", path
    assert httpx.get(f"{served[0]}/media/x.pdf").status_code == 403


def test_what_the_browser_code_needs_stays_open(served: tuple[str, str]) -> None:
    assert httpx.get(f"{served[0]}/_stcore/health").status_code == 200
    assert httpx.get(f"{served[0]}/_stcore/host-config").status_code == 200
    script = re.search(r'src="\./(static/js/[^"]+)"', httpx.get(served[0]).text)
    assert script
    assert httpx.get(f"{served[0]}/{script[1]}").status_code == 200
