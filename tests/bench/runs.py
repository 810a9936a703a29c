"""What one run of a page costs a real server: the page's own work beside that of an empty page.

One signed-in tab asks again and again over its web socket. The processor time is the server's own,
all its threads: what a hundred tabs share.
"""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil

from tests.bench import served
from tests.browser.conftest import ROOT, example, free_port
from tests.soak.load import PEOPLE, Visitor, cookies_for
from tests.ui.run import DEMO_NOW

PAGES = {"an empty page": served.NAME, "Hem": "", "Möten": "meetings"}
BARE = "Streamlit alone"
ROUNDS, BLOCKS = 15, 12
_PATIENCE = 60  # seconds until a server answers


@dataclass(frozen=True)
class RunCost:
    """Milliseconds: from the wish to the drawn page, and of the server's processor per run."""

    page: str
    median: float
    processor: float


def run_costs(folder: Path) -> list[RunCost]:
    """The pages in turn, block by block, so that a machine that slows down slows down all."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{folder / 'runs.sqlite'}"
    (folder / "runs.sqlite").write_bytes(example(DEMO_NOW.isoformat()))
    environment = os.environ | {
        "COORDINATOR_DATABASE_URL": database,
        "COORDINATOR_BASE_URL": address,
        "COORDINATOR_NOW": DEMO_NOW.isoformat(),
    }
    with _process(("serve", "--port", str(port)), address, environment) as process:
        cookie = cookies_for(database, 1, PEOPLE)[0]
        costs = asyncio.run(_costs(Visitor(address, cookie), process, PAGES))
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with _process(("bare", str(port)), address, dict(os.environ)) as process:
        return asyncio.run(_costs(Visitor(address, ""), process, {BARE: ""})) + costs


@contextmanager
def _process(
    command: tuple[str, ...], address: str, environment: dict[str, str]
) -> Iterator[psutil.Process]:
    run = (sys.executable, "-m", "tests.bench.served", *command)
    with subprocess.Popen(run, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as started:
        try:
            _wait(address)
            yield psutil.Process(started.pid)
        finally:
            started.send_signal(signal.SIGTERM)


def _wait(address: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


async def _costs(visitor: Visitor, process: psutil.Process, pages: dict[str, str]) -> list[RunCost]:
    times: dict[str, list[float]] = {name: [] for name in pages}
    used: dict[str, list[float]] = {name: [] for name in pages}
    async with await visitor.connect() as socket:
        await visitor.run(socket, "")
        for path in pages.values():
            for _ in range(5):
                await visitor.run(socket, path)
        for _ in range(BLOCKS):
            for name, path in pages.items():
                await visitor.run(socket, path)
                before = _processor(process)
                times[name] += [await visitor.run(socket, path) for _ in range(ROUNDS)]
                used[name].append((_processor(process) - before) * 1000 / ROUNDS)
    return [
        RunCost(name, statistics.median(times[name]), statistics.median(used[name]))
        for name in pages
    ]


def _processor(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return float(spent.user + spent.system)


def main() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        print(told(run_costs(Path(folder))))


def told(costs: list[RunCost]) -> str:
    """The table, with each page's processor time as a multiple of the empty page's."""
    empty = next(cost.processor for cost in costs if cost.page == "an empty page")
    lines = [f"{'a run over a socket':<28}{'median ms':>12}{'processor ms':>14}{'× empty':>9}"]
    lines += [
        f"{cost.page:<28}{cost.median:>12.1f}{cost.processor:>14.1f}{cost.processor / empty:>9.2f}"
        for cost in costs
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
