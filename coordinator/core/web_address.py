"""The address people use, written as their browsers write it.

A browser sends the address it stands at in ``Origin`` and ``Host``: small letters, Swedish letters
as an A-label, no port where it is the usual one. What an administrator types is brought to that
form once, when settings are read, so that the two can be compared sign by sign.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

import idna

from coordinator.core.errors import BadInput
from coordinator.core.mailboxes import host_on_the_wire
from coordinator.core.text import clean

_USUAL_PORTS: Final = {"http": 80, "https": 443}
_PAIRS: Final = ('""', "''", "“”", "””", "„“", "‘’", "’’", "«»", "»»", "<>")
# Names on an inner net may hold an underscore, and browsers take it.
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_HOST: Final = 253
_ANY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 - read, not bound


def without_quotes(text: str) -> str:
    """The value itself, where somebody has put it between quotes or the signs of a mail address."""
    text = text.strip().strip("\ufeff").strip()
    if len(text) > 1 and text[0] + text[-1] in _PAIRS:
        return text[1:-1].strip()
    return text


def as_browsers_write_it(typed: str) -> str:
    """Scheme and host, and the port where it is not the usual one; nothing behind it.

    Raises:
        BadInput: it is no web address, or says more than where the product is; the code tells what.
    """
    text = without_quotes(clean(typed))
    if not text.isprintable() or any(sign.isspace() for sign in text) or "\\" in text:
        raise BadInput("setting-address-odd")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadInput("setting-address-odd") from error
    if parts.scheme not in _USUAL_PORTS:
        raise BadInput("setting-address-scheme")
    if not host:
        raise BadInput("setting-address-odd")
    _refuse_more(text, parts)
    name = host_as_browsers_write_it(host)
    if port == 0:
        raise BadInput("setting-address-odd")
    shown = "" if port in {None, _USUAL_PORTS[parts.scheme]} else f":{port}"
    return f"{parts.scheme}://{name}{shown}"


def _refuse_more(text: str, parts: SplitResult) -> None:
    """Nothing may stand before the host or behind it: the pages lie at the root."""
    if "@" in parts.netloc:
        raise BadInput("setting-address-user")  # not repeated: it can hold a password
    if "?" in text or "#" in text:
        raise BadInput("setting-address-query")
    path = parts.path.strip("/")
    if path:
        raise BadInput("setting-address-path", path=f"/{path[:80]}")


def host_as_browsers_write_it(host: str) -> str:
    """A host's name in small letters and A-labels, or its number in the one usual form.

    WHATWG URL, "host parsing"; UTS 46, non-transitional. Unlike browsers it takes no IPv4 number
    in an older spelling (``127.1``, ``0x7f000001``): nobody means one.

    Raises:
        BadInput: no host can be called so.
    """
    if ":" in host:
        return f"[{_ipv6(host)}]"
    try:
        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
        labels = [_a_label(label) for label in mapped.removesuffix(".").split(".")]
    except (idna.IDNAError, UnicodeError) as error:
        raise BadInput("setting-address-host") from error
    name = ".".join(labels)
    if len(name) > _LONGEST_HOST:
        raise BadInput("setting-address-host")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(name))
        except ValueError as error:
            raise BadInput("setting-address-host") from error
    return name


def _a_label(label: str) -> str:
    if not label.isascii():
        return idna.alabel(label).decode("ascii")
    if label.startswith("xn--"):
        idna.ulabel(label)  # raises where it stands for nothing
    if not _LABEL.fullmatch(label):
        raise BadInput("setting-address-host")
    return label


def _ipv6(host: str) -> str:
    try:
        number = IPv6Address(host)
    except ValueError as error:
        raise BadInput("setting-address-host") from error
    if number.scope_id:
        raise BadInput("setting-address-host")
    mapped = number.ipv4_mapped
    if mapped is None:
        return number.compressed
    high, low = divmod(int(mapped), 1 << 16)  # browsers write it in hex
    return f"::ffff:{high:x}:{low:x}"


def is_loopback(address: str) -> bool:
    """Whether only this very machine can reach it."""
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def of_server(host: str, port: int, *, is_https: bool = False) -> str:
    """Where a server that listens there is reached from its own machine."""
    shown = f"[{host}]" if ":" in host else host
    name = _ANY_ADDRESS.get(host, shown)
    return f"{'https' if is_https else 'http'}://{name}:{port}"


def name_on_the_net(address: str) -> str:
    """The installation's name in mail: its host, and a number in brackets (RFC 5321 4.1.3)."""
    host = urlsplit(address).hostname or "localhost"
    try:
        number = ip_address(host)
    except ValueError:
        return host_on_the_wire(host)
    return f"[IPv6:{number}]" if number.version == 6 else f"[{number}]"
