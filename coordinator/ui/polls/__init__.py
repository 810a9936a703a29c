"""Asking the group which days suit: a new question, the answers, the days to book."""

from __future__ import annotations

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.lifecycle import PollState
from coordinator.ui import frame
from coordinator.ui.polls import before_sending, open_poll


def show(office: Office, actor: Actor, code: str) -> None:
    """One question: before it is sent, while it is answered, and after."""
    with frame.saying() as said:
        view = date_polls.poll(office, actor, code=code)
    if not said.ok:
        return
    frame.back("meetings", _("Plan {term}", term=view.term_code), plan=view.term_code)
    if view.state is PollState.DRAFT:
        before_sending.show(office, actor, view)
    else:
        open_poll.show(office, actor, view)
