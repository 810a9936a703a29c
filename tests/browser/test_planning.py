"""The coordinator's hardest hour in a browser: desktop, phone, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Server, choose, gone, open_as, settled, shown
from tests.browser.faults import slides_sideways, violations

pytestmark = pytest.mark.browser

PLAN = "/meetings?group=exempelkoping&plan=VT2027"
CHAIR = "asa.ovningsson@example.se"


def opened(page: Page, server: Server) -> None:
    open_as(page, server, CHAIR, PLAN)


def take(page: Page, label: str, option: str) -> None:
    choose(page, page.get_by_role("combobox", name=re.compile(label)).first, option)
    settled(page)


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)], ids=["desktop", "phone"])
def test_a_staff_day_and_free_thursday_mornings_change_the_proposals_and_both_are_booked(
    own_demo_server: Server, open_page: OpenPage, width: int, *, dark: bool
) -> None:
    page = open_page(own_demo_server, width=width, dark=dark)
    opened(page, own_demo_server)
    shown(page.get_by_role("heading", name=re.compile("onsdag 10 februari")))
    page.get_by_text("Vem kan inte?").click()
    settled(page)
    take(page, "Verksamhet", "Polisen")
    take(page, "Veckodag", "Onsdagar")
    page.get_by_role("button", name=re.compile("Lägg till frånvaron")).click()
    settled(page)
    page.get_by_text("Personaldag är sparad.").wait_for()
    gone(page.get_by_role("heading", name=re.compile("^onsdag")))
    page.get_by_text("Tid, längd och veckodagar").click()
    settled(page)
    page.get_by_role("button", name="tors fm", exact=True).click()
    settled(page)
    page.get_by_text("Alla förslag, det bästa först").click()
    settled(page)
    shown(page.get_by_text("12 av 12 verksamheter brukar kunna"))
    assert violations(page) == []
    assert not slides_sideways(page)
    page.get_by_role("button", name=re.compile("Boka båda datumen")).click()
    settled(page)
    shown(page.get_by_text(re.compile("Bokat: (tis|tors) .* och (tis|tors)")))


FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.getAttribute('aria-label') || '';
  const text = at.innerText || '';
  return label + ' ' + (text.length > 100 ? '' : text);  // the page itself can be scrolled by key
}"""


def tab_to(page: Page, words: str) -> None:
    """Presses Tab until the words have the focus."""
    said: list[str] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        said.append(str(page.evaluate(FOCUSED)))
        if words in said[-1]:
            return
    raise AssertionError(f"{words} is not reached: {said}")


def test_a_term_is_planned_by_keyboard_alone(own_demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(own_demo_server)
    opened(page, own_demo_server)
    tab_to(page, "Vem kan inte?")
    page.keyboard.press("Enter")
    settled(page)
    for field, option in (("Verksamhet", "Polisen"), ("Veckodag", "Onsdagar")):
        tab_to(page, field)
        page.keyboard.type(option)
        page.keyboard.press("Enter")
        settled(page)
    tab_to(page, "Lägg till frånvaron")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_text("Personaldag är sparad.").wait_for()
    tab_to(page, "Boka båda datumen")
    page.keyboard.press("Enter")
    settled(page)
    shown(page.get_by_text(re.compile("Bokat: (tis|tors)")))
