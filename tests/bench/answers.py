"""How long an answer takes on one kept connection to a served product.

Beside it stands the same server's answer of two bytes that is worked out from nothing: no product
on it can be faster. An answer whose body waits for the reader's acknowledgement of its head takes
40 ms more; on a fresh connection that does not show. It times, so it is no test.
"""

from __future__ import annotations

import asyncio
import http.client
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from coordinator.access.cookies import session_name
from coordinator.core.settings import Settings
from coordinator.wiring import open_office, shell_actor
from tests.browser.conftest import Server, serving
from tests.soak.load import PAGES, Visitor
from tests.ui.run import DEMO_NOW, ROOT, cookie_of

REQUESTS = 40
MEMBER, COORDINATOR = "karin.mallqvist@example.se", "asa.ovningsson@example.se"
CONSTANT = """
from coordinator.web import server
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200,
                "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
sockets = server.listen("127.0.0.1", 0)
print(sockets[0].getsockname()[1], flush=True)
server.run(app, sockets, {"lifespan": "off"})
"""


def kept(port: int, path: str, cookie: str | None = None) -> float:
    """Median milliseconds of a GET, one after the other on one connection."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    about: Mapping[str, str] = {"Cookie": f"{session_name(https=False)}={cookie}"} if cookie else {}
    times = []
    for _ in range(REQUESTS):
        begin = perf_counter()
        line.request("GET", path, headers=dict(about))
        answer = line.getresponse()
        answer.read()
        times.append((perf_counter() - begin) * 1000)
        assert answer.status == 200, (path, answer.status)
    line.close()
    return statistics.median(times)


def constant() -> float:
    """uvicorn's answer of two bytes, on our sockets."""
    process = subprocess.Popen(
        [sys.executable, "-c", CONSTANT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        return kept(int(process.stdout.readline()), "/")
    finally:
        process.terminate()
        process.wait(20)


def runs(server: Server, cookie: str) -> dict[str, float]:
    """Median milliseconds of a page's run over its socket, until the last element has come."""

    async def look() -> dict[str, float]:
        visitor = Visitor(server.address, cookie)
        times: dict[str, list[float]] = {name: [] for name in PAGES}
        async with await visitor.connect() as socket:
            await visitor.run(socket, "")
            for _ in range(REQUESTS):
                for name, path in PAGES.items():
                    times[name].append(await visitor.run(socket, path))
        return {name: statistics.median(each) for name, each in times.items()}

    return asyncio.run(look())


def main() -> None:
    print(f"{REQUESTS} one after the other on one kept connection, median ms")
    print(f"{'two bytes from nothing':<28}{constant():>8.2f}")
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), DEMO_NOW.isoformat(), demo=True) as server,
    ):
        database = server.environment["COORDINATOR_DATABASE_URL"]
        office = open_office(Settings(database_url=database, now=DEMO_NOW, _env_file=None))
        member, coordinator = (
            cookie_of(office, shell_actor(office, None, one).person_id or 0)
            for one in (MEMBER, COORDINATOR)
        )
        office.database.dispose()
        print(f"{'/healthz':<28}{kept(server.port, '/healthz'):>8.2f} (below 5)")
        page = kept(server.port, "/my?group=exempelkoping", member)
        print(f"{'Min sida, a member':<28}{page:>8.2f} (below 20)")
        for name, median in runs(server, coordinator).items():
            print(f"{name + ', a run':<28}{median:>8.2f}")


if __name__ == "__main__":
    main()
