"""How long an event lasts (DURATION, RFC 5545 3.3.6): days by the clock, hours as they pass.

``P1D`` from noon ends at noon, ``PT24H`` over the night in March at one.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

_DURATION: Final = re.compile(
    r"\+?P(?:(\d{1,3})W|(?:(\d{1,4})D)?"
    r"(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?)"
)
_DAY: Final = timedelta(days=1)


def length(text: str) -> tuple[int, int] | None:
    """Days by the clock and seconds that pass; None when it is no duration, or goes back."""
    found = _DURATION.fullmatch(text.upper())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    return weeks * 7 + days, hours * 3600 + minutes * 60 + seconds


def after(start: date | datetime, lasts: tuple[int, int]) -> date | datetime:
    """The end of what lasts so long; of whole days the first day that is not in it any more."""
    days, seconds = lasts
    if not isinstance(start, datetime):
        return start + max(days - (-seconds // 86_400), 1) * _DAY
    end = start + days * _DAY
    if not seconds:
        return end
    return (end.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(start.tzinfo)
