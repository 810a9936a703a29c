"""What a page said was saved survives a kill, a restart in mid-typing, and a second writer."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import (
    OpenPage,
    Server,
    follow,
    open_as,
    serving,
    settled,
    sign_in,
    until,
)
from tests.browser.writing import MEETING, begin, database, note

pytestmark = pytest.mark.browser

# A browser has many words for a server that is gone; while one is killed on purpose all are right.
ANYTHING = ("",)


def test_a_saved_note_and_a_pressed_tile_survive_a_kill(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server, forgive=ANYTHING)
    begin(server, page)
    note(page).fill("Sparat före strömavbrottet.")
    expect(page.get_by_text("Sparat").first).to_be_visible()
    tile = page.locator(".st-key-tiles button").nth(3)
    tile.click()
    expect(tile).to_contain_text(re.compile("Här$"))
    server.kill()
    server.start_again()
    page.goto(server.address + MEETING)
    settled(page)
    expect(note(page)).to_have_value("Sparat före strömavbrottet.")
    expect(page.locator(".st-key-tiles button").nth(3)).to_contain_text(re.compile("Här$"))


def test_text_typed_while_the_server_restarts_is_saved_when_it_is_back(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server, forgive=ANYTHING)
    begin(server, page)
    note(page).fill("Först.")
    expect(page.get_by_text("Sparat").first).to_be_visible()
    note(page).press("End")
    note(page).press_sequentially(" Mitt i en mening", delay=5)
    server.kill()
    server.start_again()
    expect(note(page)).to_be_enabled()
    note(page).press_sequentially(" som fortsätter.", delay=5)
    note(page).blur()
    settled(page)
    other = open_page(server)
    open_as(other, server, "asa.ovningsson@example.se", MEETING)
    expect(note(other)).to_have_value("Först. Mitt i en mening som fortsätter.")


def test_the_last_word_before_another_address_is_saved_though_the_page_could_not_send_it(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    """A page that is left closes its connection: what was on its way there is lost with it."""
    server, page = own_demo_server, open_page(own_demo_server, forgive=ANYTHING)
    begin(server, page)
    note(page).fill("Rutinen gås")
    expect(page.get_by_text("Sparat").first).to_be_visible()
    page.evaluate("WebSocket.prototype.send = () => {}")
    note(page).press("End")
    note(page).press_sequentially(" igenom i februari.", delay=5)
    page.goto(f"{server.address}/help?group=exempelkoping")
    settled(page)
    page.goto(server.address + MEETING)
    settled(page)
    expect(note(page)).to_have_value("Rutinen gås igenom i februari.")


def test_a_window_that_is_closed_leaves_its_last_words_beside_those_of_the_other_one(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    """One person in two windows: the one that goes on knows nothing of what the other one left."""
    server, page = own_demo_server, open_page(own_demo_server, forgive=ANYTHING)
    begin(server, page)
    note(page).fill("Bas.")
    expect(page.get_by_text("Sparat").first).to_be_visible()
    other = page.context.new_page()
    follow(other)
    other.goto(server.address + MEETING)
    settled(other)
    expect(note(other)).to_have_value("Bas.")
    note(page).fill("Bas. Ur det första.")
    note(page).blur()
    settled(page)
    other.bring_to_front()
    other.evaluate("WebSocket.prototype.send = () => {}")
    note(other).fill("Bas. Ur det andra.")
    other.close(run_before_unload=True)

    def left() -> bool:
        with closing(database(server)) as connection:
            return bool(connection.execute("select 1 from note_draft").fetchone())

    until(left, page)
    page.bring_to_front()
    note(page).press("End")
    note(page).press_sequentially(" Mer.", delay=5)
    note(page).blur()
    settled(page)
    page.reload()
    settled(page)
    expect(page.get_by_text("Bas. Ur det första. Mer.")).to_be_visible()
    expect(note(page)).to_have_value("Bas. Ur det andra.")
    page.get_by_role("button", name=re.compile("Lägg ihop dem")).click()
    settled(page)
    expect(note(page)).to_have_value("Bas. Ur det första. Mer.\n\nBas. Ur det andra.")


def test_what_is_typed_when_the_notes_have_been_approved_is_shown_and_said_not_to_be_saved(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    begin(server, page)
    page.get_by_role("button", name=re.compile("Avsluta mötet")).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Avsluta mötet")).click()
    settled(page)
    page.get_by_role("button", name=re.compile("^Ändra: 1. ")).click()
    settled(page)
    note(page).fill("I tid.")
    expect(page.get_by_text("Sparat").first).to_be_visible()
    with closing(database(server)) as connection:
        connection.execute(
            "update minutes set state = 'approved', approved_on = '2026-11-22' where meeting_id ="
            " (select id from meeting where code = 'HT2026-2')"
        )
        connection.commit()
    note(page).press("End")
    note(page).press_sequentially(" För sent.", delay=5)
    expect(page.get_by_text("Det du hade skrivit här är inte sparat:")).to_be_visible()
    expect(page.get_by_text("I tid. För sent.")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Anteckningarna är justerade")
    page.get_by_role("button", name="Jag har det jag behöver").click()
    expect(page.get_by_text("För sent.")).to_have_count(0)
    expect(page.get_by_text("I tid.")).to_be_visible()


def test_two_writers_both_keep_their_text(own_demo_server: Server, open_page: OpenPage) -> None:
    server = own_demo_server
    first = open_page(server)
    begin(server, first)
    server.run("role", "karin.mallqvist@example.se", "coordinator")
    second = open_page(server)
    open_as(second, server, "karin.mallqvist@example.se", MEETING)
    note(first).fill("Åsas text.")
    expect(first.get_by_text("Sparat").first).to_be_visible()
    note(second).fill("Karins text.")
    expect(second.get_by_text("Åsas text.").first).to_be_visible()
    expect(note(second)).to_have_value("Karins text.")
    second.get_by_role("button", name=re.compile("Lägg ihop|Spara min")).last.click()
    settled(second)
    first.reload()
    settled(first)
    expect(note(first)).to_have_value(re.compile("Karins text."))
    expect(note(first)).to_have_value(re.compile("Åsas text."))


def test_after_signing_out_an_open_tab_shows_nothing_more(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    sign_in(page, server.link_for("asa.ovningsson@example.se"))
    other = page.context.new_page()
    other.goto(server.address + "/actions?group=exempelkoping")
    settled(other)
    page.get_by_role("button", name="Åsa").click()
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url(re.compile("/signed-out"))
    other.get_by_role("link", name="Hem").first.click()
    expect(other.get_by_role("heading", name="Du är inte inloggad.")).to_be_visible()
    assert other.get_by_text("Familjevårdsgruppen").count() == 0


def test_the_projector_shows_the_work_and_nobodys_address(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    begin(server, page)
    note(page).fill("Syns i rummet.")
    expect(page.get_by_text("Sparat").first).to_be_visible()
    page.goto(server.address + MEETING + "&room=1")
    settled(page)
    expect(page.get_by_text("Syns i rummet.")).to_be_visible()
    text = page.locator("body").inner_text()
    assert "@" not in text
    assert "Har inte svarat" not in text


def test_unknown_addresses_and_stale_pages_say_what_to_do(
    demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(demo_server)
    open_as(
        page,
        demo_server,
        "asa.ovningsson@example.se",
        "/meetings?group=exempelkoping&meeting=VT1999-1",
    )
    expect(page.get_by_text("Det här mötet finns inte här.")).to_be_visible()
    page.goto(demo_server.address + "/meetings?group=exempelkoping&plan=HEJ")
    settled(page)
    expect(page.get_by_text("är ingen termin").first).to_be_visible()
    page.goto(demo_server.address + "/search?group=exempelkoping&q=xyzzy")
    settled(page)
    expect(page.get_by_text("Inget hittades.")).to_be_visible()


def test_a_missing_database_file_gives_a_page_that_says_what_to_do(
    tmp_path: Path, open_page: OpenPage
) -> None:
    with serving(tmp_path, "2026-11-22T12:00+01:00", demo=True, quiet=False) as server:
        page = open_page(server)
        sign_in(page, server.link_for("asa.ovningsson@example.se"))
        (tmp_path / "coordinator.sqlite").rename(tmp_path / "taken-away.sqlite")
        page.get_by_role("link", name="Möten").first.click()
        expect(page.get_by_text("coordinator doctor").first).to_be_visible()
        assert page.get_by_text("Traceback").count() == 0
        (tmp_path / "taken-away.sqlite").rename(tmp_path / "coordinator.sqlite")
        page.reload()
        settled(page)
        expect(page.get_by_role("heading", name="Möten")).to_be_visible()
