"""Who may speak to the product, which doors are shut, and what every answer says."""

from __future__ import annotations

import socket

import pytest
from starlette.websockets import WebSocketDisconnect

from coordinator.access import cookies
from coordinator.wiring import actor_of
from tests.conftest import Cast
from tests.web.conftest import HOME, REAL, Site, send, socket_to

FOREIGN = (
    "https://evil.example",
    "null",
    "",
    "http://127.0.0.1:9999",
    "http://127.0.0.1",
    "http://localhost:8501",
    "https://127.0.0.1:8501.evil.example",
    "http://127.0.0.1:8501@evil.example",
    "http://evil.example/127.0.0.1:8501",
    "file://",
    "http://[::1",
    "http://127.0.0.1:notaport",
)

SAID = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any look-up of a name on the net fails the test."""

    def refuse(*_args: object, **_kwargs: object) -> object:
        raise AssertionError("a name was looked up")

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_form_on_another_site_changes_nothing(site: Site, cast: Cast, origin: str) -> None:
    browser = site.signed_in(cast.member.person_id)

    for path in ("/sign-out", "/sign-in", "/language", "/_stcore/upload_file/a"):
        answer = browser.post(path, data={"to": "en"}, headers={"Origin": origin})

        assert answer.status_code == 403
    assert actor_of(site.office, browser.cookies[cookies.SESSION], None) is not None
    assert cookies.LANGUAGE not in browser.cookies
    assert site.reached == []


def test_a_form_without_any_origin_is_refused(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)

    assert browser.post("/sign-out").status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_method_slips_past_the_origin(site: Site, method: str) -> None:
    answer = site.browser().request(method, "/language", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403


def test_behind_https_only_the_configured_origin_counts(real_site: Site) -> None:
    browser = real_site.browser()

    own = browser.post("/language", data={"to": "en"}, headers={"Origin": REAL})
    plain = browser.post(
        "/language", data={"to": "en"}, headers={"Origin": REAL.replace("https", "http")}
    )
    deeper = browser.post(
        "/language", data={"to": "en"}, headers={"Origin": f"{REAL}.evil.example"}
    )

    assert (own.status_code, plain.status_code, deeper.status_code) == (303, 403, 403)


@pytest.mark.parametrize("origin", [*FOREIGN, None])
@pytest.mark.usefixtures("no_names")
def test_a_foreign_socket_is_closed_without_asking_the_net(site: Site, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}

    with (
        pytest.raises(WebSocketDisconnect) as closed,
        site.browser().websocket_connect("/_stcore/stream", headers=headers),
    ):
        pass

    assert closed.value.code == 1008
    assert site.reached == []


@pytest.mark.usefixtures("no_names")
def test_our_own_page_gets_its_socket(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.coordinator.person_id)

    with socket_to(browser) as stream:
        assert stream.receive_text() == "hello"


@pytest.mark.parametrize("path", ["/", "/meetings", "/_stcore/stream/x", "/_stcore/streamx"])
def test_no_other_socket_exists(site: Site, path: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        site.browser().websocket_connect(path, headers={"Origin": HOME}),
    ):
        pass

    assert site.reached == []


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/agent/interact",
        "/_stcore/script-health-check",
        "/_stcore/allowed-message-origins",
        "/_stcore/healthz",
        "/_stcore/",
        "/_stcore",
        "/_stcore/health/../metrics",
        "/_stcore/health/..%2fmetrics",
        "/%5fstcore/metrics",
        "/auth/login",
        "/oauth2callback",
        "/wp-login.php",
        "/meetings/",
        "/meetings/x",
        "/.env",
        "/data/coordinator.sqlite",
        "/app/static/x",
        "/sign-inx",
        "/sign-in/a/b",
        "/healthzz",
        "/calendar-file",
        "/calendar-file/exempelby/",
        "/app-assets",
    ],
)
def test_an_unknown_or_shut_door_shows_our_own_page(site: Site, path: str) -> None:
    answer = site.browser().get(path)

    assert answer.status_code == 404
    assert "Samordnaren" in answer.text
    assert 'lang="sv"' in answer.text
    assert site.reached == []


@pytest.mark.parametrize(
    "path",
    [
        "/media/abc.pdf",
        "/component/x/y.js",
        "/_stcore/upload_file/1/2",
        "/_stcore/bidi-components/a",
    ],
)
def test_files_of_a_session_want_a_living_one(site: Site, cast: Cast, path: str) -> None:
    forged = site.browser()
    forged.cookies.set(cookies.SESSION, "A" * 43, domain="127.0.0.1", path="/")

    assert site.browser().get(path).status_code == 403
    assert forged.get(path).status_code == 403
    assert site.reached == []
    assert site.signed_in(cast.coordinator.person_id).get(path).status_code == 200


def test_every_kind_of_answer_carries_the_headers(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    told = {
        "page": browser.get("/meetings"),
        "sign-in": browser.get("/sign-in"),
        "asset": browser.get("/app-assets/plain.css"),
        "missing": browser.get("/nowhere"),
        "missing asset": browser.get("/app-assets/nothing.css"),
        "broken": browser.get("/help"),
        "refused": browser.post("/sign-out"),
        "shut": site.browser().get("/media/x"),
        "wrong method": send(browser, "/signed-out"),
        "health": browser.get("/healthz"),
        "redirect": send(browser, "/language", to="sv"),
        "old link": browser.get("/sign-in/nothing"),
        "static": browser.get("/static/x.js"),
        "sent on": site.signed_in(cast.member.person_id).get("/meetings"),
    }

    for name, answer in told.items():
        for header, value in SAID.items():
            assert answer.headers.get(header) == value, (name, header)
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy, name
        assert "'unsafe-eval'" not in policy, name
        assert "script-src 'self' 'sha256-" in policy, name
        assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}, name
    assert told["broken"].status_code == 500
    assert told["missing asset"].status_code == 404


def test_our_fault_shows_a_number_and_nothing_else(
    site: Site, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    answer = site.signed_in(cast.coordinator.person_id).get("/help")

    assert answer.status_code == 500
    assert "Karlsson" not in answer.text
    assert "Traceback" not in answer.text
    number = next(r.args[0] for r in caplog.records if r.msg == "reference %s")  # type: ignore[index]
    assert str(number) in answer.text


def test_behind_https_every_cookie_is_secure(real_site: Site) -> None:
    page = real_site.browser().get("/meetings")

    assert page.headers["strict-transport-security"].startswith("max-age=")
    for cookie in page.headers.get_list("set-cookie"):
        assert "secure" in cookie.lower()


def test_without_https_nothing_promises_it(site: Site) -> None:
    assert "strict-transport-security" not in site.browser().get("/").headers


def test_plain_pages_are_kept_by_no_cache(site: Site, cast: Cast) -> None:
    token = site.link(cast.member.person_id)

    for path in (f"/sign-in/{token}", "/sign-in", "/signed-out", "/nowhere"):
        assert site.browser().get(path).headers["cache-control"] == "no-store"


def test_health_answers_while_the_database_does(site: Site) -> None:
    answer = site.browser().get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok")
