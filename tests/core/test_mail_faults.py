"""Whose fault a refused mail is: a recipient's ends it, ours waits until it is mended."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any, ClassVar

import pytest
from sqlmodel import select

from coordinator.core.errors import BadInput
from coordinator.core.mail_sender import sender_in
from coordinator.core.office import Office
from coordinator.core.outbox import delivery
from coordinator.core.outbox.delivery import REST, Delivered, deliver
from coordinator.core.outbox.refused import Step, refusal_of
from coordinator.groups.tables import CollaborationGroup
from coordinator.installation.doctor import examine
from coordinator.installation.views import Finding
from tests.conftest import Cast, Hand
from tests.core.mail_cast import Taken, mail_server, put, row, sending

SENDER = "samverkan@example.se"  # of the installation, in tests
GROUPS = "gruppen@example.se"
ROUNDS = 4  # two more than a mail has attempts here


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        ("samordning@example.se", "", "samordning@example.se"),
        ("<samordning@example.se>", "", "samordning@example.se"),
        ("Samordning <samordning@example.se>", "Samordning", "samordning@example.se"),
        ('"Samordning, VT" <samordning@example.se>', "Samordning, VT", "samordning@example.se"),
        ("Samordning, VT. <samordning@example.se>", "Samordning, VT.", "samordning@example.se"),
        ("“Samordning” <samordning@example.se>", "Samordning", "samordning@example.se"),
        ("Åsa på Öön <a@Exempelköping.example>", "Åsa på Öön", "a@xn--exempelkping-cjb.example"),
        ("  Samordning\t<Samordning@Example.SE> ", "Samordning", "Samordning@example.se"),
    ],
)
def test_a_sender_is_an_address_with_or_without_a_name(typed: str, name: str, address: str) -> None:
    sender = sender_in(typed)

    assert (sender.name, sender.address) == (name, address)
    assert sender_in(sender.written) == sender


@pytest.mark.parametrize(
    "typed",
    [
        "Samordning",
        "samordning@",
        "@example.se",
        "samordning@example",
        "a@example.se, b@example.se",
        "a <a@example.se>, b <b@example.se>",
        "a@example.se <b@example.se>",
        "Samordning <samordning@example.se> tel 1",
        "Samordning samordning@example.se",
        "samordning@example.se\r\nBcc: b@example.se",
        "sam ordning@example.se",
        "åsa@example.se",
        "a@exa_mple..se",
    ],
)
def test_what_no_mail_can_come_from_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="setting-sender-odd"):
        sender_in(typed)


def test_a_sender_with_a_name_stands_in_the_head_and_alone_on_the_envelope(office: Office) -> None:
    mail = put(office)
    with mail_server() as (taken, port):
        written = "Åsa, samordning <samordning@example.se>"
        out = sending(office, f"smtp://127.0.0.1:{port}", mail_from=written)
        assert deliver(out) == Delivered(1, 0, 0)

    message = taken.message()
    assert taken.mails[0][0] == "samordning@example.se"
    assert parseaddr(str(message["From"])) == ("Åsa, samordning", "samordning@example.se")
    assert str(message["Reply-To"]) == "samordning@example.se"
    assert row(office, mail).state == "sent"


# What servers really say. Postfix waits with a no to the sender until it is told the recipient.
OURS = [
    (Step.RECIPIENT, "553 5.7.1 <a@b.se>: Sender address rejected: not owned by user x"),
    (Step.RECIPIENT, "550 5.1.8 <a@b.se>: Sender address rejected: Domain not found"),
    (Step.RECIPIENT, "554 5.7.1 <c@d.se>: Relay access denied"),
    (Step.RECIPIENT, "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
    (Step.RECIPIENT, "550 5.7.1 Unable to relay for c@d.se"),
    (Step.RECIPIENT, "550 relaying denied"),
    (Step.CONTENT, "550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
    (Step.CONTENT, "554 5.2.252 SendAsDenied; a@b.se not allowed to send as c@b.se"),
    (Step.CONTENT, "550 5.7.26 This mail is unauthenticated, which poses a risk"),
    (Step.CONTENT, "550-5.7.23 SPF validation failed"),
    (Step.SENDER, "550 no"),
    (Step.SENDER, "553 5.1.7 Bad sender address syntax"),
    (Step.SENDER, "501 5.1.7 Invalid address"),
    (Step.SENDER, "451 4.1.8 Domain of sender address does not resolve"),
]
OUTAGES = [
    (Step.SENDER, "530 5.7.0 Must issue a STARTTLS command first"),
    (Step.SENDER, "530 5.7.57 Client not authenticated to send mail"),
    (Step.RECIPIENT, "530 Authentication required"),
    (Step.CONTENT, "550 5.7.57 SMTP; Client was not authenticated to send anonymous mail"),
    (Step.SENDER, "535 5.7.8 Error: authentication failed"),
    (Step.RECIPIENT, "421 4.7.0 Try again later, closing connection"),
]
FINAL = [
    (Step.RECIPIENT, "550 5.1.1 No such user"),
    (Step.RECIPIENT, "552 5.2.2 Mailbox full"),
    (Step.RECIPIENT, "550 5.1.1 <spf@relay.denied.example.se> not found, send-as@example.se"),
    (Step.CONTENT, "554 5.7.1 Message refused, looks like spam"),
    (Step.CONTENT, "552 5.3.4 Message too large"),
    (Step.SENDER, "552 5.3.4 Message size exceeds fixed limit"),
]
LATER = [
    (Step.RECIPIENT, "450 4.2.0 Greylisted"),
    (Step.CONTENT, "451 4.3.0 Temporary failure"),
]


def _read(step: Step, answer: str) -> tuple[bool, bool, bool]:
    refused = refusal_of(step, int(answer[:3]), answer[4:].encode())
    assert str(int(answer[:3])) in refused.as_stored
    return refused.is_ours, refused.is_outage, refused.is_final


@pytest.mark.parametrize(
    ("answers", "is_ours", "is_outage", "is_final"),
    [
        (OURS, True, False, False),
        (OUTAGES, False, True, False),
        (FINAL, False, False, True),
        (LATER, False, False, False),
    ],
    ids=["ours", "outages", "final", "later"],
)
def test_a_servers_answer_tells_whose_fault_it_is(
    answers: list[tuple[Step, str]], *, is_ours: bool, is_outage: bool, is_final: bool
) -> None:
    odd = [one for one in answers if _read(*one) != (is_ours, is_outage, is_final)]

    assert odd == []


class Choosy(Taken):
    """A server that takes no mail from some senders."""

    unwanted: ClassVar[dict[str, str]] = {}
    asked: ClassVar[list[str]] = []

    async def handle_MAIL(  # noqa: N802 - the library's own name and order
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.asked.append(address)
        if address in self.unwanted:
            return self.unwanted[address]
        envelope.mail_from = address
        return "250 OK"


@pytest.fixture
def choosy(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Senders whom the next server does not take, with its answer."""
    Choosy.unwanted.clear()
    Choosy.asked.clear()
    monkeypatch.setattr(delivery, "MOST_ATTEMPTS", 2)
    monkeypatch.setattr("tests.core.mail_cast.Taken", Choosy)
    return Choosy.unwanted


def test_a_sender_that_is_not_taken_ends_no_mail_and_holds_up_nobody_else(
    office: Office, cast: Cast, hand: Hand, choosy: dict[str, str]
) -> None:
    group = cast.coordinator.group_id
    with office.transaction() as session:
        row_of_group = session.get(CollaborationGroup, group)
        assert row_of_group is not None
        row_of_group.mailbox = GROUPS
        session.add(row_of_group)
    first, second = put(office, group_id=group), put(office, "b@example.se", group_id=group)
    other = put(office, "c@example.se")
    choosy[GROUPS] = "553 5.7.1 not owned"

    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        for _round in range(ROUNDS):
            done = deliver(out)
            hand.forward(seconds=REST.total_seconds())
        assert done == Delivered(0, 0, 2, outage="mail-sender-refused 553")
        assert not done.is_stopped
        assert (row(office, first).state, row(office, first).attempts) == ("waiting", 0)
        assert row(office, second).last_error == "mail-sender-refused 553"
        assert row(office, other).state == "sent"
        assert Choosy.asked == [GROUPS, SENDER, *[GROUPS] * (ROUNDS - 1)]  # once a round
        choosy.clear()
        assert deliver(out) == Delivered(2, 0, 0)
    assert taken.addresses == ["c@example.se", "namn@example.se", "b@example.se"]


@pytest.mark.parametrize("answer", [answer for step, answer in OURS if step is Step.RECIPIENT][:3])
def test_what_is_ours_at_the_recipient_waits_too(
    office: Office, hand: Hand, choosy: dict[str, str], answer: str
) -> None:
    mail, other = put(office), put(office, "annan@example.se")
    with mail_server() as (taken, port):
        taken.answers["namn@example.se"] = [answer] * ROUNDS
        out = sending(office, f"smtp://127.0.0.1:{port}")
        for _round in range(ROUNDS):
            deliver(out)
            hand.forward(seconds=REST.total_seconds())
        assert (row(office, mail).state, row(office, mail).attempts) == ("waiting", 0)
        assert row(office, other).state == "sent"
        assert deliver(out) == Delivered(1, 0, 0)


def test_a_mail_without_a_sender_is_never_given_up(
    office: Office, hand: Hand, choosy: dict[str, str]
) -> None:
    mail = put(office)
    with mail_server() as (_taken, port), pytest.MonkeyPatch.context() as patch:
        patch.setattr("coordinator.core.outbox.relay.Relay.is_loopback", False)
        out = sending(office, f"smtp://127.0.0.1:{port}", mail_from=None)
        for _round in range(ROUNDS):
            deliver(out)
            hand.forward(hours=2)
    assert (row(office, mail).state, row(office, mail).last_error) == (
        "waiting",
        "mail-needs-from",
    )


def test_a_server_that_wants_a_sign_in_stops_the_pass(office: Office, hand: Hand) -> None:
    put(office)
    with mail_server() as (taken, port):
        taken.answers["namn@example.se"] = ["530 Authentication required"]
        out = sending(office, f"smtp://127.0.0.1:{port}")
        done = deliver(out)
        assert done == Delivered(0, 0, 1, outage="mail-login-refused 530")
        assert done.is_stopped
        assert deliver(out) == Delivered(1, 0, 0)


def test_the_doctor_asks_the_server_about_the_sender_and_sends_nothing(
    office: Office, choosy: dict[str, str]
) -> None:
    def mail(out: Office) -> Finding:
        return next(one for one in examine(out, quick=True) if one.subject == "mail")

    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        assert mail(out).ok
        choosy[SENDER] = "550 5.7.1 we do not know you"
        found = mail(out)
    assert (found.ok, found.code, dict(found.params)) == (
        False,
        "mail-sender-refused",
        {"number": 550},
    )
    assert taken.mails == []


def test_the_doctor_misses_a_sender_of_mails_that_belong_to_no_group(
    office: Office, choosy: dict[str, str]
) -> None:
    """Sign-in links come from no group: with two groups they need a sender of their own."""
    with office.transaction() as session:
        for group in session.exec(select(CollaborationGroup)):
            group.mailbox = f"{group.slug}@example.se"
            session.add(group)

    with mail_server() as (_taken, port), pytest.MonkeyPatch.context() as patch:
        patch.setattr("coordinator.core.outbox.relay.Relay.is_loopback", False)
        out = sending(office, f"smtp://127.0.0.1:{port}", mail_from=None)
        (found,) = [one for one in examine(out, quick=True) if one.subject == "mail"]
        assert found.code == "doctor-mail-from"
        choosy["andraby@example.se"] = "553 no"
        whole = sending(office, f"smtp://127.0.0.1:{port}")
        (found,) = [one for one in examine(whole, quick=True) if one.subject == "mail"]
        assert found.code == "mail-sender-refused"
