"""Pure decisions about tasks: lifecycles as tables, what is overdue, how codes are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from coordinator.actions.views import OPEN_STATES, InfoState, PointState
from coordinator.core.errors import BadInput, RuleBroken

# What an information action led to is asked for this long after its last day.
EFFECT_AFTER = timedelta(days=30)
LONGEST_REPORT = 2_000  # characters


class PointEvent(StrEnum):
    BEGIN = "begin"
    PAUSE = "pause"
    CLOSE = "close"
    WRITE_OFF = "write_off"
    REOPEN = "reopen"


POINT_LIFECYCLE: Mapping[tuple[PointState, PointEvent], PointState] = {
    (PointState.OPEN, PointEvent.BEGIN): PointState.UNDER_WAY,
    (PointState.OPEN, PointEvent.CLOSE): PointState.DONE,
    (PointState.OPEN, PointEvent.WRITE_OFF): PointState.WRITTEN_OFF,
    (PointState.UNDER_WAY, PointEvent.PAUSE): PointState.OPEN,
    (PointState.UNDER_WAY, PointEvent.CLOSE): PointState.DONE,
    (PointState.UNDER_WAY, PointEvent.WRITE_OFF): PointState.WRITTEN_OFF,
    (PointState.DONE, PointEvent.REOPEN): PointState.OPEN,
    (PointState.WRITTEN_OFF, PointEvent.REOPEN): PointState.OPEN,
}


class InfoEvent(StrEnum):
    DECIDE = "decide"
    BEGIN = "begin"
    FINISH = "finish"
    EVALUATE = "evaluate"
    POSTPONE = "postpone"
    CANCEL = "cancel"
    RESUME = "resume"  # planned again
    REOPEN = "reopen"  # one step back: it was not done or evaluated after all


INFO_LIFECYCLE: Mapping[tuple[InfoState, InfoEvent], InfoState] = {
    (InfoState.PLANNED, InfoEvent.DECIDE): InfoState.DECIDED,
    (InfoState.PLANNED, InfoEvent.POSTPONE): InfoState.POSTPONED,
    (InfoState.PLANNED, InfoEvent.CANCEL): InfoState.CANCELLED,
    (InfoState.DECIDED, InfoEvent.BEGIN): InfoState.UNDER_WAY,
    (InfoState.DECIDED, InfoEvent.FINISH): InfoState.DONE,
    (InfoState.DECIDED, InfoEvent.POSTPONE): InfoState.POSTPONED,
    (InfoState.DECIDED, InfoEvent.CANCEL): InfoState.CANCELLED,
    (InfoState.UNDER_WAY, InfoEvent.FINISH): InfoState.DONE,
    (InfoState.UNDER_WAY, InfoEvent.POSTPONE): InfoState.POSTPONED,
    (InfoState.UNDER_WAY, InfoEvent.CANCEL): InfoState.CANCELLED,
    (InfoState.DONE, InfoEvent.EVALUATE): InfoState.EVALUATED,
    (InfoState.DONE, InfoEvent.REOPEN): InfoState.UNDER_WAY,
    (InfoState.EVALUATED, InfoEvent.REOPEN): InfoState.DONE,
    (InfoState.POSTPONED, InfoEvent.RESUME): InfoState.PLANNED,
    (InfoState.POSTPONED, InfoEvent.CANCEL): InfoState.CANCELLED,
    (InfoState.CANCELLED, InfoEvent.RESUME): InfoState.PLANNED,
}


def next_point_state(state: PointState, event: PointEvent) -> PointState:
    """The state after the event.

    Raises:
        RuleBroken: the table has no such step.
    """
    try:
        return POINT_LIFECYCLE[state, event]
    except KeyError:
        raise RuleBroken("point-step-odd") from None


def next_info_state(
    state: InfoState, event: InfoEvent, *, last_day: date | None, effect: str | None
) -> InfoState:
    """The state after the event.

    Raises:
        RuleBroken: the table has no such step, it is finished without a last day, or evaluated
            without a word on its effect.
    """
    try:
        following = INFO_LIFECYCLE[state, event]
    except KeyError:
        raise RuleBroken("info-step-odd") from None
    if event is InfoEvent.FINISH and last_day is None:
        raise RuleBroken("info-needs-end")
    if event is InfoEvent.EVALUATE and not effect:
        raise RuleBroken("info-needs-effect")
    return following


def info_steps(state: InfoState) -> tuple[InfoEvent, ...]:
    """What can happen next, in the table's order."""
    return tuple(event for (before, event) in INFO_LIFECYCLE if before is state)


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
