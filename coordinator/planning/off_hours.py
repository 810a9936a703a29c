"""Parts of the week that are turned off, as people write them: ``thu-am fri-pm mon``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Final

from coordinator.core import dates
from coordinator.core.errors import BadInput
from coordinator.core.translation import N_, _
from coordinator.planning.views import OffHours
from coordinator.terms.views import AFTERNOON, DAYS_END, MORNING

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PARTS: Final = {"am": MORNING, "pm": AFTERNOON, "": (time.min, DAYS_END)}
_IN_WORDS: Final = {"am": N_("in the morning"), "pm": N_("in the afternoon")}
_WORD: Final = re.compile(r"([a-z]{3})(?:-(am|pm|(\d\d:\d\d)-(\d\d:\d\d)))?")


def read_off(text: str) -> tuple[OffHours, ...]:
    """The parts of the week, in order, each once.

    Raises:
        BadInput: ``off-hours-unknown``.
    """
    words = re.split(r"[\s,]+", text.strip().lower())
    return tuple(sorted({_read(word) for word in words if word}))


def _read(word: str) -> OffHours:
    found = _WORD.fullmatch(word)
    if found is None or found[1] not in WEEKDAYS:
        raise BadInput("off-hours-unknown", text=word)
    weekday = WEEKDAYS.index(found[1])
    if found[3] is None:
        return OffHours(weekday, *_PARTS[found[2] or ""])
    try:
        start, end = time.fromisoformat(found[3]), time.fromisoformat(found[4])
    except ValueError:
        raise BadInput("off-hours-unknown", text=word) from None
    if start >= end:
        raise BadInput("off-hours-unknown", text=word)
    return OffHours(weekday, start, end)


def write_off(off: Iterable[OffHours]) -> str:
    """The same, to be read back."""
    return " ".join(_written(one) for one in sorted(set(off)))


def _written(one: OffHours) -> str:
    word = WEEKDAYS[one.weekday]
    for part, hours in _PARTS.items():
        if (one.start, one.end) == hours:
            return f"{word}-{part}" if part else word
    return f"{word}-{one.start:%H:%M}-{one.end:%H:%M}"


def off_in_words(text: object) -> str:
    """``thu-am fri-13:00-15:00``, in words: which parts of the week never suit."""
    return ", ".join(_in_words(*word.partition("-")) for word in str(text).split())


def _in_words(day: str, _hyphen: str, part: str) -> str:
    weekday = dates.weekdays(WEEKDAYS.index(day)) if day in WEEKDAYS else day
    hours = _(_IN_WORDS[part]) if part in _IN_WORDS else part.replace("-", "–")
    return f"{weekday} {hours}".strip()
