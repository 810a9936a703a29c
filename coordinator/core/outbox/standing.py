"""What of a group's mail somebody must look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """Numbers of mails.

    ``by_hand`` are due and may be taken as files; ``held_up`` have been tried in vain for a while.
    """

    failed: int = 0
    paused: int = 0
    by_hand: int = 0
    held_up: int = 0
