"""Where the browser tests of writing begin."""

from __future__ import annotations

import re
import sqlite3

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Server, open_as, settled

MEETING = "/meetings?group=exempelkoping&meeting=HT2026-2"


def begin(server: Server, page: Page) -> None:
    """Åsa starts the meeting and stands at the first note."""
    open_as(page, server, "asa.ovningsson@example.se", MEETING)
    page.get_by_role("button", name=re.compile("Starta mötet")).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Starta nu")).click()
    settled(page)
    note(page).click()


def note(page: Page) -> Locator:
    # For a moment after the next item the last one's field stands there still.
    return page.locator("[data-stale=false]").get_by_label("Anteckning", exact=True)


def database(server: Server) -> sqlite3.Connection:
    address = server.environment["COORDINATOR_DATABASE_URL"]
    return sqlite3.connect(address.removeprefix("sqlite:///"))
