"""The only place that asks what time it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


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
