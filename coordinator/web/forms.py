"""Small forms, read whole before a route runs, and the token that every one of them carries.

The token stands in the form and follows from a cookie: the session's, or a strict one of its own
where there is no session. A form on another site has neither. The guard refuses foreign origins
before this; both are asked, so that one of them may fail. A personal link needs no token: it stands
in the form's address, and who does not hold it can neither read nor send the form.

Routes that touch the database are plain functions (they run in a thread, so a slow disk stalls
nobody else), and a plain function cannot await a body: :class:`Forms` reads it first.
"""

from __future__ import annotations

import asyncio
import hmac
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.core.errors import RuleBroken
from coordinator.core.tokens import new_token
from coordinator.core.translation import LANGUAGES, Language
from coordinator.wiring import running_office

BODY_TIME = 20.0  # seconds for it to arrive
LARGEST = 32_768  # bytes; the longest field of a form holds 2,000 signs of any script
LARGEST_NOTE = 65_536  # a whole note, and as much as a browser takes along when a page is left


@dataclass
class _Secret:
    """What ties a page's forms to this browser. ``is_new``: the browser does not hold it yet."""

    value: str
    is_new: bool
    is_used: bool = False


_secret: ContextVar[_Secret | None] = ContextVar("form_secret", default=None)


class Forms:
    """Reads the body of a small urlencoded POST into ``scope["coordinator.form"]``.

    A browser without a session gets a secret of its own, in a strict cookie, with the first page
    that has a form.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "POST" and _is_form(scope):
            try:
                async with asyncio.timeout(BODY_TIME):
                    most = LARGEST_NOTE if scope["path"] == addresses.LAST_WORDS else LARGEST
                    scope["coordinator.form"] = await _fields(receive, most)
            except TimeoutError:
                await PlainTextResponse("Request Timeout", 408)(scope, receive, send)
                return
        known = _known_secret(Request(scope))
        secret = _Secret(known or new_token(), is_new=known is None)
        _secret.set(secret)

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and secret.is_new and secret.is_used:
                MutableHeaders(raw=message["headers"]).append("Set-Cookie", _cookie(secret.value))
            await send(message)

        await self.app(scope, receive, with_cookie)


async def _fields(receive: Receive, most: int) -> dict[str, str]:
    body, whole = b"", False
    while not whole and len(body) <= most:
        message: Message = await receive()
        body += message.get("body", b"")
        whole = not message.get("more_body", False)
    small = whole and len(body) <= most
    return dict(parse_qsl(body.decode("utf-8", "replace"))) if small else {}


def _cookie(value: str) -> str:
    https = running_office().settings.is_https
    parts = [f"{cookies.form_name(https=https)}={value}", "Path=/", "HttpOnly", "SameSite=strict"]
    return "; ".join([*parts, "Secure"] if https else parts)


def read_form(request: Request) -> dict[str, str]:
    """The form's fields; empty when there were none or they were too large."""
    form: dict[str, str] = request.scope.get("coordinator.form", {})
    return form


def form_token() -> str:
    """What the forms of the page being drawn carry, in the field ``form_token``."""
    secret = _secret.get()
    if secret is None:
        return ""
    secret.is_used = True
    return cookies.form_token(secret.value)


def carries_token(request: Request) -> bool:
    """Whether the form comes from a page that was drawn for this browser."""
    secret = _known_secret(request)
    sent = read_form(request).get("form_token", "")
    return secret is not None and hmac.compare_digest(
        sent.encode("utf-8", "replace"), cookies.form_token(secret).encode()
    )


def language_asked(request: Request) -> Language | None:
    """The language that a form's page is to be drawn again in, with what is typed in it.

    Nothing is saved by that press, wherever its form comes from.
    """
    wish = read_form(request).get("language", "")
    return wish if wish in LANGUAGES else None


def check(request: Request) -> None:
    """Lets a form of ours pass.

    Raises:
        RuleBroken: its token is missing, or was made for another session or browser.
    """
    if not carries_token(request):
        raise RuleBroken("form-too-old")


def _known_secret(request: Request) -> str | None:
    https = running_office().settings.is_https
    return cookies.session_in(request.cookies, https=https) or request.cookies.get(
        cookies.form_name(https=https)
    )


def _is_form(scope: Scope) -> bool:
    wanted = b"application/x-www-form-urlencoded"
    return any(k == b"content-type" and v.startswith(wanted) for k, v in scope["headers"])
