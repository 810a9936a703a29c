"""A group without a mail server: what may be taken as files, and what never is."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.mail_state import MailState
from coordinator.entrance import usecases as entrance
from coordinator.installation.doctor import examine
from coordinator.mail import usecases as outbox
from coordinator.planning.polls import usecases as date_polls
from coordinator.wiring import MAIL_ADDRESSES
from tests.conftest import Cast
from tests.core.mail_cast import put, row, sending
from tests.planning.polls import mails, opened

pytestmark = pytest.mark.usefixtures("november")


def letters(files: bytes) -> list[tuple[str, str]]:
    """Address and text of each file."""
    found = []
    with zipfile.ZipFile(io.BytesIO(files)) as folder:
        for name in folder.namelist():
            message = message_from_bytes(folder.read(name), policy=policy.default)
            body = message.get_body(("plain",))
            assert body is not None
            found.append((str(message["To"]), body.get_content()))
    return found


def test_a_question_about_days_can_be_sent_by_hand_and_answered(office: Office, cast: Cast) -> None:
    office = replace(office, mail_addresses=MAIL_ADDRESSES)
    opened(office, cast.coordinator)
    asked = {mail.address for mail in mails(office, "poll")}
    taken = letters(outbox.mail_files(office, cast.coordinator))
    assert {address for address, _text in taken} == asked
    assert len(taken) == len(asked)  # the reminders, due in some days, are not among them
    text = next(text for address, text in taken if address == "member@example.se")
    token = text.split("/poll/", 1)[1].split()[0]
    assert token == next(
        one.text.split("/poll/", 1)[1].split()[0]
        for one in mails(office, "poll")
        if one.address == "member@example.se"
    )
    assert date_polls.poll_by_link(office, token=token).takes_answers


def test_what_was_sent_by_hand_is_emptied(office: Office, cast: Cast) -> None:
    opened(office, cast.coordinator)
    found = outbox.outbox(office, cast.coordinator)
    due = [line.id for line in found.lines if line.is_by_hand]
    later = [line for line in found.lines if not line.is_by_hand]
    assert {line.kind for line in later} == {"poll_reminder"}
    assert {line.reason.code for line in later if line.reason} == {"mail-due-later"}
    assert outbox.mark_mail_sent(office, cast.coordinator, mail_ids=due) == len(due)
    assert {row(office, one).text for one in due} == {""}


def test_a_question_that_was_closed_meanwhile_is_not_among_the_files(
    office: Office, cast: Cast
) -> None:
    office = replace(office, mail_addresses=MAIL_ADDRESSES)
    view = opened(office, cast.coordinator)
    date_polls.close_poll(office, cast.coordinator, code=view.code, version=view.version)
    with pytest.raises(RuleBroken, match="mail-nothing-waits"):
        outbox.mail_files(office, cast.coordinator)


def test_with_a_server_no_personal_link_leaves_as_a_file(office: Office, cast: Cast) -> None:
    opened(office, cast.coordinator)
    out = sending(office, "smtp://127.0.0.1:1")
    with pytest.raises(RuleBroken, match="mail-nothing-waits"):
        outbox.mail_files(out, cast.coordinator)


def test_sign_in_links_and_codes_are_never_among_the_files(office: Office, cast: Cast) -> None:
    entrance.ask_for_link(office, address="member@example.se", client="a")
    for kind in ("sign_in_link", "one_time_code", "venue_code"):
        group = cast.coordinator.group_id
        put(office, kind=kind, is_secret=True, text="hemligt", group_id=group)
    assert not [line for line in outbox.outbox(office, cast.coordinator).lines if line.is_by_hand]
    with pytest.raises(RuleBroken, match="mail-nothing-waits"):
        outbox.mail_files(office, cast.coordinator)


def test_the_doctor_says_that_sign_in_links_wait_for_a_server(office: Office, cast: Cast) -> None:
    def said(office: Office) -> tuple[bool, str]:
        (found,) = (one for one in examine(office, quick=True) if one.subject == "sign-in mail")
        return found.ok, found.value

    assert said(office) == (True, "waiting 0, failed 0")
    entrance.ask_for_link(office, address="member@example.se", client="a")
    assert said(office) == (False, "waiting 1, failed 0")
    assert said(sending(office, "smtp://127.0.0.1:1")) == (True, "waiting 1, failed 0")


def test_a_mail_for_later_waits_for_its_day(office: Office, cast: Cast) -> None:
    later = office.clock.now() + timedelta(days=1)
    put(office, group_id=cast.coordinator.group_id, due_at=later)
    (line,) = outbox.outbox(office, cast.coordinator, states=(MailState.WAITING,)).lines
    assert not line.is_by_hand
    with pytest.raises(RuleBroken, match="mail-nothing-waits"):
        outbox.mail_files(office, cast.coordinator)
