"""How far the mails about one thing have come, and how mail leaves here at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from coordinator.core.settings import Settings


class Way(StrEnum):
    """How mail leaves now."""

    BY_ITSELF = "by_itself"
    BY_HAND = "by_hand"  # no mail server: it waits until somebody sends it
    HELD_UP = "held_up"  # there is a server, but it takes nothing now


def way(settings: Settings, *, tried: bool) -> Way:
    """``tried``: mail that was due has been tried in vain and still waits."""
    if not settings.mail_goes:
        return Way.BY_HAND
    return Way.HELD_UP if tried else Way.BY_ITSELF


@dataclass(frozen=True)
class HowFar:
    """``waiting``: due and not gone, for whatever reason. ``last_gone``: when the last one went."""

    way: Way
    waiting: int = 0
    failed: int = 0
    last_gone: datetime | None = None

    @property
    def is_out(self) -> bool:
        """Whether nothing of it is left here."""
        return not (self.waiting or self.failed)


NOTHING_OUT: Final = HowFar(Way.BY_HAND)  # no mail waits, so that the way does not matter

Counts = tuple[int | None, int | None, int | None]  # waiting, tried in vain, given up


def how_far(settings: Settings, counts: Counts, last_gone: datetime | None = None) -> HowFar:
    """From what a query counted; None where it found nothing to count."""
    waiting, tried, failed = counts
    return HowFar(way(settings, tried=bool(tried)), waiting or 0, failed or 0, last_gone)
