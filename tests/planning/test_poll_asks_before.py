"""A question's message that may point to somebody is asked about before it goes to the group."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.office import Office
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.lifecycle import PollState
from coordinator.trail.tables import GoAhead, TrailEntry
from tests.conftest import Cast
from tests.planning.polls import drafted, mails

pytestmark = pytest.mark.usefixtures("november")

NUMBER = "070-174 06 40"
TEXT = f"Frågor? Hon nås på {NUMBER}."


def test_a_phone_number_in_the_message_stops_the_question_with_its_kind_only(
    office: Office, cast: Cast
) -> None:
    draft = drafted(office, cast.coordinator, message=TEXT)
    (place,) = date_polls.preview_poll(office, cast.coordinator, code=draft.code).unclear
    assert (place.source, place.where, "phone" in place.kinds) == (
        "date_poll",
        "meddelandet",
        True,
    )
    with pytest.raises(RuleBroken, match="text-may-point-to-someone") as refusal:
        date_polls.open_poll(office, cast.coordinator, code=draft.code, version=draft.version)
    assert NUMBER not in str(refusal.value)
    assert mails(office) == []
    stands = date_polls.poll(office, cast.coordinator, code=draft.code)
    assert stands.state is PollState.DRAFT


def test_a_reason_that_points_to_somebody_itself_lets_nothing_pass(
    office: Office, cast: Cast
) -> None:
    draft = drafted(office, cast.coordinator, message=TEXT)
    with pytest.raises(BadInput, match="guard-reason-points"):
        date_polls.open_poll(
            office, cast.coordinator, code=draft.code, version=draft.version, reason=NUMBER
        )
    assert mails(office) == []


def test_a_reason_lets_it_go_and_the_reminders_ask_no_more(office: Office, cast: Cast) -> None:
    draft = drafted(office, cast.coordinator, message=TEXT)
    sent = date_polls.open_poll(
        office,
        cast.coordinator,
        code=draft.code,
        version=draft.version,
        reason="Numret går till en växel.",
    )
    assert sent.state is PollState.OPEN
    assert mails(office, "poll")
    with office.reading() as session:
        (given,) = session.exec(select(GoAhead)).all()
        assert given.source == "date_poll"
        assert NUMBER not in given.model_dump_json()
        (entry,) = (
            one
            for one in session.exec(select(TrailEntry)).all()
            if one.use_case == "access.go_ahead"
        )
        assert entry.about == draft.code
        assert "phone" in json.loads(entry.changes)[0]["said"]["kinds"]
    assert date_polls.remind_poll(office, cast.coordinator, code=draft.code) >= 1


def test_a_message_about_the_work_is_not_asked_about(office: Office, cast: Cast) -> None:
    draft = drafted(office, cast.coordinator, message="Vi ses på nya adressen efter jul.")
    assert date_polls.preview_poll(office, cast.coordinator, code=draft.code).unclear == ()
    date_polls.open_poll(office, cast.coordinator, code=draft.code, version=draft.version)
    assert mails(office, "poll")


def test_a_message_with_quiet_findings_alone_is_read_again_and_goes(
    office: Office, cast: Cast
) -> None:
    draft = drafted(office, cast.coordinator, message="Hon ville inte flytta i fredags.")
    (place,) = date_polls.preview_poll(office, cast.coordinator, code=draft.code).unclear
    with pytest.raises(RuleBroken, match="text-to-read-again"):
        date_polls.open_poll(office, cast.coordinator, code=draft.code, version=draft.version)
    date_polls.open_poll(
        office,
        cast.coordinator,
        code=draft.code,
        version=draft.version,
        acknowledged={place.text_hash},
    )
    assert mails(office, "poll")
