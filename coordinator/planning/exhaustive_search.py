"""The best sets of a few candidates, by weighing every one of them.

Among answered candidates two days may complete each other, so that a set costs more or less than
its days and distances. They are few: all sets are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from heapq import nsmallest
from itertools import combinations, pairwise
from math import comb

from coordinator.core.errors import BadInput
from coordinator.planning.best_sets import CostedSet

MOST_SETS = 20_000


def exhaustive_search(
    free: Collection[date],
    booked: Collection[date],
    *,
    count: int,
    limit: int,
    of_day: Callable[[date, int], int],
    of_distance: Callable[[int], int],
    of_set: Callable[[Sequence[date]], int],
) -> list[CostedSet]:
    """The ``limit`` cheapest sets of ``count`` days, cheapest first.

    The same as :func:`coordinator.planning.best_sets.best_sets`, with ``of_set`` on top.

    Raises:
        BadInput: ``plan-too-many-candidates``.
    """
    if comb(len(free), count) > MOST_SETS:
        raise BadInput("plan-too-many-candidates")

    def cost(chosen: tuple[date, ...]) -> int:
        whole = sorted((*chosen, *booked))
        alone = sum(of_day(day, whole.index(day) + 1) for day in chosen)
        apart = sum(of_distance((later - one).days) for one, later in pairwise(whole))
        return alone + apart + of_set(chosen)

    return nsmallest(
        limit, ((cost(chosen), chosen) for chosen in combinations(sorted(free), count))
    )
