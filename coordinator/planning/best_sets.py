"""The best sets of days, exactly: a walk through the term that keeps the best ways to each day.

Where the cost of a set is a sum over its days and over the distances between neighbours, the best
``limit`` sets that end on a day are made of the best ``limit`` sets that end on an earlier one. So
nothing is guessed and nothing is left out, and the work grows with the square of the days only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from heapq import nsmallest

CostedSet = tuple[int, tuple[date, ...]]
"""Cost so far, and the days in order. Of equal costs the earlier days come first."""

_NO_WAY = 10**12


def best_sets(
    free: Collection[date],
    booked: Collection[date],
    *,
    count: int,
    limit: int,
    of_day: Callable[[date, int], int],
    of_distance: Callable[[int], int],
) -> list[CostedSet]:
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
    offsets = [(day - days[0]).days for day in days]
    gaps = [of_distance(n) for n in range(offsets[-1] + 1)]
    ways: list[list[CostedSet]] = [[] for _ in days]
    for position in range(1, total + 1):
        before, ways = ways, [[] for _ in days]
        heads = [there[0][0] if there else _NO_WAY for there in before]
        # Days too early to be this far, or too late for what is still to come, lead nowhere.
        for n in range(position - 1, len(days) - total + position):
            own = 0 if days[n] in fixed else of_day(days[n], position)
            if position > 1:
                steps = {i: gaps[offsets[n] - offsets[i]] for i in range(max(0, since[n]), n)}
                ways[n] = _cheapest(days[n], own, heads, steps, before, limit=limit)
            elif since[n] < 0:
                ways[n] = [(own, (days[n],))]
    end = since[-1] if days[-1] not in fixed else len(days) - 1
    found = nsmallest(limit, (way for there in ways[max(0, end) :] for way in there))
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
    day: date,
    own: int,
    heads: list[int],
    steps: dict[int, int],
    before: list[list[CostedSet]],
    *,
    limit: int,
) -> list[CostedSet]:
    """The best ways to ``day``, which costs ``own``, from the best ways ``before``.

    ``heads`` are the costs of the best of those; ``steps`` what the distance from each costs.
    """
    costs = [heads[i] + step for i, step in steps.items()]
    # With `limit` better heads before it, nothing that comes from a further day is among the best.
    worst = min(nsmallest(limit, costs)[-1:], default=_NO_WAY)
    return nsmallest(
        limit,
        (
            (cost + steps[i] + own, (*chosen, day))
            for i, head in zip(steps, costs, strict=True)
            if head <= worst and head < _NO_WAY
            for cost, chosen in before[i]
        ),
    )
