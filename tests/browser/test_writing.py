"""Writing at the meeting: saved while it is typed, by keys alone, and found again afterwards."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Server, open_as, settled, until
from tests.browser.writing import begin, database, note

pytestmark = pytest.mark.browser


def stored(server: Server) -> list[str]:
    """The notes written since the example was loaded, oldest first."""
    connection = database(server)
    rows = connection.execute(
        "select note.text from note join meeting on meeting.id = note.meeting_id"
        " where meeting.code = 'HT2026-2' order by note.id"
    ).fetchall()
    connection.close()
    return [text for (text,) in rows]


def test_words_are_saved_while_they_are_typed_and_the_caret_stays(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    begin(server, page)
    text = "Ordföranden hälsar välkommen. Alla tolv är här, och ingen tappar ett ord."
    page.keyboard.type(text, delay=60)  # longer than a pause: it is saved in between
    until(lambda: stored(server) == [text], page)
    page.keyboard.type(" Slut.", delay=20)
    until(lambda: stored(server) == [f"{text} Slut."], page)
    settled(page)
    expect(note(page)).to_have_value(f"{text} Slut.")
    expect(note(page)).to_be_focused()
    place = note(page).evaluate("field => field.selectionStart")
    assert place == len(f"{text} Slut.")


def test_the_keys_alone_write_decide_and_go_on(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    begin(server, page)
    page.keyboard.type("Gicks igenom.")
    page.keyboard.press("Alt+B")
    page.get_by_label("Vad beslutas?").fill("Vi ses i maj.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Beslut § 1")).to_be_visible()
    note(page).click()
    page.keyboard.press("End")
    page.keyboard.type(" Sista ordet.")
    page.keyboard.press("Alt+N")
    expect(page.get_by_role("heading", name=re.compile("^2. Val av justerare"))).to_be_visible()
    settled(page)  # until then the field of the item before may still be on its way out
    expect(note(page)).to_have_value("")
    until(lambda: stored(server) == ["Gicks igenom. Sista ordet."], page)


def test_what_others_saved_while_the_server_was_away_stands_beside_ones_own(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    begin(server, page)
    page.keyboard.type("Först.")
    expect(page.get_by_text("Sparat").first).to_be_visible()
    # No pause in typing comes before the server is back: whatever the browser has not handed over
    # by then would be drawn over.
    page.evaluate(
        "() => { const real = window.setTimeout;"
        " window.setTimeout = (go, ms, ...rest) => ms === 1000 ? 0 : real(go, ms, ...rest); }"
    )
    page.keyboard.type(" Mitt i en")
    server.kill()
    expect(page.locator("[data-test-connection-state]")).not_to_have_attribute(
        "data-test-connection-state", "CONNECTED"
    )
    page.keyboard.type(" mening")
    connection = database(server)
    connection.execute(
        "update note set text = 'Kollegans text.', version = version + 1 where id ="
        " (select max(id) from note)"
    )
    connection.commit()
    connection.close()
    server.start_again()
    expect(page.get_by_text("Kollegans text.")).to_be_visible()
    expect(note(page)).to_have_value("Först. Mitt i en mening")
    page.get_by_role("button", name=re.compile("Lägg ihop dem")).click()
    settled(page)
    assert stored(server) == ["Kollegans text.\n\nFörst. Mitt i en mening"]


def test_a_search_hit_lands_on_its_paragraph(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server, height=600)
    open_as(
        page,
        demo_server,
        "asa.ovningsson@example.se",
        "/search?group=exempelkoping&q=sammanst%C3%A4llning",
    )
    page.locator("[class*='st-key-row_hit_']").get_by_role("link").first.click()
    settled(page)
    expect(page.locator('[class*="st-key-found_"]')).to_be_in_viewport()
