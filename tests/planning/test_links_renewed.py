"""After a restore, or with another key, personal links are gone: named, and asked again once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from coordinator.core.errors import NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox import store as outbox
from coordinator.installation.backup import backup, restore
from coordinator.installation.lost_poll_links import lost_questions
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.views import PollView
from coordinator.reports import usecases as reports
from coordinator.reports.views import Errand
from coordinator.wiring import installation_shell
from tests.conftest import Cast, Databases, Hand
from tests.planning.polls import ANSWER_BY, YES, mails, opened, said, token_for

pytestmark = pytest.mark.usefixtures("november")


def keyed(office: Office, key: str) -> Office:
    """The same installation with this signing key."""
    given = office.settings.model_copy(update={"secret_key": SecretStr(key)})
    return replace(office, settings=given)


def line_of(office: Office, cast: Cast) -> int:
    (line,) = date_polls.polls(office, cast.coordinator)
    return line.lost


def answer(office: Office, view: PollView, person_id: int | None) -> None:
    token = token_for(office, person_id)
    date_polls.answer_poll_by_link(office, token=token, choices=said(view, *(YES,) * 6))


def test_while_links_work_nobody_is_told_anything(office: Office, cast: Cast) -> None:
    view = opened(office, cast.coordinator)

    assert (line_of(office, cast), lost_questions(office)) == (0, ())
    with pytest.raises(RuleBroken, match="poll-links-work"):
        date_polls.renew_poll_links(office, cast.coordinator, code=view.code)
    assert reports.home(office, cast.coordinator).ask.errand is not Errand.ASK_AGAIN


def test_another_key_ends_links_and_one_press_sends_new_ones(office: Office, cast: Cast) -> None:
    before = keyed(office, "a" * 40)
    view = opened(before, cast.coordinator)
    old = token_for(office, cast.member.person_id)
    answer(before, view, cast.other_member.person_id)
    asked = len(mails(office, "poll"))

    after = keyed(office, "b" * 40)

    with pytest.raises(NotFound, match="poll-link-unknown"):
        date_polls.poll_by_link(after, token=old)
    with pytest.raises(NotFound, match="poll-link-unknown"):
        date_polls.answer_poll_by_link(after, token=old, choices=YES)
    ask = reports.home(after, cast.coordinator).ask
    assert (ask.errand, ask.poll_code, ask.number) == (Errand.ASK_AGAIN, view.code, asked - 1)
    assert date_polls.poll(after, cast.coordinator, code=view.code).lost == asked - 1

    assert date_polls.renew_poll_links(after, cast.coordinator, code=view.code) == asked - 1
    answer(after, view, cast.member.person_id)
    with pytest.raises(RuleBroken, match="poll-links-work"):
        date_polls.renew_poll_links(after, cast.coordinator, code=view.code)
    assert reports.home(after, cast.coordinator).ask.errand is not Errand.ASK_AGAIN
    told = [one for one in mails(office, "poll") if one.person_id == cast.other_member.person_id]
    assert len(told) == 1  # the answer stands, and is not asked for again


def test_what_waits_with_an_old_link_does_not_go_beside_the_new(office: Office, cast: Cast) -> None:
    view = opened(keyed(office, "a" * 40), cast.coordinator)
    after = keyed(office, "b" * 40)

    date_polls.renew_poll_links(after, cast.coordinator, code=view.code)

    waiting = [one for one in mails(office) if one.state == outbox.WAITING]
    for kind in ("poll", "poll_reminder"):
        people = [one.person_id for one in waiting if one.kind == kind]
        assert len(people) == len(set(people)) > 1
    for one in waiting:
        token = one.text.split("/poll/", 1)[1].split()[0]
        assert date_polls.poll_by_link(after, token=token).code == view.code


def test_who_waits_for_a_rota_is_asked_on_that_morning_and_not_before(
    office: Office, cast: Cast
) -> None:
    before, after = keyed(office, "a" * 40), keyed(office, "b" * 40)
    view = opened(before, cast.coordinator)
    date_polls.answer_poll_by_link(
        before,
        token=token_for(office, cast.member.person_id),
        choices={},
        ask_again_on=date(2026, 12, 1),
    )

    date_polls.renew_poll_links(after, cast.coordinator, code=view.code)

    own = [
        (one.kind, one.due_at.date())
        for one in mails(office)
        if one.person_id == cast.member.person_id and one.state == outbox.WAITING
    ]
    assert own == [("poll_rota", date(2026, 12, 1))]


def test_a_link_from_before_keys_were_marked_goes_on(office: Office, cast: Cast) -> None:
    view = opened(keyed(office, "a" * 40), cast.coordinator)
    with office.transaction() as session:
        session.connection().exec_driver_sql("UPDATE poll_link SET key_mark = NULL")

    after = keyed(office, "b" * 40)

    answer(after, view, cast.member.person_id)
    assert line_of(after, cast) == 0


def test_a_link_that_was_withdrawn_is_not_lost(office: Office, cast: Cast) -> None:
    view = opened(office, cast.coordinator)
    with office.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE poll_link SET revoked_at = made_at WHERE invitee_id IN "
            f"(SELECT id FROM poll_invitee WHERE person_id = {cast.member.person_id})"
        )

    assert line_of(office, cast) == 0
    with pytest.raises(RuleBroken, match="poll-links-work"):
        date_polls.renew_poll_links(office, cast.coordinator, code=view.code)


def test_after_a_restore_the_question_is_named_and_nothing_goes_by_itself(
    office: Office, cast: Cast, databases: Databases, engine: str, tmp_path: Path
) -> None:
    view = opened(office, cast.coordinator)
    asked = len(mails(office, "poll"))
    backup(office, installation_shell(), tmp_path / "b")
    moved = replace(office, database=databases.open(databases.new(engine)))

    restore(moved.database, tmp_path / "b")

    assert {one.state for one in mails(moved)} == {outbox.DROPPED}
    (question,) = lost_questions(moved)
    assert (question.group, question.poll.lost) == ("exempelby", asked)
    assert date_polls.renew_poll_links(moved, cast.coordinator, code=view.code) == asked
    answer(moved, view, cast.member.person_id)
    assert lost_questions(moved) == ()
    moved.database.dispose()


def test_a_reopened_question_with_lost_links_is_named_then(
    office: Office, cast: Cast, hand: Hand
) -> None:
    before, after = keyed(office, "a" * 40), keyed(office, "b" * 40)
    view = opened(before, cast.coordinator)
    hand.on(hand.moment.replace(month=12, day=7))  # past its last day
    assert line_of(after, cast) == 0
    with pytest.raises(RuleBroken, match="poll-is-over"):
        date_polls.renew_poll_links(after, cast.coordinator, code=view.code)

    again = date_polls.reopen_poll(
        after,
        cast.coordinator,
        code=view.code,
        version=date_polls.poll(after, cast.coordinator, code=view.code).version,
        answer_by=date(2026, 12, 18),
    )

    assert again.answer_by > ANSWER_BY
    assert line_of(after, cast) == len(mails(office, "poll"))
