"""Addresses that somebody bent by hand: answered like old ones, on both engines, never a fault."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingFilter
from coordinator.planning.polls import usecases as polls
from coordinator.reports import usecases as reports
from coordinator.roster import usecases as roster
from coordinator.wiring import actor_of, shell_actor

Look = Callable[[Office, Actor, str], object]
LOOKS: dict[str, Look] = {
    "meeting": lambda o, a, text: meetings.meeting(o, a, code=text),
    "calendar file": lambda o, a, text: invitations.calendar_file(o, a, code=text),
    "theme": lambda o, a, text: meetings.find_meetings(o, a, filter=MeetingFilter(theme=text)),
    "term": lambda o, a, text: meetings.find_meetings(o, a, filter=MeetingFilter(term_code=text)),
    "counts": lambda o, a, text: meetings.term_counts(o, a, codes=[text]),
    "question": lambda o, a, text: polls.poll(o, a, code=text),
    "address": lambda o, a, text: roster.find_by_email(o, a, email=text),
    "search": lambda o, a, text: reports.search(o, a, query=text),
    "cookie and group": lambda o, _actor, text: actor_of(o, text, text),
    "link": lambda o, _actor, text: entrance.sign_in(o, text),
    "group in the shell": lambda o, _actor, text: shell_actor(o, text),
    "person in the shell": lambda o, _actor, text: shell_actor(o, None, text),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "9" * 5000, "\u202e"], ids=ascii)
def test_signs_that_no_code_holds_find_nothing(
    demo: Office, demo_coordinator: Actor, look: str, text: str
) -> None:
    with suppress(CoordinatorError):
        LOOKS[look](demo, demo_coordinator, text)


@pytest.mark.parametrize("number", [-1, 2**31, 2**63, 10**30])
def test_numbers_beyond_all_bounds_find_nothing(
    demo: Office, demo_coordinator: Actor, number: int
) -> None:
    with pytest.raises(NotFound):
        actions.action_point(demo, demo_coordinator, point_id=number)
    with pytest.raises(NotFound):
        meetings.change_agenda_item(
            demo, demo_coordinator, item_id=number, version=1, title="Ny", duration=5
        )
