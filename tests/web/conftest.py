"""Our routes and our guard around a stand-in for Streamlit."""

from __future__ import annotations

import atexit
import importlib.util
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from coordinator.access import cookies
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.entrance import usecases as entrance
from coordinator.web.asgi import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from coordinator.wiring import shell_actor, use_office
from tests.conftest import Cast
from tests.entrance.helpers import mails, token_in

with warnings.catch_warnings():
    # It wishes for a newer HTTP library than the one it still works with.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient, WebSocketTestSession

HOME = "http://127.0.0.1:8501"
MAIL_SERVER = "smtp://127.0.0.1:1"
REAL = "https://samordning.example.se"


@cache
def _running() -> TestClient:
    """Its event loop is that of every browser: a server has one for all."""
    client = TestClient(Starlette())
    atexit.register(client.__exit__)
    return client.__enter__()


@dataclass
class Site:
    """The product as a browser meets it; ``reached`` lists what got through to Streamlit."""

    office: Office
    app: Starlette
    home: str = HOME
    reached: list[str] = field(default_factory=list)

    def browser(self, *, home: str | None = None) -> TestClient:
        """A new browser: own cookies, no redirects followed."""
        browser = TestClient(
            self.app,
            base_url=home or self.home,
            raise_server_exceptions=False,
            follow_redirects=False,
            headers={"Accept-Language": "sv"},
        )
        browser.portal = _running().portal
        return browser

    def link(self, person_id: int | None) -> str:
        """A fresh one-time link's token for somebody of the first group."""
        assert person_id is not None
        return entrance.make_sign_in_link(
            self.office, shell_actor(self.office, "exempelby"), person_id=person_id
        )

    def signed_in(self, person_id: int | None) -> TestClient:
        browser = self.browser()
        answer = press_button(browser, self.link(person_id))
        assert answer.status_code == 303, answer.text
        return browser


def form_token(browser: TestClient, token: str) -> str:
    """Opens the link and reads the hidden field beside the button."""
    page = browser.get(f"/sign-in/{token}")
    assert page.status_code == 200, page.text
    text: str = page.text
    return text.split('name="form_token" value="', 1)[1].split('"', 1)[0]


def link_by_mail(site: Site, address: str) -> str:
    """The token of the link that somebody with the address is mailed."""
    entrance.ask_for_link(site.office, address=address, client=address)
    return token_in(mails(site.office)[-1])


def press_button(browser: TestClient, token: str) -> httpx.Response:
    """Opens the link and presses its button."""
    hidden = form_token(browser, token)
    return send(browser, "/sign-in", token=token, form_token=hidden)


def send(browser: httpx.Client, path: str, /, **fields: str) -> httpx.Response:
    """A form sent from one of our own pages, with the token that such a page holds."""
    fields.setdefault("form_token", token_of(browser))
    origin = str(browser.base_url).rstrip("/")
    answer: httpx.Response = browser.post(path, data=fields, headers={"Origin": origin})
    return answer


def socket_to(browser: TestClient, *protocols: str) -> WebSocketTestSession:
    """The socket of an open page in this browser; the test client itself sends no cookies there."""
    kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"Origin": str(browser.base_url).rstrip("/"), "Cookie": kept}
    wishes = ["streamlit", *protocols] if protocols else None
    return browser.websocket_connect("/_stcore/stream", subprotocols=wishes, headers=headers)


def token_of(browser: httpx.Client) -> str:
    """What our forms carry in this browser, as its cookies stand now."""
    names = [cookies.session_name(https=True), cookies.SESSION]
    names += [cookies.form_name(https=True), cookies.FORM]
    if not any(browser.cookies.get(name) for name in names):
        browser.get("/sign-in")
    return cookies.form_token(next(filter(None, map(browser.cookies.get, names))))


def _stand_in(reached: list[str]) -> list[BaseRoute]:
    spec = importlib.util.find_spec("streamlit")
    assert spec is not None
    assert spec.origin is not None
    index = (Path(spec.origin).parent / "static" / "index.html").read_text(encoding="utf-8")

    async def stream(socket: WebSocket) -> None:
        reached.append("socket")
        await socket.accept()
        await socket.send_text("hello")
        await socket.close()

    def anything(request: Request) -> Response:
        reached.append(request.url.path)
        if request.url.path == "/help":
            raise RuntimeError("the secret name is Karlsson")
        if request.url.path.startswith(("/_stcore/", "/media/", "/component/", "/static/")):
            return PlainTextResponse("inside")
        answer = HTMLResponse(index)
        answer.set_cookie("_streamlit_xsrf", "x")
        return answer

    return [
        WebSocketRoute("/{path:path}", stream),
        Route("/{path:path}", anything, methods=["GET", "POST", "PUT", "DELETE"]),
    ]


def build(office: Office, home: str = HOME) -> Site:
    reached: list[str] = []
    app = Starlette(
        routes=[*ROUTES, *_stand_in(reached)],
        middleware=MIDDLEWARE,
        exception_handlers=dict(EXCEPTION_HANDLERS),
    )
    return Site(office, app, home, reached)


@pytest.fixture
def site(office: Office, cast: Cast) -> Iterator[Site]:
    """The started group's installation on this machine; its mail waits for a server."""
    with_mail = office.settings.model_copy(update={"smtp_url": SecretStr(MAIL_SERVER)})
    office = replace(office, settings=with_mail)
    use_office(office)
    yield build(office)
    use_office(None)


@pytest.fixture
def mailless_site(office: Office, cast: Cast) -> Iterator[Site]:
    """The same without a mail server."""
    use_office(office)
    yield build(office)
    use_office(None)


@pytest.fixture
def real_site(office: Office, cast: Cast) -> Iterator[Site]:
    """The same behind https, as in production."""
    settings = Settings(database_url="sqlite:////nowhere/c.sqlite", base_url=REAL, _env_file=None)
    public = replace(office, settings=settings)
    use_office(public)
    yield build(public, REAL)
    use_office(None)
