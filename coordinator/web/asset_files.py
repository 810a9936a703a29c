"""Our own files for the browser: a fixed list, nothing else in the folder can be asked for."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from coordinator.core import addresses
from coordinator.web.pages import missing

FOLDER: Final = Path(__file__).parent / "assets"
CACHED: Final = "public, max-age=3600"
KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}


FILES: Final = {file.name: file for file in FOLDER.iterdir() if file.suffix in KINDS}


def serve(request: Request) -> Response:
    file = FILES.get(request.path_params["name"])
    if file is None:
        return missing(request)
    about = {"Cache-Control": CACHED, "ETag": _tag(file)}
    if is_known(about["ETag"], request.headers):
        return Response(status_code=304, headers=about)
    return FileResponse(file, media_type=KINDS[file.suffix], headers=about)


@cache
def _tag(file: Path) -> str:
    return f'"{hashlib.sha256(file.read_bytes()).hexdigest()[:20]}"'


def is_known(tag: str, asked: Headers) -> bool:
    """Whether the browser holds just this (RFC 9110 section 13.1.2)."""
    held = {one.strip().removeprefix("W/") for one in asked.get("if-none-match", "").split(",")}
    return tag in held or "*" in held


ROUTES = [Route(addresses.ASSETS + "/{name}", serve, methods=["GET", "HEAD"])]
