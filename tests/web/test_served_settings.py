"""An administrator's settings, slips in them included, on a server that really runs."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from coordinator.core import logs

ROOT = Path(__file__).resolve().parents[2]
HOST = "samordning.xn--exempelkping-cjb.example"  # as browsers write it


@dataclass
class Served:
    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def browser(self, **headers: str) -> httpx.Client:
        """What a browser sends that has looked the host up and come here."""
        given = {"Host": f"{HOST}:{self.port}", "Accept-Language": "sv", **headers}
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=given)

    def socket(self, origin: str, cookie: str) -> ClientConnection:
        return connect(
            f"ws://{HOST}:{self.port}/_stcore/stream",
            sock=socket.create_connection(("127.0.0.1", self.port)),
            origin=Origin(origin),
            additional_headers={"Cookie": cookie},
        )

    def log(self) -> list[str]:
        return (self.folder / "err").read_text(encoding="utf-8").splitlines()

    def link(self) -> str:
        found = re.search(r"(http\S+)/sign-in/(\S+)", (self.folder / "out").read_text("utf-8"))
        assert found
        assert found[1] == self.origin
        return found[2]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Set up by a file that Notepad wrote, with a capital letter, Swedish letters and a slash."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = [
        f"COORDINATOR_BASE_URL=HTTP://Samordning.Exempelköping.Example:{port}/",
        "COORDINATOR_SIGN_IN_MAILS_PER_ADDRESS=2",
        "COORDINATOR_SMPT_URL=smtp://namn:hemligt@127.0.0.1:1",
    ]
    (folder / ".env").write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COORDINATOR_")}
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "coordinator", "serve", "--port", str(port)],
            cwd=folder,
            stdout=out,
            stderr=err,
            env={
                **environment,
                "PYTHONPATH": str(ROOT),
                "COORDINATOR_DATABASE_URL": f"sqlite:///{folder / 'c.sqlite'}",
            },
        )
    here = Served(port, folder, process)
    for _ in range(300):
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    else:
        pytest.fail("\n".join(here.log()))
    yield here
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def begin_the_group(served: Served, session: str) -> None:
    """Who only starts a group has plain pages; an office page opens a socket."""
    with served.browser(Origin=served.origin, Cookie=session) as browser:
        hidden = re.search(r'name="form_token" value="([^"]+)"', browser.get("/start/group").text)
        assert hidden
        fields = {
            "name": "Gruppen",
            "municipality": "Åby",
            "given_name": "Åsa",
            "family_name": "Övning",
            "email": "asa@example.se",
            "agency_slug": "fvg",
            "form_token": hidden[1],
        }
        assert browser.post("/start/group", data=fields).status_code == 303


def test_an_administrator_sets_the_address_with_a_capital_letter_and_everybody_can_still_sign_in(
    served: Served,
) -> None:
    token = served.link()
    with served.browser() as browser:
        page = browser.get(f"/sign-in/{token}.")
        hidden = re.search(r'name="form_token" value="([^"]+)"', page.text)
        assert hidden
        fields = {"token": token, "form_token": hidden[1]}
        # httpx keeps cookies by the address it connects to, and that is not the one people use.
        cookie = {"Cookie": page.headers["set-cookie"].split(";")[0]}
        foreign = browser.post(
            "/sign-in", data=fields, headers={**cookie, "Origin": "http://elsewhere.example"}
        )
        entered = browser.post("/sign-in", data=fields, headers={**cookie, "Origin": served.origin})
    assert foreign.status_code == 403
    assert entered.status_code == 303, entered.text
    session = entered.headers["set-cookie"].split(";")[0]
    begin_the_group(served, session)

    with served.socket(served.origin, session) as opened:
        assert opened.response is not None
        assert opened.response.status_code == 101
    with pytest.raises(InvalidStatus), served.socket("http://elsewhere.example", session):
        pass


def test_each_town_hall_behind_the_proxy_counts_for_itself(served: Served) -> None:
    def ask(number: int, forwarded: str) -> int:
        with served.browser(Origin=served.origin, **{"X-Forwarded-For": forwarded}) as browser:
            page = browser.get("/sign-in")
            hidden = re.search(r'name="form_token" value="([^"]+)"', page.text)
            assert hidden
            fields = {"address": f"n{number}@example.se", "form_token": hidden[1]}
            cookie = {"Cookie": page.headers["set-cookie"].split(";")[0]}
            return browser.post("/sign-in/mail", data=fields, headers=cookie).status_code

    assert [ask(n, "192.0.2.7") for n in range(3)] == [303, 303, 400]
    assert ask(4, "192.0.2.8") == 303
    # What the client wrote itself stands before what the proxy added, and counts for nothing.
    assert ask(5, "192.0.2.99, 192.0.2.7") == 400
    assert [ask(n, f"2001:db8:0:1::{n}") for n in range(6, 9)] == [303, 303, 400]


def test_the_log_tells_a_servers_life_in_lines_that_are_all_alike_and_come_once(
    served: Served,
) -> None:
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(timeout=20)

    found = served.log()

    assert [line for line in found if not re.fullmatch(logs.LINE, line)] == []
    said = [line.split(": ", 1)[1] for line in found]
    assert len(said) == len(set(said))
    assert sum(line.startswith("database migrated from nothing to ") for line in said) == 1
    (start,) = [line for line in said if line.startswith("started: ")]
    middle = f"address {served.origin}, database sqlite, revision"
    assert re.fullmatch(rf"started: version \S+, {middle} \S+, mail waits", start)
    assert "settings: Nobody reads COORDINATOR_SMPT_URL. Was COORDINATOR_SMTP_URL meant?" in said
    assert said[-1] == "stopped"
    whole = "\n".join(found)
    assert served.link() not in whole
    assert "hemligt" not in whole
    assert "@example.se" not in whole
