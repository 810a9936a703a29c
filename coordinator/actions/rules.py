"""Pure decisions about tasks: what is overdue, what a step needs, how codes are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from coordinator.actions.lifecycle import (
    INFORMATION_ACTION,
    OPEN_STATES,
    InfoEvent,
    InfoState,
    PointState,
)
from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.lifecycles import next_state

# What an information action led to is asked for this long after its last day.
EFFECT_AFTER = timedelta(days=30)
LONGEST_REPORT = 2_000  # characters


def next_info_state(
    state: InfoState, event: InfoEvent, *, last_day: date | None, effect: str | None
) -> InfoState:
    """The state after the event.

    Raises:
        RuleBroken: the table has no such step, it is finished without a last day, or evaluated
            without a word on its effect.
    """
    following = next_state(INFORMATION_ACTION, state, event)
    if event is InfoEvent.FINISH and last_day is None:
        raise RuleBroken("info-needs-end")
    if event is InfoEvent.EVALUATE and not effect:
        raise RuleBroken("info-needs-effect")
    return following


def is_overdue(state: PointState, due_day: date | None, today: date) -> bool:
    return state in OPEN_STATES and due_day is not None and due_day < today


def check_report(state: PointState, words: str) -> str:
    """The words, if the agency may report them on a point in this state.

    Raises:
        RuleBroken: the point is closed.
        BadInput: no words, or too many.
    """
    if state not in OPEN_STATES:
        raise RuleBroken("report-point-closed")
    if not words:
        raise BadInput("report-needs-text")
    if len(words) > LONGEST_REPORT:
        raise BadInput("report-too-long", most=LONGEST_REPORT)
    return words


def asks_for_effect(
    state: InfoState, last_day: date | None, effect: str | None, today: date
) -> bool:
    """Whether it is time to ask what a finished information action led to."""
    return (
        state is InfoState.DONE
        and not effect
        and last_day is not None
        and last_day + EFFECT_AFTER <= today
    )


def next_number(codes: Iterable[str]) -> int:
    """One more than the highest number that any of the codes ends with."""
    endings = (re.search(r"(\d+)$", code) for code in codes)
    return 1 + max((int(found[1]) for found in endings if found), default=0)


def check_days(first: date | None, last: date | None) -> None:
    """Refuses an information action that ends before it starts.

    Raises:
        BadInput: with both days.
    """
    if first and last and last < first:
        raise BadInput("info-end-before-start", first=first, last=last)


def check_amount(amount: int | None) -> None:
    """Refuses a number of people or of SEK that nobody means.

    Raises:
        BadInput: it is below zero or above a billion.
    """
    if amount is not None and not 0 <= amount < 1_000_000_000:
        raise BadInput("number-odd")
