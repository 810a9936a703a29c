"""What is typed in a form and not saved yet: kept, offered again, asked about when it is not."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import OpenPage, Server, go_on, open_as, settled, until
from tests.browser.writing import MEETING, begin, database, note

pytestmark = pytest.mark.browser
ASA = "asa.ovningsson@example.se"


def kept(server: Server, page: Page, text: str) -> None:
    """Waits until a draft holds just this, and the page says that it is saved."""

    def holds() -> bool:
        with closing(database(server)) as connection:
            found = connection.execute("select 1 from form_draft where text = ?", (text,))
            return found.fetchone() is not None

    until(holds, page)
    expect(page.get_by_text(re.compile(r"Utkast sparat \d\d\.\d\d\."))).to_be_visible()


def test_a_half_typed_decision_survives_the_wrong_key_the_menu_and_another_computer(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    begin(server, page)
    page.keyboard.press("Alt+B")
    decided = page.get_by_label("Vad beslutas?")
    decided.press_sequentially("Gruppen går igenom rutinen", delay=5)
    # A wrong key goes to the next item before anything was saved.
    page.keyboard.press("Alt+N")
    expect(page.get_by_role("heading", name=re.compile("^2. "))).to_be_visible()
    expect(note(page)).to_be_focused()
    expect(decided).to_have_count(0)
    page.get_by_role("radio", name="1", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^1. "))).to_be_visible()
    expect(page.get_by_text(re.compile("Ett beslut som du började på"))).to_be_visible()
    page.get_by_role("button", name="Fortsätt på det").click()
    expect(decided).to_have_value("Gruppen går igenom rutinen")
    decided.press("End")
    decided.press_sequentially(" i februari", delay=5)
    kept(server, page, "Gruppen går igenom rutinen i februari")
    # Another computer offers it.
    other = open_page(server)
    open_as(other, server, ASA, MEETING)
    expect(
        other.get_by_text(re.compile("väntar: Gruppen går igenom rutinen i feb"))
    ).to_be_visible()
    other.get_by_role("button", name="Fortsätt på det").click()
    settled(other)
    expect(other.get_by_label("Vad beslutas?")).to_have_value(
        "Gruppen går igenom rutinen i februari"
    )
    # A text that comes back is not open because nobody thought of it.
    other.get_by_role("button", name="Spara beslutet").click()
    expect(other.get_by_text("Välj vem som får läsa det.")).to_be_visible()
    other.get_by_role("combobox", name=re.compile("Vem")).last.click()
    other.get_by_role("option").first.click()
    other.get_by_role("button", name="Spara beslutet").click()
    expect(other.get_by_text("Beslut § 1")).to_be_visible()
    # Saved once, it waits nowhere.
    go_on(other, "/home?group=exempelkoping")
    go_on(other, MEETING)
    expect(other.get_by_text(re.compile("som du började på"))).to_have_count(0)


def test_what_is_typed_while_the_server_is_away_is_kept_when_it_is_back(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    open_as(page, server, ASA, "/actions?group=exempelkoping&new=1")
    words = page.get_by_label("Vad ska göras?")
    words.press_sequentially("Ring jouren om", delay=5)
    kept(server, page, "Ring jouren om")
    server.kill()
    words.press_sequentially(" lokalen", delay=5)
    expect(page.get_by_text("Ingen kontakt med Samordnaren.")).to_be_visible()
    expect(words).to_be_focused()
    expect(page.get_by_text("Inte sparat än.")).to_be_visible()
    server.start_again()
    kept(server, page, "Ring jouren om lokalen")
    expect(page.get_by_text("Ingen kontakt med Samordnaren.")).to_have_count(0)
    expect(words).to_be_focused()
    page.reload()
    settled(page)
    expect(page.get_by_label("Vad ska göras?")).to_have_value("Ring jouren om lokalen")
    page.get_by_role("button", name="Börja om").click()
    expect(page.get_by_label("Vad ska göras?")).to_have_value("")
    page.reload()
    settled(page)
    expect(page.get_by_label("Vad ska göras?")).to_have_value("")


def test_a_form_with_names_keeps_nothing_and_asks_before_it_is_left(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    open_as(page, server, ASA, "/group?group=exempelkoping&add=1&agency=polis")
    page.get_by_label("Förnamn").press_sequentially("Kim", delay=5)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("link", name="Hem", exact=True).click()
    expect(page.get_by_label("Förnamn")).to_have_value("Kim")
    assert asked == ["Något du har skrivit här är inte sparat. Vill du lämna det ändå?"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Hem", exact=True).click()
    expect(page.get_by_label("Förnamn")).to_have_count(0)


def test_what_was_begun_in_the_agendas_forms_is_told_at_once_and_when_the_meeting_is_closed(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server, page = own_demo_server, open_page(own_demo_server)
    new, changed = "Halvfärdig ny punkt", "En ändring av punkt 1 som du började på väntar"
    begin(server, page)
    for opener, text in (("Lägg till en punkt", new), ("Ändra dagordningen", "Halvändrad")):
        page.get_by_role("button", name=re.compile(opener)).click()
        settled(page)
        page.get_by_label("Vad den handlar om").last.fill(text)
        kept(server, page, text)
        page.keyboard.press("Escape")
        settled(page)
    waits = re.compile(rf"En punkt som du började på \d\d\.\d\d väntar i formuläret: {new}")
    expect(page.get_by_text(waits)).to_be_visible()
    expect(page.get_by_text(changed)).to_be_visible()
    page.get_by_role("button", name=re.compile("Avsluta mötet")).first.click()
    question = page.get_by_role("dialog")
    expect(question.get_by_text(waits)).to_be_visible()
    expect(question.get_by_text(changed)).to_be_visible()
    question.get_by_role("button", name=re.compile("Avsluta mötet")).click()
    settled(page)
    expect(page.get_by_text(re.compile(f"kom inte med på dagordningen: {new}"))).to_be_visible()
    expect(page.get_by_text(changed)).to_be_visible()
    # Where the change can be made still, the item opens with it, and closed it waits again
    page.get_by_role("button", name=re.compile("^Ändra: 1. ")).click()
    settled(page)
    expect(page.get_by_label("Vad den handlar om")).to_have_value("Halvändrad")
    expect(page.get_by_text(changed)).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Klar")).click()
    expect(page.get_by_text(changed)).to_be_visible()
