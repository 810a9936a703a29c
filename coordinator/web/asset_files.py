"""Our own files for the browser: a fixed list, nothing else in the folder can be asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from coordinator.core import addresses
from coordinator.web.pages import missing

FOLDER: Final = Path(__file__).parent / "assets"
KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


FILES: Final = {file.name: file for file in FOLDER.iterdir() if file.suffix in KINDS}


def serve(request: Request) -> Response:
    file = FILES.get(request.path_params["name"])
    if file is None:
        return missing(request)
    return FileResponse(
        file, media_type=KINDS[file.suffix], headers={"Cache-Control": "public, max-age=3600"}
    )


ROUTES = [Route(addresses.ASSETS + "/{name}", serve, methods=["GET", "HEAD"])]
