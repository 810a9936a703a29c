"""The first term in a real browser, in Swedish and in English: from an empty installation to a
decision that is found again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from coordinator.core import dates
from coordinator.core.translation import ngettext, speak
from tests.browser.conftest import OpenPage, Server, picture, settled
from tests.browser.walk import LANGUAGES, Walk
from tests.scenarios.example_list import LIST

pytestmark = pytest.mark.browser

DECISION = "En gemensam utbildningsdag om ekonomiskt våld hålls i mars."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_coordinator_runs_the_first_term(
    new_server: Server, open_page: OpenPage, language: str, tmp_path: Path
) -> None:
    page = open_page(new_server, language=LANGUAGES[language], forgive=("400",))
    walk = Walk(page, language)
    page.goto(new_server.links[0])
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/start$"))
    picture(page, f"start-{language}")
    start_the_group(walk)
    fill_the_roster(walk, tmp_path)
    book_the_term(walk)
    download_the_calendar_file(walk)
    hold_the_first_meeting(walk)
    find_the_open_point_at_the_next_meeting(walk)
    find_the_decision(walk)


def start_the_group(walk: Walk) -> None:
    walk.sees(walk.says("Nothing is here yet."))
    plain = walk.page
    plain.get_by_role("link", name=walk.says("Start the group")).click()
    walk.field("Given name", "Åsa")
    start = plain.get_by_role("button", name=walk.says("Start the group"))
    start.click()  # too early: what is missing stands beside the fields, and the name is kept
    walk.sees(walk.says("Write your family name."))
    walk.sees(walk.says("Choose an agency."))
    expect(plain.get_by_label(walk.says("Family name"), exact=True)).to_be_focused()
    expect(plain.get_by_label(walk.says("Given name"), exact=True)).to_have_value("Åsa")
    picture(plain, f"start-faults-{walk.language}")
    walk.field("Family name", "Övningsson")
    walk.field("Your email at work", "asa.ovningsson@example.se")
    plain.get_by_label(walk.says("Your agency"), exact=True).select_option(index=1)
    start.click()
    settled(plain)
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(
        walk.says("There is nobody to invite yet.")
    )
    speak(walk.language)
    walk.sees(term_line(0))


def term_line(planned: int) -> str:
    return ngettext(
        "{term}: {planned} of {n} meeting.",
        "{term}: {planned} of {n} meetings.",
        2,
        term="HT2026",
        planned=planned,
    )


def fill_the_roster(walk: Walk, folder: Path) -> None:
    walk.link("The group")
    walk.page.get_by_role("link", name="Ungdomsmottagningen").first.click()
    settled(walk.page)
    walk.field("Principal", "Region Skåne")
    walk.button("Save")
    walk.sees("Region Skåne")
    walk.link("The group")
    walk.button("Add a person")
    walk.choose("Agency", "Kvinnojouren Söderslätt")
    walk.page.get_by_text(walk.says("Protected identity"), exact=False).first.click()
    settled(walk.page)
    walk.button("Add the person")
    walk.sees("Representant, Kvinnojouren Söderslätt")
    walk.link("The group")
    walk.button("Upload a list")
    file = folder / "personer.csv"
    file.write_text(LIST, encoding="utf-8")
    walk.page.locator("input[type=file]").set_input_files(file)
    walk.sees(walk.says("What the list changes"))
    settled(walk.page)
    walk.button("Import the list")
    walk.sees("Mirjam Exempelsson")


def book_the_term(walk: Walk) -> None:
    walk.link("Home")
    speak(walk.language)
    last = date(2026, 12, 11)
    day = f"{dates.long_day(last)} ({dates.week(last)})"
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(
        walk.says("{term} has no meetings yet and ends on {day}.", term="HT2026", day=day)
    )
    walk.button("Plan {term}", term="HT2026")
    speak(walk.language)
    walk.page.get_by_role(
        "button", name=re.compile(ngettext("Book the date", "Book both dates", 2))
    ).click()
    settled(walk.page)
    walk.link("Home")
    speak(walk.language)
    walk.sees(term_line(2))


def download_the_calendar_file(walk: Walk) -> None:
    walk.link("Open the meeting")
    walk.page.get_by_role("tab", name=walk.says("Invitation")).click()
    settled(walk.page)
    with walk.page.expect_download() as waiting:
        walk.page.get_by_role("link", name=walk.says("Add to the calendar")).click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"METHOD:PUBLISH" in content
    assert b"ATTENDEE" not in content
    assert re.fullmatch(r"mote-2026-\d\d-\d\d\.ics", waiting.value.suggested_filename)


def hold_the_first_meeting(walk: Walk) -> None:
    start_the_meeting(walk)
    agenda = walk.page.locator("ol.agenda li")
    expect(agenda).to_have_count(9)
    tiles = walk.page.locator(".st-key-tiles button")
    expect(tiles).to_have_count(12)
    for number in range(12):
        tiles.nth(number).click()
        expect(tiles.nth(number)).to_contain_text(re.compile(rf"{walk.says('Here')}\s*$"))
    settled(walk.page)
    walk.sees(walk.says("{part} of {whole} here", part=12, whole=12))
    for number in range(1, 10):
        walk.page.get_by_label(walk.says("Note"), exact=True).fill(f"Punkt {number} gicks igenom.")
        if number == 5:
            decide_and_assign(walk)
        if number < 9:
            walk.shortcut("b_next")
            heading = re.compile(rf"^{number + 1}\. ")
            expect(walk.page.get_by_role("heading", name=heading)).to_be_visible()
    picture(walk.page, f"mote-under-{walk.language}")
    walk.page.get_by_label(walk.says("Note"), exact=True).blur()
    settled(walk.page)
    walk.button("Close the meeting")
    walk.page.get_by_role("dialog").get_by_role(
        "button", name=re.compile(walk.says("Close the meeting"))
    ).click()
    settled(walk.page)
    walk.sees("Punkt 9 gicks igenom.")
    walk.sees("Punkt 1 gicks igenom.")
    walk.sees(DECISION)


def start_the_meeting(walk: Walk) -> None:
    walk.button("Start the meeting")
    walk.page.get_by_role("dialog").get_by_role(
        "button", name=re.compile(walk.says("Start now"))
    ).click()
    settled(walk.page)
    expect(walk.page.locator("ol.agenda [aria-current]")).to_have_count(1)


def decide_and_assign(walk: Walk) -> None:
    page = walk.page
    walk.shortcut("b_decision")
    page.get_by_label(walk.says("What is decided?")).fill(DECISION)
    walk.button("Save the decision")
    walk.sees("HT2026-1 § 1")
    walk.shortcut("b_action")
    page.get_by_label(walk.says("What is to be done?")).fill("Boka lokal till utbildningsdagen")
    walk.choose("Agency", "Polisen")
    walk.button("Save the action point")
    walk.sees("AP-2026-01")


def find_the_open_point_at_the_next_meeting(walk: Walk) -> None:
    walk.link("Home")
    walk.link("Open the meeting")
    start_the_meeting(walk)
    walk.page.get_by_test_id("stButtonGroup").get_by_text("3", exact=True).click()
    settled(walk.page)
    walk.sees("Boka lokal till utbildningsdagen")


def find_the_decision(walk: Walk) -> None:
    page = walk.page
    page.keyboard.press("Escape")
    search = page.get_by_label(walk.says("Search everything"))
    search.fill("utbildningsdag ekonomiskt våld")
    search.press("Enter")
    settled(page)
    page.wait_for_url(re.compile("/search"))
    settled(page)
    page.locator("[class*='st-key-row_hit_']").get_by_role("link").first.click()
    settled(page)
    found = page.locator("[class*='st-key-found_5']")
    expect(found).to_contain_text(DECISION)
