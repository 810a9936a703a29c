"""Every address of the product, so that pages, routes, mails and the shell agree."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

PAGES: Final = (
    "home",
    "meetings",
    "actions",
    "information-actions",
    "group",
    "settings",
    "sendings",
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
MAIL_FILES: Final = "/mail-files"
TRAIL_FILE: Final = "/log-file"
HEALTH: Final = "/healthz"
POLL: Final = "/poll"
YEAR_PLAN: Final = "/year-plan"
# Where a form hands over what is typed in it and not saved yet.
DRAFTS: Final = "/drafts"
# Where a page that is left hands over the last words of a note.
LAST_WORDS: Final = "/last-words"
# The members' plain pages.
MY: Final = "/my"
MY_MEETINGS: Final = "/my/meetings"
MY_ACTIONS: Final = "/my/actions"
MY_POLLS: Final = "/my/polls"
MY_SEARCH: Final = "/my/search"
MY_PRIVACY: Final = "/my/privacy"
MY_ACCESSIBILITY: Final = "/my/accessibility"
MY_HELP: Final = "/my/help"
MY_SESSIONS: Final = "/my/sessions"
MY_DETAILS: Final = "/my/details"
CHOOSE_GROUP: Final = "/choose-group"
# After signing in for the sake of a file: a page that it is fetched from.
YOUR_FILE: Final = "/your-file"
# A new installation, for whoever came by its first link.
START: Final = "/start"
START_GROUP: Final = f"{START}/group"
START_EXAMPLE: Final = f"{START}/example"
# Ways in beside the link itself, and what follows from having come in.
SIGN_IN_MAIL: Final = f"{SIGN_IN}/mail"
SIGN_IN_ASKED: Final = f"{SIGN_IN}/asked"
SIGN_IN_CODE: Final = f"{SIGN_IN}/code"
SIGN_IN_WITH: Final = f"{SIGN_IN}/with"
SIGN_OUT_WITH: Final = f"{SIGN_OUT}/with"
# Streamlit's own, open only where a provider is set up.
PROVIDER_START: Final = "/auth/login"
PROVIDER_BACK: Final = "/oauth2callback"
# What our own routes answer; see :mod:`coordinator.web`.
PLAIN: Final = (
    SIGN_IN,
    SIGN_OUT,
    SIGNED_OUT,
    LANGUAGE,
    CHOOSE_GROUP,
    YOUR_FILE,
    START,
    ASSETS,
    CALENDAR_FILE,
    MAIL_FILES,
    TRAIL_FILE,
    HEALTH,
    POLL,
    YEAR_PLAN,
    DRAFTS,
    LAST_WORDS,
    MY,
)


def is_page(path: str) -> bool:
    """Whether the path is one of the signed-in pages (or the icon a browser asks for)."""
    return path in {"/favicon.ico", "/favicon.png"} or is_office_page(path)


def is_office_page(path: str) -> bool:
    return path == "/" or path.removeprefix("/") in PAGES


def is_my_page(path: str) -> bool:
    """Whether the path is, or could be, one of the members' plain pages."""
    return re.fullmatch(rf"{MY}(/[\w-]+){{0,2}}", path, re.ASCII) is not None


def my(path: str = MY, /, *, group: str | None, **query: str) -> str:
    """A plain page, in a group where one is given."""
    asked = query if group is None else {"group": group, **query}
    return f"{path}?{urlencode(asked)}" if asked else path


def my_meeting(code: str, /, *, group: str | None = None, item: int | None = None) -> str:
    address = my(f"{MY_MEETINGS}/{quote(code, safe='')}", group=group)
    return f"{address}#item-{item}" if item else address


def my_poll(code: str, /, *, group: str, **query: str) -> str:
    return my(f"{MY_POLLS}/{quote(code, safe='')}", group=group, **query)


def my_action(point_id: int, /, *, group: str, **query: str) -> str:
    return my(f"{MY_ACTIONS}/{point_id}", group=group, **query)


_LONGEST_ONWARD = 2000
_LONGEST_WORD = 200
_FILE = re.compile(
    rf"(?:{CALENDAR_FILE}|{YEAR_PLAN}|{MAIL_FILES}|{TRAIL_FILE})"
    r"/([\w-]+)(?:/[\w-]+)?\.(?:ics|pdf|zip|csv)",
    re.ASCII,
)


def is_file(wish: str | None) -> bool:
    """Whether the address is one of a file that a browser keeps rather than shows."""
    return wish is not None and _FILE.fullmatch(urlsplit(wish).path) is not None


def onward(wish: str | None) -> str | None:
    """A page of ours that a reader wished for before signing in; None for anything else.

    What is given back is put together again from its parts: no host, no dots that climb, no line
    break can be in it.
    """
    if not wish or len(wish) > _LONGEST_ONWARD or not wish.isprintable() or "\\" in wish:
        return None
    try:
        parts = urlsplit(wish)
        query = parse_qsl(parts.query)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not wish.startswith("/") or wish.startswith("//"):
        return None
    ours = parts.path == "/" or parts.path.removeprefix("/") in PAGES
    mine = re.fullmatch(rf"{MY}(/[\w-]+){{0,3}}", parts.path, re.ASCII)
    if not ours and not mine and not is_file(parts.path):
        return None
    kept = [pair for pair in query if all(_is_word(word) for word in pair)]
    return f"{parts.path}?{urlencode(kept)}" if kept else parts.path


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and text.isprintable()


def group_in(wish: str | None) -> str | None:
    """The group that a page or a file of ours names in its address."""
    if not wish:
        return None
    parts = urlsplit(wish)
    file = _FILE.fullmatch(parts.path)
    return file[1] if file else dict(parse_qsl(parts.query)).get("group")


def choose_group(wish: str | None = None) -> str:
    """Where somebody of several groups says which one; ``wish`` is the page to go on to there."""
    return f"{CHOOSE_GROUP}?{urlencode({'next': wish})}" if wish else CHOOSE_GROUP


def in_group(wish: str | None, group: str) -> str | None:
    """The same page of ours in another group; None for nothing of ours."""
    checked = onward(wish)
    if checked is None:
        return None
    if is_file(checked):
        return checked  # which names its group itself
    parts = urlsplit(checked)
    query = {**dict(parse_qsl(parts.query)), "group": group}
    return f"{parts.path}?{urlencode(query)}"


def sign_in_first(path: str) -> str:
    """The sign-in page for whoever asked for a page without a session."""
    wish = onward(path)
    return f"{SIGN_IN}?{urlencode({'next': wish})}" if wish and wish != "/" else SIGN_IN


def sign_in_with(provider: str, wish: str | None = None) -> str:
    path = f"{SIGN_IN_WITH}/{provider}"
    return f"{path}?{urlencode({'next': wish})}" if wish else path


def signed_out(provider: str | None = None) -> str:
    return f"{SIGNED_OUT}?{urlencode({'with': provider})}" if provider else SIGNED_OUT


def code(token: str, wish: str | None = None) -> str:
    """Where the holder of a personal link asks for a code; ``wish`` is the page to go on to."""
    asked = {"link": token, "next": wish} if wish else {"link": token}
    return f"{SIGN_IN_CODE}?{urlencode(asked)}"


def your_file(wish: str) -> str:
    """The page from which whoever has just signed in fetches the file that was asked for."""
    return f"{YOUR_FILE}?{urlencode({'next': wish})}"


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


def venue(group_slug: str, meeting_code: str) -> str:
    """The page that tells a place told separately, for a one-time code."""
    return f"{MY_MEETINGS}/{quote(meeting_code)}/venue?{urlencode({'group': group_slug})}"


def calendar_file_name(day: date) -> str:
    """A name that tells the day and nothing else."""
    return f"mote-{day.isoformat()}.ics"


def mail_files(group_slug: str) -> str:
    """Everything of the group that waits to be sent, as files for a mail program."""
    return f"{MAIL_FILES}/{quote(group_slug)}.zip"


def mail_files_name(day: date) -> str:
    """A name that tells the day and nothing else."""
    return f"utskick-{day.isoformat()}.zip"


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
