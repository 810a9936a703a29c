"""Several presses at the same moment, on both engines, with the worst order made certain."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from coordinator.core.errors import CoordinatorError
from coordinator.core.office import Office

_PATIENCE = 0.5  # seconds for the others to get as far; where a lock holds them they never do


def at_once(office: Office, *presses: Callable[[], object]) -> list[object]:
    """What each press led to, or the code of why not, in their order.

    On PostgreSQL nobody writes before all have read, unless a lock keeps them from reading. SQLite
    lets one in at a time, so there they follow each other.
    """
    pause = not office.database.is_sqlite
    with _nobody_first(len(presses), pause=pause), ThreadPoolExecutor(len(presses)) as people:
        return list(people.map(_told, presses))


def _told(press: Callable[[], object]) -> object:
    try:
        return press()
    except CoordinatorError as error:
        return error.code


@contextmanager
def _nobody_first(number: int, *, pause: bool) -> Iterator[None]:
    ready = threading.Barrier(number)
    seen: set[int] = set()

    def wait(*_args: Any) -> None:
        me = threading.get_ident()
        if pause and me not in seen:
            seen.add(me)
            with suppress(threading.BrokenBarrierError):
                ready.wait(_PATIENCE)

    event.listen(Session, "before_flush", wait)
    try:
        yield
    finally:
        event.remove(Session, "before_flush", wait)
