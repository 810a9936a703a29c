"""Every query of the meetings room."""

from __future__ import annotations

from coordinator.meetings.store.counted import (
    LIVE,
    REPRESENTED,
    CountedMeeting,
    find,
    meeting_by_code,
    meetings_of_terms,
    standing,
    standing_from,
    term_states,
)
from coordinator.meetings.store.items import forget_empty_under, standing_under
from coordinator.meetings.store.places import (
    all_who_know_place,
    over_with_place,
    secret_places,
    texts_of_group,
    who_knows_place,
)
from coordinator.meetings.store.rows import (
    agency,
    agenda,
    attendance,
    calendar_text,
    code_of_item,
    highest_number,
    insert_attendance,
    is_pointed_to,
    last_held_before,
    led_by,
    named_attendance,
    nameless_attendance,
    row_by_code,
    row_by_id_for_change,
    row_for_change,
)

__all__ = [
    "LIVE",
    "REPRESENTED",
    "CountedMeeting",
    "agency",
    "agenda",
    "all_who_know_place",
    "attendance",
    "calendar_text",
    "code_of_item",
    "find",
    "forget_empty_under",
    "highest_number",
    "insert_attendance",
    "is_pointed_to",
    "last_held_before",
    "led_by",
    "meeting_by_code",
    "meetings_of_terms",
    "named_attendance",
    "nameless_attendance",
    "over_with_place",
    "row_by_code",
    "row_by_id_for_change",
    "row_for_change",
    "secret_places",
    "standing",
    "standing_from",
    "standing_under",
    "term_states",
    "texts_of_group",
    "who_knows_place",
]
