"""Our own files for the browser: a fixed list, nothing else in the folder can be asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from coordinator.core import addresses

FOLDER: Final = Path(__file__).parent / "assets"
KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


def serve(request: Request) -> Response:
    file = FOLDER / Path(request.path_params["name"]).name
    if file.suffix not in KINDS or not file.is_file():
        return Response(status_code=404)
    return FileResponse(
        file, media_type=KINDS[file.suffix], headers={"Cache-Control": "public, max-age=3600"}
    )


ROUTES = [Route(addresses.ASSETS + "/{name}", serve, methods=["GET", "HEAD"])]
