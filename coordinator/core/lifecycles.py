"""What can happen to a thing, as a table in its room's ``lifecycle.py``, and how it is followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from coordinator.core.errors import RuleBroken

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)


@dataclass(frozen=True)
class Lifecycle(Generic[State, Event]):
    """``steps``: the state that follows a state and an event.

    ``refusal`` is the code of the sentence for a step that is not listed; ``{state}`` in it is the
    state that stands in the way.
    """

    refusal: str
    steps: Mapping[tuple[State, Event], State]


def next_state(lifecycle: Lifecycle[State, Event], state: State, event: Event) -> State:
    """The state after the event.

    Raises:
        RuleBroken: the table has no such step.
    """
    try:
        return lifecycle.steps[state, event]
    except KeyError:
        raise RuleBroken(lifecycle.refusal.format(state=state.value.replace("_", "-"))) from None


def possible_events(lifecycle: Lifecycle[State, Event], state: State) -> tuple[Event, ...]:
    """What can happen next, in the table's order."""
    return tuple(event for (before, event) in lifecycle.steps if before is state)
