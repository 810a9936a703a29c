"""Two coordinators with the same form open: the later one sees both values and chooses by key."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Server, open_as, picture, settled

pytestmark = pytest.mark.browser


def opened(server: Server, page: Page) -> Page:
    open_as(page, server, "asa.ovningsson@example.se", "/group?agency=polis")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Spara", exact=True).click()
    settled(page)


def test_what_two_have_written_stands_side_by_side_and_the_keys_choose(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server = own_demo_server
    mine, theirs = opened(server, open_page(server)), opened(server, open_page(server))
    theirs.get_by_label("Anteckning").fill("Skriv hellre till gruppens brevlåda än att ringa.")
    theirs.get_by_label("Platser som ska vara besatta").fill("2")
    save(theirs)
    mine.get_by_label("Anteckning").fill("Ring växeln före tio.")
    mine.get_by_label("Huvudman", exact=True).fill("Polismyndigheten, region Syd")
    save(mine)
    expect(mine.get_by_role("alert")).to_contain_text("Någon annan sparade")
    choice = mine.get_by_role("radiogroup", name="Anteckning")
    left, right = (choice.locator("label").nth(n).bounding_box() for n in (0, 1))
    assert left
    assert right
    assert left["y"] == right["y"]
    picture(mine, "two-who-save")
    mine.set_viewport_size({"width": 390, "height": 800})
    wide = mine.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    picture(mine, "two-who-save-phone")
    choice.get_by_role("radio", name="Sparat nu Skriv hellre").focus()
    mine.keyboard.press("ArrowDown")
    save(mine)
    expect(mine.get_by_text("Polisen är sparad.")).to_be_visible()
    expect(mine.get_by_label("Anteckning")).to_have_value("Ring växeln före tio.")
    expect(mine.get_by_label("Platser som ska vara besatta")).to_have_value("2")
