"""Who may come in, and as what."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from coordinator.access.actor import Role

# How often a link or a code may be asked for before one has to wait.
MOST_PER_ADDRESS: Final = 5
MOST_PER_CLIENT: Final = 20
MOST_CODES: Final = 5
# How long a personal link may ask for a code.
PERSONAL_LIFETIME: Final = timedelta(days=120)


def roles_with_seat(granted: frozenset[Role], *, represents: bool) -> frozenset[Role]:
    """What somebody is in a group.

    The roles given there; without any, a representative or substitute of today is a member. A role
    that was given on purpose says more than the seat: an auditor who also represents an agency
    stays an auditor.
    """
    if granted:
        return granted
    return frozenset({Role.MEMBER}) if represents else frozenset()
