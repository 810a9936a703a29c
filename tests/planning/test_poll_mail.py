"""The polls' mails as a mail server takes them: personal, neutral, only while they hold."""

from __future__ import annotations

import pytest

from coordinator.core.office import Office
from coordinator.core.outbox.delivery import deliver
from coordinator.planning.polls import usecases as date_polls
from tests.conftest import Cast, Hand
from tests.core.mail_cast import mail_server, sending
from tests.meetings.helpers import at
from tests.planning.polls import YES, mails, opened, said

pytestmark = pytest.mark.usefixtures("november")


def test_each_gets_an_own_mail_and_the_link_does_not_stay_behind(
    office: Office, cast: Cast
) -> None:
    view = opened(office, cast.coordinator)
    with mail_server() as (taken, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert sorted(taken.addresses) == sorted(
        f"{role}@example.se" for role in ("coordinator", "member", "other_member", "reader")
    )
    mine = next(n for n, to in enumerate(taken.addresses) if to == "member@example.se")
    message = taken.message(mine)
    assert message["Subject"] == "Dagar för våra möten: svara senast fredag 4 december"
    plain = message.get_body(("plain",))
    assert plain is not None
    token = plain.get_content().split("/poll/", 1)[1].split()[0]
    assert all(
        token not in row.text for row in mails(office, "poll")
    )  # what opens doors is emptied when it has gone
    assert date_polls.poll_by_link(office, token=token).code == view.code


def test_only_those_who_still_have_not_answered_are_reminded(
    office: Office, cast: Cast, hand: Hand
) -> None:
    view = opened(office, cast.coordinator)
    date_polls.answer_poll(office, cast.member, code=view.code, choices=said(view, *(YES,) * 6))
    with mail_server() as (_taken, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    hand.on(at("2026-12-02", "08:30"))
    with mail_server() as (taken, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert sorted(taken.addresses) == sorted(
        f"{role}@example.se" for role in ("coordinator", "other_member", "reader")
    )
    assert {row.state for row in mails(office, "poll_reminder")} == {"sent", "dropped"}


def test_nothing_goes_about_a_question_that_was_withdrawn(office: Office, cast: Cast) -> None:
    view = opened(office, cast.coordinator)
    date_polls.withdraw_poll(office, cast.coordinator, code=view.code, version=view.version)
    with mail_server() as (taken, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert taken.mails == []
    assert {row.state for row in mails(office, "poll")} == {"dropped"}


def test_the_booked_days_come_as_calendar_files_without_anybody_in_them(
    office: Office, cast: Cast
) -> None:
    view = opened(office, cast.coordinator)
    date_polls.answer_poll(office, cast.member, code=view.code, choices=said(view, *(YES,) * 6))
    found = date_polls.poll(office, cast.coordinator, code=view.code)
    date_polls.book_poll(
        office, cast.coordinator, code=view.code, version=view.version,
        candidate_ids=found.sets[0].candidate_ids,
    )  # fmt: skip
    with mail_server() as (taken, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert len(taken.mails) == 4  # the question itself holds no more
    files = list(taken.message(0).iter_attachments())
    assert len(files) == 2
    for part in files:
        assert part.get_content_type() == "text/calendar"
        text = part.get_content()
        text = text if isinstance(text, str) else text.decode()
        assert "METHOD:PUBLISH" in text
        assert "ATTENDEE" not in text
        assert "ORGANIZER" not in text
