"""The next meeting as somebody who is invited sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coordinator.core.errors import NotAllowed
from coordinator.core.office import Office
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingView
from tests.conftest import Cast, Hand
from tests.invitations.helpers import joined_by
from tests.meetings.helpers import agency, at, at_the_table, booked, press
from tests.statements import count_statements

LINK = "https://video.example.se/a"


def test_it_tells_of_the_own_answer_and_of_others_only_how_many_agencies_come(
    office: Office, cast: Cast
) -> None:
    code = booked(office, cast.coordinator)
    for actor, said in ((cast.member, Answer.DELEGATED), (cast.other_member, Answer.ACCEPTED)):
        invitations.type_in_reply(
            office, cast.coordinator, code=code, person_id=actor.person_id or 0, answer=said
        )

    seen = invitations.my_invitation(office, cast.member)

    assert seen is not None
    assert seen.meeting.code == code
    assert seen.own_answer is not None
    assert (seen.own_answer.answer, seen.own_answer.is_typed_in) == (Answer.DELEGATED, True)
    assert seen.agencies_confirmed == 2
    assert sum(minutes for _title, minutes in seen.agenda) == 120
    without = invitations.my_invitation(office, cast.reader)
    assert without is not None
    assert without.own_answer is None


def test_the_link_to_a_digital_meeting_is_for_those_who_stand_for_an_agency(
    office: Office, cast: Cast
) -> None:
    joined_by(office, booked(office, cast.coordinator), LINK)
    left = replace(cast.member, agency_ids=frozenset())

    links = {
        actor: seen.joining_link
        for actor in (cast.member, left)
        if (seen := invitations.my_invitation(office, actor))
    }

    assert links == {cast.member: LINK, left: None}


def test_without_a_meeting_to_come_there_is_none(office: Office, cast: Cast, hand: Hand) -> None:
    assert invitations.my_invitation(office, cast.member) is None
    code = booked(office, cast.coordinator)
    assert invitations.my_invitation(office, cast.outsider.as_member()) is None
    hand.on(at(date(2026, 9, 16), "23:30"))
    assert invitations.my_invitation(office, cast.member) is not None
    hand.on(at(date(2026, 9, 17), "00:30"))
    assert invitations.my_invitation(office, cast.member) is None
    hand.on(at(date(2026, 9, 1)))
    invitations.cancel(office, cast.coordinator, code=code, reason="Sjukdom")
    assert invitations.my_invitation(office, cast.member) is None


def test_it_takes_five_statements_and_a_role(office: Office, cast: Cast) -> None:
    booked(office, cast.coordinator)
    with count_statements(office.database) as seen:
        invitations.my_invitation(office, cast.member)
    assert len(seen) == 5
    with pytest.raises(NotAllowed):
        invitations.my_invitation(office, replace(cast.member, roles=frozenset()))


def test_a_member_sees_what_became_of_every_agency_and_people_of_the_own_alone(
    office: Office, cast: Cast
) -> None:
    code = booked(office, cast.coordinator)
    meetings.start(office, cast.coordinator, code=code, version=1)
    own, other = (agency(office, cast.coordinator, slug) for slug in ("umo", "polis"))
    for agency_id in (own, other):
        press(office, cast.coordinator, code, agency_id)

    def names(actor_view: MeetingView, agency_id: int) -> list[str | None]:
        return [row.person_name for row in at_the_table(actor_view, agency_id).rows]

    whole = meetings.meeting(office, cast.coordinator, code=code)
    seen = meetings.meeting(office, cast.member, code=code)

    assert (names(whole, own), names(whole, other)) == (["Nadia Prov"], ["Jonas Test"])
    assert (names(seen, own), names(seen, other)) == (["Nadia Prov"], [None])
    assert [row.person_id for row in at_the_table(seen, other).rows] == [None]
    assert [one.outcome for one in seen.presence] == [one.outcome for one in whole.presence]
    assert meetings.meeting(office, cast.reader, code=code).presence == whole.presence
