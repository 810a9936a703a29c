"""Which browser on what, in a few words: so that a person knows their own sessions again."""

from __future__ import annotations

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
    return request.client.host if request.client else ""
