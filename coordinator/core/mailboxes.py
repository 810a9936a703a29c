"""Mail addresses: what is one, which are the same mailbox, and how they go over the wire.

People write and read a domain in their own letters (``namn@exempelköping.example``); mail servers
know it by its A-label (``xn--exempelkping-...``, RFC 5890), which every server takes. Only letters
beyond ASCII in front of the ``@`` need a server that knows SMTPUTF8 (RFC 6531).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import idna

LONGEST_ADDRESS: Final = 254  # as it goes over the wire (RFC 5321 section 4.5.3.1, erratum 1690)
_LONGEST_LOCAL: Final = 64  # octets (RFC 5321 section 4.5.3.1.1)
_ATOM: Final = r"[^\x00-\x20\x7f\s@,;:<>\"()\[\]\\.]+"
_ADDRESS: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})+")

# Labels of letters, digits and inner hyphens (RFC 1123 section 2.1), all together within 253.
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST: Final = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*")


def is_address(text: str) -> bool:
    """Whether this is one mail address, with a domain that can be written to, and nothing else."""
    if len(text) > LONGEST_ADDRESS or _ADDRESS.fullmatch(text) is None:
        return False
    local, _at, domain = text.rpartition("@")
    wire = _wire_domain(domain)
    return (
        wire is not None
        and len(local.encode()) <= _LONGEST_LOCAL
        and len(local.encode()) + 1 + len(wire) <= LONGEST_ADDRESS
    )


def as_shown(address: str) -> str:
    """The address as people read it, and as it is kept: an A-label in its own letters."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{_shown_domain(domain) or domain}"


def email_key(email: str) -> str:
    """Addresses with the same key are the same mailbox: capitals and A-labels make no difference.

    Not folded further: ``straße`` and ``strasse`` are two domains, and somebody else's mailbox.
    """
    return as_shown(unicodedata.normalize("NFC", email.strip())).lower()


def on_the_wire(address: str) -> str:
    """The address with its domain as an A-label; one that cannot be written so is left alone."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{_wire_domain(domain) or domain}"


def host_on_the_wire(host: str) -> str:
    """A computer's name as an A-label; one that cannot be written so is left alone."""
    return _wire_domain(host) or host


def needs_smtputf8(address: str) -> bool:
    """Whether only a server that knows SMTPUTF8 can take mail for, or from, the address."""
    return not on_the_wire(address).isascii()


@lru_cache(maxsize=1024)
def _shown_domain(domain: str) -> str | None:
    """The domain in its own letters, small; None where it has none of its own or is no domain.

    By UTS 46, but nothing is taken for something else: a ligature or a wide letter is no spelling
    of the domain that it looks like.
    """
    if domain.isascii() and "xn--" not in domain.lower():
        return None
    try:
        small = idna.uts46_remap(domain, std3_rules=True)
        if small != unicodedata.normalize("NFC", domain).lower():
            return None
        shown = idna.decode(small)
        idna.encode(shown)
    except (idna.IDNAError, UnicodeError):
        return None
    return shown


def _wire_domain(domain: str) -> str | None:
    """The domain as it goes over the wire; None where it cannot."""
    if domain.isascii() and "xn--" not in domain.lower():
        return domain if _HOST.fullmatch(domain) else None
    shown = _shown_domain(domain)
    return idna.encode(shown).decode("ascii") if shown is not None else None
