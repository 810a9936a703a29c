"""Which rows of a thing a role may read: one table, applied in the queries of the rooms above.

Whether a use case is open to a role at all stands in :mod:`coordinator.access.permissions`; every
row is of the actor's own group, whatever stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from coordinator.access.actor import Actor, Role


class Reach(StrEnum):
    """How much of a thing, the widest first."""

    ALL = "all"
    LEFT_THE_DESK = "all but drafts"
    APPROVED = "approved ones"
    OWN_AGENCIES = "those of the own agencies"
    NOTHING = "nothing"


_ORDER = tuple(Reach)

# Things and roles; a role that is not named reads nothing.
SCOPES: Mapping[str, Mapping[Role, Reach]] = {
    "minutes": {
        Role.COORDINATOR: Reach.ALL,
        Role.SECRETARY: Reach.ALL,
        Role.MEMBER: Reach.APPROVED,
        Role.READER: Reach.APPROVED,
        Role.REGISTRATOR: Reach.LEFT_THE_DESK,
    },
    "action points": {
        Role.COORDINATOR: Reach.ALL,
        Role.SECRETARY: Reach.ALL,
        Role.MEMBER: Reach.OWN_AGENCIES,
        Role.READER: Reach.OWN_AGENCIES,
        Role.REGISTRATOR: Reach.OWN_AGENCIES,
    },
    "trail": {
        Role.COORDINATOR: Reach.ALL,
        Role.AUDITOR: Reach.ALL,
    },
}


def reach(actor: Actor, thing: str) -> Reach:
    """The widest reach that one of the actor's roles gives."""
    given = SCOPES[thing]
    return min(
        (given.get(role, Reach.NOTHING) for role in actor.roles),
        key=_ORDER.index,
        default=Reach.NOTHING,
    )
