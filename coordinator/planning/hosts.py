"""Whose turn it is to be host."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HostChoice:
    """A member agency, when it was host last, and whether it may be at all: a shelter never."""

    id: int
    name: str
    may_host: bool
    last_hosted: date | None = None


def rotation(agencies: Sequence[HostChoice]) -> tuple[HostChoice, ...]:
    """Those who may be host: first who never was, then who was longest ago; else as they stand."""
    may = [agency for agency in agencies if agency.may_host]
    return tuple(sorted(may, key=lambda agency: agency.last_hosted or date.min))


def suggested(
    agencies: Sequence[HostChoice], away: Sequence[Collection[int]]
) -> tuple[HostChoice | None, ...]:
    """A host for each meeting, nobody twice while others wait.

    ``away`` holds, for each meeting, the agencies that usually cannot come then: their turn waits.
    """
    waiting = list(rotation(agencies))
    chosen: list[HostChoice | None] = []
    for absent in away:
        host = next((agency for agency in waiting if agency.id not in absent), None)
        if host is not None:
            waiting.remove(host)
            waiting.append(host)
        chosen.append(host)
    return tuple(chosen)
