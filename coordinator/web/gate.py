"""Stands before everything, Streamlit included: origins, shut doors, security headers."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.access.actor import Role
from coordinator.core import addresses
from coordinator.web import pages, sockets, uploads
from coordinator.web.come_in import session_cookie
from coordinator.web.headers import protect
from coordinator.web.html import DRAWN_FOR
from coordinator.web.readers import mark_of
from coordinator.wiring import Reader, actor_of, reader_of, running_office

# What Streamlit's browser code needs; everything else under /_stcore stays shut.
_STREAM = "/_stcore/stream"
_OPEN_CORE = frozenset({"/_stcore/health", "/_stcore/host-config", _STREAM})
# Streamlit serves these to anybody who knows the address; here they want a living session.
_SESSION_ONLY = (uploads.PATH, "/_stcore/bidi-components/", "/media/", "/component/")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Guard:
    """ASGI middleware; see the module's first line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Streamlit would look a foreign origin up on the net before refusing it.
        if scope["path"] == _STREAM and _is_own_origin(Headers(scope=scope)):
            await sockets.serve_page(self.app, scope, receive, send)
        else:
            await sockets.refuse(receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(MutableHeaders(raw=message["headers"]))
            await send(message)

        headers = Headers(scope=scope)
        path = scope["path"]
        if scope["method"] not in {"GET", "HEAD"} and not _is_own_origin(headers):
            await PlainTextResponse("Forbidden", 403)(scope, receive, with_headers)
        elif not _is_known(path):
            answer: Response = pages.missing(Request(scope))
            await answer(scope, receive, with_headers)
        elif path.startswith(_SESSION_ONLY) and not await run_in_threadpool(_may_ask, scope):
            await PlainTextResponse("Forbidden", 403)(scope, receive, with_headers)
        elif path.startswith(uploads.PATH):
            await uploads.take_in(self.app, scope, receive, with_headers)
        elif addresses.is_office_page(path):
            await self._office_page(scope, receive, with_headers)
        else:
            await self.app(scope, receive, with_headers)

    async def _office_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page, for whom it is drawn; all others are led on before they load its program."""
        found = await run_in_threadpool(_who_or_where, scope)
        if isinstance(found, str):
            answer = pages.go_to(found)
            await answer(scope, receive, send)
        else:
            mark = mark_of(running_office(), found)
            await self.app({**scope, DRAWN_FOR: mark}, receive, send)


def _is_known(path: str) -> bool:
    if not path.isprintable():  # no address of ours, and PostgreSQL takes no NUL
        return False
    if path.startswith("/_stcore/"):
        return path in _OPEN_CORE or path.startswith(_SESSION_ONLY)
    if path in {addresses.PROVIDER_START, addresses.PROVIDER_BACK}:
        return bool(running_office().settings.oidc)
    return addresses.is_page(path) or path.startswith(
        (*addresses.PLAIN, "/static/", *_SESSION_ONLY)
    )


def _may_ask(scope: Scope) -> bool:
    """Somebody is signed in. Streamlit's own addresses are random and name no group."""
    office, request = running_office(), Request(scope)
    cookie = session_cookie(request)
    if scope["path"].startswith(uploads.PATH):
        return uploads.may_upload(cookie)
    return reader_of(office, cookie) is not None


def _who_or_where(scope: Scope) -> Reader | str:
    """Who reads an office page, or where somebody is sent on to: it is not theirs.

    Without a session that is the sign-in, which leads back. Whoever has not said which group is
    meant, or named one that is not theirs, chooses first. Looking whether a page may be had (HEAD)
    keeps no session alive.
    """
    office, request = running_office(), Request(scope)
    cookie = session_cookie(request)
    wish = f"{scope['path']}?{request.url.query}" if request.url.query else scope["path"]
    reader = reader_of(office, cookie)
    if reader is None:
        return addresses.sign_in_first(wish)
    group, is_use = request.query_params.get("group"), scope["method"] != "HEAD"
    actor = actor_of(office, cookie, group, is_use=is_use)
    if actor is None:
        return addresses.choose_group(addresses.onward(wish))
    has_plain_pages = actor.is_member_only or Role.FOUNDER in actor.roles
    return pages.home_of(actor) if has_plain_pages else reader


def _is_own_origin(headers: Headers) -> bool:
    """The configured origin, or this very host while it is a loopback name."""
    origin = headers.get("origin", "")
    settings = running_office().settings
    if origin == settings.origin:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.hostname in _LOOPBACK and parts.netloc == headers.get("host", "")
