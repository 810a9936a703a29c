"""What each thing that speaks against a day costs, and how a group settles that for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final

from coordinator.core.errors import BadInput
from coordinator.core.translation import ngettext
from coordinator.terms.views import OWN_KINDS, ClosedKind

DOUBTS: Final[Mapping[ClosedKind, int]] = {kind: kind.traits.price for kind in OWN_KINDS}


@dataclass(frozen=True)
class Weights:
    """Costs in tenths of a point; distances and notice in days."""

    outside: int = 100
    day_outside: int = 3
    day_off_middle: int = 1
    doubts: Mapping[ClosedKind, int] = field(default_factory=lambda: dict(DOUBTS))
    other_doubt: int = 150
    day_near_break: int = 5
    other_weekday: int = 10
    weekday_step: int = 15
    day_short_notice: int = 5
    notice: int = 21
    distance: tuple[int, int] = (70, 112)
    day_off_distance: int = 3
    other_time: int = 20
    quarter_off: int = 1
    agency_away: int = 60
    required_away: int = 5000
    required_silent: int = 2000
    below_quorum: int = 5000
    if_need_be: int = 20
    no_answer: int = 15
    never_there: int = 80
    attraction: int = 10


_MOST: Final = 10_000  # tenths: ten perfect sets
_DAYS: Final = (0, 366)
# Every weight a group may settle, by name, with its least and most.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    **{
        each.name: (0, _MOST)
        for each in fields(Weights)
        if each.name not in {"doubts", "notice", "distance"}
    },
    **{kind.value: (0, _MOST) for kind in DOUBTS},
    "notice": _DAYS,
    "distance_least": _DAYS,
    "distance_most": _DAYS,
}


def values_of(weights: Weights) -> dict[str, int]:
    """Every weight by name, in the order of :data:`BOUNDS`."""
    plain = {each.name: getattr(weights, each.name) for each in fields(Weights)}
    plain |= {kind.value: weights.doubts.get(kind, weights.other_doubt) for kind in DOUBTS}
    plain["distance_least"], plain["distance_most"] = weights.distance
    return {name: plain[name] for name in BOUNDS}


def with_values(values: Mapping[str, int]) -> Weights:
    """The usual weights, changed by name.

    Raises:
        BadInput: ``weight-unknown``, ``weight-odd`` when one is below its least or above its
            most, or ``weight-distance-odd`` when the least distance is more than the most.
    """
    for name, value in values.items():
        if name not in BOUNDS:
            raise BadInput("weight-unknown", name=name)
        least, most = BOUNDS[name]
        if not least <= value <= most:
            raise BadInput("weight-odd", least=least / 10, most=most / 10)
    usual = Weights()
    least, most = (
        values.get("distance_least", usual.distance[0]),
        values.get("distance_most", usual.distance[1]),
    )
    if least > most:
        raise BadInput("weight-distance-odd")
    doubts = {kind: values.get(kind.value, cost) for kind, cost in DOUBTS.items()}
    special = {*doubts, "distance_least", "distance_most"}
    plain = {name: value for name, value in values.items() if name not in special}
    return replace(usual, doubts=doubts, distance=(least, most), **plain)


def written(values: Mapping[str, int]) -> str:
    """Those that differ from the usual ones, as ``notice=28 outside=150``."""
    usual = values_of(Weights())
    return " ".join(f"{n}={v}" for n, v in sorted(values.items()) if usual.get(n) != v)


def read(text: str) -> Weights:
    """The weights of a stored text; what is no longer known is passed over."""
    pairs = (part.partition("=")[::2] for part in text.split())
    known = {name: int(value) for name, value in pairs if name in BOUNDS}
    return with_values(known)


def weights_in_words(text: object) -> str:
    """``outside=150 notice=28``: how many cost something else than usual; a page tells which."""
    number = len(str(text).split())
    return ngettext("{n} other than usual", "{n} others than usual", number)
