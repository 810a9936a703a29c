"""Kinds and conditions of mail: their names stand in rows, so they outlive whatever is renamed."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import coordinator
from coordinator.core.office import Office
from coordinator.core.outbox import kinds
from coordinator.core.outbox.delivery import Delivered, deliver
from coordinator.core.translation import speaking
from coordinator.mail import usecases as mail
from tests.conftest import Cast, Hand
from tests.core.mail_cast import declared, mail_server, put, row, sending

# As they stood in rows when the rooms were parted (34aef9f), with what the outbox did of them.
KINDS = {
    "sign_in_link", "one_time_code", "minutes", "poll", "poll_reminder", "poll_rota", "poll_booked",
}  # fmt: skip
CONDITIONS = {"minutes-circulated", "poll-open", "poll-answer-missing", "poll-rota-due"}
SENT_BY_HAND = {"poll", "poll_reminder", "poll_rota"}
TO_THE_MAILBOX = {"sign_in_link"}
# Those that came since.
LATER_KINDS = {"new_address", "address_changed", "urgent"}


def test_every_name_that_stands_in_a_row_is_still_known() -> None:
    assert set(kinds.KINDS) >= KINDS | LATER_KINDS
    assert set(kinds.CONDITIONS) >= CONDITIONS
    assert {name for name in KINDS if kinds.may_go_by_hand(name)} == SENT_BY_HAND
    assert {name for name in KINDS if kinds.is_to_mailbox(name)} == TO_THE_MAILBOX


def test_every_kind_has_its_own_swedish_words() -> None:
    with speaking("sv"):
        told = {name: kinds.words(name) for name in kinds.KINDS}
    assert not [name for name, words in told.items() if words == kinds.KINDS[name].words]
    assert len(set(told.values())) == len(told)


def test_no_room_queues_a_kind_or_condition_that_is_not_declared() -> None:
    """A name typed where a mail is made would be in no list."""
    typed = [
        f"{file.name}:{call.lineno}"
        for file in Path(coordinator.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Mail"
        for given in call.keywords
        if given.arg in ("kind", "condition")
        for part in ast.walk(given.value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    assert typed == []


def test_two_rooms_may_send_a_kind_but_not_mean_different_things() -> None:
    assert kinds.kind("one_time_code", "one-time code") == "one_time_code"
    with pytest.raises(ValueError, match="one_time_code"):
        kinds.kind("one_time_code", "something else")
    with pytest.raises(ValueError, match="poll-open"):
        kinds.condition("poll-open", lambda _session, _about, _today: True)


def test_a_mail_whose_condition_nobody_knows_waits_and_says_why(office: Office, cast: Cast) -> None:
    """An older or a newer version wrote it: whether it still holds cannot be told."""
    group = cast.coordinator.group_id
    mail_id = put(office, group_id=group, condition="of-another-version", condition_about="1")
    (line,) = mail.outbox(office, cast.coordinator).lines
    assert line.reason is not None
    assert (line.reason.code, line.is_by_hand) == ("mail-condition-unknown", False)
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        assert deliver(out) == Delivered(0, 0, 1)
        assert taken.addresses == []
    assert (row(office, mail_id).state, row(office, mail_id).last_error) == (
        "waiting",
        "mail-condition-unknown",
    )


def test_it_goes_when_a_version_comes_that_knows_the_condition(office: Office, hand: Hand) -> None:
    def is_so(_session: object, about: str, _today: date) -> bool:
        return about == "1"

    put(office, condition="of-another-version", condition_about="1")
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        deliver(out)
        hand.forward(hours=1)
        with declared("of-another-version", is_so):
            assert deliver(out) == Delivered(1, 0, 0)
    assert taken.addresses == ["namn@example.se"]


def test_a_mail_of_a_kind_nobody_knows_is_called_a_mail_and_goes(
    office: Office, cast: Cast
) -> None:
    """One that opens something is never a file: nobody can say what it opens."""
    group = cast.coordinator.group_id
    put(office, group_id=group, kind="of_another_version")
    secret = put(office, group_id=group, kind="of_another_version", is_secret=True)
    with speaking("sv"):
        assert kinds.words("of_another_version") == "mejl"
    by_hand = {line.id: line.is_by_hand for line in mail.outbox(office, cast.coordinator).lines}
    assert by_hand.pop(secret) is False
    assert list(by_hand.values()) == [True]
    with mail_server() as (taken, port):
        assert deliver(sending(office, f"smtp://127.0.0.1:{port}")) == Delivered(2, 0, 0)
    assert len(taken.mails) == 2
