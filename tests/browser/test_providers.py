"""Signing in with a provider, in a real browser against a real (if small) OpenID Connect server."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Server, free_port, serving, settled, shown

pytestmark = pytest.mark.browser

COORDINATOR = "asa.ovningsson@example.se"
MEMBER = "nadia.skenberg@example.se"


@dataclass(frozen=True)
class Work:
    """A served example and the provider that its municipality uses."""

    server: Server
    provider: str


# The provider's own page wants it; it is answered here, so that nothing leaves this machine.
LOOK_OF_THE_PROVIDER = "https://cdn.jsdelivr.net/npm/@picocss/"
PEOPLE = (
    ("asa", COORDINATOR, True),
    ("nadia", MEMBER, True),
    ("liar", COORDINATOR, False),
    ("stranger", "nobody@example.se", True),
)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The provider's address. It runs by itself: its warnings are no errors of ours."""
    port = free_port()
    people = [
        f"--user-claims={json.dumps({'sub': sub, 'email': email, 'email_verified': verified})}"
        for sub, email, verified in PEOPLE
    ]
    log = tmp_path_factory.mktemp("provider") / "provider.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", f"--port={port}", *people],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/.well-known/openid-configuration", log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-4000:])


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory, provider: str) -> Iterator[Work]:
    setting = "COORDINATOR_OIDC_KOMMUN_"
    more = {
        f"{setting}CLIENT_ID": "coordinator",
        f"{setting}CLIENT_SECRET": "only-for-this-test",
        f"{setting}METADATA_URL": f"{provider}/.well-known/openid-configuration",
        f"{setting}LABEL": "Exempelköping",
    }
    folder = tmp_path_factory.mktemp("served")
    with serving(folder, "2026-11-22T12:00+01:00", demo=True, quiet=False, more=more) as server:
        yield Work(server, provider)


def browser_page(open_page: OpenPage, work: Work, *, forgive: tuple[str, ...] = ()) -> Page:
    page = open_page(work.server, also=(work.provider, LOOK_OF_THE_PROVIDER), forgive=forgive)
    page.route(f"{LOOK_OF_THE_PROVIDER}**", lambda route: route.fulfill(content_type="text/css"))
    return page


def pick(page: Page, sub: str) -> None:
    """The provider's own page: who is it?"""
    page.get_by_role("button", name=sub, exact=True).first.click()


def cookie_names(page: Page) -> set[str]:
    return {cookie["name"] for cookie in page.context.cookies()}


def test_the_coordinator_comes_in_and_stands_where_she_wanted_to(
    open_page: OpenPage, work: Work
) -> None:
    page = browser_page(open_page, work)
    page.goto(f"{work.server.address}/sign-in?next=/group%3Fgroup%3Dexempelkoping")
    page.get_by_role("link", name="Logga in med Exempelköping").click()

    pick(page, "asa")

    settled(page)
    assert page.url == f"{work.server.address}/group?group=exempelkoping"
    shown(page.get_by_role("heading", level=1))
    # One kind of session: ours. Streamlit's user cookie never reached the browser.
    assert "coordinator_session" in cookie_names(page)
    assert not any(name.startswith("_streamlit_user") for name in cookie_names(page))


def test_a_page_asked_for_without_a_session_is_reached_after_signing_in(
    open_page: OpenPage, work: Work
) -> None:
    page = browser_page(open_page, work)
    page.goto(f"{work.server.address}/meetings?group=exempelkoping")
    page.get_by_role("link", name="Logga in med Exempelköping").click()

    pick(page, "asa")

    settled(page)
    assert page.url.startswith(f"{work.server.address}/meetings?group=exempelkoping")


def test_a_member_is_led_to_the_plain_pages(open_page: OpenPage, work: Work) -> None:
    page = browser_page(open_page, work)
    page.goto(f"{work.server.address}/sign-in/with/kommun?next=/my/sessions")

    pick(page, "nadia")

    page.wait_for_url(f"{work.server.address}/my/sessions")
    shown(page.get_by_text("Inloggad med Exempelköping"))


@pytest.mark.parametrize("sub", ["stranger", "liar"])
def test_an_unknown_or_unverified_person_gets_a_polite_no(
    open_page: OpenPage, work: Work, sub: str
) -> None:
    page = browser_page(open_page, work, forgive=("403",))
    page.goto(f"{work.server.address}/sign-in/with/kommun")

    pick(page, sub)

    page.get_by_text("ingen med den adressen har tillgång hit").wait_for()
    assert "coordinator_session" not in cookie_names(page)
    assert not any(name.startswith("_streamlit_user") for name in cookie_names(page))
    assert "Exempelköping" not in page.inner_text("main")


def test_a_no_at_the_provider_ends_in_words(open_page: OpenPage, work: Work) -> None:
    page = browser_page(open_page, work, forgive=("400",))
    page.goto(f"{work.server.address}/sign-in/with/kommun")

    page.get_by_role("button", name="Deny").click()

    page.get_by_text("Inloggningen avbröts").wait_for()
    assert "coordinator_session" not in cookie_names(page)


def test_a_way_back_that_was_used_already_lets_nobody_in(open_page: OpenPage, work: Work) -> None:
    page = browser_page(open_page, work, forgive=("400",))
    ways_back: list[str] = []

    def is_way_back(address: str) -> bool:
        return address.startswith(f"{work.server.address}/oauth2callback")

    page.on(
        "request",
        lambda request: ways_back.append(request.url) if is_way_back(request.url) else None,
    )
    page.goto(f"{work.server.address}/sign-in/with/kommun")
    pick(page, "asa")
    settled(page)
    assert len(ways_back) == 1
    before = page.context.cookies()

    page.goto(ways_back[0])

    shown(page.get_by_text("Inloggningen avbröts"))
    # The session that stood is neither replaced nor taken away.
    assert [c for c in page.context.cookies() if c["name"] == "coordinator_session"] == [
        c for c in before if c["name"] == "coordinator_session"
    ]
    other = browser_page(open_page, work, forgive=("400",))
    other.goto(ways_back[0])
    assert "coordinator_session" not in cookie_names(other)


@pytest.mark.parametrize("wish", ["https://evil.example/", "//evil.example", "/%5Cevil.example"])
def test_a_foreign_address_is_never_gone_on_to(open_page: OpenPage, work: Work, wish: str) -> None:
    page = browser_page(open_page, work)
    page.goto(f"{work.server.address}/sign-in/with/kommun?next={wish}")

    pick(page, "asa")

    settled(page)
    assert page.url.split("?")[0] == f"{work.server.address}/"


def test_signing_out_ends_ours_and_offers_to_end_theirs(open_page: OpenPage, work: Work) -> None:
    page = browser_page(open_page, work)
    page.goto(f"{work.server.address}/sign-in/with/kommun?next=/my/sessions")
    pick(page, "asa")
    page.get_by_role("button", name="Logga ut här").click()
    page.wait_for_url(f"{work.server.address}/signed-out?with=kommun")
    assert "coordinator_session" not in cookie_names(page)

    page.get_by_role("link", name="Logga ut hos Exempelköping").click()

    page.wait_for_url(f"{work.provider}/oauth2/end_session?**")
    page.get_by_role("button").first.click()
    page.wait_for_url(f"{work.server.address}/signed-out**")


def test_the_providers_doors_show_nothing_by_themselves(work: Work) -> None:
    for path in ("/oauth2callback?state=x&code=y", "/oauth2callback", "/sign-in/with/other"):
        with pytest.raises(HTTPError) as refused:
            urlopen(work.server.address + path, timeout=10)
        assert refused.value.code in {400, 404}
        assert not any("session=" in v for v in refused.value.headers.get_all("set-cookie") or [])
