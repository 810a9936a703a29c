"""The socket of an open page: who gets one, and what happens when the session ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from time import monotonic, sleep

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from coordinator.access import cookies
from coordinator.access.actor import Role
from coordinator.entrance import usecases as entrance
from coordinator.roster import usecases as roster
from coordinator.web import sockets
from coordinator.web.asgi import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from coordinator.wiring import shell_actor
from tests.conftest import Cast
from tests.web.conftest import HOME, Site, send, socket_to


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


@pytest.fixture
def heard(site: Site) -> Iterator[list[str]]:
    """What got through to Streamlit: each word of a page, and its handshake."""
    words: list[str] = []

    async def stream(socket: WebSocket) -> None:
        words.append(f"hello {socket.headers.get('sec-websocket-protocol', '')}".strip())
        await socket.accept("streamlit" if socket.scope["subprotocols"] else None)
        try:
            while True:
                words.append((await socket.receive_bytes()).decode())
                await socket.send_text("drawn")
        except WebSocketDisconnect as gone:
            words.append(f"gone {gone.code}")

    pages = site.app.routes[len(ROUTES) :]
    site.app = Starlette(
        routes=[*ROUTES, WebSocketRoute("/_stcore/stream", stream), *pages],
        middleware=MIDDLEWARE,
        exception_handlers=dict(EXCEPTION_HANDLERS),
    )
    yield words
    assert not sockets._open


def is_refused(browser: TestClient, *protocols: str) -> bool:
    try:
        with socket_to(browser, *protocols):
            return False
    except WebSocketDisconnect as closed:
        return closed.code == sockets.REFUSED


def mark_in(page: str) -> str:
    found = re.search(r' data-reader="([0-9a-f.]+)"', page)
    assert found, page[:300]
    return found[1]


def test_without_a_living_session_there_is_no_socket(
    site: Site, cast: Cast, heard: list[str]
) -> None:
    stranger, forged = site.browser(), site.browser()
    forged.cookies.set(cookies.SESSION, "A" * 43, domain="127.0.0.1", path="/")
    gone = site.signed_in(cast.coordinator.person_id)
    kept = gone.cookies[cookies.SESSION]
    send(gone, "/sign-out")
    gone.cookies.set(cookies.SESSION, kept, domain="127.0.0.1", path="/")

    assert is_refused(stranger)
    assert is_refused(forged)
    assert is_refused(gone)
    assert heard == []


def test_who_has_plain_pages_only_gets_no_socket(site: Site, cast: Cast, heard: list[str]) -> None:
    assert is_refused(site.signed_in(cast.member.person_id))
    assert not is_refused(site.signed_in(cast.coordinator.person_id))


def test_when_the_session_ends_the_page_is_told_and_nothing_of_it_is_run(
    site: Site, cast: Cast, heard: list[str]
) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    with socket_to(browser) as page:
        page.send_bytes(b"first")
        assert page.receive_text() == "drawn"
        send(browser, "/sign-out")

        page.send_bytes(b"typed text")
        told = page.receive()

    assert told.get("code") == sockets.SIGNED_OUT
    assert heard == ["hello", "first", "gone 4401"]


def test_a_word_of_a_kind_that_streamlit_cannot_read_closes_the_page(
    site: Site, cast: Cast, heard: list[str]
) -> None:
    with socket_to(site.signed_in(cast.coordinator.person_id)) as page:
        page.send_text("text")
        told = page.receive()

    assert told.get("code") == sockets.NOT_UNDERSTOOD
    assert heard == ["hello", "gone 1003"]


def test_a_session_that_grew_too_old_ends_the_page(
    site: Site, cast: Cast, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    with socket_to(browser) as page:
        later = site.office.clock.now() + entrance.SESSION_LIFETIME + timedelta(minutes=1)
        clock = site.office.clock.fixed(later)
        monkeypatch.setattr(sockets, "running_office", lambda: replace(site.office, clock=clock))

        page.send_bytes(b"typed text")

        assert page.receive().get("code") == sockets.SIGNED_OUT


def test_a_page_on_which_nothing_is_pressed_learns_of_the_end(
    site: Site, cast: Cast, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "LOOK_EVERY", 0.02)
    browser = site.signed_in(cast.coordinator.person_id)
    with socket_to(browser):
        send(browser, "/sign-out")
        deadline = monotonic() + 10
        while heard[-1] != "gone 4401" and monotonic() < deadline:
            sleep(0.02)

        assert heard == ["hello", "gone 4401"]


def test_whoever_may_no_longer_see_the_page_is_told_so(
    site: Site, cast: Cast, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, shell = site.office, shell_actor(site.office, "exempelby")
    assert cast.member.person_id is not None
    roster.grant_role(office, shell, person_id=cast.member.person_id, role=Role.SECRETARY)
    browser = site.signed_in(cast.member.person_id)
    with socket_to(browser) as page:
        roster.withdraw_role(office, shell, person_id=cast.member.person_id, role=Role.SECRETARY)
        monkeypatch.setattr(sockets, "LOOK_EVERY", 0.0)

        page.send_bytes(b"typed text")

        assert page.receive().get("code") == sockets.NO_LONGER_YOURS


def test_while_the_database_is_away_the_run_itself_says_so(
    site: Site, cast: Cast, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise OSError("gone")

    with socket_to(site.signed_in(cast.coordinator.person_id)) as page:
        monkeypatch.setattr(entrance, "is_signed_in", away)
        page.send_bytes(b"a press")

        assert page.receive_text() == "drawn"


def test_a_page_finds_back_to_whom_it_was_drawn_for_and_to_nobody_else(
    site: Site, cast: Cast, heard: list[str]
) -> None:
    hers = site.signed_in(cast.coordinator.person_id)
    mark = f"reader.{mark_in(hers.get('/').text)}"
    another = site.signed_in(cast.reader.person_id)
    again = site.signed_in(cast.coordinator.person_id)

    assert not is_refused(hers, "token", mark)
    assert is_refused(another, "token", mark)
    assert is_refused(again, "token", "reader.0123456789abcdef")
    assert not is_refused(again, "token", "her-session", mark)
    # Streamlit reads these by their place and must not take the mark for one of its own.
    assert [one for one in heard if one.startswith("hello")] == [
        "hello streamlit, token",
        "hello streamlit, token, her-session",
    ]


def test_a_session_has_so_many_open_pages_and_no_more(
    site: Site, cast: Cast, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "MOST", 2)
    browser = site.signed_in(cast.coordinator.person_id)
    with socket_to(browser):
        with socket_to(browser):
            assert is_refused(browser)
        assert not is_refused(browser)


@pytest.mark.parametrize("path", ["/", "/meetings", "/settings", "/help"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_pages_address_without_a_session_leads_to_the_sign_in_and_back(
    site: Site, path: str, method: str
) -> None:
    answer = site.browser().request(method, f"{path}?group=exempelby&meeting=HT2026-1")

    assert answer.status_code == 303
    onward = f"{path}?group=exempelby&meeting=HT2026-1"
    wish = onward.replace("/", "%2F").replace("?", "%3F").replace("=", "%3D").replace("&", "%26")
    assert answer.headers["location"] == f"/sign-in?next={wish}"
    assert answer.headers["cache-control"] == "no-store"
    assert site.reached == []


def test_looking_whether_a_page_can_be_had_keeps_no_session_alive(
    site: Site, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[int] = []
    monkeypatch.setattr(
        entrance, "note_use", lambda _office, session, _seat: used.append(session.id)
    )
    browser = site.signed_in(cast.coordinator.person_id)

    assert browser.head("/").status_code in {200, 405}
    assert used == []
    browser.get("/")
    assert len(used) == 1


def test_the_origin_is_still_asked_first(site: Site, cast: Cast, heard: list[str]) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    kept = {"Cookie": f"{cookies.SESSION}={browser.cookies[cookies.SESSION]}"}

    for origin in ("https://evil.example", HOME.replace("http", "https")):
        with (
            pytest.raises(WebSocketDisconnect),
            browser.websocket_connect("/_stcore/stream", headers={"Origin": origin, **kept}),
        ):
            pass
    assert heard == []
