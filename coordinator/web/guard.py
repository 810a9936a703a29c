"""Stands before everything, Streamlit included: origins, shut doors, security headers."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.web import pages
from coordinator.web.headers import protect
from coordinator.wiring import actor_of, groups_of, has_session, running_office

# What Streamlit's browser code needs; everything else under /_stcore stays shut.
_OPEN_CORE = frozenset({"/_stcore/health", "/_stcore/host-config", "/_stcore/stream"})
# Streamlit serves these to anybody who knows the address; here they want a living session.
_SESSION_ONLY = ("/_stcore/upload_file/", "/_stcore/bidi-components/", "/media/", "/component/")
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
        if scope["path"] == "/_stcore/stream" and _is_own_origin(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008})

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
        elif path.startswith(_SESSION_ONLY) and not await run_in_threadpool(_has_session, scope):
            await PlainTextResponse("Forbidden", 403)(scope, receive, with_headers)
        elif addresses.is_office_page(path) and (
            home := await run_in_threadpool(_home_elsewhere, scope)
        ):
            answer = RedirectResponse(home, 303, headers={"Cache-Control": "no-store"})
            await answer(scope, receive, with_headers)
        else:
            await self.app(scope, receive, with_headers)


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


def _has_session(scope: Scope) -> bool:
    """Somebody is signed in. Streamlit's own addresses are random and name no group."""
    office, request = running_office(), Request(scope)
    return has_session(office, cookies.session_in(request.cookies, https=office.settings.is_https))


def _home_elsewhere(scope: Scope) -> str | None:
    """Where a member is sent on to: the office pages are not theirs.

    Whoever has not said which group is meant, or named one that is not theirs, chooses first.
    """
    office, request = running_office(), Request(scope)
    cookie = cookies.session_in(request.cookies, https=office.settings.is_https)
    actor = actor_of(office, cookie, request.query_params.get("group"))
    if actor is None and groups_of(office, cookie):
        return addresses.choose_group(addresses.onward(f"{scope['path']}?{request.url.query}"))
    return pages.home_of(actor) if actor and actor.is_member_only else None


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
