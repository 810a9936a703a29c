"""Where the keyboard stands after a press, and that nothing it stands on is hidden."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Server, open_as, settled
from tests.browser.writing import MEETING, begin, database, note

pytestmark = pytest.mark.browser

HIDDEN = """() => {
    const head = document.querySelector(".st-key-head").parentElement.getBoundingClientRect();
    const field = document.activeElement;
    const { top, bottom } = field.getBoundingClientRect();
    const isInHead = field.closest(".st-key-head, [data-testid=stSidebar], .st-key-topbar");
    return !isInHead && bottom > 0 && top < head.bottom - 1 && head.top <= 0
        ? `${field.tagName} ${field.textContent.slice(0, 40)}` : "";
}"""


def test_a_dialog_that_is_left_gives_the_focus_back_to_what_opened_it(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server)
    begin(own_demo_server, page)
    opener = page.get_by_role("button", name=re.compile("Avsluta mötet")).first
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_an_answer_that_is_saved_leaves_the_focus_in_its_row(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server)
    open_as(page, own_demo_server, "asa.ovningsson@example.se", f"{MEETING}&tab=answers")
    answer = page.get_by_role("radio", name="Förhinder").nth(1)
    answer.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text(re.compile("^Sparat: "))).to_be_visible()
    settled(page)
    assert page.evaluate("() => document.activeElement !== document.body")
    assert "Förhinder" in page.evaluate("() => document.activeElement.textContent")


@pytest.mark.parametrize("width", [390, 1280])
def test_what_the_guard_has_found_is_rewritten_where_the_focus_goes(
    own_demo_server: Server, open_page: OpenPage, width: int
) -> None:
    server, page = own_demo_server, open_page(own_demo_server, width=width, height=800)
    begin(server, page)
    with closing(database(server)) as connection:
        connection.execute(
            "update agenda_item set title = 'Samtal om 811218-9876' where number = 8"
            " and meeting_id = (select id from meeting where code = 'HT2026-2')"
        )
        connection.commit()
    page.get_by_role("radio", name="7", exact=True).click()
    settled(page)
    note(page).fill("Ring 811218-9876.")
    note(page).blur()
    settled(page)
    page.get_by_role("button", name=re.compile("Avsluta mötet")).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Avsluta mötet")).click()
    settled(page)

    def rewrites(place: int) -> None:
        page.get_by_role("button", name=re.compile("Lägg ut på synpunkter")).first.click()
        settled(page)
        marked = page.get_by_role("dialog").get_by_role("button", name=re.compile("Skriv om"))
        marked.nth(place).click()
        settled(page)

    rewrites(0)
    expect(note(page)).to_be_focused()
    expect(note(page)).to_have_value("Ring 811218-9876.")
    expect(note(page)).to_be_in_viewport()
    title = page.get_by_label("Vad den handlar om")
    for _ in range(2):
        rewrites(1)
        expect(title).to_be_focused()
        expect(title).to_have_value("Samtal om 811218-9876")
        expect(title).to_be_in_viewport()
        # Folded away by its reader it is unfolded again
        page.get_by_text("Rubrik, minuter och föredragande").click()
        settled(page)


def test_nothing_that_has_the_focus_hides_under_the_meetings_head(
    demo_server: Server, open_page: OpenPage
) -> None:
    page: Page = open_page(demo_server, width=1280, height=600)
    open_as(page, demo_server, "asa.ovningsson@example.se", MEETING)
    page.get_by_role("link", name="Hjälp").last.focus()
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(HIDDEN) == ""
