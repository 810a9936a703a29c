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
    "sendings",
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
MAIL_FILES: Final = "/mail-files"
HEALTH: Final = "/healthz"
POLL: Final = "/poll"
YEAR_PLAN: Final = "/year-plan"
# What our own routes answer; see :mod:`coordinator.web`.
PLAIN: Final = (
    SIGN_IN,
    SIGN_OUT,
    SIGNED_OUT,
    LANGUAGE,
    ASSETS,
    CALENDAR_FILE,
    MAIL_FILES,
    HEALTH,
    POLL,
    YEAR_PLAN,
)


def is_page(path: str) -> bool:
    """Whether the path is one of the signed-in pages (or the icon a browser asks for)."""
    return path in {"/", "/favicon.ico", "/favicon.png"} or path.removeprefix("/") in PAGES


def sign_in(base_url: str, token: str) -> str:
    """The one-time link as a person gets it."""
    return f"{base_url.rstrip('/')}{SIGN_IN}/{token}"


def poll(base_url: str, token: str) -> str:
    """The personal link to a question about days."""
    return f"{base_url.rstrip('/')}{POLL}/{token}"


def calendar_file(group_slug: str, meeting_code: str) -> str:
    return f"{CALENDAR_FILE}/{quote(group_slug)}/{quote(meeting_code)}.ics"


def year_plan(group_slug: str, year: int) -> str:
    return f"{YEAR_PLAN}/{quote(group_slug)}/{year}.pdf"


def calendar_file_name(day: date) -> str:
    """A name that tells the day and nothing else."""
    return f"mote-{day.isoformat()}.ics"


def mail_files(group_slug: str) -> str:
    """Everything of the group that waits to be sent, as files for a mail program."""
    return f"{MAIL_FILES}/{quote(group_slug)}.zip"


def mail_files_name(day: date) -> str:
    """A name that tells the day and nothing else."""
    return f"utskick-{day.isoformat()}.zip"


def my_meeting(meeting_code: str) -> str:
    """A meeting on its member's plain pages."""
    return f"/my/meetings/{quote(meeting_code)}"


def page(name: str, /, **query: str) -> str:
    path = "/" if name == "home" else f"/{name}"
    return f"{path}?{urlencode(query)}" if query else path
