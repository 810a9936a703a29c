"""A representative must be protected today: the coordinator walks through it in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import OpenPage, Server, open_as, picture, settled, sign_in
from tests.browser.faults import slides_sideways, violations

pytestmark = pytest.mark.browser


def test_somebody_is_protected_and_gone_from_every_list(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server)
    open_as(
        page,
        own_demo_server,
        "asa.ovningsson@example.se",
        "/group?group=exempelkoping&agency=polis",
    )
    person = page.locator("[class*='st-key-row_seat_'] a").first
    name = person.inner_text().strip()
    person.click()
    settled(page)
    page.get_by_role("button", name=re.compile("Skydda nu …")).click()
    settled(page)
    page.get_by_role("heading", name=f"Skydda {name} nu").wait_for()
    faults = violations(page)
    picture(page, "skydda-nu")
    page.get_by_label("Funktionsbrevlåda").fill("funktion@example.se")
    page.get_by_role("button", name=re.compile("Skydda nu$")).click()
    page.get_by_role("heading", name="Kvitto: Representant, Polisen är skyddad").wait_for()
    settled(page)
    faults += violations(page)
    picture(page, "skydda-nu-kvitto")
    assert faults == []
    assert not slides_sideways(page)
    for address in ("group?", "group?agency=polis&", "meetings?meeting=HT2026-2&tab=answers&"):
        page.goto(f"{own_demo_server.address}/{address}group=exempelkoping")
        settled(page)
        assert name not in page.inner_text("body")
    found = own_demo_server.run("search", name, "--json")
    assert name.split()[-1] not in found


def test_a_secret_place_is_asked_for_on_a_plain_page(
    mailing_server: Server, open_page: OpenPage
) -> None:
    mailing_server.run(
        "schedule", "VT2027", "--date", "2027-02-10", "--start", "13:30", "--end", "15:30",
        "--venue", "Hemliga gatan 17", "--protected-venue",
    )  # fmt: skip
    page = open_page(mailing_server, width=390)
    sign_in(page, mailing_server.link_for("asa.ovningsson@example.se"))
    page.goto(f"{mailing_server.address}/my/meetings/VT2027-1/venue?group=exempelkoping")
    faults = violations(page)
    page.get_by_role("button", name="Skicka en kod till mig").click()
    page.get_by_label("Koden i mejlet").wait_for()
    faults += violations(page)
    assert faults == []
    assert not slides_sideways(page)
    assert "Hemliga" not in page.content()
