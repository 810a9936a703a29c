"""Mends the one HTML page that Streamlit serves: language, title, icon, look, our script first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import cache
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.core.translation import LANGUAGES, Language, _, preferred_language, speak
from coordinator.web.asset_files import FILES

PRODUCT: Final = "Samordnaren"

# They run in this order, before Streamlit's program.
SCRIPTS: Final = ("once.js", "drafts.js", "boot.js", "focus.js", "links.js")
# In the scope: whom the page is drawn for.
DRAWN_FOR: Final = "coordinator.drawn_for"
# Nothing below these is ever the page itself.
_NEVER_THE_PAGE: Final = ("/_stcore/", "/static/", "/media/", "/component/", f"{addresses.ASSETS}/")
# Asked for together with the page, these would bring an answer that cannot be rewritten.
_LEFT_OUT: Final = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
_SHELL: Final = b'<div id="root"></div>'


class PageShell:
    """ASGI middleware: rewrites Streamlit's ``index.html`` and leaves everything else alone.

    The script tag names a file of our own origin, so a content security policy with
    ``script-src 'self'`` allows it; it stands before Streamlit's module and is not deferred, so
    it has run when Streamlit starts.
    """

    def __init__(self, app: ASGIApp, *, title: str = PRODUCT) -> None:
        self.app = app
        self.title = title

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _may_be_the_page(scope):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = [(key, value) for key, value in scope["headers"] if key not in _LEFT_OUT]
        page = Page(chosen_language(headers), self.title, scope.get(DRAWN_FOR, ""))
        answer = _Answer(send, page)
        await self.app({**scope, "headers": asked}, receive, answer.send)


def chosen_language(headers: Headers) -> Language:
    """The reader's choice in the cookie, else the browser's first wish among ours."""
    jar = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        jar.clear()
    chosen = jar[cookies.LANGUAGE].value if cookies.LANGUAGE in jar else None
    for known in LANGUAGES:
        if chosen == known:
            return known
    return preferred_language(headers.get("accept-language"))


def _may_be_the_page(scope: MutableMapping[str, Any]) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and not scope["path"].startswith(_NEVER_THE_PAGE)
    )


class _Answer:
    """Holds an HTML answer back until it is whole; passes any other on as it comes."""

    def __init__(self, send: Send, page: Page) -> None:
        self._send = send
        self._page = page
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if kind.startswith("text/html"):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        if _SHELL in self._body:
            self._body = rewritten(self._body.decode(), self._page).encode()
            headers = MutableHeaders(raw=self._start["headers"])
            _mend_headers(headers, self._page.language, self._body)
        await self._send(self._start)
        await self._send({**message, "body": self._body})
        self._start = None


def _mend_headers(headers: MutableHeaders, language: Language, body: bytes) -> None:
    for stale in ("etag", "last-modified", "accept-ranges"):
        if stale in headers:
            del headers[stale]
    headers["content-length"] = str(len(body))
    headers["content-language"] = language
    headers["cache-control"] = "no-cache"
    headers.add_vary_header("Cookie")
    headers.add_vary_header("Accept-Language")


@dataclass(frozen=True)
class Page:
    """What the one page is made into; ``drawn_for`` is a mark of :mod:`coordinator.web.readers`."""

    language: Language
    title: str = PRODUCT
    drawn_for: str = ""


@cache
def _fingerprint(name: str) -> str:
    """Part of an asset's address: a browser that keeps it asks again when it has changed."""
    return hashlib.sha256(FILES[name].read_bytes()).hexdigest()[:12]


def rewritten(page: str, wanted: Page) -> str:
    """Streamlit's page with our language, title, icon, scripts, look, and words without script.

    Raises:
        ValueError: a place to mend was not found, as after an upgrade of Streamlit.
    """
    speak(wanted.language)
    mark = f' data-reader="{escape(wanted.drawn_for)}"' if wanted.drawn_for else ""
    icon = f'<link rel="icon" type="image/svg+xml" href="{addresses.ASSETS}/favicon.svg">'
    script = "\n    ".join(f'<script src="{addresses.ASSETS}/{name}"></script>' for name in SCRIPTS)
    needs_script = _(
        "This page needs JavaScript. Switch it on in your browser, or use another browser."
    )
    # After Streamlit's own styles, which its program adds to the head: of two equal rules the later
    # one holds.
    look = f'<link rel="stylesheet" href="{addresses.ASSETS}/look.css?{_fingerprint("look.css")}">'
    changes = (
        (r'<html lang="[^"]*">', f'<html lang="{wanted.language}"{mark}>'),
        (r"<title>.*?</title>", f"<title>{escape(wanted.title)}</title>"),
        (r'<link rel="shortcut icon"[^>]*>', icon),
        (r'<script type="module"', f'{script}\n    <script type="module"'),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{escape(needs_script)}</p></noscript>"),
        (r'<link rel="service-desc"[^>]*>', ""),  # the agent interface is switched off
        (r"</body>", f"{look}\n  </body>"),
    )
    for pattern, words in changes:
        found = re.search(pattern, page, re.DOTALL)
        if found is None:
            raise ValueError(f"Streamlit's page has changed: {pattern} was not found")
        page = page[: found.start()] + words + page[found.end() :]
    return page
