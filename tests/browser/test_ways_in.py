"""A bookmark from last term opens the sign-in, and then the page that it named."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from coordinator.core.translation import _, speak
from tests.browser.conftest import OpenPage, Server, open_as, picture, settled

pytestmark = pytest.mark.browser

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
CHIEF = "asa.ovningsson@example.se"
READER = "samir.testberg@example.se"
BOOKMARK = "/meetings?group=exempelkoping&meeting=HT2026-2"


def newest_link(server: Server) -> str:
    """What the last mail tells its reader to open."""
    file = server.environment["COORDINATOR_DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection:
        (text,) = connection.execute(
            "SELECT text FROM outbox_mail ORDER BY id DESC LIMIT 1"
        ).fetchone()
    found = re.search(r"http\S+/sign-in/[\w-]+", text)
    assert found
    return found[0]


def no_dialog(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bookmark_opens_the_sign_in_and_then_its_page(
    mailing_server: Server, open_page: OpenPage, language: str
) -> None:
    speak(language)
    server = mailing_server
    page = open_page(server, language=LANGUAGES[language], forgive=("404", "400"))

    page.goto(server.address + BOOKMARK)

    expect(page.get_by_role("heading", level=1)).to_have_text(_("Sign in"))
    expect(
        page.get_by_text(_("When you have signed in, you come to the page that you asked for."))
    ).to_be_visible()
    # When the button is pressed too early it is said beside the field
    page.get_by_role("button", name=_("Send me a link")).click()
    expect(page.get_by_text(_("Write your email address."))).to_be_visible()
    field = page.get_by_label(_("Your email address"))
    expect(field).to_be_focused()
    picture(page, f"sign-in-fault-{language}")
    field.fill(CHIEF)
    page.get_by_role("button", name=_("Send me a link")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(_("Check your email"))

    page.goto(newest_link(server))
    page.get_by_role("button", name=_("Sign in"), exact=True).click()
    settled(page)

    assert page.url == server.address + BOOKMARK
    expect(page.get_by_text("handlingsplan 2027").first).to_be_visible()
    no_dialog(page)
    # And a page that is not there any more is a calm one with a way home
    page.goto(f"{server.address}/moten?group=exempelkoping")
    expect(page.get_by_role("heading", level=1)).to_have_text(_("This page does not exist."))
    page.get_by_role("link", name=_("To the start page")).click()
    settled(page)
    no_dialog(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bookmark_from_another_role_says_so_without_a_dialog(
    demo_server: Server, open_page: OpenPage, language: str
) -> None:
    speak(language)
    page = open_page(demo_server, language=LANGUAGES[language])

    open_as(page, demo_server, READER, "/settings?group=exempelkoping")

    expect(page.get_by_role("heading", level=1)).to_have_text(_("This page is not open to you."))
    no_dialog(page)
    picture(page, f"not-open-{language}")
    page.get_by_role("link", name=_("To the start page")).click()
    settled(page)
    expect(page.get_by_role("heading", level=1)).not_to_have_text(
        _("This page is not open to you.")
    )
    no_dialog(page)
