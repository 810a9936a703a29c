"""Files for the browser, compressed once and kept in memory; nothing else is ever compressed.

Streamlit serves its files as they are and compresses every other answer again. Here it is the other
way round. A page with names on it that also repeats what somebody else may have chosen (a search
word, an address) would tell by its compressed length how much the two have in common (BREACH,
CVE-2013-3587), and this product's pages are full of names: they go out as they are.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.core import addresses
from coordinator.web import asset_files
from coordinator.web.pages import missing

STATIC: Final = "/static/"
# Streamlit's files carry a hash of their content in their names.
FOR_EVER: Final = "public, immutable, max-age=31536000"
_KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
# In the order of our choice. The levels are those after which time grows faster than it saves: a
# first visit's 2.2 MB of text take 50 ms, once, and the best Brotli 4.5 s for a tenth less.
_PACKERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, 6, mtime=0),
}


@dataclass(frozen=True)
class _Packed:
    content: bytes
    tag: str


class PackedFiles:
    """ASGI middleware; see the module's first lines."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, headers = scope["path"], Headers(scope=scope)
        bare = {**scope, "headers": [one for one in scope["headers"] if one[0] != _WISH]}
        if path.startswith(STATIC) and path not in static_files():
            # Streamlit would answer with its page.
            await missing(Request(scope))(scope, receive, send)
            return
        file = _packable().get(path)
        if file is None or scope["method"] not in {"GET", "HEAD"}:
            await self.app(bare, receive, send)
            return
        coding = None if "range" in headers else best_coding(headers.getlist("accept-encoding"))
        packed = await run_in_threadpool(_packed, file, coding) if coding else None
        if packed is None or coding is None:
            await self.app(bare, receive, _varying(send))
            return
        await _answer(path, file, coding, packed, headers)(scope, receive, send)


_WISH = b"accept-encoding"


def best_coding(wishes: list[str]) -> str | None:
    """The coding a reader likes best among ours; None: as it is (RFC 9110 section 12.5.3)."""
    liked: dict[str, float] = {}
    for wish in ",".join(wishes).lower().split(","):
        name, *rest = (part.strip() for part in wish.split(";"))
        liked[name.removeprefix("x-")] = _weight(rest)
    worth = {ours: liked.get(ours, liked.get("*", 0.0)) for ours in _PACKERS}
    best = max(worth, key=lambda ours: worth[ours])
    return best if worth[best] > 0 and worth[best] >= liked.get("identity", 0.0) else None


def _weight(parameters: list[str]) -> float:
    for one in parameters:
        name, _, value = one.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


@cache
def static_files() -> Mapping[str, Path]:
    """Streamlit's own files for the browser, by their address."""
    spec = importlib.util.find_spec("streamlit")
    assert spec is not None
    assert spec.origin is not None
    root = Path(spec.origin).parent / "static"
    files = (file for file in (root / "static").rglob("*") if file.is_file())
    return {f"/{file.relative_to(root).as_posix()}": file for file in files}


@cache
def _packable() -> Mapping[str, Path]:
    ours = {f"{addresses.ASSETS}/{name}": file for name, file in asset_files.FILES.items()}
    return {
        path: file for path, file in {**static_files(), **ours}.items() if file.suffix in _KINDS
    }


_kept: dict[tuple[Path, str], _Packed | None] = {}
_packing = Lock()  # a browser asks for the same file twice before the first is ready


def _packed(file: Path, coding: str) -> _Packed | None:
    """None where the file would not become smaller."""
    with _packing:
        if (file, coding) not in _kept:
            content = file.read_bytes()
            small = _PACKERS[coding](content)
            tag = f'"{hashlib.sha256(small).hexdigest()[:20]}-{coding}"'
            _kept[file, coding] = _Packed(small, tag) if len(small) < len(content) else None
        return _kept[file, coding]


def _answer(path: str, file: Path, coding: str, packed: _Packed, asked: Headers) -> Response:
    about = {
        "Cache-Control": FOR_EVER if path.startswith(STATIC) else asset_files.CACHED,
        "ETag": packed.tag,
        "Vary": "Accept-Encoding",
    }
    if asset_files.is_known(packed.tag, asked):
        return Response(status_code=304, headers=about)
    about["Content-Encoding"] = coding
    return Response(packed.content, headers=about, media_type=_KINDS[file.suffix])


def _varying(send: Send) -> Send:
    async def out(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(raw=message["headers"]).add_vary_header("Accept-Encoding")
        await send(message)

    return out
