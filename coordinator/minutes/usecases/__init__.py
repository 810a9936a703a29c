"""The record of a meeting: reading it, writing it, taking it from draft to sent."""

from coordinator.minutes.usecases.decisions import add_decision, change_decision, withdraw_decision
from coordinator.minutes.usecases.notes import open_note, save_note, take_over_note
from coordinator.minutes.usecases.reading import (
    minutes,
    newest,
    note_in_room,
    progress,
    show_in_room,
    states,
)
from coordinator.minutes.usecases.sending import (
    advance,
    agree,
    asked_before_approval,
    note_agreement,
    sending_of,
    set_adjuster,
    set_registration_number,
    unclear_places,
)

__all__ = [
    "add_decision",
    "advance",
    "agree",
    "asked_before_approval",
    "change_decision",
    "minutes",
    "newest",
    "note_agreement",
    "note_in_room",
    "open_note",
    "progress",
    "save_note",
    "sending_of",
    "set_adjuster",
    "set_registration_number",
    "show_in_room",
    "states",
    "take_over_note",
    "unclear_places",
    "withdraw_decision",
]
