"""Every address of the product, so that pages, routes, mails and the shell agree."""

from __future__ import annotations

import re
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
HEALTH: Final = "/healthz"
# The members' plain pages.
MY: Final = "/my"
MY_MEETINGS: Final = "/my/meetings"
MY_ACTIONS: Final = "/my/actions"
MY_SEARCH: Final = "/my/search"
MY_PRIVACY: Final = "/my/privacy"
MY_ACCESSIBILITY: Final = "/my/accessibility"
MY_HELP: Final = "/my/help"
# What our own routes answer; see :mod:`coordinator.web`.
PLAIN: Final = (SIGN_IN, SIGN_OUT, SIGNED_OUT, LANGUAGE, ASSETS, CALENDAR_FILE, HEALTH, MY)


def is_page(path: str) -> bool:
    """Whether the path is one of the signed-in pages (or the icon a browser asks for)."""
    return path in {"/favicon.ico", "/favicon.png"} or is_office_page(path)


def is_office_page(path: str) -> bool:
    return path == "/" or path.removeprefix("/") in PAGES


def is_my_page(path: str) -> bool:
    """Whether the path is, or could be, one of the members' plain pages."""
    return re.fullmatch(rf"{MY}(/[\w-]+){{0,2}}", path, re.ASCII) is not None


def my(path: str = MY, /, *, group: str, **query: str) -> str:
    """A plain page in a group."""
    return f"{path}?{urlencode({'group': group, **query})}"


def my_meeting(code: str, /, *, group: str, item: int | None = None) -> str:
    address = my(f"{MY_MEETINGS}/{quote(code, safe='')}", group=group)
    return f"{address}#item-{item}" if item else address


def my_action(point_id: int, /, *, group: str, **query: str) -> str:
    return my(f"{MY_ACTIONS}/{point_id}", group=group, **query)


def sign_in(base_url: str, token: str) -> str:
    """The one-time link as a person gets it."""
    return f"{base_url.rstrip('/')}{SIGN_IN}/{token}"


def calendar_file(group_slug: str, meeting_code: str) -> str:
    return f"{CALENDAR_FILE}/{quote(group_slug)}/{quote(meeting_code)}.ics"


def calendar_file_name(day: date) -> str:
    """A name that tells the day and nothing else."""
    return f"mote-{day.isoformat()}.ics"


def page(name: str, /, **query: str) -> str:
    path = "/" if name == "home" else f"/{name}"
    return f"{path}?{urlencode(query)}" if query else path
