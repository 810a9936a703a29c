"""Leaving days out of a span: it is cut into the spans between them, and nothing is unrolled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from coordinator.terms.views import ClosedDay

Span = tuple[date, date]
_DAY = timedelta(days=1)


def spans_without(day: ClosedDay, out: Collection[date]) -> tuple[Span, ...]:
    """The spans between the days that are left out, each from one of its days to one of its days.

    Both ends are included. A day on which it does not come changes nothing.
    """
    spans: list[Span] = []
    start = day.first_day
    for one in sorted(set(out)):
        if one < start or not day.holds(one):
            continue
        before = day.days(start, one - _DAY)
        if before:
            spans.append((start, before[-1]))
        after = day.days(one + _DAY, day.last_day)
        if not after:
            return tuple(spans)
        start = after[0]
    return (*spans, (start, day.last_day))
