"""Which browser on what, in a few words: so that a person knows their own sessions again."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.requests import Request

# In this order: most browsers also claim to be another.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(request: Request) -> str:
    """Such as ``Firefox, Windows``; empty for a browser that does not say. Never its own words."""
    said = request.headers.get("user-agent", "")
    found = (
        next((word for mark, word in known if mark in said), None)
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(word for word in found if word)


def client_of(request: Request) -> str:
    """The asker's place on the net, as the server or the proxy it trusts names it."""
    return place_on_the_net(request.client.host if request.client else "")


def place_on_the_net(host: str) -> str:
    """What one household or town hall has: an IPv4 address, or the first half of an IPv6 address.

    A subscriber gets at least a /64 (RFC 6177), so whoever changes the second half is the same.
    What is no number, because a proxy handed on what its client wrote, is one place for all.
    """
    try:
        number = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(number, IPv6Address):
        if number.ipv4_mapped:
            return str(number.ipv4_mapped)
        return str(ip_network((int(number), 64), strict=False))
    return str(number)
