"""Whoever presses twice sends a form once, by mouse and by key."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.conftest import OpenPage, Server, settled
from tests.browser.writing import begin

pytestmark = pytest.mark.browser


def presses(page: Page) -> list[str]:
    """The buttons of forms that the page tells the server of, from now on."""
    told: list[str] = []

    def look(frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            sent = BackMsg.FromString(frame)
            if sent.HasField("rerun_script"):
                states = sent.rerun_script.widget_states.widgets
                told.extend(one.id for one in states if one.trigger_value)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", look)

    page.on("websocket", listen)
    return told


def test_a_form_that_is_pressed_twice_is_sent_once(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server)
    told = presses(page)
    begin(own_demo_server, page)
    page.keyboard.press("Alt+B")
    page.get_by_label("Vad beslutas?").fill("Rutinen gäller från mars.")
    told.clear()
    page.get_by_role("button", name="Spara beslutet").dblclick()
    settled(page)
    assert len(told) == 1
    expect(page.get_by_text("Beslut § 1")).to_be_visible()
    page.keyboard.press("Alt+B")
    page.get_by_label("Vad beslutas?").fill("Och i april.")
    told.clear()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    settled(page)
    assert len(told) == 1
    expect(page.get_by_text("Beslut § 2")).to_be_visible()
    expect(page.get_by_text("Beslut § 3")).to_have_count(0)


def test_a_form_that_was_refused_is_sent_again(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server)
    begin(own_demo_server, page)
    page.keyboard.press("Alt+B")
    save = page.get_by_role("button", name="Spara beslutet")
    save.click()
    expect(page.get_by_text("Skriv beslutet.")).to_be_visible()
    page.get_by_label("Vad beslutas?").fill("Rutinen gäller från mars.")
    save.click()
    expect(page.get_by_text("Beslut § 1")).to_be_visible()
