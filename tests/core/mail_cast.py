"""A real mail server on loopback that remembers what it took, and an office that sends there."""

from __future__ import annotations

import socket
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from pydantic import SecretStr

from coordinator.core.office import Office
from coordinator.core.outbox import kinds
from coordinator.core.outbox.mail import Mail, queue
from coordinator.core.outbox.mail_addresses import MailAddresses
from coordinator.core.outbox.tables import OutboxMail
from coordinator.wiring import MAIL_ADDRESSES


@dataclass
class Taken:
    """What the server took. ``answers``: what it says instead of yes, by address, once each."""

    mails: list[tuple[str, str, bytes]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    after_data: list[str] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    password: bytes = b"hemligt@"

    @property
    def addresses(self) -> list[str]:
        return [to for _sender, to, _content in self.mails]

    def message(self, number: int = 0) -> EmailMessage:
        found = message_from_bytes(self.mails[number][2], policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    async def handle_RCPT(  # noqa: N802 - the library's own name and order
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.after_data:
            return self.after_data.pop(0)
        content = bytes(envelope.content)
        self.mails += [(envelope.mail_from, to, content) for to in envelope.rcpt_tos]
        return "250 OK"

    def login(self, _server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> Any:
        assert isinstance(given, LoginPassword)
        self.logins.append(given.password)
        return AuthResult(success=given.password == self.password, handled=False)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def mail_server(*, password: str = "hemligt@", **options: Any) -> Iterator[tuple[Taken, int]]:
    """A server on a free port of this machine; what it took, and the port."""
    taken = Taken(password=password.encode())
    if "auth_required" in options:
        options["authenticator"] = taken.login
    controller = Controller(
        taken, "127.0.0.1", free_port(), server_hostname="mail.example.se", **options
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of logins without encryption; we try those too
        controller.start()
        try:
            yield taken, controller.port
        finally:
            controller.stop()


@dataclass(frozen=True)
class Authority:
    """An authority of our own, and a server's context with its certificate for localhost."""

    file: Path
    server: ssl.SSLContext


def authority(folder: Path, name: str = "localhost") -> Authority:
    made = trustme.CA()
    file = folder / "authority.pem"
    made.cert_pem.write_to_path(str(file))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.issue_cert(name).configure_cert(server)
    return Authority(file, server)


def sending(
    office: Office, url: str, addresses: MailAddresses = MAIL_ADDRESSES, **settings: Any
) -> Office:
    """The office with a mail server."""
    changed = {"smtp_url": SecretStr(url), "mail_from": "samverkan@example.se", **settings}
    return replace(
        office, settings=office.settings.model_copy(update=changed), mail_addresses=addresses
    )


@contextmanager
def declared(name: str, still_holds: kinds.StillHolds) -> Iterator[None]:
    """A condition that the installation knows meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(kinds._conditions, name, still_holds)
        yield


def put(office: Office, address: str = "namn@example.se", **values: Any) -> int:
    """Queues one mail."""
    given = {"kind": "test", "subject": "Möte", "text": "Hej å ä ö.", **values}
    with office.transaction() as session:
        return queue(session, Mail(address=address, **given), now=office.clock.now())


def row(office: Office, mail_id: int) -> OutboxMail:
    with office.reading() as session:
        found = session.get(OutboxMail, mail_id)
        assert found is not None
        session.expunge(found)
        return found
