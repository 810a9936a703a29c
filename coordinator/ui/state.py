"""The names under which pages keep ids and form drafts in ``st.session_state``."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

DRAWN_FOR: Final = "drawn_for"  # the group to which everything else here belongs
FORM: Final = "form"  # prefix: a form that stands open, what it builds on (see conflict.py)
DRAFT: Final = "draft"  # prefix: a form whose text is kept while it is typed (see drafts.py)
DRAFTS_KNOWN: Final = "drafts_known"  # what waits, as it was read in this run
DRAFTS_DONE: Final = "drafts_done"  # forms that were saved, for the page's script
LIST_CHOSEN: Final = "list_chosen"  # the list that was chosen, and how many were protected then
SEEN: Final = "seen"  # prefix: the version on screen when a button was pressed
FLASH: Final = "flash"  # sentences to show once after a rerun
ASKED: Final = "asked"  # the last search that led to the search page
YEAR: Final = "year_shown"  # the year of the meetings page
EARLIER_YEAR: Final = "in_year"  # filters of earlier meetings, as they stand in the address
EARLIER_TERM: Final = "in_term"
EARLIER_AGENCY: Final = "agency"
EARLIER_THEME: Final = "theme"
PLAN_CONDITIONS: Final = "plan_conditions"  # prefix: time, weekdays, hours off
PLAN_DAY: Final = "plan_day"  # prefix: the day chosen for each place in the term
PLAN_BEST: Final = "plan_best"  # prefix: the best day of the run before, which the choice follows
HOST: Final = "host"  # prefix: who is host of a booked meeting
PLAN_HOST: Final = "plan_host"  # prefix: who is host of each place
ABSENCE: Final = "absence"  # prefix: fields of an agency's absence
BY_HAND: Final = "by_hand"  # prefix: fields of a meeting booked by hand
JUST_BOOKED: Final = "just_booked"  # meetings whose booking may be undone; prefix: the question
POLL_CHOSEN: Final = "poll_chosen"  # prefix: the days that somebody had chosen in the planning
POLL_DAYS: Final = "poll_days"  # prefix: the days a term's planning has proposed
POLL: Final = "poll"  # prefix: fields of a question about days
MEETINGS_TAB: Final = "view"  # what is shown below the year, as it stands in the address
MEETING_TAB: Final = "tab"  # what is shown of a coming meeting, as it stands in the address
MOVING: Final = "moving"  # prefix: fields of a meeting that is given another time or place
CANCELLING: Final = "cancelling"  # prefix: the reason, and the question before it happens
TELLING: Final = "telling"  # prefix: ticks for those who were told a place by phone
MEETING_MODE: Final = "meeting_mode"  # prefix: how people meet, and the link
AGENDA: Final = "agenda_item"  # prefix: fields of an agenda item
ANSWERING: Final = "answering"  # prefix: fields of an answer that is typed in
PRESSED: Final = "pressed"  # what a press on the attendance came to, said once beside it
PRESSED_ORDER: Final = "pressed_order"  # the same of a press on the agenda's order
AGENDA_COPY: Final = "agenda_copy"  # prefix: what copying last time's agenda would do, as shown
SHOWN_IN_ROOM: Final = "shown_in_room"  # the item, and digests of what a press has shown of it
LOST_NOTE: Final = "lost_note"  # prefix: a text that is shown once more and kept nowhere
LATE_NOTE: Final = "late_note"  # prefix: a text that came after the approval, the same
PROTECTING: Final = "protecting"  # prefix: ticks and mailbox while somebody is to be protected
DAYS_YEAR: Final = "days_year"  # the year whose closed days are shown
DAY_FORM: Final = "day_form"  # the closed day whose form stands open, as it was opened
BREAKS_FORM: Final = "breaks_form"  # the municipality whose school breaks are being entered
DAY_REMOVED: Final = (
    "day_removed"  # the closed day to be removed in this run, and its version as it was shown
)
NOTE: Final = "note"  # prefix: the text field of an agenda item
NOTE_BASE_IN_BROWSER: Final = "note_base_in_browser"  # prefix: what that field builds on
NOTE_BASE: Final = "note_base"  # prefix: the same, kept by the session
GO_TO: Final = "go_to"  # prefix: the pills that open an agenda item
ENTRY_FORM: Final = "entry_form"  # which form stands open beside the note
EDITING: Final = "editing"  # the agenda item whose note is changed after the meeting
COMMENTS_BY: Final = "comments_by"  # prefix: until when comments on the notes are asked for
APPROVING: Final = "approving"  # prefix: what the question before approval asked about
ADJUSTER: Final = "adjuster"  # prefix: who adjusts the notes
NUMBER: Final = "dnr"  # prefix: the notes' registration number
POINTS_SHOW: Final = "points_shown"  # which action points are listed
POINTS_AGENCY: Final = "points_agency"  # and of which agency
POINT_OPEN: Final = "point_open"  # the action point that is being followed up
POINT_DRAFT: Final = "point_draft"  # prefix: fields of an action point
INFO_YEAR: Final = "info_year"  # the year of the information actions' line
INFO_SHOW: Final = "info_shown"  # which information actions are listed
INFO_DRAFT: Final = "info_draft"  # prefix: fields of an information action
MAIL_DEED: Final = "mail_deed"  # prefix: the buttons beside one mail
LOG_FIRST: Final = "from"  # filters of the log, as they stand in the address
LOG_LAST: Final = "to"
LOG_PERSON: Final = "who"
LOG_ROOM: Final = "what"
LOG_ABOUT: Final = "about"
ADDRESS: Final = "address"  # path and query of the run before


def take(key: str, otherwise: Any = None) -> Any:
    """What is kept there, and is forgotten with this.

    Two runs of one page may be at it for a moment: the one that is being given up, and the next.
    """
    try:
        return st.session_state.pop(key, otherwise)
    except KeyError:
        return otherwise
