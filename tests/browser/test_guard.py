"""A phone number typed at the meeting: a mark, a dot in the room, a question before it goes out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Server, settled
from tests.browser.faults import violations
from tests.browser.writing import MEETING, begin

pytestmark = pytest.mark.browser

NUMBER = "070-174 06 40"


def test_a_phone_number_from_the_first_key_to_the_reason(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server)
    begin(own_demo_server, page)
    page.keyboard.type(f"Kontakt tas på {NUMBER}.", delay=5)
    mark = page.get_by_role("button", name=re.compile("Kan peka ut någon"))
    expect(mark).to_be_visible()
    mark.click()
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
    expect(page.get_by_text(NUMBER)).to_be_visible()
    expect(page.locator(".guard-dot")).to_be_visible()
    expect(page.get_by_text("Kan peka ut någon")).to_have_count(0)
    expect(page.get_by_text("telefonnummer")).to_have_count(0)
    assert violations(page) == []

    page.goto(own_demo_server.address + MEETING)
    settled(page)
    page.get_by_role("button", name=re.compile("Avsluta mötet")).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Avsluta")).last.click()
    settled(page)
    page.get_by_role("button", name=re.compile("Lägg ut på synpunkter")).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("punkt 1: telefonnummer")).to_be_visible()
    assert violations(page) == []
    dialog.get_by_label("Varför får det stå kvar?").fill("Numret är enhetens egen växel.")
    dialog.get_by_role("button", name=re.compile("Lägg ut på synpunkter ändå")).click()
    settled(page)
    expect(page.get_by_text("På synpunkter").first).to_be_visible()
