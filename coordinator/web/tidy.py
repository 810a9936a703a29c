"""An address with a sign behind it that was never a part of it leads to where it was meant to.

A mail program takes the full stop after an address, the bracket around it or a quoted-printable
sign into the link. No address of ours ends so.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from coordinator.core import addresses
from coordinator.web.headers import protect

_BEHIND: Final = re.compile(
    r"(?:=[0-9A-F]{2}|&(?:gt|lt|quot|amp|nbsp);|[\s.,;:!?()<>\[\]{}\"'*|/=\u2019\u201d\u00bb\u2026])+$"
)
# What nobody sees, within an address too: the end of a line, a place to break one, marks of the
# direction of writing or of the beginning of a file.
_UNSEEN: Final = re.compile(
    "[\t\r\n\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_BEHIND_LINK: Final = re.compile(r"[\s/]+$")
# The token is taken out of what follows; part of it may be missing, and the page says so.
_HOLD_TOKENS: Final = (f"{addresses.SIGN_IN}/", f"{addresses.POLL}/")
_IN_QUERY: Final = frozenset({"group", "link"})  # these hold no such signs; others may
_PEOPLES: Final = tuple(one for one in addresses.PLAIN if one != addresses.ASSETS)


class TidyAddress:
    """ASGI middleware; see the module's first line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            meant = meant_address(scope["path"], scope["query_string"].decode("latin-1"))
            if meant is not None:
                answer = RedirectResponse(meant, 303, headers={"Cache-Control": "no-store"})
                protect(answer.headers)
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)


def meant_address(path: str, query: str) -> str | None:
    """The address without what stands behind it; None where nothing does, or it is none of ours."""
    if query:
        pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
        name, value = pairs[-1] if pairs else ("", "")
        bare = _BEHIND.sub("", _UNSEEN.sub("", value))
        if name not in _IN_QUERY or bare == value or not _is_ours(path):
            return None
        return f"{quote(path)}?{urlencode([*pairs[:-1], (name, bare)])}"
    is_link = path.startswith(_HOLD_TOKENS)
    seen = _UNSEEN.sub("", path)
    bare = (_BEHIND_LINK if is_link else _BEHIND).sub("", seen)
    if is_link and f"{bare}/" in _HOLD_TOKENS:
        return None
    if not is_link and seen == path and not path[len(bare) :].strip("/"):
        return None  # typed by hand: no mail program adds a slash alone
    return quote(bare) if bare != path and _is_ours(bare) else None


def _is_ours(path: str) -> bool:
    is_plain = any(path == one or path.startswith(f"{one}/") for one in _PEOPLES)
    return path.isprintable() and (is_plain or addresses.is_page(path))
