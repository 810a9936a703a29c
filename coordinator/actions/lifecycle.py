"""What can happen to a task given at a meeting, and to an information action."""

from __future__ import annotations

from enum import StrEnum

from coordinator.core.lifecycles import Lifecycle
from coordinator.core.translation import N_
from coordinator.core.worded import Drawn, Look


class PointState(Drawn):
    OPEN = "open", N_("still open"), Look("radio_button_unchecked", "wait")
    UNDER_WAY = "under_way", N_("under way"), Look("play_circle", "sub")
    DONE = "done", N_("done"), Look("check_circle", "ok")
    WRITTEN_OFF = "written_off", N_("written off"), Look("do_not_disturb_on", "no")


OPEN_STATES = frozenset({PointState.OPEN, PointState.UNDER_WAY})
CLOSED_STATES = frozenset({PointState.DONE, PointState.WRITTEN_OFF})


class PointEvent(StrEnum):
    BEGIN = "begin"
    PAUSE = "pause"
    CLOSE = "close"
    WRITE_OFF = "write_off"
    REOPEN = "reopen"


POINT = Lifecycle(
    "point-step-odd",
    {
        (PointState.OPEN, PointEvent.BEGIN): PointState.UNDER_WAY,
        (PointState.OPEN, PointEvent.CLOSE): PointState.DONE,
        (PointState.OPEN, PointEvent.WRITE_OFF): PointState.WRITTEN_OFF,
        (PointState.UNDER_WAY, PointEvent.PAUSE): PointState.OPEN,
        (PointState.UNDER_WAY, PointEvent.CLOSE): PointState.DONE,
        (PointState.UNDER_WAY, PointEvent.WRITE_OFF): PointState.WRITTEN_OFF,
        (PointState.DONE, PointEvent.REOPEN): PointState.OPEN,
        (PointState.WRITTEN_OFF, PointEvent.REOPEN): PointState.OPEN,
    },
)


class InfoState(Drawn):
    PLANNED = "planned", N_("planned"), Look("edit_calendar", "wait")
    DECIDED = "decided", N_("decided on"), Look("gavel", "sub")
    UNDER_WAY = "under_way", N_("under way"), Look("play_circle", "sub")
    DONE = "done", N_("carried out"), Look("check_circle", "ok")
    EVALUATED = "evaluated", N_("evaluated"), Look("verified", "ok")
    POSTPONED = "postponed", N_("postponed"), Look("event_repeat", "no")
    CANCELLED = "cancelled", N_("called off"), Look("event_busy", "no")


# What members and readers see: what the group has decided on.
SETTLED = frozenset({InfoState.DECIDED, InfoState.UNDER_WAY, InfoState.DONE, InfoState.EVALUATED})
# "Genomförd" on screen is what is done, evaluated or not.
FINISHED = frozenset({InfoState.DONE, InfoState.EVALUATED})


class InfoEvent(Drawn):
    """Its words stand on the button for the step."""

    DECIDE = "decide", N_("mark as decided"), Look("gavel")
    BEGIN = "begin", N_("mark as begun"), Look("play_circle")
    FINISH = "finish", N_("mark as carried out"), Look("check_circle")
    EVALUATE = "evaluate", N_("the evaluation is ready"), Look("verified")
    POSTPONE = "postpone", N_("postpone it"), Look("event_repeat")
    CANCEL = "cancel", N_("call it off"), Look("event_busy")
    RESUME = "resume", N_("take it up again"), Look("restart_alt")  # planned again
    # One step back: it was not done or evaluated after all.
    REOPEN = "reopen", N_("open it again"), Look("restart_alt")


INFORMATION_ACTION = Lifecycle(
    "info-step-odd",
    {
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
    },
)
