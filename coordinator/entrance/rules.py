"""Who may come in, and as what."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from coordinator.access.actor import Role

# How often a link or a code may be asked for before one has to wait. How often from one place on
# the net is a setting: a whole town hall can sit behind one address.
MOST_PER_ADDRESS: Final = 5
MOST_CODES: Final = 5
# Within a day: with five tries each, all of them together guess a code once in ten thousand days.
MOST_CODES_A_DAY: Final = 20
# How long a personal link may ask for a code.
PERSONAL_LIFETIME: Final = timedelta(days=120)


_MEMBER = frozenset({Role.MEMBER})


def roles_with_seat(
    granted: frozenset[Role], *, represents: bool, sits: bool, is_capped: bool = False
) -> frozenset[Role]:
    """What somebody is in a group.

    The roles given there; without any, a representative or substitute of today is a member. A role
    that was given on purpose says more than the seat: an auditor who also represents an agency
    stays an auditor. A member's role rests while its holder ``sits`` nowhere: whoever has left
    reads nothing more. ``is_capped``: as a member at most, which an auditor, who reads no content,
    is not.
    """
    held = granted if sits else granted - _MEMBER
    if not held and represents:
        held = _MEMBER
    if is_capped:
        return _MEMBER if held - {Role.AUDITOR} else frozenset()
    return held
