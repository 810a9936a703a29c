"""How many meetings a term still has time for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from coordinator.planning.priorities import Notice

# From today to the first day that can be met: invitations go out so long before.
NOTICE: Final = timedelta(days=Notice.THREE_WEEKS.worth)
# Two meetings nearer to each other than this are one meeting too many.
BETWEEN: Final = timedelta(weeks=4)


def time_for(today: date, last_day: date) -> int:
    """How many meetings can still be held until the term's last day, if none is booked yet."""
    left = last_day - (today + NOTICE)
    return 0 if left < timedelta() else 1 + left // BETWEEN
