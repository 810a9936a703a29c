"""Leaving days out of a span: it is cut into the spans between them, and nothing is unrolled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from coordinator.terms.views import Recurrence

Span = tuple[date, date]
_DAY = timedelta(days=1)
_FAR = 64  # days: two months hold every rhythm twice


def spans_without(
    first: date, last: date, repeats: Recurrence | None, out: Collection[date]
) -> tuple[Span, ...]:
    """The spans between the days that are left out, each from one of its days to one of its days.

    Both ends are included. A day on which it does not come changes nothing.
    """

    def falls(day: date) -> bool:
        return repeats is None or repeats.falls_on(day, first)

    def beside(day: date, step: timedelta) -> date | None:
        others = (day + n * step for n in range(1, _FAR))
        return next((one for one in others if first <= one <= last and falls(one)), None)

    spans: list[Span] = []
    start = first
    for day in sorted(set(out)):
        if not start <= day <= last or not falls(day):
            continue
        before = beside(day, -_DAY)
        if before is not None and before >= start:
            spans.append((start, before))
        after = beside(day, _DAY)
        if after is None:
            return tuple(spans)
        start = after
    return (*spans, (start, last))
