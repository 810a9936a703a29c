"""What can happen to a meeting."""

from __future__ import annotations

from enum import StrEnum

from coordinator.core.lifecycles import Lifecycle
from coordinator.core.translation import N_
from coordinator.core.worded import Drawn, Look


class MeetingState(Drawn):
    PLANNED = "planned", N_("booked"), Look("event_available", "sub")
    UNDER_WAY = "under_way", N_("under way"), Look("radio_button_checked", "ok")
    HELD = "held", N_("held"), Look("check_circle", "ok")
    CANCELLED = "cancelled", N_("cancelled"), Look("event_busy", "no")


class MeetingEvent(StrEnum):
    """What can happen to a meeting, as long as its notes are not approved.

    ``CORRECT_ITEM`` is what an item is called, how long it takes and who presents it, which the
    notes tell; ``EDIT_AGENDA`` everything else about the agenda. ``TAKE_BACK`` ends a booking of
    which nobody has been told: the meeting is gone. ``RECORD`` is attendance pressed or corrected.
    ``APPROVE`` is the last: nothing follows it.
    """

    START = "start"
    CLOSE = "close"
    REOPEN = "reopen"
    MOVE = "move"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"
    RECORD = "record"
    OPEN_ITEM = "open_item"
    EDIT_AGENDA = "edit_agenda"
    CORRECT_ITEM = "correct_item"
    ANSWER = "answer"
    TELL_PLACE = "tell_place"
    APPROVE = "approve"


_S, _E = MeetingState, MeetingEvent

MEETING = Lifecycle(
    "meeting-is-{state}",
    {
        (_S.PLANNED, _E.START): _S.UNDER_WAY,
        (_S.PLANNED, _E.MOVE): _S.PLANNED,
        (_S.PLANNED, _E.CANCEL): _S.CANCELLED,
        (_S.PLANNED, _E.TAKE_BACK): _S.PLANNED,
        (_S.PLANNED, _E.EDIT_AGENDA): _S.PLANNED,
        (_S.PLANNED, _E.CORRECT_ITEM): _S.PLANNED,
        (_S.PLANNED, _E.ANSWER): _S.PLANNED,
        (_S.PLANNED, _E.TELL_PLACE): _S.PLANNED,
        (_S.UNDER_WAY, _E.TELL_PLACE): _S.UNDER_WAY,
        (_S.UNDER_WAY, _E.OPEN_ITEM): _S.UNDER_WAY,
        (_S.UNDER_WAY, _E.EDIT_AGENDA): _S.UNDER_WAY,
        (_S.UNDER_WAY, _E.CORRECT_ITEM): _S.UNDER_WAY,
        (_S.UNDER_WAY, _E.RECORD): _S.UNDER_WAY,
        (_S.UNDER_WAY, _E.CLOSE): _S.HELD,
        (_S.HELD, _E.CORRECT_ITEM): _S.HELD,
        (_S.HELD, _E.RECORD): _S.HELD,
        (_S.HELD, _E.REOPEN): _S.UNDER_WAY,
        (_S.HELD, _E.APPROVE): _S.HELD,
    },
)
