"""One meeting's life: finding it, its agenda and place, running it."""

from coordinator.meetings.usecases.agenda import (
    add_agenda_item,
    change_agenda_item,
    move_agenda_item,
    remove_agenda_item,
    set_theme,
)
from coordinator.meetings.usecases.agenda_copy import agenda_of_last_time, copy_agenda
from coordinator.meetings.usecases.finding import (
    find_meetings,
    list_meetings,
    meeting,
    term_counts,
    upcoming,
)
from coordinator.meetings.usecases.meeting_day import (
    close,
    open_item,
    press_tile,
    reopen,
    set_outcome,
    start,
)
from coordinator.meetings.usecases.places import (
    ask_for_venue,
    mark_venue_told,
    set_host,
    set_mode,
    venue_by_code,
    venue_told,
)

__all__ = [
    "add_agenda_item",
    "agenda_of_last_time",
    "ask_for_venue",
    "change_agenda_item",
    "close",
    "copy_agenda",
    "find_meetings",
    "list_meetings",
    "mark_venue_told",
    "meeting",
    "move_agenda_item",
    "open_item",
    "press_tile",
    "remove_agenda_item",
    "reopen",
    "set_host",
    "set_mode",
    "set_outcome",
    "set_theme",
    "start",
    "term_counts",
    "upcoming",
    "venue_by_code",
    "venue_told",
]
