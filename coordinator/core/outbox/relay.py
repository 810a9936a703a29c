"""The way to the mail server: its address as a setting, the connection, and why it said no.

``smtp://host:25`` goes unencrypted, ``smtp+starttls://user:password@host:587`` turns encryption
on before anything is said, ``smtps://host:465`` begins with it. Encrypted connections check the
server's certificate, against ``COORDINATOR_SMTP_CA_FILE`` as well where that is set. A password
travels unencrypted to this very machine only.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Literal, Self, cast
from urllib.parse import unquote, urlsplit

from coordinator.core.errors import BadInput
from coordinator.core.mailboxes import on_the_wire
from coordinator.core.outbox.refused import Refused, Step, refusal_of
from coordinator.core.settings import Settings
from coordinator.core.web_address import name_on_the_net

__all__ = ["TIMEOUT", "Line", "Refused", "Relay", "relay_of"]

TIMEOUT: Final = 30.0  # seconds for one step of the talk with the server
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

Security = Literal["smtp", "smtp+starttls", "smtps"]


@dataclass(frozen=True)
class Relay:
    """The mail server of the installation."""

    security: Security
    host: str
    port: int
    own_name: str  # what we call ourselves in the greeting
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether it is this very machine, by its number or the one name that always is."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def shown(self) -> str:
        """The address without who signs in."""
        return f"{self.security}://{self.host}:{self.port}"


def relay_of(settings: Settings) -> Relay | None:
    """The mail server the settings name; None when they name none.

    Raises:
        BadInput: the address cannot be used; the error never repeats it.
    """
    url = settings.smtp_url.get_secret_value().strip() if settings.smtp_url else ""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadInput("smtp-url-odd") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadInput("smtp-url-odd")
    relay = Relay(
        security=cast("Security", parts.scheme),
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        own_name=name_on_the_net(settings.base_url),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        ca_file=settings.smtp_ca_file,
    )
    if relay.user and relay.security == "smtp" and not relay.is_loopback:
        raise BadInput("smtp-login-needs-tls")
    return relay


class Line:
    """A connection that is opened when the first mail goes and again when the server hung up."""

    def __init__(self, relay: Relay, *, timeout: float = TIMEOUT) -> None:
        self.relay = relay
        self.timeout = timeout
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def open(self) -> smtplib.SMTP:
        """A connection on which a mail may begin.

        Raises:
            Refused: the server cannot be reached, is not who it should be, or refuses the login.
        """
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._smtp.rset()[0] == 250:
                    return self._smtp
            self.close()
        self._smtp = self._connected()
        return self._smtp

    def send(self, *, sender: str, address: str, content: bytes) -> None:
        """Hands one mail over; when this returns, the server has taken it.

        Raises:
            Refused: it has not, as far as we know.
        """
        smtp = self.open()
        sender, address = on_the_wire(sender), on_the_wire(address)
        headers = content.partition(b"\r\n\r\n")[0]
        is_wide = not ((sender + address).isascii() and headers.isascii())  # RFC 6531, 6532
        options = ["SMTPUTF8", "BODY=8BITMIME"] if is_wide else []
        if is_wide and not smtp.has_extn("smtputf8"):
            if address.isascii():  # who writes is at fault, and no other mail goes either
                raise Refused("mail-sender-needs-smtputf8", is_ours=True, is_senders=True)
            # Another day the server is no newer: whoever reads there needs another address.
            raise Refused("mail-needs-smtputf8", is_final=True)
        try:
            smtp.sendmail(sender, [address], content, mail_options=options)
        except smtplib.SMTPRecipientsRefused as error:
            number, said = next(iter(error.recipients.values()))
            raise refusal_of(Step.RECIPIENT, number, said) from None
        except smtplib.SMTPSenderRefused as error:
            raise refusal_of(Step.SENDER, error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPDataError as error:
            raise refusal_of(Step.CONTENT, error.smtp_code, error.smtp_error) from None
        except (smtplib.SMTPException, OSError):
            # Nothing of the error is kept or logged: it can hold the address.
            self.close()
            raise Refused("mail-server-hung-up") from None

    def try_sender(self, sender: str) -> None:
        """Asks whether a mail may come from there, and takes it back: nothing is sent.

        Raises:
            Refused: it may not, or the server cannot be reached.
        """
        smtp = self.open()
        try:
            number, said = smtp.mail(on_the_wire(sender))
            smtp.rset()
        except (smtplib.SMTPException, OSError, UnicodeError):
            self.close()
            raise Refused("mail-server-hung-up") from None
        if number != 250:
            raise refusal_of(Step.SENDER, number, said)

    def _connected(self) -> smtplib.SMTP:
        try:
            return self._greeted()
        except ssl.SSLError:
            raise Refused("mail-tls-failed", is_outage=True) from None
        except smtplib.SMTPAuthenticationError as error:
            raise Refused("mail-login-refused", error.smtp_code, is_outage=True) from None
        except smtplib.SMTPNotSupportedError:
            raise Refused("mail-server-lacks", is_outage=True) from None
        except (smtplib.SMTPException, OSError, UnicodeError):
            raise Refused("mail-server-away", is_outage=True) from None

    def _greeted(self) -> smtplib.SMTP:
        relay = self.relay
        smtp: smtplib.SMTP
        if relay.security == "smtps":
            smtp = smtplib.SMTP_SSL(
                relay.host, relay.port, relay.own_name, timeout=self.timeout, context=self._trust()
            )
        else:
            smtp = smtplib.SMTP(relay.host, relay.port, relay.own_name, timeout=self.timeout)
        try:
            if relay.security == "smtp+starttls":
                smtp.starttls(context=self._trust())
            smtp.ehlo_or_helo_if_needed()
            if relay.user:
                smtp.login(relay.user, relay.password or "")
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.relay.ca_file:
            context.load_verify_locations(self.relay.ca_file)
        return context
