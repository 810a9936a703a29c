"""Who mail comes from: an address, and a name before it where the administrator gave one."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import getaddresses

from coordinator.core.errors import BadInput
from coordinator.core.mailboxes import is_address
from coordinator.core.text import clean
from coordinator.core.web_address import host_as_browsers_write_it, without_quotes


@dataclass(frozen=True)
class MailSender:
    """``name`` is empty where only an address was given; the server is told the address alone."""

    name: str
    address: str

    @property
    def written(self) -> str:
        """As it stands in a header, before the name is encoded."""
        return str(Address(self.name, addr_spec=self.address)) if self.name else self.address


def sender_in(typed: str) -> MailSender:
    """Reads ``namn@kommun.se``, ``Samordning <namn@kommun.se>`` or ``"Samordning, VT" <...>``.

    A host with Swedish letters becomes its A-label: servers take it without an extension.

    Raises:
        BadInput: it is not one address, or none that a mail can come from.
    """
    text = clean(typed)
    name, address = _parts(text)
    local, _, host = address.rpartition("@")
    try:
        address = f"{local}@{host_as_browsers_write_it(host)}"
        Address(name, addr_spec=address)
    except Exception as error:
        # The parser's own errors have no common base that is public.
        raise BadInput("setting-sender-odd") from error
    if not is_address(address) or not local.isascii():
        raise BadInput("setting-sender-odd")
    return MailSender(name, address)


def _parts(text: str) -> tuple[str, str]:
    before, bracket, behind = text.rpartition("<")
    if bracket and behind.endswith(">"):
        # Read by hand: people write a name with a comma or a full stop without quotes.
        address = behind[:-1].strip()
        name = before.strip()
        name = without_quotes(name).replace('\\"', '"')
        if any(sign in name for sign in "<>@"):  # several addresses, or a name that poses as one
            raise BadInput("setting-sender-odd")
        return name, address
    found = getaddresses([text])
    if len(found) != 1 or found[0][0]:
        raise BadInput("setting-sender-odd")
    return "", text
