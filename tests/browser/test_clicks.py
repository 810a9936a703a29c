"""No more clicks than promised, counted after sign-in; typing is free."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page

from coordinator.mail import usecases as mail
from coordinator.wiring import shell_actor
from tests.browser.conftest import OpenPage, Server, settled, shown, sign_in
from tests.ui.run import office_at, with_polls

pytestmark = pytest.mark.browser


class Counted:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, target: Locator) -> None:
        target.first.click()
        self.clicks += 1
        settled(self.page)

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=re.compile(rf"{name}\s*$")))


@pytest.fixture
def counted(own_demo_server: Server, open_page: OpenPage) -> Counted:
    page = open_page(own_demo_server)
    sign_in(page, own_demo_server.link_for("asa.ovningsson@example.se"))
    return Counted(page)


def test_a_term_is_planned_in_three_clicks(counted: Counted) -> None:
    counted.button("Planera VT2027")
    counted.button("Boka båda datumen")
    shown(counted.page.get_by_text("Bokat: ons 10 feb (v. 6) och ons 19 maj (v. 20)"))
    assert counted.clicks <= 3


def test_the_days_that_a_poll_found_are_booked_in_three_clicks(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    office = office_at(own_demo_server.environment["COORDINATOR_DATABASE_URL"])
    with_polls(office)
    # The questions have gone out: without a mail server that comes first on the start page.
    shell = shell_actor(office, "exempelkoping")
    mail.mark_mail_sent(office, shell, mail_ids=mail.outbox(office, shell).by_hand)
    page = open_page(own_demo_server)
    sign_in(page, own_demo_server.link_for("asa.ovningsson@example.se"))
    counted = Counted(page)
    counted.button("Välj dagarna")
    shown(page.get_by_text("De bästa dagarna"))
    counted.button("Boka båda datumen")
    counted.click(page.get_by_role("dialog").get_by_role("button", name=re.compile("Boka båda")))
    shown(page.get_by_text(re.compile("Bokat: .* och ")))
    assert counted.clicks <= 3


def test_a_decision_is_found_with_one_click_after_typing(counted: Counted) -> None:
    search = counted.page.get_by_label("Sök i allt")
    search.fill("sammanställning kommunstyrelsen")
    search.press("Enter")
    counted.page.wait_for_url(re.compile("/search"))
    settled(counted.page)
    hit = counted.page.locator("[class*='st-key-row_']", has_text="HT2026-1 § 1")
    counted.click(hit.get_by_role("link"))
    shown(counted.page.locator("[class*='st-key-found_7']"))
    assert counted.clicks <= 1


def test_a_meeting_is_in_the_calendar_after_three_clicks_at_most(counted: Counted) -> None:
    """The promise is two in the opened mail; from the start page the meeting is opened first."""
    counted.click(counted.page.get_by_role("link", name="Öppna mötet"))
    counted.click(counted.page.get_by_role("tab", name="Kallelse"))
    with counted.page.expect_download():
        counted.click(counted.page.get_by_role("link", name="Lägg i kalendern"))
    assert counted.clicks <= 3


def test_notes_are_taken_and_circulated_in_five_clicks_plus_one_per_decision(
    counted: Counted,
) -> None:
    """Start, close and circulate, each with its question answered; moving on is done by key."""
    page = counted.page
    page.goto(page.url.split("?")[0] + "meetings?group=exempelkoping&meeting=HT2026-2")
    settled(page)
    counted.button("Starta mötet")
    counted.click(page.get_by_role("dialog").get_by_role("button", name="Starta nu"))
    page.get_by_label("Anteckning", exact=True).fill("Ordföranden hälsar välkommen.")
    page.keyboard.press("Alt+n")
    settled(page)
    counted.button("Avsluta mötet")
    counted.click(page.get_by_role("dialog").get_by_role("button", name="Avsluta mötet"))
    counted.button("Lägg ut på synpunkter")
    shown(page.get_by_role("dialog").get_by_text("Synpunkter tas emot till"))
    page.keyboard.press("Escape")
    shown(page.get_by_text("Ordföranden hälsar välkommen."))
    assert counted.clicks <= 5
