"""Utskick: what waits and why, in whose eyes, and what may be done about it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.delivery import Delivered
from coordinator.core.outbox.mail import Attachment
from coordinator.core.outbox.mail_state import MailState
from coordinator.mail import usecases as outbox
from coordinator.wiring import MAIL_ADDRESSES
from tests.conftest import Cast
from tests.core.mail_cast import mail_server, put, row, sending
from tests.statements import count_statements

ALL = tuple(MailState)


def mine(cast: Cast, **values: Any) -> dict[str, Any]:
    whose = {"group_id": cast.coordinator.group_id, "person_id": cast.member.person_id}
    return {**whose, **values}


def secretary(cast: Cast) -> Actor:
    return replace(cast.coordinator, roles=frozenset({Role.SECRETARY}))


def codes(office: Office, actor: Actor, *states: MailState) -> list[str]:
    found = outbox.outbox(office, actor, states=states or ALL)
    return [line.reason.code for line in found.lines if line.reason]


def test_what_waits_says_why(office: Office, cast: Cast) -> None:
    put(office, **mine(cast))
    assert codes(office, cast.coordinator) == ["mail-no-server"]
    out = sending(office, "smtp://127.0.0.1:1")
    assert codes(out, cast.coordinator) == ["mail-soon"]
    put(out, **mine(cast, due_at=office.clock.now() + timedelta(days=1)))
    assert codes(out, cast.coordinator) == ["mail-due-later", "mail-soon"]
    outbox.deliver(out, replace(cast.coordinator, origin="shell"))
    assert codes(out, cast.coordinator) == ["mail-due-later", "mail-server-away"]


def test_what_waits_stands_in_the_order_it_is_to_go(office: Office, cast: Cast) -> None:
    now = office.clock.now()
    later = put(office, **mine(cast, due_at=now + timedelta(days=2)))
    sooner = put(office, **mine(cast, due_at=now + timedelta(days=1)))
    found = outbox.outbox(office, cast.coordinator, states=(MailState.WAITING,))
    assert [line.id for line in found.lines] == [sooner, later]
    latest = put(office, **mine(cast, due_at=now + timedelta(days=3)))
    assert outbox.outbox(office, cast.coordinator, states=ALL).lines[0].id == latest


def test_a_group_sees_its_own_mails_and_only_the_coordinator_addresses(
    office: Office, cast: Cast
) -> None:
    mail = put(office, "gammal@example.se", **mine(cast))
    put(office, "link@example.se")
    office = replace(office, mail_addresses=MAIL_ADDRESSES)
    (line,) = outbox.outbox(office, cast.coordinator).lines
    assert (line.recipient, line.address) == ("Nadia Prov", "member@example.se")
    (line,) = outbox.outbox(office, secretary(cast)).lines
    assert (line.recipient, line.address) == ("Nadia Prov", None)
    assert outbox.outbox(office, cast.outsider).lines == ()
    for deed in (outbox.mail, outbox.drop_mail, outbox.try_mail_again):
        with pytest.raises(NotFound):
            deed(office, cast.outsider, mail_id=mail)
    assert outbox.mark_mail_sent(office, cast.outsider, mail_ids=[mail]) == 0
    for reader in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            outbox.outbox(office, reader)


def test_a_long_list_costs_as_few_statements_as_a_short_one(office: Office, cast: Cast) -> None:
    counted = []
    office = replace(office, mail_addresses=MAIL_ADDRESSES)
    for number in (1, 40):
        for _mail in range(number):
            put(office, **mine(cast))
        with count_statements(office.database) as seen:
            view = outbox.outbox(office, cast.coordinator)
        counted.append(len(seen))
    assert counted == [5, 5]
    assert (len(view.lines), view.total) == (outbox.PAGE_SIZE, 41)
    assert len(outbox.outbox(office, cast.coordinator, page=2).lines) == 41 - outbox.PAGE_SIZE


def test_the_preview_is_the_mail_that_goes(office: Office, cast: Cast) -> None:
    extra = Attachment("mote.ics", "text/calendar", b"BEGIN:VCALENDAR", "REQUEST")
    mail = put(office, **mine(cast, html="<p>Hej</p>", attachments=(extra,)))
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        before = outbox.mail(out, cast.coordinator, mail_id=mail)
        outbox.deliver(out, replace(cast.coordinator, origin="shell"))
    message = taken.message()
    assert dict(before.headers) == {name: str(message[name]) for name in dict(before.headers)}
    assert len(before.headers) == 7
    assert (before.html, before.attachments) == ("<p>Hej</p>", ("mote.ics",))
    assert dict(outbox.mail(out, secretary(cast), mail_id=mail).headers)["To"] == "…"


def test_a_mail_that_opens_doors_is_shown_to_nobody(office: Office, cast: Cast) -> None:
    mail = put(
        office, **mine(cast, is_secret=True, text="https://…/sign-in/abc", html="<p>abc</p>")
    )
    view = outbox.mail(office, cast.coordinator, mail_id=mail)
    assert (view.text, view.html) == (None, None)
    assert "sign-in" not in repr(view)
    with pytest.raises(RuleBroken, match="mail-nothing-waits"):
        outbox.mail_files(office, cast.coordinator)


def test_a_mail_is_let_go_and_one_that_failed_is_tried_again(office: Office, cast: Cast) -> None:
    dropped, failed = (
        put(office, **mine(cast)),
        put(office, "borta@example.se", **mine(cast, person_id=None)),
    )
    secret = put(office, "dold@example.se", **mine(cast, is_secret=True, person_id=None))
    outbox.drop_mail(office, secretary(cast), mail_id=dropped)
    shell = replace(cast.coordinator, origin="shell")
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        taken.answers = {"borta@example.se": ["550 no"], "dold@example.se": ["550 no"]}
        assert outbox.deliver(out, shell) == Delivered(0, 2, 0)
        outbox.try_mail_again(out, secretary(cast), mail_id=failed)
        for mail in (dropped, secret):
            with pytest.raises(RuleBroken, match="mail-cannot-go-again"):
                outbox.try_mail_again(out, cast.coordinator, mail_id=mail)
        assert outbox.deliver(out, shell) == Delivered(1, 0, 0)
    with pytest.raises(RuleBroken, match="mail-is-over"):
        outbox.drop_mail(office, cast.coordinator, mail_id=failed)
    assert codes(office, cast.coordinator, MailState.DROPPED) == ["mail-dropped-by-hand"]


def test_without_a_server_the_mails_come_as_files_and_are_marked_by_hand(
    office: Office, cast: Cast
) -> None:
    first = put(office, "a@example.se", **mine(cast, subject="Anteckningar: möte"))
    put(office, "b@example.se", **mine(cast))
    put(office, "c@example.se")  # of no group
    with zipfile.ZipFile(io.BytesIO(outbox.mail_files(office, cast.coordinator))) as folder:
        assert folder.namelist() == ["001-2026-08-17.eml", "002-2026-08-17.eml"]
        message = message_from_bytes(folder.read("001-2026-08-17.eml"), policy=policy.default)
    assert (message["To"], message["Subject"]) == ("a@example.se", "Anteckningar: möte")
    assert (message["X-Unsent"], message["Auto-Submitted"]) == ("1", None)
    assert outbox.mark_mail_sent(office, cast.coordinator, mail_ids=[first]) == 1
    assert outbox.mark_mail_sent(office, cast.coordinator, mail_ids=[first]) == 0
    assert row(office, first).state == "sent"
    with pytest.raises(NotAllowed):
        outbox.mail_files(office, secretary(cast))


def test_what_a_restore_paused_goes_or_goes_not(office: Office, cast: Cast) -> None:
    mails = [put(office, **mine(cast)), put(office, **mine(cast))]
    for deed, state in ((outbox.release_mail, "waiting"), (outbox.drop_paused_mail, "dropped")):
        with office.transaction() as session:
            session.connection().exec_driver_sql("UPDATE outbox_mail SET state = 'paused'")
        assert codes(office, cast.coordinator) == ["mail-paused"] * 2
        assert deed(office, cast.coordinator) == 2
        assert {row(office, mail).state for mail in mails} == {state}


def test_only_the_shell_sends_for_every_group(office: Office, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        outbox.deliver(office, cast.coordinator)
