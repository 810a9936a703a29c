"""A booking of which nobody can have heard is undone; any other is cancelled instead."""

from __future__ import annotations

import pytest
from sqlmodel import select

from coordinator.access.actor import Actor
from coordinator.core.errors import Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.tokens import new_token
from coordinator.entrance import usecases as entrance
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.reports import usecases as reports
from coordinator.trail import usecases as trail
from coordinator.wiring import shell_actor
from tests.conftest import Cast, Hand
from tests.meetings.helpers import at, booked


def codes(office: Office, actor: Actor) -> list[str]:
    return [line.code for line in meetings.list_meetings(office, actor, year=2026).meetings]


def may(office: Office, actor: Actor, code: str) -> bool:
    return invitations.may_take_back(office, actor, codes=[code]) == (code,)


def signs_in(office: Office, actor: Actor) -> None:
    assert actor.person_id is not None
    link = entrance.make_sign_in_link(
        office, shell_actor(office, "exempelby"), person_id=actor.person_id
    )
    entrance.sign_in(office, link)


def test_a_booking_that_nobody_has_heard_of_leaves_nothing_but_the_log(
    office: Office, cast: Cast
) -> None:
    first = booked(office, cast.coordinator)
    second = booked(office, cast.coordinator, "2026-11-18", theme="Prevention")
    assert may(office, cast.coordinator, second)

    invitations.take_back(office, cast.coordinator, code=second)

    assert codes(office, cast.coordinator) == [first]
    assert reports.search(office, cast.coordinator, query="Prevention").total == 0
    with office.reading() as session:
        assert len(session.exec(select(Meeting)).all()) == 1
        assert {item.meeting_id for item in session.exec(select(AgendaItem)).all()} == {1}
    entry = trail.trail_entries(office, cast.coordinator).lines[0]
    assert (entry.use_case, entry.about) == ("invitations.take_back", second)


def test_the_number_is_given_to_the_next_booking(office: Office, cast: Cast) -> None:
    booked(office, cast.coordinator)
    code = booked(office, cast.coordinator, "2026-11-18")
    invitations.take_back(office, cast.coordinator, code=code)
    assert booked(office, cast.coordinator, "2026-11-25") == code


def test_the_office_itself_may_have_been_signed_in_meanwhile(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    signs_in(office, cast.coordinator)
    assert may(office, cast.coordinator, code)


@pytest.mark.parametrize("who", ["member", "reader"])
def test_somebody_who_was_signed_in_may_have_seen_it(office: Office, cast: Cast, who: str) -> None:
    code = booked(office, cast.coordinator)
    signs_in(office, getattr(cast, who))
    assert not may(office, cast.coordinator, code)
    with pytest.raises(RuleBroken, match="meeting-may-be-known"):
        invitations.take_back(office, cast.coordinator, code=code)
    assert codes(office, cast.coordinator) == [code]


def test_who_was_there_long_before_has_not_seen_it(office: Office, cast: Cast, hand: Hand) -> None:
    signs_in(office, cast.member)
    hand.forward(minutes=30)
    code = booked(office, cast.coordinator)
    assert may(office, cast.coordinator, code)


def test_a_mail_about_it_has_told(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    now = office.clock.now()
    with office.transaction() as session:
        session.add(
            OutboxMail(
                group_id=cast.coordinator.group_id, kind="minutes", about=code, address="a@b.se",
                subject="x", text="x", message_id=new_token(), created_at=now, due_at=now,
            )
        )  # fmt: skip
    assert not may(office, cast.coordinator, code)


def test_an_answer_that_was_typed_in_has_told(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    assert cast.member.person_id is not None
    invitations.type_in_reply(
        office,
        cast.coordinator,
        code=code,
        person_id=cast.member.person_id,
        answer=Answer.ACCEPTED,
    )
    assert not may(office, cast.coordinator, code)


def test_a_meeting_that_was_moved_or_has_begun_is_not_taken_back(
    office: Office, cast: Cast
) -> None:
    code = booked(office, cast.coordinator)
    invitations.reschedule(
        office, cast.coordinator, code=code, reason="Krock",
        start=at("2026-09-23"), end=at("2026-09-23", "15:30"),
    )  # fmt: skip
    assert not may(office, cast.coordinator, code)
    running = booked(office, cast.coordinator, "2026-11-18")
    meetings.start(office, cast.coordinator, code=running, version=1)
    with pytest.raises(RuleBroken, match="meeting-is-under-way"):
        invitations.take_back(office, cast.coordinator, code=running)


def test_a_stale_page_takes_nothing_back(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    with pytest.raises(Conflict):
        invitations.take_back(office, cast.coordinator, code=code, version=7)
    with pytest.raises(NotFound):
        invitations.take_back(office, cast.coordinator, code="HT2026-9")
