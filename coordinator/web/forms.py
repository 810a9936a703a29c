"""Small forms, read whole before a route runs.

Routes that touch the database are plain functions (they run in a thread, so a slow disk stalls
nobody else), and a plain function cannot await a body: :class:`FormBody` reads it first.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 32_768  # bytes; our longest field holds 2,000 signs of any script


class FormBody:
    """Reads the body of a small urlencoded POST into ``scope["coordinator.form"]``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and _is_form(scope):
            body, whole = b"", False
            while not whole and len(body) <= LARGEST:
                message: Message = await receive()
                body += message.get("body", b"")
                whole = not message.get("more_body", False)
            small = whole and len(body) <= LARGEST
            fields = parse_qsl(body.decode("utf-8", "replace")) if small else []
            scope["coordinator.form"] = dict(fields)
        await self.app(scope, receive, send)


def read_form(request: Request) -> dict[str, str]:
    """The form's fields; empty when there were none or they were too large."""
    form: dict[str, str] = request.scope.get("coordinator.form", {})
    return form


def form_token(session: str) -> str:
    """What a form of this session carries; nobody without the session's cookie can make it."""
    return hmac.new(session.encode(), b"form", hashlib.sha256).hexdigest()


def carries_token(request: Request, session: str) -> bool:
    """Whether the form comes from a page of this session."""
    sent = read_form(request).get("form_token", "")
    return hmac.compare_digest(sent.encode(), form_token(session).encode())


def _is_form(scope: Scope) -> bool:
    wanted = b"application/x-www-form-urlencoded"
    return any(k == b"content-type" and v.startswith(wanted) for k, v in scope["headers"])
