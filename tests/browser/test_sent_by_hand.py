"""Notes go out for comments where no mail server is set: what waits, sent by hand, and read."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import OpenPage, Server, open_as, picture, settled, shown
from tests.browser.faults import slides_sideways, violations

pytestmark = pytest.mark.browser

CHAIR = "asa.ovningsson@example.se"
NOTES = "/meetings?group=exempelkoping&meeting=HT2026-1"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["desktop", "phone"])
def test_what_waits_is_said_until_it_is_marked_as_sent(
    own_demo_server: Server, open_page: OpenPage, width: int, *, dark: bool
) -> None:
    page = open_page(own_demo_server, width=width, dark=dark)
    open_as(page, own_demo_server, CHAIR, NOTES)
    page.get_by_role("button", name="Ta tillbaka till utkast").click()
    settled(page)
    page.get_by_role("button", name=re.compile("Lägg ut på synpunkter")).first.click()
    settled(page)
    shown(page.get_by_text("De som står i listan, och justeraren, läser utkastet"))
    page.get_by_role("dialog").get_by_role(
        "button", name=re.compile("Lägg ut på synpunkter")
    ).click()
    settled(page)
    shown(page.get_by_text(re.compile("mejl väntar på dig")).first)
    shown(page.get_by_text(re.compile("Väntar på att skickas")).first)
    assert violations(page) == []
    assert not slides_sideways(page)
    picture(page, f"vantar-{width}")

    page.get_by_role("link", name=re.compile("Skicka mejlen")).click()
    settled(page)
    page.get_by_role("button", name=re.compile("Markera .* mejl som skickade")).click()
    settled(page)
    shown(page.get_by_text("Inget mejl väntar på att skickas."))
    page.goto(own_demo_server.address + "/?group=exempelkoping")
    settled(page)
    assert page.get_by_text(re.compile("mejl väntar")).count() == 0
    picture(page, f"hem-efter-{width}")
