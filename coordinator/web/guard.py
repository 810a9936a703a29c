"""Stands before everything, Streamlit included: origins, shut doors, security headers."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.web import pages
from coordinator.wiring import actor_of, running_office

# What Streamlit's browser code needs; everything else under /_stcore stays shut.
_OPEN_CORE = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/upload_file")
# Streamlit serves these to anybody who knows the address; here they want a living session.
_SESSION_ONLY = ("/_stcore/upload_file", "/media/", "/component/")
_OWN = (
    addresses.SIGN_IN,
    addresses.SIGN_OUT,
    addresses.SIGNED_OUT,
    addresses.LANGUAGE,
    addresses.ASSETS,
    addresses.CALENDAR_FILE,
    "/healthz",
    "/static/",
    "/media/",
    "/component/",
)
_PAGES = frozenset({"/", "/favicon.ico", "/favicon.png"} | {f"/{name}" for name in addresses.PAGES})
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
                _protect(MutableHeaders(raw=message["headers"]))
            await send(message)

        headers = Headers(scope=scope)
        path = scope["path"]
        if scope["method"] not in {"GET", "HEAD"} and not _is_own_origin(headers):
            await PlainTextResponse("Forbidden", 403)(scope, receive, with_headers)
        elif not _is_known(path):
            answer = pages.missing(Request(scope))
            await answer(scope, receive, with_headers)
        elif path.startswith(_SESSION_ONLY) and not await run_in_threadpool(_has_session, scope):
            await PlainTextResponse("Forbidden", 403)(scope, receive, with_headers)
        else:
            await self.app(scope, receive, with_headers)


def _is_known(path: str) -> bool:
    if path.startswith("/_stcore/"):
        return path.startswith(_OPEN_CORE)
    return path in _PAGES or path.startswith(_OWN)


def _has_session(scope: Scope) -> bool:
    office = running_office()
    request = Request(scope)
    cookie = cookies.session_in(request.cookies, https=office.settings.is_https)
    return actor_of(office, cookie, None) is not None


def _is_own_origin(headers: Headers) -> bool:
    """The configured origin, or this very host while it is a loopback name."""
    origin = headers.get("origin", "")
    settings = running_office().settings
    if origin == settings.origin:
        return True
    parts = urlsplit(origin)
    return parts.hostname in _LOOPBACK and parts.netloc == headers.get("host", "")


def _protect(headers: MutableHeaders) -> None:
    headers.setdefault("Content-Security-Policy", _content_policy())
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    # Not "no-referrer": a form's Origin would arrive as "null" and be refused.
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    headers["X-Robots-Tag"] = "noindex, nofollow"
    if running_office().settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
        for number, (name, value) in enumerate(headers.raw):
            if name == b"set-cookie" and b"secure" not in value.lower():
                headers.raw[number] = (name, value + b"; Secure")


@cache
def _content_policy() -> str:
    """Streamlit's page has one inline script: its hash is taken from the installed file."""
    spec = importlib.util.find_spec("streamlit")
    assert spec is not None
    assert spec.origin is not None
    page = (Path(spec.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in inline
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )
