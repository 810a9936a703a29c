"""Whether this server is well, for whoever watches it: an answer within seconds, whatever happens.

The look is done by a thread of its own: requests that wait for a hanging database may use up all
others. While one look hangs nobody begins another; who asks meanwhile waits for the same one.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future
from functools import cache
from threading import Thread
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coordinator.core.database_errors import DatabaseReplaced
from coordinator.installation.migrate import newest_revision, revision_in
from coordinator.wiring import running_office

log = logging.getLogger(__name__)

PATIENCE: Final = 2.5  # seconds
_UNREADABLE: Final = "?"
_REPLACED: Final = "!"
_needed = cache(newest_revision)  # it reads files

_looks: list[Future[str | None]] = []  # the one in hand, if any; touched by the event loop alone


async def health(_request: Request) -> Response:
    """200 while the database answers and is of this program's revision, else 503 and a word."""
    if not _looks or _looks[0].done():
        _looks[:] = [_begin_looking()]
    done, _late = await asyncio.wait({asyncio.wrap_future(_looks[0])}, timeout=PATIENCE)
    if not done:
        return _ill("the database does not answer in time")
    found = done.pop().result()
    if found == _UNREADABLE:
        return _ill("the database cannot be read")
    if found == _REPLACED:
        return _ill("the database file was replaced: start again")
    if found != _needed():
        return _ill(f"the database is at revision {found}, this program needs {_needed()}")
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


def _begin_looking() -> Future[str | None]:
    look: Future[str | None] = Future()
    # One that hangs must not keep the server from ending.
    Thread(target=lambda: look.set_result(_revision()), name="health", daemon=True).start()
    return look


def _revision() -> str | None:
    try:
        with running_office().reading() as session:
            return revision_in(session)
    except DatabaseReplaced:
        return _REPLACED  # it is in the log already, once
    except Exception as error:  # noqa: BLE001 - whatever it is, it is no health
        log.warning("the database cannot be read: %s", type(error).__name__)
        return _UNREADABLE


def _ill(word: str) -> Response:
    return PlainTextResponse(word, status_code=503, headers={"Cache-Control": "no-store"})
