"""Whatever is typed has an end: a pasted report is refused in words, and nothing is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coordinator.access.actor import Role
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import PointState
from coordinator.core.errors import BadInput
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.text import LONGEST_LINE, LONGEST_TEXT
from coordinator.groups import usecases as groups
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import NewMeeting
from coordinator.minutes import usecases as minutes
from coordinator.planning import usecases as planning
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from tests.conftest import Cast
from tests.meetings.helpers import at, booked

LINE, TEXT = "å" * (LONGEST_LINE + 1), "å\n" * LONGEST_TEXT
DAY = "2026-09-16"

Attempt = Callable[[Office, Cast, str], object]


def _item(office: Office, cast: Cast, code: str) -> int:
    return meetings.meeting(office, cast.coordinator, code=code).agenda[4].id


def _new(**fields: Any) -> NewMeeting:
    return NewMeeting(at("2026-11-18"), at("2026-11-18", "15:30"), **fields)


def _agency(office: Office, cast: Cast, code: str, **fields: Any) -> object:
    del code
    given: dict[str, Any] = {"name": "Ny", "principal": "", "kind": "", "note": "", **fields}
    return roster.add_agency(office, cast.coordinator, min_seats=1, **given)


def _person(office: Office, cast: Cast, code: str, **fields: Any) -> object:
    del code
    agency = roster.agencies(office, cast.coordinator)[0].id
    given: dict[str, Any] = {"given_name": "Kim", "family_name": "Påhitt", **fields}
    return roster.add_person(
        office, cast.coordinator, agency_id=agency, duty=Duty.SUBSTITUTE,
        valid_from=date(2026, 8, 17), **given,
    )  # fmt: skip


ATTEMPTS: dict[str, Attempt] = {
    "venue": lambda o, c, _: planning.book(o, c.coordinator, meetings=[_new(venue=LINE)]),
    "secret venue": lambda o, c, _: planning.book(
        o, c.coordinator, meetings=[_new(venue=LINE, venue_kind="told_separately")]
    ),
    "theme of a new meeting": lambda o, c, _: planning.book(
        o, c.coordinator, meetings=[_new(theme=LINE)]
    ),
    "reason of an extra meeting": lambda o, c, _: planning.book(
        o, c.coordinator, meetings=[_new(extra_reason=LINE)]
    ),
    "theme": lambda o, c, code: meetings.set_theme(
        o, c.coordinator, code=code, version=1, theme=LINE
    ),
    "new item": lambda o, c, code: meetings.add_agenda_item(
        o, c.coordinator, code=code, title=LINE, duration=5
    ),
    "item": lambda o, c, code: meetings.change_agenda_item(
        o, c.coordinator, item_id=_item(o, c, code), version=1, title=LINE, duration=5
    ),
    "reason of a cancellation": lambda o, c, code: invitations.cancel(
        o, c.coordinator, code=code, reason=LINE
    ),
    "reason of a move": lambda o, c, code: invitations.reschedule(
        o, c.coordinator, code=code, start=at("2026-09-17"), end=at("2026-09-17", "15:30"),
        reason=LINE,
    ),
    "decision": lambda o, c, code: minutes.add_decision(
        o, c.coordinator, item_id=_item(o, c, code), text=TEXT
    ),
    "action point": lambda o, c, _: actions.add_action_point(o, c.coordinator, text=TEXT),
    "title of an information action": lambda o, c, _: actions.add_information_action(
        o, c.coordinator, title=LINE, kind="campaign"
    ),
    "audience": lambda o, c, _: actions.add_information_action(
        o, c.coordinator, title="Vecka", kind="campaign", audience=TEXT
    ),
    "agency": lambda o, c, code: _agency(o, c, code, name=LINE),
    "principal": lambda o, c, code: _agency(o, c, code, principal=LINE),
    "kind": lambda o, c, code: _agency(o, c, code, kind=LINE),
    "note on an agency": lambda o, c, code: _agency(o, c, code, note=LINE),
    "given name": lambda o, c, code: _person(o, c, code, given_name=LINE),
    "family name": lambda o, c, code: _person(o, c, code, family_name=LINE),
    "title": lambda o, c, code: _person(o, c, code, title=LINE),
    "phone": lambda o, c, code: _person(o, c, code, phone=LINE),
    "channel": lambda o, c, code: _person(o, c, code, contact_channel=LINE),
    "role holder": lambda o, c, _: roster.add_role_holder(
        o, c.coordinator, given_name=LINE, family_name="Påhitt", email="kim@example.se",
        role=Role.AUDITOR,
    ),
    "name of the group": lambda o, c, _: groups.change_group(
        o, c.coordinator, version=1, name=LINE, municipality="By", meetings_per_term=2,
        quorum_agencies=None, minutes_heading="Minnesanteckningar",
    ),
    "heading of the minutes": lambda o, c, _: groups.change_group(
        o, c.coordinator, version=1, name="Gruppen", municipality="By", meetings_per_term=2,
        quorum_agencies=None, minutes_heading=LINE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("field", ATTEMPTS)
def test_a_text_without_end_is_refused_in_words(office: Office, cast: Cast, field: str) -> None:
    code = booked(office, cast.coordinator, DAY)
    with pytest.raises(BadInput) as refusal:
        ATTEMPTS[field](office, cast, code)
    assert refusal.value.code == "text-too-long"
    assert "tecken" in sentence(refusal.value)


def test_the_result_of_an_action_point_has_an_end_too(office: Office, cast: Cast) -> None:
    point = actions.add_action_point(office, cast.coordinator, text="Boka lokal")
    with pytest.raises(BadInput, match="text-too-long"):
        actions.close_action_point(
            office, cast.coordinator, point_id=point.id, version=point.version, result=TEXT
        )
    kept = actions.action_point(office, cast.coordinator, point_id=point.id)
    assert kept.state is PointState.OPEN


def test_what_just_fits_is_kept_whole(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator, DAY, venue=LINE[:-1])
    assert meetings.meeting(office, cast.coordinator, code=code).line.venue == LINE[:-1]
