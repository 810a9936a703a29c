"""The socket of an open office page: who gets one, and what happens when the session ends.

Without a living session there is none, so nobody unknown can make the server hold a frame. When the
session of an open page ends, the socket is closed before the page's next word is read: Streamlit
never runs, so nothing on the page is taken away, and ``boot.js`` says what has happened and shows
what had been typed.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from time import monotonic
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.access import cookies
from coordinator.core.tokens import hash_token
from coordinator.entrance import usecases as entrance
from coordinator.web.readers import is_drawn_for, take_mark
from coordinator.wiring import Reader, reader_of, running_office

log = logging.getLogger(__name__)

# Read by boot.js. 4000-4999 are free for applications (RFC 6455 section 7.4.2).
SIGNED_OUT: Final = 4401
NO_LONGER_YOURS: Final = 4403
REFUSED: Final = 1008
NOT_UNDERSTOOD: Final = 1003  # a kind of word that is not spoken here
LOOK_EVERY: Final = 30.0  # seconds; how late a page on which nothing is pressed learns of its end
MOST: Final = 40  # open pages of one session

_open: Counter[str] = Counter()


async def serve_page(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Hands the socket on to Streamlit while its session lives."""
    scope, mark = take_mark(scope)
    cookie = _cookie(scope)
    if cookie is None:
        await refuse(receive, send)
        return
    place = hash_token(cookie)
    _open[place] += 1
    try:
        if _open[place] <= MOST and await run_in_threadpool(_may_open, cookie, mark):
            page = _Page(receive, send, cookie)
            try:
                await app(scope, page.receive, page.send)
            finally:
                await page.leave()
        else:
            await refuse(receive, send)
    finally:
        _open[place] -= 1
        if not _open[place]:
            del _open[place]


async def refuse(receive: Receive, send: Send) -> None:
    """Closed before it is open: the server answers 403."""
    await receive()
    await send({"type": "websocket.close", "code": REFUSED})


def _cookie(scope: Scope) -> str | None:
    https = running_office().settings.is_https
    return cookies.session_in(HTTPConnection(scope).cookies, https=https)


def _may_open(cookie: str | None, mark: str | None) -> bool:
    office = running_office()
    reader = reader_of(office, cookie)
    return _has_pages(reader) and reader is not None and is_drawn_for(office, reader, mark)


def _has_pages(reader: Reader | None) -> bool:
    return reader is not None and reader.has_office_pages


def _end(cookie: str, *, is_whole: bool) -> int | None:
    """With which code the page must be closed; None while it may go on.

    ``is_whole``: what the reader may do is looked at too, which the page's own run does otherwise.
    """
    office = running_office()
    try:
        if not is_whole:
            return None if entrance.is_signed_in(office, cookie) else SIGNED_OUT
        reader = reader_of(office, cookie)
    except Exception:  # the run itself says what is wrong with the database
        log.debug("the session could not be looked up", exc_info=True)
        return None
    if reader is None:
        return SIGNED_OUT
    return None if _has_pages(reader) else NO_LONGER_YOURS


class _Page:
    """Stands between the server and Streamlit for one open page."""

    def __init__(self, receive: Receive, send: Send, cookie: str) -> None:
        self._receive, self._send, self._cookie = receive, send, cookie
        self._looked = monotonic()
        self._next: asyncio.Task[Message] | None = None
        self._is_over = False

    async def receive(self) -> Message:
        while True:
            self._next = self._next or asyncio.ensure_future(self._receive())
            came, _ = await asyncio.wait({self._next}, timeout=LOOK_EVERY)
            if came:
                message, self._next = self._next.result(), None
                if message["type"] != "websocket.receive":
                    return message
                if message.get("bytes") is None:  # Streamlit reads no text
                    return await self._close(NOT_UNDERSTOOD)
            is_whole = monotonic() - self._looked >= LOOK_EVERY
            code = await run_in_threadpool(_end, self._cookie, is_whole=is_whole)
            if is_whole:
                self._looked = monotonic()
            if code is not None:
                return await self._close(code)
            if came:
                return message

    async def send(self, message: Message) -> None:
        if not self._is_over:  # what was on its way when the session ended reaches nobody
            await self._send(message)

    async def _close(self, code: int) -> Message:
        await self.send({"type": "websocket.close", "code": code})
        self._is_over = True
        return {"type": "websocket.disconnect", "code": code}

    async def leave(self) -> None:
        """Lets go of a word that nobody waits for any more."""
        if self._next is not None:
            self._next.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._next
