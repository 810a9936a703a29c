"""Every address of the product, so that pages, routes, mails and the shell agree."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

PAGES: Final = (
    "home",
    "meetings",
    "actions",
    "information-actions",
    "group",
    "settings",
    "log",
    "search",
    "privacy",
    "accessibility",
    "help",
)

SIGN_IN: Final = "/sign-in"
SIGN_OUT: Final = "/sign-out"
SIGNED_OUT: Final = "/signed-out"
LANGUAGE: Final = "/language"
ASSETS: Final = "/app-assets"
CALENDAR_FILE: Final = "/calendar-file"
TRAIL_FILE: Final = "/log-file"
HEALTH: Final = "/healthz"
# What our own routes answer; see :mod:`coordinator.web`.
PLAIN: Final = (SIGN_IN, SIGN_OUT, SIGNED_OUT, LANGUAGE, ASSETS, CALENDAR_FILE, TRAIL_FILE, HEALTH)


def is_page(path: str) -> bool:
    """Whether the path is one of the signed-in pages (or the icon a browser asks for)."""
    return path in {"/", "/favicon.ico", "/favicon.png"} or path.removeprefix("/") in PAGES


def sign_in(base_url: str, token: str) -> str:
    """The one-time link as a person gets it."""
    return f"{base_url.rstrip('/')}{SIGN_IN}/{token}"


def calendar_file(group_slug: str, meeting_code: str) -> str:
    return f"{CALENDAR_FILE}/{quote(group_slug)}/{quote(meeting_code)}.ics"


def calendar_file_name(day: date) -> str:
    """A name that tells the day and nothing else."""
    return f"mote-{day.isoformat()}.ics"


def trail_file(
    group_slug: str, first: date | None = None, last: date | None = None, person: int | None = None
) -> str:
    asked = {"first": first, "last": last, "person": person}
    query = urlencode({name: str(value) for name, value in asked.items() if value is not None})
    path = f"{TRAIL_FILE}/{quote(group_slug)}.csv"
    return f"{path}?{query}" if query else path


def page(name: str, /, **query: str) -> str:
    path = "/" if name == "home" else f"/{name}"
    return f"{path}?{urlencode(query)}" if query else path
