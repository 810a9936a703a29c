"""At the table: answers typed in by row, and twelve tiles pressed without looking away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import (
    OpenPage,
    Server,
    choose,
    gone,
    open_as,
    picture,
    serving,
    settled,
    shown,
)
from tests.browser.faults import violations
from tests.browser.writing import MEETING, begin

pytestmark = pytest.mark.browser

COORDINATOR = "asa.ovningsson@example.se"
LEFT_OUT = "[stycke som inte visas här]"
ON_THE_DAY = "2026-12-02T13:25+01:00"


@pytest.fixture
def on_the_day(tmp_path: Path) -> Iterator[Server]:
    """The example five minutes before its second autumn meeting."""
    with serving(tmp_path, ON_THE_DAY, demo=True) as server:
        yield server


def boxes(tiles: Locator) -> list[object]:
    """Where each one stands on the screen, and how large it is."""
    return [tiles.nth(number).bounding_box() for number in range(tiles.count())]


def started(page: Page, server: Server) -> Locator:
    """The tiles just after the start; somebody has announced a substitute by name."""
    open_as(page, server, COORDINATOR, "/meetings?meeting=HT2026-2&tab=answers")
    page.get_by_role("radio", name="Ersättare: Lovisa Testkvist").click()
    shown(page.get_by_text("Sparat: Patrik Fiktivlund, Ersättare: Lovisa Testkvist."))
    page.get_by_role("button", name="Starta mötet").click()
    settled(page)
    tiles = page.locator(".st-key-tiles button")
    expect(tiles).to_have_count(12)
    return tiles


@pytest.mark.parametrize("width", [1280, 390])
def test_no_tile_moves_while_twelve_are_pressed(
    on_the_day: Server, open_page: OpenPage, width: int
) -> None:
    page = open_page(on_the_day, width=width)
    tiles = started(page, on_the_day)
    expect(tiles.filter(has_text="Ersättare väntas: Lovisa Testkvist")).to_have_count(1)
    expect(tiles.filter(has_text="Sa ja")).not_to_have_count(0)

    for number in range(12):
        tiles.nth(number).scroll_into_view_if_needed()
        before = boxes(tiles)
        tiles.nth(number).click()
        settled(page)
        assert boxes(tiles) == before, f"after tile {number + 1}"
        expect(tiles.nth(number)).to_be_focused()

    expect(tiles.filter(has_text="här")).to_have_count(12)
    expect(tiles.filter(has_text="Ersättare: Lovisa Testkvist, här")).to_have_count(1)
    picture(page, f"table-tiles-{width}")


def test_tiles_are_pressed_by_keyboard_and_come_back(
    on_the_day: Server, open_page: OpenPage
) -> None:
    page = open_page(on_the_day, width=1280)
    tiles = started(page, on_the_day)
    excused = tiles.filter(has_text="beroendevård")
    before = excused.inner_text()
    assert "Anmält förhinder" in before
    excused.focus()
    for expected in ("Här", "Ersättare här", "Anmält förhinder"):
        page.keyboard.press("Enter")
        settled(page)
        expect(excused).to_contain_text(expected)
        expect(excused).to_be_focused()
    assert excused.inner_text() == before


def test_everybody_who_said_yes_is_counted_by_right_names_and_nothing_moves(
    on_the_day: Server, open_page: OpenPage
) -> None:
    page = open_page(on_the_day, width=1280)
    tiles = started(page, on_the_day)
    shown(page.get_by_text("Sa ja och är inte markerade än: 8 verksamheter, 9 personer."))
    button = page.get_by_role("button", name="Alla som svarat ja är här")
    button.scroll_into_view_if_needed()
    before = boxes(tiles)
    for said in (
        "Här nu: 8 verksamheter, 9 personer.",
        "Alla som svarat ja är redan markerade.",
    ):
        button.click()
        settled(page)
        shown(page.get_by_text(said))
        assert boxes(tiles) == before
        expect(button).to_be_focused()


def test_fourteen_answers_take_no_more_than_sixteen_presses(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server, width=1280)
    open_as(page, own_demo_server, COORDINATOR, "/meetings?meeting=HT2026-2&tab=answers")
    rows = page.locator(".st-key-card_answer_rows [data-testid=stButtonGroup]")
    expect(rows).to_have_count(16)
    presses = 0
    for number in range(14):
        wanted = ("Kommer", "Förhinder", "Ersättare", "Kanske")[number % 4]
        row = rows.nth(number)
        choice = row.get_by_role("radio").filter(has_text=wanted).first
        if choice.get_attribute("aria-checked") == "true":
            choice = row.get_by_role("radio").filter(has_text="Svarar senare")
        choice.scroll_into_view_if_needed()
        before = boxes(rows)
        choice.click()
        presses += 1
        settled(page)
        expect(choice).to_have_attribute("aria-checked", "true")
        expect(choice).to_be_focused()
        assert boxes(rows) == before
    assert presses <= 16
    gone(page.locator("[data-testid=stAlert]"))
    picture(page, "table-answers-1280")


def test_an_item_goes_up_and_down_by_keyboard_with_the_focus_where_it_was(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(own_demo_server, width=1280)
    open_as(page, own_demo_server, COORDINATOR, "/meetings?meeting=HT2026-2")
    page.get_by_text("Ändra, flytta eller ta bort en punkt").click()
    choose(page, page.get_by_label("Punkt", exact=True), "7. Utveckling av samarbetet")
    settled(page)
    up = page.get_by_role("button", name="Flytta upp")
    place = up.bounding_box()
    up.focus()
    for number in (6, 5, 4):
        page.keyboard.press("Enter")
        settled(page)
        shown(page.get_by_text(f"”Utveckling av samarbetet” är nu punkt {number}."))
        expect(up).to_be_focused()
        assert up.bounding_box() == place
    assert violations(page) == []
    picture(page, "table-agenda-1280")
    page.get_by_role("button", name="Ta bort …").click()
    dialog = page.get_by_role("dialog")
    shown(dialog.get_by_text("Punkterna efter den får nya nummer."))
    dialog.get_by_role("button", name="Ta bort punkten").click()
    settled(page)
    shown(page.get_by_text("”Utveckling av samarbetet” är borttagen."))
    page.get_by_role("button", name="Kopiera förra mötets dagordning …").click()
    shown(page.get_by_role("dialog").get_by_text("Kommer till: Utveckling av samarbetet"))
    picture(page, "table-copy-1280")
    page.get_by_role("dialog").get_by_role("button", name="Kopiera").click()
    settled(page)
    shown(page.get_by_text("7. Utveckling av samarbetet"))


def test_what_is_written_while_the_room_looks_on_stays_out_until_one_key(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    writer, wall = open_page(own_demo_server), open_page(own_demo_server)
    begin(own_demo_server, writer)
    open_as(wall, own_demo_server, COORDINATOR, f"{MEETING}&room=1")

    writer.keyboard.type("Samtalet gick bra.", delay=5)
    shown(wall.get_by_text("Samtalet gick bra."))
    writer.keyboard.press("End")
    writer.keyboard.type("\nRing 070-174 06 40.", delay=5)
    shown(wall.get_by_text(LEFT_OUT))
    gone(wall.get_by_text("070-174"))
    wall.keyboard.press("Alt+V")
    shown(wall.get_by_text("Ring 070-174 06 40."))
    writer.keyboard.type("\nEller 070-174 06 41.", delay=5)
    shown(wall.get_by_text(LEFT_OUT))
    shown(wall.get_by_text("Ring 070-174 06 40."))
    gone(wall.get_by_text("06 41"))

    writer.get_by_role("button", name="Lägg till en punkt").click()
    writer.get_by_label("Vad den handlar om").fill("Ring 070-174 06 42")
    writer.get_by_role("button", name="Lägg till punkten").click()
    settled(writer)
    shown(wall.get_by_text(f"8. {LEFT_OUT}"))
    gone(wall.get_by_text("06 42"))


@pytest.mark.parametrize("width", [1440, 390])
def test_a_long_address_breaks_on_the_wall_and_lines_stand_apart(
    own_demo_server: Server, open_page: OpenPage, width: int
) -> None:
    writer, wall = open_page(own_demo_server), open_page(own_demo_server, width=width)
    begin(own_demo_server, writer)
    writer.keyboard.insert_text(f"Kortet är tryckt.\nSe https://example.se/{'bestallning' * 12}")
    open_as(wall, own_demo_server, COORDINATOR, f"{MEETING}&room=1")

    lines = wall.locator(".stHtml p", has_text=re.compile("Kortet är tryckt|bestallning"))
    expect(lines).to_have_count(2)
    assert lines.last.evaluate("line => line.scrollWidth <= line.clientWidth")
    first, last = lines.first.bounding_box(), lines.last.bounding_box()
    assert first is not None
    assert last is not None
    assert last["y"] - first["y"] - first["height"] > 4
