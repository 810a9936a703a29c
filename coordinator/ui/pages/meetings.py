"""Möten: the year as rows, what comes, what was, and what is to be planned.

One address serves the list, a meeting (``?meeting=CODE``) and the planning of a term
(``?plan=CODE``), so that the menu keeps its place and links can be shared.
"""

from __future__ import annotations

import streamlit as st

from coordinator.ui import frame
from coordinator.ui.meeting import overview


def page() -> None:
    office, actor = frame.office_and_actor()
    code, term = st.query_params.get("meeting"), st.query_params.get("plan")
    asking, poll = st.query_params.get("ask"), st.query_params.get("poll")
    if asking and actor.in_office:
        from coordinator.ui.polls import question_form as new_poll

        new_poll.show(office, actor, asking, poll)
    elif poll and actor.in_office:
        from coordinator.ui import polls

        polls.show(office, actor, poll)
    elif code:
        from coordinator.ui import meeting

        meeting.show(office, actor, code)
    elif term and actor.in_office:
        from coordinator.ui.planning import plan

        plan.show(office, actor, term)
    else:
        overview.show(office, actor)


page()
