"""What the outbox must ask the rooms about: who sends for a group, and whether a mail still holds.

Core knows no rooms, so :mod:`coordinator.wiring` hands the answers in with the office.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coordinator.core.database import Session

Condition = Callable[[Session, str], bool]


@dataclass(frozen=True)
class Sender:
    """Who a mail comes from: a neutral name, and the function mailbox answers go to.

    ``address`` is None where the group has none of its own. ``is_demo``: the people are invented,
    so nothing may leave this machine.
    """

    name: str
    address: str | None
    is_demo: bool


def _nobody(_session: Session, _group_id: int | None) -> Sender:
    """Nobody has said who sends: then nothing leaves this machine."""
    return Sender(name="", address=None, is_demo=True)


@dataclass(frozen=True)
class Post:
    """``sender`` of a group's mails; ``conditions`` by name, asked with the row's own words."""

    sender: Callable[[Session, int | None], Sender] = _nobody
    conditions: Mapping[str, Condition] = field(default_factory=dict)
