"""What a first visit costs, and open pages whose session ends or whose server starts again."""

from __future__ import annotations

import signal

import pytest
from playwright.sync_api import Page, expect

from coordinator.access import cookies
from tests.browser.conftest import OpenPage, Server, enter, open_as, picture, settled
from tests.browser.writing import begin, note

pytestmark = pytest.mark.browser

COORDINATOR = "asa.ovningsson@example.se"
ANYTHING = ("",)  # a browser has many words for a socket that is closed and refused
MOST = 1_400_000  # bytes of a first visit


def test_a_first_visit_is_small_and_the_second_costs_next_to_nothing(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    sizes: list[float] = []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    open_as(page, server, COORDINATOR, "/?group=exempelkoping")
    page.wait_for_function("document.fonts.status === 'loaded'")

    first, count = sum(sizes), len(sizes)
    assert first < MOST
    assert 50 < count < 100
    sizes.clear()
    page.goto(server.address + "/meetings?group=exempelkoping")
    settled(page)
    assert sum(sizes) < 60_000


def open_form(server: Server, page: Page) -> None:
    open_as(page, server, COORDINATOR, "/group?group=exempelkoping&agency=polis")


def sign_out(server: Server, page: Page) -> None:
    """As the button does, in another tab of the same browser."""
    kept = {str(one["name"]): str(one["value"]) for one in page.context.cookies()}
    answer = page.context.request.post(
        f"{server.address}/sign-out",
        form={"form_token": cookies.form_token(kept[cookies.SESSION])},
        headers={"Origin": server.address},
        max_redirects=0,
    )
    assert answer.status == 303
    assert "/signed-out" in answer.headers["location"]


def test_a_page_whose_session_ends_says_so_and_keeps_what_was_typed(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server, forgive=ANYTHING)
    open_form(server, page)
    page.get_by_label("Anteckning").fill("Ring växeln före tio, fråga efter Kim.")
    sign_out(server, page)

    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.get_by_role("heading", name="Du är inte inloggad.")).to_be_visible()
    kept = page.get_by_label("Anteckning")
    expect(kept).to_have_value("Ring växeln före tio, fråga efter Kim.")
    expect(kept).not_to_be_editable()
    assert page.get_by_text("Polisen").count() == 0
    picture(page, "session-over")
    way = page.get_by_role("link", name="Logga in i en ny flik")
    expect(way).to_have_attribute(
        "href", "/sign-in?next=%2Fgroup%3Fgroup%3Dexempelkoping%26agency%3Dpolis"
    )

    enter(page, server, COORDINATOR)

    expect(page.get_by_role("button", name="Spara", exact=True)).to_be_visible()
    settled(page)
    expect(page.get_by_label("Anteckning")).to_have_value("Ring växeln före tio, fråga efter Kim.")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Polisen är sparad.")).to_be_visible()


def test_while_the_server_starts_again_the_page_says_so_and_goes_on(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server, forgive=ANYTHING)
    begin(server, page)
    server.process.send(signal.SIGTERM)
    assert server.process.wait(20)
    bar = page.get_by_text("Samordnaren startar om. Det du har skrivit finns kvar")

    expect(bar).to_be_visible()
    note(page).press_sequentially("Skrivet under tiden.", delay=5)
    server.start_again()

    expect(bar).to_have_count(0)
    expect(page.get_by_text("Sparat").first).to_be_visible()
    settled(page)
    page.reload()
    settled(page)
    expect(note(page)).to_have_value("Skrivet under tiden.")
