"""What must happen though nobody presses anything: a thread of the server, once an hour."""

from __future__ import annotations

import logging
import traceback
from threading import Event, Thread
from typing import Final

from coordinator.core.office import Office
from coordinator.drafts import in_transaction as drafts
from coordinator.meetings import in_transaction as meetings

log = logging.getLogger(__name__)

PAUSE: Final = 3600.0  # seconds


def keep_house(office: Office) -> tuple[str, ...]:
    """Forgets secret places of meetings that are over, and old drafts; the meetings' codes."""
    with office.transaction() as session:
        drafts.forget_old(session, office.clock.now())
        return meetings.forget_past_places(session, office.clock.now())


class Housekeeper:
    """Starts with the server and ends with it; a failing round is logged and tried again."""

    def __init__(self, office: Office, *, pause: float = PAUSE) -> None:
        self._office = office
        self._pause = pause
        self._ending = Event()
        self._thread = Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when the round in hand, if any, is done."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                keep_house(self._office)
            except Exception as error:  # noqa: BLE001 - the next round may go well
                place = "".join(traceback.format_tb(error.__traceback__))
                log.error("housekeeping: %s\n%s", type(error).__name__, place)  # noqa: TRY400 - its words can hold a place
            if self._ending.wait(self._pause):
                return
