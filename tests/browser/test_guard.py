"""What may point to somebody, typed at the meeting: a notice, words on the wall, a question.

A number wants a written reason before it goes out; a sentence that a model finds wants one press.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Server, picture, settled
from tests.browser.faults import violations
from tests.browser.writing import MEETING, begin

pytestmark = pytest.mark.browser

NUMBER = "070-174 06 40"
SENTENCE = "Hon ville inte flytta i fredags."
LEFT_OUT = "[stycke som inte visas här]"


def close(page: Page, server: Server) -> None:
    """Ends the meeting and asks for comments on its notes."""
    page.goto(server.address + MEETING)
    settled(page)
    page.get_by_role("button", name=re.compile("Avsluta mötet")).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Avsluta")).last.click()
    settled(page)
    page.get_by_role("button", name=re.compile("Lägg ut på synpunkter")).first.click()


def test_a_phone_number_from_the_first_key_to_the_reason(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server)
    begin(own_demo_server, page)
    page.keyboard.type(f"Kontakt tas på {NUMBER}.", delay=5)
    notice = page.get_by_role("button", name=re.compile("Kan peka ut någon"))
    expect(notice).to_be_visible()
    notice.click()
    expect(page.get_by_text("någons telefonnummer")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+B")
    decision = page.get_by_label("Vad beslutas?")
    expect(decision).to_be_focused()
    page.keyboard.type("Växelns nummer står på kortet.")
    page.keyboard.press("Control+Enter")
    expect(decision).to_have_count(0)
    expect(page.get_by_label("Anteckning", exact=True)).to_be_focused()

    page.goto(f"{own_demo_server.address}{MEETING}&room=1")
    settled(page)
    expect(page.get_by_text(LEFT_OUT)).to_be_visible()
    expect(page.get_by_text(NUMBER)).to_have_count(0)
    expect(page.get_by_text("Kan peka ut någon")).to_have_count(0)
    expect(page.get_by_text("telefonnummer")).to_have_count(0)
    assert violations(page) == []
    picture(page, "the room, left out")
    page.keyboard.press("Alt+V")
    expect(page.get_by_text(NUMBER)).to_be_visible()
    expect(page.get_by_text(LEFT_OUT)).to_have_count(0)
    page.get_by_role("link", name=re.compile("Tillbaka till anteckningarna")).click()
    settled(page)
    page.goto(f"{own_demo_server.address}{MEETING}&room=1")
    settled(page)
    expect(page.get_by_text(LEFT_OUT)).to_be_visible()

    close(page, own_demo_server)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Punkt 1: telefonnummer")).to_be_visible()
    assert violations(page) == []
    picture(page, "a reason is asked for")
    dialog.get_by_label("Varför får det stå kvar?").fill("Numret är enhetens egen växel.")
    dialog.get_by_role("button", name=re.compile("Lägg ut på synpunkter ändå")).click()
    settled(page)
    expect(page.get_by_text("På synpunkter").first).to_be_visible()


def test_a_sentence_that_may_be_about_one_person_is_read_again_and_goes_by_one_press(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server)
    begin(own_demo_server, page)
    page.keyboard.type(f"Samtalet gick bra.\n{SENTENCE}", delay=5)
    notice = page.get_by_role("button", name=re.compile("Kan handla om en person"))
    expect(notice).to_be_visible()
    notice.click()
    expect(page.get_by_text("“Hon ville”")).to_be_visible()
    assert violations(page) == []
    picture(page, "beside the note")
    page.keyboard.press("Escape")

    page.goto(f"{own_demo_server.address}{MEETING}&room=1")
    settled(page)
    expect(page.get_by_text("Samtalet gick bra.")).to_be_visible()
    expect(page.get_by_text(SENTENCE)).to_have_count(0)

    close(page, own_demo_server)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Läs ett ställe en gång till")).to_be_visible()
    expect(dialog.get_by_label("Varför får det stå kvar?")).to_have_count(0)
    assert violations(page) == []
    picture(page, "to read again")
    dialog.get_by_role("button", name=re.compile("Skriv om")).click()
    settled(page)
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("Anteckning", exact=True)).to_have_value(
        f"Samtalet gick bra.\n{SENTENCE}"
    )
    page.get_by_role("button", name=re.compile("Lägg ut på synpunkter")).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Jag har läst det")).click()
    settled(page)
    expect(page.get_by_text("På synpunkter").first).to_be_visible()
