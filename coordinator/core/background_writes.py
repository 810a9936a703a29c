"""Small writes that nobody waits for: done one by one in a thread beside the pages' runs.

Only for what may be lost when the process dies, such as when a session was last used. Each deed is
one transaction, and is done once more where the first found somebody else in the way.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Final

from coordinator.core.database_errors import once_more

log = logging.getLogger(__name__)

_hand: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="afterwards")
_waiting: Final[dict[Hashable, Future[None]]] = {}
_lock: Final = Lock()


def soon(key: Hashable, deed: Callable[[], object]) -> None:
    """Does the deed in a moment; a second one with the same key is let go while one waits."""

    def do() -> None:
        try:
            once_more(deed)
        except Exception as error:  # noqa: BLE001 - nobody waits for it, so nobody can be told
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("afterwards: %s\n%s", type(error).__name__, place)  # noqa: TRY400 - no words of it
        finally:
            with _lock:
                _waiting.pop(key, None)

    with _lock:
        if key not in _waiting:
            _waiting[key] = _hand.submit(do)


def settle() -> None:
    """Returns when everything that waited is done."""
    with _lock:
        waiting = list(_waiting.values())
    wait(waiting)
