"""Streamlit's one page, mended on its way out."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from coordinator.web.html import Page, PageShell, rewritten


def streamlits_page() -> str:
    spec = importlib.util.find_spec("streamlit")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "static" / "index.html").read_text(encoding="utf-8")


def serve_page(request: Request) -> Response:
    asked = ",".join(sorted(set(request.headers) & {"if-none-match", "accept-encoding", "range"}))
    return HTMLResponse(streamlits_page(), headers={"ETag": '"old"', "X-Asked": asked})


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/", serve_page),
        Route("/plain", lambda _request: HTMLResponse("<title>Egen</title>")),
        Route("/static/x.js", lambda _request: PlainTextResponse("let x")),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(PageShell)
    return TestClient(app)


def test_the_page_is_swedish_and_has_our_name_and_script(client: TestClient) -> None:
    answer = client.get("/", headers={"Accept-Language": "sv,en;q=0.5"})
    assert '<html lang="sv">' in answer.text
    assert "<title>Samordnaren</title>" in answer.text
    for script in ("boot.js", "links.js"):
        assert answer.text.index(f'src="/app-assets/{script}"') < answer.text.index('type="module"')
    # Of two equal rules the later one holds, and Streamlit adds its own to the head.
    assert answer.text.index('href="/app-assets/look.css?') > answer.text.index("</head>")
    assert "_stcore/agent" not in answer.text
    assert "Sidan behöver JavaScript" in answer.text


@pytest.mark.parametrize(
    ("cookie", "wish", "language"),
    [
        ("", "en-GB,en", "en"),
        ("coordinator_language=sv", "en-GB,en", "sv"),
        ("coordinator_language=en", "sv", "en"),
        ("coordinator_language=tlh; x=1", "de", "sv"),
        ('broken="', "en", "en"),
    ],
)
def test_the_readers_choice_goes_before_the_browsers(
    client: TestClient, cookie: str, wish: str, language: str
) -> None:
    answer = client.get("/", headers={"Cookie": cookie, "Accept-Language": wish})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language


def test_headers_fit_the_new_body(client: TestClient) -> None:
    answer = client.get("/", headers={"If-None-Match": '"old"', "Range": "bytes=0-9"})
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "etag" not in answer.headers
    assert answer.headers["x-asked"] == ""
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["vary"].split(", "))


def test_other_answers_pass_untouched(client: TestClient) -> None:
    assert client.get("/plain").text == "<title>Egen</title>"
    assert client.get("/static/x.js").text == "let x"
    assert client.head("/").status_code == 200


def test_an_upgrade_that_moves_things_is_noticed() -> None:
    with pytest.raises(ValueError, match="has changed"):
        rewritten('<html lang="en"><div id="root"></div>', Page("sv"))
