"""A mail as it goes: headers that cannot be broken out of, text, HTML, calendar, attachments."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from coordinator.core.clock import STOCKHOLM
from coordinator.core.mailboxes import is_address, needs_smtputf8, on_the_wire
from coordinator.core.outbox.mail import NO_HOST
from coordinator.core.outbox.mail_addresses import Sender
from coordinator.core.outbox.refused import Refused
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail
from coordinator.core.web_address import name_on_the_net


@dataclass(frozen=True)
class Parts:
    """A row and its attachments, read and closed."""

    mail: OutboxMail
    attachments: tuple[OutboxAttachment, ...] = ()


def message_id(row_id: str, base_url: str) -> str:
    """The mail's identity with the installation's name behind the sign; the same at every try."""
    host = name_on_the_net(base_url)
    return row_id.replace(f"@{NO_HOST}>", f"@{host}>")


def compose(
    parts: Parts,
    sender: Sender,
    *,
    address: str,
    base_url: str,
    now: datetime,
    is_draft: bool = False,
) -> EmailMessage:
    """The whole mail, to ``address``.

    ``is_draft``: to be opened in a mail program and sent from there.

    Raises:
        Refused: an address is none, or nobody can stand as sender; the code says which.
    """
    mail = parts.mail
    reply_to = mail.reply_to or sender.address
    named = [one for one in (sender.address, address, reply_to) if one]
    is_wide = any(needs_smtputf8(one) for one in named)
    message = EmailMessage(policy=policy.SMTPUTF8 if is_wide else policy.SMTP)
    message["Subject"] = mail.subject
    if sender.address:
        message["From"] = _own_address(sender.address, sender.name)
    elif not is_draft:
        raise Refused("mail-needs-from", is_ours=True)
    message["To"] = _address(address)
    if mail.reply_to:
        message["Reply-To"] = _address(mail.reply_to)
    elif sender.address:
        message["Reply-To"] = _own_address(sender.address)
    message["Date"] = format_datetime(now.astimezone(STOCKHOLM))
    message["Message-ID"] = message_id(mail.message_id, base_url)
    if is_draft:
        message["X-Unsent"] = "1"
    else:
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text + "\n", cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    _attach(message, parts.attachments)
    return message


def _attach(message: EmailMessage, attachments: Sequence[OutboxAttachment]) -> None:
    """A calendar part stands among the alternatives, where mail programs look, and as a file."""
    for part in attachments:
        if part.method:
            text = base64.b64decode(part.content).decode()
            message.add_alternative(
                text, subtype="calendar", cte="base64", params={"method": part.method}
            )
    for part in attachments:
        main, _, sub = part.content_type.partition("/")
        message.add_attachment(
            base64.b64decode(part.content),
            maintype=main,
            subtype=sub.partition(";")[0].strip(),
            filename=part.name,
        )


def _own_address(text: str, name: str = "") -> Address:
    """As :func:`_address`; what is odd about ours does not end the mail."""
    try:
        return _address(text, name)
    except Refused:
        raise Refused("mail-from-odd", is_ours=True) from None


def _address(text: str, name: str = "") -> Address:
    """The address with its domain as every mail server reads it."""
    wire = on_the_wire(text)
    local, _at, domain = wire.rpartition("@")
    if not wire.isascii():
        # The parser below takes no letters beyond ASCII, so what is one address is asked of us.
        if not is_address(text):
            raise Refused("mail-address-odd", is_final=True)
        return Address(display_name=name, username=local, domain=domain)
    try:
        return Address(display_name=name, addr_spec=wire)
    except (ValueError, IndexError):
        raise Refused("mail-address-odd", is_final=True) from None
    except Exception as error:
        # The parser's own errors have no common base that is public.
        if type(error).__module__.startswith("email."):
            raise Refused("mail-address-odd", is_final=True) from None
        raise
