"""Every route that the installed Streamlit makes is known: open, behind a session, or shut.

A new version that brings another one fails here, before it serves anything to anybody.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect
from streamlit import config
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from tests.web.conftest import HOME, Site

OPEN, PAGE, SESSION, SHUT, PROVIDER = "open", "page", "session", "shut", "provider"
# By the path as Streamlit writes it. PAGE: whoever has no session is led to the sign-in.
# PROVIDER: open only where signing in goes through one.
KNOWN = {
    "/_stcore/health": OPEN,
    "/_stcore/host-config": OPEN,
    "/_stcore/stream": SESSION,  # the socket, from our own origin only
    "/_stcore/metrics": SHUT,
    "/_stcore/script-health-check": SHUT,
    "/_stcore/agent/interact": SHUT,
    "/_stcore/agent/mcp": SHUT,
    "/_stcore/agent/openapi.json": SHUT,
    "/_stcore/upload_file/{session_id}/{file_id}": SESSION,
    "/_stcore/bidi-components/{path:path}": SESSION,
    "/media/{file_id:path}": SESSION,
    "/component/{path:path}": SESSION,
    "/app/static/{path:path}": SHUT,
    "/auth/login": PROVIDER,
    "/auth/logout": PROVIDER,
    "/oauth2callback": PROVIDER,
    "/": PAGE,  # the page itself; its files are open
}


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


class _Anything:
    """Stands for the parts of Streamlit that its routes only keep."""

    _main_script_path = "app.py"

    def __getattr__(self, _name: str) -> Any:
        return _Anything()


@pytest.fixture
def streamlit_routes() -> Iterator[list[BaseRoute]]:
    """Everything Streamlit would serve, with every optional route switched on."""
    wished = {"server.enableStaticServing": True, "server.scriptHealthCheckEnabled": True}
    before = {name: config.get_option(name) for name in wished}
    for name, value in wished.items():
        config.set_option(name, value)
    runtime: Any = _Anything()
    yield list(create_streamlit_routes(runtime))
    for name, value in before.items():
        config.set_option(name, value)


def paths(routes: list[BaseRoute]) -> set[str]:
    found = set()
    for route in routes:
        assert isinstance(route, Route | WebSocketRoute | Mount), route
        found.add(route.path or "/")
    return found


def test_every_route_of_streamlit_is_known(streamlit_routes: list[BaseRoute]) -> None:
    assert paths(streamlit_routes) == set(KNOWN)


@pytest.mark.parametrize("path", sorted(KNOWN))
def test_a_stranger_reaches_only_what_is_open(site: Site, path: str) -> None:
    if path == "/_stcore/stream":
        with (
            pytest.raises(WebSocketDisconnect),
            site.browser().websocket_connect(path, headers={"Origin": HOME}),
        ):
            pass
        assert site.reached == []
        return
    address = re.sub(r"{[^}]+}", "x", path)

    answers = [
        site.browser().request(method, address, headers={"Origin": HOME})
        for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
    ]

    if KNOWN[path] in {SHUT, SESSION}:
        assert {answer.status_code for answer in answers} <= {403, 404}
        assert site.reached == []
    if KNOWN[path] == OPEN:
        assert address in site.reached
    if KNOWN[path] == PAGE:
        assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
            (303, "/sign-in")
        }
        assert site.reached == []
