"""The minutes' life, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from coordinator.core.errors import RuleBroken
from coordinator.minutes.views import MinutesState


class MinutesEvent(StrEnum):
    CIRCULATE = "circulate"
    WITHDRAW = "withdraw"  # back to draft: the comments showed that more is to be written
    APPROVE = "approve"
    SEND = "send"


LIFECYCLE: Mapping[tuple[MinutesState, MinutesEvent], MinutesState] = {
    (MinutesState.DRAFT, MinutesEvent.CIRCULATE): MinutesState.CIRCULATED,
    (MinutesState.CIRCULATED, MinutesEvent.WITHDRAW): MinutesState.DRAFT,
    (MinutesState.CIRCULATED, MinutesEvent.APPROVE): MinutesState.APPROVED,
    (MinutesState.APPROVED, MinutesEvent.SEND): MinutesState.SENT,
}

# Read by members and readers; drafts are their authors' own.
OPEN_TO_ALL = frozenset({MinutesState.APPROVED, MinutesState.SENT})
LONGEST_NOTE = 20_000  # characters


def next_state(state: MinutesState, event: MinutesEvent) -> MinutesState:
    """The state after the event.

    Raises:
        RuleBroken: the table has no such step.
    """
    try:
        return LIFECYCLE[state, event]
    except KeyError:
        raise RuleBroken("minutes-step-odd") from None


def check_writable(meeting_state: str, state: MinutesState) -> None:
    """Notes are written from the meeting's start until they are approved.

    Raises:
        RuleBroken: too early, or locked.
    """
    if meeting_state not in {"under_way", "held"}:
        raise RuleBroken("minutes-not-begun")
    if state in OPEN_TO_ALL:
        raise RuleBroken("minutes-locked")
