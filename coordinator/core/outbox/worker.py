"""The worker inside the server: a thread that sends what is due, soon after it was queued."""

from __future__ import annotations

import logging
import traceback
from threading import Event, Thread
from typing import Final

from coordinator.core.database_errors import passes
from coordinator.core.errors import CoordinatorError, Unavailable
from coordinator.core.office import Office
from coordinator.core.outbox.delivery import deliver
from coordinator.core.outbox.wake_up import wake_up

log = logging.getLogger(__name__)

PAUSE: Final = 5.0  # seconds between two looks, when nobody rings
AFTER_TROUBLE: Final = 60.0  # when the mail server or the database is away
_LAST_MAIL: Final = 45.0  # how long an ending server waits for the mail in hand


class Worker:
    """Starts with the server and ends with it; a failing pass is logged and tried again."""

    def __init__(self, office: Office, *, pause: float = PAUSE) -> None:
        self._office = office
        self._pause = pause
        self._ending = Event()
        self._thread = Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        if self._office.settings.mail_goes:
            self._thread.start()

    def stop(self) -> None:
        """Returns when the mail in hand, if any, has gone."""
        self._ending.set()
        wake_up.set()
        if self._thread.is_alive():
            self._thread.join(_LAST_MAIL)

    def _run(self) -> None:
        while not self._ending.is_set():
            wake_up.clear()
            trouble = self._pass()
            if trouble:
                self._ending.wait(AFTER_TROUBLE)
            else:
                wake_up.wait(self._pause)

    def _pass(self) -> bool:
        try:
            done = deliver(self._office, go_on=lambda: not self._ending.is_set())
        except Unavailable as error:
            log.warning("outbox: %s", error.code)
            return not passes(error)  # somebody else's lock is soon gone
        except CoordinatorError as error:
            log.error("outbox: %s", error.code)  # noqa: TRY400 - the code says it all
            return True
        except Exception as error:  # noqa: BLE001 - the worker outlives whatever goes wrong
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("outbox: %s\n%s", type(error).__name__, place)  # noqa: TRY400 - its words can hold an address
            return True
        return done.is_stopped
