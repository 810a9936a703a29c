"""The outbox against a real mail server: each mail once, later when it must, never in silence."""

from __future__ import annotations

import logging
import smtplib
import threading
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr

import pytest

from coordinator.core.database import save
from coordinator.core.errors import BadInput, Problem
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.outbox import delivery, in_transaction, store
from coordinator.core.outbox.delivery import MOST_ATTEMPTS, Delivered, deliver, wait_after
from coordinator.core.outbox.mail import Attachment
from coordinator.core.outbox.mail_addresses import MailAddresses, Sender
from coordinator.core.outbox.relay import Line, relay_of
from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.outbox.worker import Worker
from coordinator.groups.tables import CollaborationGroup
from coordinator.roster.tables import Person
from coordinator.wiring import MAIL_ADDRESSES
from tests.conftest import Cast, Hand
from tests.core.mail_cast import declared, mail_server, put, row, sending


def test_a_queued_mail_goes_once(office: Office) -> None:
    mail = put(office)
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        assert deliver(out) == Delivered(sent=1, failed=0, waiting=0)
        assert deliver(out) == Delivered(sent=0, failed=0, waiting=0)
    assert taken.addresses == ["namn@example.se"]
    assert (row(office, mail).state, row(office, mail).sent_at) == ("sent", office.clock.now())


def test_a_transaction_that_fails_leaves_no_mail(office: Office) -> None:
    def fails() -> None:
        with office.transaction() as session:
            save(session, row(office, put_in))
            raise RuntimeError

    put_in = put(office)
    with pytest.raises(RuntimeError):
        fails()
    assert delivery.deliver(office) == Delivered(0, 0, 1)


def test_without_a_mail_server_everything_waits(office: Office) -> None:
    put(office)
    assert deliver(office) == Delivered(sent=0, failed=0, waiting=1)


def test_a_mail_is_whole(office: Office, cast: Cast) -> None:
    with office.transaction() as session:
        group = session.get(CollaborationGroup, cast.coordinator.group_id)
        assert group is not None
        group.mailbox = "gruppen@example.se"
        session.add(group)
    calendar = Attachment("mote.ics", "text/calendar", "BEGIN:VCALENDAR\r\nå".encode(), "REQUEST")
    put(
        office,
        group_id=cast.coordinator.group_id,
        subject="Kallelse: möte onsdag 2 december",
        html="<p>Hej å</p>",
        attachments=(calendar,),
    )
    with mail_server() as (taken, port):
        deliver(
            sending(office, f"smtp://127.0.0.1:{port}", base_url="https://samverkan.example.se")
        )
    message = taken.message()
    assert taken.mails[0][0] == "gruppen@example.se"
    assert parseaddr(str(message["From"])) == ("Exempelby", "gruppen@example.se")
    assert message["Reply-To"] == "gruppen@example.se"
    assert message["To"] == "namn@example.se"
    assert message["Subject"] == "Kallelse: möte onsdag 2 december"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert str(message["Message-ID"]).endswith("@samverkan.example.se>")
    assert message.get_content_type() == "multipart/mixed"
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "text/calendar"]
    alternative = next(iter(message.iter_parts()))
    assert alternative.get_content_type() == "multipart/alternative"
    ics = list(message.walk())[4]
    assert ics.get_param("method") == "REQUEST"
    assert message.get_body(("plain",)).get_content().strip() == "Hej å ä ö."  # type: ignore[union-attr]
    assert max(map(len, taken.mails[0][2].splitlines())) <= 998
    assert taken.mails[0][2].isascii()


@pytest.mark.parametrize(
    "hostile",
    [
        "Möte\r\nBcc: spion@example.org",
        "Möte\nX: y",
        "a\r\n\r\nbody",
        "\x00\x1b[2J",
        "=?utf-8?q?a?=",
    ],
)
def test_no_subject_or_name_breaks_out_of_its_header(office: Office, hostile: str) -> None:
    named = MailAddresses(
        lambda session, key: replace(MAIL_ADDRESSES.sender(session, key), name=hostile)
    )
    put(office, subject=hostile)
    put(office, subject="Möte")
    with mail_server() as (taken, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}", named))
    # A name that cannot be a name stops its mails and says so; nothing goes to anybody else.
    for number in range(len(taken.mails)):
        message = taken.message(number)
        assert message["Bcc"] is None
        assert message["X"] is None
    assert set(taken.addresses) <= {"namn@example.se"}


@pytest.mark.parametrize(
    "address",
    ["a@example.se, b@example.se", "a@example.se\r\nBcc: c@example.se", "ingen", "", "<a"],
)
def test_an_odd_address_is_given_up_at_once_and_reaches_nobody(
    office: Office, address: str
) -> None:
    mail = put(office, address)
    with mail_server() as (taken, port):
        done = deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert taken.mails == []
    assert done == Delivered(0, 1, 0)
    assert row(office, mail).last_error == "mail-address-odd"


def test_a_mail_waits_for_its_time(office: Office, hand: Hand) -> None:
    put(office, due_at=office.clock.now() + timedelta(hours=1))
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        assert deliver(out) == Delivered(0, 0, 1)
        hand.forward(hours=1)
        assert deliver(out) == Delivered(1, 0, 0)
    assert len(taken.mails) == 1


def test_a_mail_that_is_put_off_rests_longer_each_time_and_keeps_its_identity(
    office: Office, hand: Hand
) -> None:
    mail = put(office)
    first = row(office, mail).message_id
    with mail_server() as (taken, port):
        taken.answers["namn@example.se"] = ["451 later", "451 later"]
        out = sending(office, f"smtp://127.0.0.1:{port}")
        assert deliver(out) == Delivered(0, 0, 1)
        assert row(office, mail).last_error == "mail-recipient-refused 451"
        identity = row(office, mail).message_id
        hand.forward(seconds=59)
        assert deliver(out) == Delivered(0, 0, 1)
        hand.forward(seconds=1)
        assert deliver(out) == Delivered(0, 0, 1)
        assert row(office, mail).attempts == 2
        hand.forward(seconds=90)
        assert deliver(out) == Delivered(0, 0, 1)
        hand.forward(seconds=30)
        assert deliver(out) == Delivered(1, 0, 0)
    assert str(taken.message()["Message-ID"]) == identity
    assert identity.split("@")[0] == first.split("@")[0]


def test_the_rest_doubles_up_to_two_hours() -> None:
    waits = [wait_after(number) // timedelta(minutes=1) for number in (1, 2, 3, 7, 8, 100)]
    assert waits == [1, 2, 4, 64, 120, 120]


def test_a_mail_is_given_up_after_its_last_attempt(office: Office, hand: Hand) -> None:
    mail = put(office)
    with mail_server() as (taken, port):
        taken.answers["namn@example.se"] = ["451 later"] * MOST_ATTEMPTS
        out = sending(office, f"smtp://127.0.0.1:{port}")
        failed = 0
        for _attempt in range(MOST_ATTEMPTS):
            failed += deliver(out).failed
            hand.forward(hours=2)
    assert (failed, row(office, mail).state) == (1, "failed")


@pytest.mark.parametrize("where", ["recipient", "content"])
def test_a_final_no_is_given_up_at_once(office: Office, where: str) -> None:
    mail, other = put(office), put(office, "annan@example.se")
    with mail_server() as (taken, port):
        if where == "recipient":
            taken.answers["namn@example.se"] = ["550 no such user namn@example.se"]
        else:
            taken.after_data = ["554 no"]
        assert deliver(sending(office, f"smtp://127.0.0.1:{port}")) == Delivered(1, 1, 0)
    assert row(office, mail).state == "failed"
    assert row(office, mail).last_error in {
        "mail-recipient-refused 550",
        "mail-content-refused 554",
    }
    assert row(office, other).state == "sent"


def test_while_the_server_is_away_nothing_is_given_up(office: Office, hand: Hand) -> None:
    first, second = put(office), put(office, "annan@example.se")
    with mail_server() as (_taken, port):
        pass
    out = sending(office, f"smtp://127.0.0.1:{port}")
    for _day in range(MOST_ATTEMPTS + 5):
        assert deliver(out) == Delivered(0, 0, 2, outage="mail-server-away")
        hand.forward(days=1)
    assert row(office, first).attempts == 0
    assert row(office, second).last_error == "mail-server-away"
    with mail_server() as (taken, port):
        assert deliver(sending(office, f"smtp://127.0.0.1:{port}")) == Delivered(2, 0, 0)
    assert len(taken.mails) == 2


def test_a_condition_is_asked_again_when_the_mail_goes(office: Office, hand: Hand) -> None:
    stands = {"a": True, "b": False}
    kept = put(office, condition="stands", condition_about="a")
    let_go = put(office, condition="stands", condition_about="b", is_secret=True)
    unknown = put(office, condition="of-a-later-version")
    broken = put(office, condition="stands", condition_about="c")
    with mail_server() as (taken, port), declared("stands", lambda _s, about, _t: stands[about]):
        assert deliver(sending(office, f"smtp://127.0.0.1:{port}")) == Delivered(1, 0, 2)
    assert len(taken.mails) == 1
    assert row(office, kept).state == "sent"
    assert (row(office, let_go).state, row(office, let_go).text) == ("dropped", "")
    assert row(office, unknown).last_error == "mail-condition-unknown"
    assert row(office, broken).last_error == "mail-odd"


def test_a_mail_goes_where_its_person_is_reached_now(office: Office, cast: Cast) -> None:
    """Whoever was protected since gets nothing at the old address."""
    person_id = cast.member.person_id
    mails = {
        "Member@example.se": put(office, "Member@example.se", person_id=person_id, is_secret=True),
        "plain": put(office, "gammal@example.se", person_id=person_id),
        "secret": put(office, "gammal@example.se", person_id=person_id, is_secret=True),
        "nobody's": put(office, "registrator@example.se"),
    }
    with office.transaction() as session:
        person = session.get(Person, cast.reader.person_id)
        assert person is not None
        person.email = None
        session.add(person)
    mails["gone"] = put(office, "gammal@example.se", person_id=cast.reader.person_id)
    with mail_server() as (taken, port):
        assert deliver(sending(office, f"smtp://127.0.0.1:{port}")) == Delivered(3, 2, 0)
    assert taken.addresses == ["member@example.se"] * 2 + ["registrator@example.se"]
    assert taken.message(1)["To"] == "member@example.se"
    assert row(office, mails["plain"]).address == "member@example.se"
    assert row(office, mails["secret"]).last_error == "mail-address-changed"
    assert row(office, mails["gone"]).last_error == "mail-address-gone"


def test_a_body_that_opens_doors_is_emptied_when_it_has_gone(office: Office) -> None:
    extra = Attachment("a.txt", "text/plain", b"also secret")
    went = put(office, is_secret=True, html="<p>link</p>", attachments=(extra,))
    refused = put(office, "annan@example.se", is_secret=True)
    plain = put(office, "tredje@example.se")
    with mail_server() as (taken, port):
        taken.answers["annan@example.se"] = ["550 no"]
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    for mail in (went, refused):
        assert (row(office, mail).text, row(office, mail).html) == ("", None)
    with office.reading() as session:
        assert store.attachments(session, [went]) == []
    assert row(office, plain).text == "Hej å ä ö."


def test_an_example_never_sends_beyond_its_machine(demo: Office) -> None:
    near, far = put(demo), None
    with mail_server() as (taken, port):
        assert deliver(sending(demo, f"smtp://127.0.0.1:{port}")).sent == 1
        far = put(demo)
        # A name that leads here is not taken for this machine: only its number or localhost is.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("coordinator.core.outbox.relay.Relay.is_loopback", False)
            assert deliver(sending(demo, f"smtp://127.0.0.1:{port}")).failed == 1
    assert len(taken.mails) == 1
    assert row(demo, near).state == "sent"
    assert (row(demo, far).state, row(demo, far).last_error) == ("failed", "mail-demo-stays")


def test_an_office_that_nobody_has_wired_sends_nothing_away(office: Office) -> None:
    mail = put(office)
    out = sending(office, "smtp://mail.example.se", MailAddresses())
    with office.reading() as session:
        assert MailAddresses().sender(session, None).is_demo
    assert relay_of(out.settings) is not None
    assert row(office, mail).state == "waiting"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mail.example.se", "smtp-url-odd"),
        ("http://mail.example.se", "smtp-url-odd"),
        ("smtp://", "smtp-url-odd"),
        ("smtp://mail.example.se:hundra", "smtp-url-odd"),
        ("smtp://namn:hemligt@mail.example.se", "smtp-login-needs-tls"),
    ],
)
def test_an_odd_server_address_is_refused_without_repeating_it(
    office: Office, url: str, code: str
) -> None:
    put(office)
    with pytest.raises(BadInput, match=code) as refused:
        deliver(sending(office, url))
    assert "hemligt" not in str(refused.value)


def test_a_group_without_a_sender_waits_and_says_so(office: Office) -> None:
    mail = put(office)
    with mail_server() as (taken, port), pytest.MonkeyPatch.context() as patch:
        patch.setattr("coordinator.core.outbox.relay.Relay.is_loopback", False)
        deliver(sending(office, f"smtp://127.0.0.1:{port}", mail_from=None))
    assert taken.mails == []
    assert row(office, mail).last_error == "mail-needs-from"


def test_workers_share_what_waits_and_send_each_mail_once(office: Office) -> None:
    for number in range(200):
        put(office, f"m{number}@example.se")
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        done: list[Delivered] = []
        workers = [threading.Thread(target=lambda: done.append(deliver(out))) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(120)
    assert sorted(taken.addresses) == sorted(f"m{number}@example.se" for number in range(200))
    assert sum(one.sent for one in done) == 200
    assert min(one.sent for one in done) > 0


def test_a_claim_left_by_a_dead_worker_runs_out(office: Office, hand: Hand) -> None:
    mail = put(office)
    delivery._claim_next(office)
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        assert deliver(out) == Delivered(0, 0, 1)
        hand.forward(minutes=10)
        assert deliver(out) == Delivered(1, 0, 0)
    assert (len(taken.mails), row(office, mail).state) == (1, "sent")


def test_the_servers_worker_sends_soon_after_the_commit_and_ends_cleanly(office: Office) -> None:
    with mail_server() as (taken, port):
        out = sending(office, f"smtp://127.0.0.1:{port}")
        worker = Worker(out, pause=60)
        worker.start()
        put(office)
        for _moment in range(200):
            if taken.mails:
                break
            threading.Event().wait(0.05)
        worker.stop()
        assert not worker._thread.is_alive()
    assert taken.addresses == ["namn@example.se"]


def test_no_address_or_text_reaches_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    put(office, "hemlig@example.se", text="doldord")
    put(office, "hemlig@example.se", condition="odd", condition_about="hemlig@example.se")
    with mail_server() as (taken, port), declared("odd", _breaks):
        taken.answers["hemlig@example.se"] = ["550 hemlig@example.se unknown"]
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    own = [one for one in caplog.records if one.name.startswith("coordinator")]
    assert len(own) == 3  # what broke is told with its place in the code
    said = "\n".join(logging.Formatter().format(one) for one in own)
    assert "hemlig@" not in said
    assert "doldord" not in said


def _breaks(_session: object, about: str, _today: object) -> bool:
    raise RuntimeError(about)


@pytest.mark.parametrize("deed", ["stop", "rewrite"])
def test_what_is_taken_out_while_a_mail_is_in_hand_neither_goes_nor_comes_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    """Between the claim and the sending somebody is protected."""
    mail_id = put(office, text="Hej Xenia.")

    def protect() -> None:
        with office.transaction() as session:
            mail = session.get(OutboxMail, mail_id)
            assert mail is not None
            if deed == "stop":
                in_transaction.stop(session, mail, ())
            else:
                mail.text = "Hej Representant."

    class Slow(Line):
        def open(self) -> smtplib.SMTP:
            protect()
            return super().open()

    monkeypatch.setattr(delivery, "Line", Slow)
    with mail_server() as (taken, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    assert not any(b"Xenia" in content for _sender, _to, content in taken.mails)
    assert len(taken.mails) == (0 if deed == "stop" else 1)
    after = row(office, mail_id)
    assert (after.state, after.address) == (
        ("dropped", "") if deed == "stop" else ("sent", "namn@example.se")
    )


def test_an_address_taken_out_while_the_mail_went_is_not_written_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_id = put(office)

    class Late(Line):
        def send(self, *, sender: str, address: str, content: bytes) -> None:
            super().send(sender=sender, address=address, content=content)
            with office.transaction() as session:
                mail = session.get(OutboxMail, mail_id)
                assert mail is not None
                in_transaction.stop(session, mail, ())

    monkeypatch.setattr(delivery, "Line", Late)
    with mail_server() as (_taken, port):
        deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    after = row(office, mail_id)
    assert (after.state, after.address, after.text) == ("sent", "", "")


def test_a_swedish_domain_goes_as_an_a_label_to_a_server_that_knows_nothing_else(
    office: Office,
) -> None:
    put(office, "Namn@Exempelköping.example", reply_to="samverkan@exempelköping.example")
    with mail_server(enable_SMTPUTF8=False) as (taken, port):
        url = f"smtp://127.0.0.1:{port}"
        ours = "https://möten.example.se"
        done = deliver(sending(office, url, mail_from="svar@exempelköping.example", base_url=ours))
    assert done == Delivered(1, 0, 0)
    sender, to, content = taken.mails[0]
    assert (sender, to) == (
        "svar@xn--exempelkping-cjb.example",
        "Namn@xn--exempelkping-cjb.example",
    )
    headers = content.partition(b"\r\n\r\n")[0]
    assert headers.isascii()
    message = taken.message()
    assert message["To"] == to
    assert sender in message["From"]
    assert message["Reply-To"] == "samverkan@xn--exempelkping-cjb.example"
    assert message["Message-ID"].endswith("@xn--mten-5qa.example.se>")


@pytest.mark.parametrize("knows", [True, False])
def test_a_foreign_local_part_goes_where_the_server_knows_it_and_is_told_where_not(
    office: Office,
    knows: bool,  # noqa: FBT001 - a plain fact
) -> None:
    mail = put(office, "åsa@exempelköping.example")
    with mail_server(enable_SMTPUTF8=knows) as (taken, port):
        done = deliver(sending(office, f"smtp://127.0.0.1:{port}"))
    if knows:
        assert taken.addresses == ["åsa@xn--exempelkping-cjb.example"]
        assert "To: åsa@xn--exempelkping-cjb.example\r\n".encode() in taken.mails[0][2]
        return
    assert done == Delivered(0, 1, 0)
    assert row(office, mail).last_error == "mail-needs-smtputf8"
    assert "före @" in sentence(Problem("mail-needs-smtputf8"))


def test_a_sender_that_the_server_cannot_take_ends_no_mail(office: Office) -> None:
    mail = put(office)
    with mail_server(enable_SMTPUTF8=False) as (taken, port):
        of_group = Sender("", "möten@example.se", is_demo=False)
        addresses = replace(MAIL_ADDRESSES, sender=lambda *_asked: of_group)
        done = deliver(sending(office, f"smtp://127.0.0.1:{port}", addresses))
    assert (taken.mails, done.failed, done.outage) == ([], 0, "mail-sender-needs-smtputf8")
    assert row(office, mail).state == "waiting"
