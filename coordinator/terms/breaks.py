"""School breaks by municipality: which the group has entered, and which are only estimated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from coordinator.terms.rules import same_municipality
from coordinator.terms.shipped_days import NEAR
from coordinator.terms.views import Breaks, ClosedDay, ClosedKind

_MUNICIPALITY: Final = re.compile(r"(.+?) kommun\b", re.IGNORECASE)


def municipalities(home: str, principals: Iterable[str | None]) -> tuple[str, ...]:
    """The group's own municipality, then those its agencies answer to, by name.

    ``Norrby kommun (skolan)`` answers to Norrby; who answers to a state or a region, to none.
    """
    found: list[str] = []
    for principal in principals:
        named = _MUNICIPALITY.match(principal or "")
        if named and not any(same_municipality(named[1], other) for other in (home, *found)):
            found.append(named[1])
    return (home, *sorted(found))


def breaks_of(
    municipality: str, days: Sequence[ClosedDay], estimates: Iterable[ClosedDay]
) -> Breaks:
    """``days`` are the group's own; one without a municipality holds for all of them."""
    entered = tuple(
        day
        for day in days
        if day.kind is ClosedKind.SCHOOL_BREAK
        and day.agency_id is None
        and (not day.municipality or same_municipality(day.municipality, municipality))
    )
    left = tuple(
        day
        for day in estimates
        if day.kind is ClosedKind.SCHOOL_BREAK and not any(_stands_for(one, day) for one in entered)
    )
    return Breaks(municipality, entered, left)


def _stands_for(row: ClosedDay, estimate: ClosedDay) -> bool:
    is_near = abs(row.first_day - estimate.first_day) <= NEAR
    is_same_span = (row.first_day, row.last_day) == (estimate.first_day, estimate.last_day)
    return is_same_span or (row.name.casefold() == estimate.name.casefold() and is_near)
