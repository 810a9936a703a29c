"""The best sets of days, exactly: a walk through the term that keeps the best ways to each day.

Where the cost of a set is a sum over its days and over the distances between neighbours, the best
``limit`` sets that end on a day are made of the best ``limit`` sets that end on an earlier one. So
nothing is guessed and nothing is left out, and the work grows with the square of the days only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from heapq import nsmallest

Days = tuple[date, ...]
Way = tuple[int, Days]
"""Cost so far, and the days in order. Equal costs: the earlier days come first."""


def best_sets(
    free: Collection[date],
    booked: Collection[date],
    *,
    count: int,
    limit: int,
    of_day: Callable[[date, int], int],
    of_distance: Callable[[int], int],
) -> list[Way]:
    """The ``limit`` cheapest sets of ``count`` free days, with their costs, cheapest first.

    ``booked`` days are part of every set and of its distances, but not of the answer.
    ``of_day(day, position)`` tells what a free day costs as the set's number ``position``, counted
    from 1 with the booked days among them; ``of_distance(days)`` what lies between neighbours.
    """
    fixed = frozenset(booked)
    days = sorted({*free, *fixed})
    total = count + len(fixed)
    if count < 1 or total > len(days):
        return []
    since = _last_fixed(days, fixed)
    span = (days[-1] - days[0]).days
    gaps = [of_distance(n) for n in range(span + 1)]
    ways: list[list[Way]] = [[] for _ in days]
    for position in range(1, total + 1):
        # Backwards, so that ways[i] of the round before still stand when day n asks for them.
        for n in range(len(days) - 1, -1, -1):
            day = days[n]
            own = 0 if day in fixed else of_day(day, position)
            if position == 1:
                ways[n] = [(own, (day,))] if since[n] < 0 else []
                continue
            heads = [
                (ways[i][0], own + gaps[(day - days[i]).days], i)
                for i in range(max(0, since[n]), n)
                if ways[i]
            ]
            ways[n] = _cheapest(day, heads, ways, limit)
    end = max((n for n, day in enumerate(days) if day in fixed), default=0)
    found = nsmallest(limit, (way for n in range(end, len(days)) for way in ways[n]))
    return [(cost, tuple(day for day in chosen if day not in fixed)) for cost, chosen in found]


def _last_fixed(days: list[date], fixed: frozenset[date]) -> list[int]:
    """For each day the place of the last booked one before it, -1 where there is none."""
    since, last = [], -1
    for n, day in enumerate(days):
        since.append(last)
        if day in fixed:
            last = n
    return since


def _cheapest(
    day: date, heads: list[tuple[Way, int, int]], ways: list[list[Way]], limit: int
) -> list[Way]:
    """The best ways to ``day``. ``heads``: each earlier day's best way, the step's cost, place."""
    # With `limit` better heads before it, nothing from a further day can be among the best.
    near = nsmallest(limit, ((cost + step, chosen, step, i) for (cost, chosen), step, i in heads))
    return nsmallest(
        limit,
        (
            (cost + step, (*chosen, day))
            for _cost, _chosen, step, i in near
            for cost, chosen in ways[i]
        ),
    )
