"""The only place that asks what time it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


_FIRST, _LAST = date(1, 1, 3), date(9999, 12, 29)  # whose moments also exist in UTC


def midnight(day: date, *, after: bool = False) -> datetime:
    """The moment when a day begins in Stockholm, or when it has ended (``after``).

    A filter may ask for any day there is, also the last one, after which no day comes.
    """
    within = min(max(day, _FIRST), _LAST)
    return datetime.combine(within + timedelta(days=after), time.min, tzinfo=STOCKHOLM)


def _system() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """Gives aware datetimes in UTC and days as people in Stockholm count them."""

    now: Callable[[], datetime] = field(default=_system)
    is_set_by_hand: bool = False

    def today(self) -> date:
        return self.now().astimezone(STOCKHOLM).date()

    @classmethod
    def fixed(cls, instant: datetime) -> Clock:
        """A clock that stands still: for one command or one test."""
        moment = instant.astimezone(UTC)
        return cls(now=lambda: moment, is_set_by_hand=True)

    @classmethod
    def starting_at(cls, instant: datetime) -> Clock:
        """A clock that starts at ``instant`` and then runs: for a demo server."""
        begun, start = monotonic(), instant.astimezone(UTC)
        return cls(now=lambda: start + timedelta(seconds=monotonic() - begun), is_set_by_hand=True)
