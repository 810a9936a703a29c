"""Those who are told that there are notes to read, and how little the mail says."""

from __future__ import annotations

from datetime import timedelta

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.outbox.delivery import Delivered, deliver
from coordinator.core.outbox.mail_state import MailState
from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.translation import speak
from coordinator.mail import usecases as outbox
from coordinator.mail.views import MailLine
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.roster.views import Duty
from tests.conftest import Cast
from tests.core.mail_cast import mail_server, row, sending
from tests.meetings.helpers import seated
from tests.minutes.helpers import held, taken

CIRCULATE, WITHDRAW = MinutesEvent.CIRCULATE, MinutesEvent.WITHDRAW
APPROVE, SEND = MinutesEvent.APPROVE, MinutesEvent.SEND
TYPED = "Ett hemligt beslut om boendet."


def queued(office: Office, actor: Actor, state: MailState = MailState.WAITING) -> list[MailLine]:
    return sorted(
        outbox.outbox(office, actor, states=[state]).lines, key=lambda line: line.address or ""
    )


def texts(office: Office, lines: list[MailLine]) -> list[OutboxMail]:
    return [row(office, line.id) for line in lines]


def test_each_representative_of_the_day_gets_one_neutral_mail(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator, TYPED).line.code
    taken(office, cast.coordinator, code, CIRCULATE)
    lines = queued(office, cast.coordinator)
    assert [line.address for line in lines] == [
        f"{who}@example.se" for who in ("coordinator", "member", "other_member", "reader")
    ]
    for mail in texts(office, lines):
        assert mail.subject == "Anteckningar på synpunkter: möte onsdag 16 september 2026 (v. 38)"
        whole = f"{mail.subject} {mail.text} {mail.html}"
        assert f"http://127.0.0.1:8501/my/meetings/{code}" in whole
        for word in ("hemligt", "boendet", "våld", "Samverkansgruppen", "Prov", "Test", "UMO"):
            assert word not in whole


def test_a_mail_is_written_in_swedish_whoever_sends_it(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator).line.code
    speak("en")
    taken(office, cast.coordinator, code, CIRCULATE)
    assert "Läs utkastet" in texts(office, queued(office, cast.coordinator))[0].text


def test_a_protected_person_is_reached_through_the_mailbox_and_named_nowhere(
    office: Office, cast: Cast
) -> None:
    seated(
        office,
        cast.coordinator,
        "kvinnojour",
        "Hemlig",
        duty=Duty.REPRESENTATIVE,
        is_protected=True,
        email="brevlada@example.se",
        contact_channel="funktionsbrevlåda",
    )
    code = held(office, cast.coordinator).line.code
    taken(office, cast.coordinator, code, CIRCULATE)
    lines = queued(office, cast.coordinator)
    (mail,) = [one for one in texts(office, lines) if one.address == "brevlada@example.se"]
    assert "Hemlig" not in f"{mail.subject}{mail.text}{mail.html}"
    assert "ournal" not in mail.text
    assert next(one.recipient for one in lines if one.address == mail.address).startswith(
        "Representant, "
    )


def test_who_has_no_address_is_named_before_anything_is_sent(office: Office, cast: Cast) -> None:
    seated(office, cast.coordinator, "aldre", "Gunilla", email=None)
    seated(office, cast.coordinator, "aldre", "Nils", email="Member@example.se")
    code = held(office, cast.coordinator).line.code
    view = minutes.sending_of(office, cast.coordinator, code=code, event=CIRCULATE)
    assert [one.name for one in view.without_address] == ["Gunilla Prov"]
    # One address gets one mail, whoever reads it.
    assert len(view.recipients) == 4
    assert not view.goes_by_itself
    assert queued(office, cast.coordinator) == []
    taken(office, cast.coordinator, code, CIRCULATE)
    assert len(queued(office, cast.coordinator)) == len(view.recipients)


def test_the_shelter_gets_the_mail_too_which_holds_nothing_of_the_notes(
    demo: Office, demo_coordinator: Actor
) -> None:
    view = minutes.sending_of(demo, demo_coordinator, code="HT2026-1", event=SEND)
    record = minutes.minutes(demo, demo_coordinator, code="HT2026-1")
    reached = {one.agency_name for one in (*view.recipients, *view.without_address)}
    assert any("jour" in name for name in reached)
    written = [line for note in record.notes for line in note.text.splitlines() if len(line) > 20]
    assert written
    assert not [line for line in written if line in view.html]


def test_a_step_back_lets_the_mails_go_that_have_not_gone(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator).line.code
    taken(office, cast.coordinator, code, CIRCULATE, WITHDRAW)
    assert queued(office, cast.coordinator) == []
    assert len(queued(office, cast.coordinator, MailState.DROPPED)) == 4
    taken(office, cast.coordinator, code, CIRCULATE)
    assert len(queued(office, cast.coordinator)) == 4


def test_notes_taken_back_while_the_mail_was_on_its_way_tell_nobody(
    office: Office, cast: Cast
) -> None:
    code = held(office, cast.coordinator).line.code
    taken(office, cast.coordinator, code, CIRCULATE)
    with office.transaction() as session:
        session.connection().exec_driver_sql("UPDATE minutes SET state = 'draft'")
    with mail_server() as (server, port):
        done = deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert (done, server.mails) == (Delivered(0, 0, 0), [])


def test_sending_out_tells_everybody_that_the_notes_are_approved(
    office: Office, cast: Cast
) -> None:
    code = held(office, cast.coordinator).line.code
    taken(office, cast.coordinator, code, CIRCULATE)
    with mail_server() as (server, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
        taken(office, cast.coordinator, code, APPROVE, SEND)
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert len(server.mails) == 8
    assert "justerade" in server.message(7).get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_the_day_for_comments_stands_in_the_mail(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator).line.code
    day = office.clock.today() + timedelta(days=12)
    minutes.advance(
        office, cast.coordinator, code=code, version=1, event=CIRCULATE, comments_by=day
    )
    assert (
        "Synpunkter senast lördag 29 augusti."
        in texts(office, queued(office, cast.coordinator))[0].text
    )
