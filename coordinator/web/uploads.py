"""Files on their way in: only from those who have an uploader on a page, and a bounded sum.

Streamlit takes a file from any living session and holds it in memory while the page is open,
whether or not the page has an uploader for it. It bounds the single file alone, by
``server.maxUploadSize``.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.access import cookies
from coordinator.access.permissions import who_may
from coordinator.core.tokens import hash_token
from coordinator.core.translation import _
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.web.pages import listen
from coordinator.wiring import reader_of, running_office

PATH: Final = "/_stcore/upload_file/"
# The use cases behind the uploaders; a house test finds every uploader.
BEHIND_UPLOADERS: Final = (roster.preview_list, terms.preview_days)
MOST_BYTES: Final = 50 * 1024 * 1024  # five of the largest files, held at once for one session
MOST_FILES: Final = 100

IsHeld = Callable[[str, str], bool]


def may_upload(cookie: str | None) -> bool:
    reader = reader_of(running_office(), cookie)
    allowed = frozenset(role for case in BEHIND_UPLOADERS for role in who_may(case))
    return reader is not None and bool(reader.roles & allowed)


class Held:
    """What each session has sent, or is sending, and Streamlit still holds: bytes by file."""

    def __init__(self) -> None:
        self._sizes: dict[str, dict[str, int]] = {}
        self._under_way: set[str] = set()
        self._lock = Lock()
        self._is_held: IsHeld = lambda _page, _file: True

    def ask(self, is_held: IsHeld) -> None:
        """Who knows whether Streamlit still holds a page's file; it lets go without telling."""
        self._is_held = is_held

    def begin(self, session: str, file: str, size: int) -> bool:
        """Makes room for a file; False when there is none, or the same one is on its way."""
        with self._lock:
            self._forget_gone()
            others = {k: v for k, v in self._sizes.get(session, {}).items() if k != file}
            is_too_much = sum(others.values()) + size > MOST_BYTES or len(others) >= MOST_FILES
            if is_too_much or file in self._under_way:
                return False
            self._under_way.add(file)
            self._sizes.setdefault(session, {})[file] = size
            return True

    def end(self, session: str, file: str, *, is_kept: bool) -> None:
        with self._lock:
            self._under_way.discard(file)
            if not is_kept:
                self._sizes.get(session, {}).pop(file, None)

    def _forget_gone(self) -> None:
        for session, sizes in list(self._sizes.items()):
            for file in [each for each in sizes if not self._stands(each)]:
                del sizes[file]
            if not sizes:
                del self._sizes[session]

    def _stands(self, file: str) -> bool:
        page, _slash, name = file.partition("/")
        return file in self._under_way or self._is_held(page, name)


HELD: Final = Held()


async def take_in(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Hands a file on to Streamlit, from somebody who may send one."""
    request = Request(scope)
    file = scope["path"].removeprefix(PATH)
    cookie = cookies.session_in(request.cookies, https=running_office().settings.is_https)
    session = hash_token(cookie or "")
    if scope["method"] != "PUT":
        await app(scope, receive, send)
        return
    size = _announced(request.headers)
    if size is None:
        await PlainTextResponse("Length Required", 411)(scope, receive, send)
        return
    if not HELD.begin(session, file, size):
        await _too_much(request)(scope, receive, send)
        return
    is_kept = False

    async def out(message: Message) -> None:
        nonlocal is_kept
        if message["type"] == "http.response.start":
            is_kept = message["status"] < 300
        await send(message)

    try:
        await app(scope, receive, out)
    finally:
        HELD.end(session, file, is_kept=is_kept)


def _announced(headers: Headers) -> int | None:
    """How long the body is; the server reads no more of it, and a browser always says it."""
    told = headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 13 else None


def _too_much(request: Request) -> Response:
    listen(request)
    words = _("Too many files are waiting on your open pages. Close some of them, and try again.")
    return PlainTextResponse(words, 413)
