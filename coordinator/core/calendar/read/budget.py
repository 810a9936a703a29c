"""How much work one calendar may make: the libraries alone would go on for minutes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from coordinator.core.errors import BadInput

MOST_TIMES: Final = 30_000  # that everything in one file comes, all told
STEPS_A_TIME: Final = 6  # steps of a rule that cost as much as one time that it comes
MOST_ZONES: Final = 20  # that one file tells the rules of
_MOST_CHANGES: Final = 120  # of the clock, in all of those
_SECONDS: Final = 2.5  # of this thread's own work: the last resort, far beyond an honest file
_ODD_SECONDS: Final = 1.0  # of looking for a day on which odd rules come


@dataclass
class Budget:
    """Counts down; what is over it is refused whole, so that nothing is kept half."""

    left: int = MOST_TIMES * STEPS_A_TIME
    odd_left: float = _ODD_SECONDS
    zones: set[str] = field(default_factory=set)
    changes: int = 0
    started: float = field(default_factory=time.thread_time)

    def spend(self, steps: int) -> None:
        """Counts steps.

        Raises:
            BadInput: ``calendar-too-much``.
        """
        self.left -= steps
        if self.left < 0 or time.thread_time() - self.started > _SECONDS:
            raise BadInput("calendar-too-much", most=MOST_TIMES)

    def expect(self, steps: int) -> None:
        """Refuses at once what will cost more than is left.

        Raises:
            BadInput: ``calendar-too-much``.
        """
        if steps > self.left:
            raise BadInput("calendar-too-much", most=MOST_TIMES)

    def spend_on_zone(self, text: str) -> None:
        """Counts a zone whose rules the file tells itself, once for each content.

        Raises:
            BadInput: ``calendar-too-much``.
        """
        self.spend(0)
        if text in self.zones:
            return
        self.zones.add(text)
        self.changes += text.count("TZOFFSETTO:")
        if len(self.zones) > MOST_ZONES or self.changes > _MOST_CHANGES:
            raise BadInput("calendar-too-many-zones", most=MOST_ZONES)

    def spend_on_odd(self, seconds: float) -> None:
        """Counts the time that an odd rule took.

        Raises:
            BadInput: ``calendar-too-much``.
        """
        self.odd_left -= seconds
        if self.odd_left < 0:
            raise BadInput("calendar-too-much", most=MOST_TIMES)
