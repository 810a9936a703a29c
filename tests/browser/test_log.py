"""The auditor's one page in a real browser: whole for axe, narrow and wide, and its file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, OpenPage, Server, picture, settled, sign_in
from tests.browser.faults import slides_sideways, violations

pytestmark = pytest.mark.browser

AUDITOR = "nadia.skenberg@example.se"


def test_the_log_is_accessible_and_can_be_taken_out(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    own_demo_server.run("role", AUDITOR, "auditor")
    own_demo_server.run("role", AUDITOR, "member", "--withdraw")
    link = own_demo_server.link_for(AUDITOR)
    faults = []
    page = open_page(own_demo_server, width=WIDTHS["desktop"])
    sign_in(page, link)
    for name in WIDTHS:
        page.set_viewport_size({"width": WIDTHS[name], "height": 1000})
        page.goto(own_demo_server.address + "/?group=exempelkoping")
        settled(page)
        page.locator("summary", has_text="Vad som ändrades").first.click()
        faults += [f"{name}: {fault}" for fault in violations(page)]
        if slides_sideways(page):
            faults.append(f"{name}: wider than the window")
        picture(page, f"logg-{name}-light")
    assert faults == [], "\n".join(faults)
    expect(page.get_by_text("gav någon en roll")).to_have_count(1)
    with page.expect_download() as got:
        page.get_by_role("link", name="Ta ut loggen som fil (CSV)").click()
    assert got.value.suggested_filename == "logg-2026-11-22.csv"
    assert "gav någon en roll" in got.value.path().read_text(encoding="utf-8-sig")
