"""The first hour of a stranger, in Swedish and in English: from the empty page to read notes.

On the way everything goes wrong that does on such a day. After each mishap what was typed is still
there, and the page has said what happened. Things are found by label, heading and visible text.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from coordinator.core.translation import ngettext, speak
from tests.browser.conftest import OpenPage, Server, enter, settled
from tests.browser.first_hour import (
    COORDINATOR,
    NO_CONTACT,
    NO_SUCH_FILE,
    NOT_SAVED,
    SIGNED_OUT,
    Hour,
    Mishap,
    goes_through,
)
from tests.browser.walk import LANGUAGES
from tests.scenarios.example_list import LIST

pytestmark = pytest.mark.browser

# A browser has many words for a server that is gone; while one is killed on purpose all are right.
ANYTHING = ("",)
PEOPLE = (
    f"{LIST}Lovisa;Testkvist;Polisen;ersättare;lovisa.testkvist@example.se;2026-08-17\n"
    "Maja;Jourberg;Kvinnojouren Söderslätt;ledamot;maja.jourberg@example.se;2026-08-17\n"
)
FIRST = "/meetings?group=trelleborg&meeting=HT2026-1"
SECOND = "/meetings?group=trelleborg&meeting=HT2026-2"
DECISION = "Gruppen går igenom rutinen"
NOTE = "Rutinen gicks igenom."
AN_ITEM = "Läget på jouren"
SUBSTITUTE = "Lovisa Testkvist"
ACTIONS = "/information-actions?group=trelleborg"
ODD_ADDRESS = "“{text}” is no email address. Write it like this: namn@kommun.se."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_loses_nothing_in_the_first_hour(
    new_server: Server, open_page: OpenPage, language: str, tmp_path: Path
) -> None:
    page = open_page(new_server, language=LANGUAGES[language], forgive=ANYTHING)
    hour = Hour(page, language, new_server)
    starts_the_group(hour)
    adds_the_people(hour, tmp_path)
    books_the_term(hour)
    prepares_the_meeting(hour)
    holds_the_meeting(hour)


# The empty page -----------------------------------------------------------------------------------


def starts_the_group(hour: Hour) -> None:
    page = hour.page
    page.goto(hour.server.links[0])
    page.get_by_role("button", name=hour.says("Sign in"), exact=True).click()
    hour.has_heading(hour.says("Nothing is here yet."))
    page.get_by_role("link", name=hour.says("Start the group")).click()
    hour.types("Given name", "Åsa")
    goes_through(hour, AT_THE_START)
    hour.box("Your email at work").fill(COORDINATOR)
    press_start(hour)
    settled(page)


def press_start(hour: Hour) -> None:
    hour.page.get_by_role("button", name=hour.says("Start the group")).click()


def mistyped_address(hour: Hour) -> None:
    hour.types("Family name", "Övningsson")
    hour.types("Your email at work", "asa.ovningsson")
    hour.box("Your agency").select_option(index=1)
    press_start(hour)


def back_and_forward(hour: Hour) -> None:
    hour.page.go_back()
    hour.page.go_forward()


def help_and_back(hour: Hour) -> None:
    hour.page.get_by_role("link", name=hour.says("Help")).click()
    hour.page.go_back()


AT_THE_START = (
    Mishap("the help, and back", help_and_back, kept={"Given name": "Åsa"}),
    Mishap("back and forward", back_and_forward, kept={"Given name": "Åsa"}),
    Mishap(
        "an empty form",
        press_start,
        ["Write your family name.", "Choose an agency."],
        kept={"Given name": "Åsa"},
    ),
    Mishap(
        "a mistyped address",
        mistyped_address,
        [ODD_ADDRESS],
        kept={"Family name": "Övningsson", "Your email at work": "asa.ovningsson"},
    ),
    Mishap(
        "reload",
        lambda hour: hour.page.reload(),
        [ODD_ADDRESS],
        kept={"Given name": "Åsa", "Family name": "Övningsson"},
    ),
)


# The people ---------------------------------------------------------------------------------------


def adds_the_people(hour: Hour, folder: Path) -> None:
    hour.menu("The group")
    hour.button("Add a person")
    hour.choose("Agency", "Polisen")
    hour.types("Given name", "Kim")
    goes_through(hour, AMONG_NAMES)
    hour.page.once("dialog", lambda dialog: dialog.accept())
    hour.menu("The group")
    hour.button("Upload a list")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    uploads(hour, folder / "photo.png")
    hour.hears(NO_SUCH_FILE)
    uploads(hour, folder / "people.csv")
    hour.hears("What the list changes")
    twice(hour.button_of("Import the list"))
    speak(hour.language)
    hour.sees(
        ngettext(
            "The list is imported: {n} person added or changed.",
            "The list is imported: {n} people added or changed.",
            13,
        )
    )
    hour.link("Ungdomsmottagningen")
    goes_through(hour, AT_AN_AGENCY)


def uploads(hour: Hour, file: Path) -> None:
    hour.page.locator("input[type=file]").set_input_files(file)
    settled(hour.page)


def twice(button: Locator) -> None:
    button.dblclick()
    settled(button.page)


def to_home_by_the_menu(hour: Hour) -> None:
    hour.stays(lambda: hour.page.get_by_role("link", name=hour.says("Home"), exact=True).click())
    assert hour.words(NOT_SAVED).fullmatch(hour.asked.pop())


def killed(hour: Hour) -> None:
    hour.server.kill()
    hour.hears(NO_CONTACT)


def up_again(hour: Hour) -> None:
    hour.server.start_again()
    expect(hour.page.get_by_text(hour.words(NO_CONTACT))).to_have_count(0)
    settled(hour.page)


def enter_in_the_address(hour: Hour) -> None:
    hour.types("Family name", "Påhittsson")
    hour.types("Email address at work", "kim@fel")
    hour.key("Enter")


AMONG_NAMES = (
    Mishap("the menu, with a name typed", to_home_by_the_menu, kept={"Given name": "Kim"}),
    Mishap(
        "Enter in one of several fields",
        enter_in_the_address,
        [ODD_ADDRESS],
        kept={"Given name": "Kim", "Family name": "Påhittsson"},
    ),
    Mishap("the server killed among names", killed, [NO_CONTACT], up_again, {"Given name": "Kim"}),
    Mishap("Escape in a form", lambda hour: hour.key("Escape"), kept={"Family name": "Påhittsson"}),
)


def saved_in_both(hour: Hour) -> None:
    """Each tab has another idea of who answers for the agency."""
    theirs = hour.other_tab()
    hour.box("Principal", theirs).fill("Region Syd")
    hour.button_of("Save", theirs).click()
    expect(theirs.get_by_text(hour.words("{agency} is saved."))).to_be_visible()
    hour.page.bring_to_front()
    hour.types("Principal", "Region Skåne")
    hour.button("Save")


def letters_for_seats(hour: Hour) -> None:
    seats = hour.page.get_by_role("spinbutton", name=hour.says("Seats to fill"))
    seats.fill("")
    seats.press_sequentially("två")
    hour.button("Save")


AT_AN_AGENCY = (
    Mishap(
        "saved in two tabs",
        saved_in_both,
        ["Saved now", "Yours"],
        kept={"Principal": "Region Skåne"},
    ),
)


# The term -----------------------------------------------------------------------------------------


def books_the_term(hour: Hour) -> None:
    hour.menu("Home")
    hour.button("Plan {term}", term="HT2026")
    plan = hour.other_tab()
    book = books(hour)
    twice(hour.page.get_by_role("button", name=book))
    expect(hour.page.get_by_role("link", name=re.compile("13.30|13:30"))).to_have_count(2)
    # The other tab still offers what has been booked
    twice(plan.get_by_role("button", name=book))
    said = hour.says(
        "The term has its meetings. A further one is an extra meeting and needs a reason."
    )
    expect(plan.get_by_text(said)).to_be_visible()
    hour.page.bring_to_front()


def books(hour: Hour) -> str:
    speak(hour.language)
    return ngettext("Book the date", "Book both dates", 2)


# Before the meeting -------------------------------------------------------------------------------


def prepares_the_meeting(hour: Hour) -> None:
    hour.opens(FIRST)
    hour.unfolds("Add an item")
    hour.types("What it is about", AN_ITEM)
    hour.hears("Draft saved {time}.")
    goes_through(hour, ON_THE_AGENDA)
    hour.button("Add the item")
    hour.hears("Added as item {n}.")
    hour.opens(f"{SECOND}&tab=invitation")
    hour.unfolds("Cancel the meeting")
    hour.types("Why?", "Lokalen är stängd")
    hour.key("Tab")
    goes_through(hour, WITH_A_REASON)
    hour.opens(ACTIONS)
    hour.button("New information action")
    hour.types("Name", "Öppet hus")
    hour.types("For whom", "Alla")
    hour.hears("Draft saved {time}.")
    goes_through(hour, WITH_AN_ACTION)


def a_tab_and_back(hour: Hour) -> None:
    """On the other one the police say who comes instead."""
    hour.tab_of("Answers")
    who = hour.page.get_by_role("radiogroup", name="Jonas Provström")
    who.get_by_role("radio", name=hour.says("Substitute: {name}", name=SUBSTITUTE)).click()
    hour.hears("Saved: {name}, {answer}.")
    hour.tab_of("Agenda")


def letters_for_minutes(hour: Hour) -> None:
    minutes = hour.page.get_by_role("spinbutton", name=hour.says("Minutes"))
    minutes.click()
    hour.page.keyboard.type("tio")
    expect(minutes).to_have_value("10")


ON_THE_AGENDA = (
    Mishap(
        "another tab of the page",
        a_tab_and_back,
        ["What you had begun stands in the form."],
        kept={"What it is about": AN_ITEM},
    ),
    Mishap(
        "reload",
        lambda hour: hour.opens(FIRST),
        ["What you had begun stands in the form."],
        kept={"What it is about": AN_ITEM},
    ),
    Mishap(
        "letters in a field for a number", letters_for_minutes, kept={"What it is about": AN_ITEM}
    ),
    Mishap(
        "back and forward",
        back_and_forward,
        ["What you had begun stands in the form."],
        kept={"What it is about": AN_ITEM},
    ),
)


def asks_and_escapes(hour: Hour) -> None:
    hour.button("Cancel the meeting …")
    hour.has_dialog("Cancel the meeting?")
    hour.key("Escape")
    expect(hour.page.get_by_role("dialog")).to_have_count(0)


WITH_A_REASON = (
    Mishap("a dialog closed by Escape", asks_and_escapes, kept={"Why?": "Lokalen är stängd"}),
    Mishap(
        "a phone's width",
        lambda hour: hour.page.set_viewport_size({"width": 390, "height": 800}),
        back=lambda hour: hour.page.set_viewport_size({"width": 1440, "height": 1000}),
        kept={"Why?": "Lokalen är stängd"},
    ),
)


def to_the_other_language(hour: Hour) -> None:
    hour.page.get_by_role("button", name="Åsa").click()
    other = "På svenska" if hour.language == "en" else "In English"
    with hour.page.expect_navigation():
        hour.page.get_by_role("button", name=other).click()
    settled(hour.page)
    hour.language = "en" if hour.language == "sv" else "sv"


def new_action_again(hour: Hour) -> None:
    hour.menu("Information actions")
    hour.button("New information action")


BEGUN = {"Name": "Öppet hus", "For whom": "Alla"}
WITH_AN_ACTION = (
    Mishap(
        "the menu",
        lambda hour: hour.menu("Home"),
        back=new_action_again,
        kept=BEGUN,
    ),
    Mishap(
        "the other language",
        to_the_other_language,
        ["What you had begun stands in the form."],
        to_the_other_language,
        BEGUN,
    ),
    Mishap(
        "Enter in a field, before all is told",
        lambda hour: hour.box("For whom").press("Enter"),
        ["Draft saved {time}."],
        kept=BEGUN,
    ),
    Mishap(
        "an address that nobody knows",
        lambda hour: hour.page.goto(f"{hour.server.address}/nonsense"),
        ["This page does not exist."],
        lambda hour: hour.opens(f"{ACTIONS}&new=1"),
        BEGUN,
    ),
    Mishap(
        "a bookmark of a meeting that is gone",
        lambda hour: hour.opens("/meetings?group=trelleborg&meeting=NONE"),
        ["This meeting is not here."],
        lambda hour: hour.opens(f"{ACTIONS}&new=1"),
        BEGUN,
    ),
)


# The meeting --------------------------------------------------------------------------------------


def holds_the_meeting(hour: Hour) -> None:
    hour.opens(FIRST)
    hour.button("Start the meeting")
    start = hour.page.get_by_role("dialog").get_by_role(
        "button", name=re.compile(hour.says("Start now"))
    )
    twice(start)
    hour.hears("{part} of {whole} here", part=0, whole=12)
    hour.key("Alt+B")
    hour.types("What is decided?", DECISION)
    hour.hears("Draft saved {time}.")
    goes_through(hour, AT_THE_TABLE)
    presses_twelve_tiles(hour)
    hour.choose("Who may read it", hour.says("Open"))
    twice(hour.button_of("Save the decision"))
    hour.hears("{code} is saved.", code="HT2026-1 § 1")
    expect(hour.page.get_by_text(re.compile("§ 2"))).to_have_count(0)


def going_on(hour: Hour) -> None:
    hour.button("Go on with it")


def back_to_the_first_item(hour: Hour) -> None:
    hour.page.get_by_role("radio", name="1", exact=True).click()
    hour.has_heading(re.compile("^1. "))
    going_on(hour)


def next_item(hour: Hour) -> None:
    hour.page.keyboard.press("Alt+N")
    hour.has_heading(re.compile("^2. "))


def single_keys(hour: Hour) -> None:
    hour.page.get_by_role("heading", level=1).click()
    hour.key("r")
    hour.key("c")
    expect(hour.page.get_by_role("dialog")).to_have_count(0)


def decision_again(hour: Hour) -> None:
    hour.key("Alt+B")


def ctrl_enter(hour: Hour) -> None:
    hour.box("What is decided?").press("Control+Enter")


def home_and_back(hour: Hour) -> None:
    hour.opens(FIRST)
    going_on(hour)


def in_two_tabs(hour: Hour) -> None:
    """The same form in another tab, with another text."""
    theirs = hour.other_tab()
    theirs.keyboard.press("Alt+B")
    box = hour.box("What is decided?", theirs)
    box.fill("En annan mening")
    expect(theirs.get_by_text(hour.words("Draft saved {time}.")).last).to_be_visible()
    hour.page.bring_to_front()
    theirs.wait_for_timeout(500)
    tile(hour, "Vuxenpsykiatrin").click()
    settled(hour.page)


def the_other_is_thrown_away(hour: Hour) -> None:
    hour.button("Throw it away")


def the_net_is_away(hour: Hour) -> None:
    hour.page.context.set_offline(True)
    tile(hour, "Akutmottagningen").click()


def the_net_is_back(hour: Hour) -> None:
    hour.page.context.set_offline(False)
    expect(hour.page.get_by_text(hour.words(NO_CONTACT))).to_have_count(0)
    expect(tile(hour, "Akutmottagningen")).to_contain_text(hour.says("Here"))


def killed_while_two_are_written(hour: Hour) -> None:
    hour.server.kill()
    hour.types("Note", NOTE)
    hour.types("What is decided?", " i mars")
    hour.hears(NO_CONTACT)


def up_and_on(hour: Hour) -> None:
    up_again(hour)
    if not hour.box("What is decided?").count():
        going_on(hour)


def signed_out_elsewhere(hour: Hour) -> None:
    theirs = hour.other_tab()
    theirs.get_by_role("button", name="Åsa").click()
    theirs.get_by_role("button", name=hour.says("Sign out")).click()
    expect(theirs.get_by_role("heading", name=hour.says("You are signed out"))).to_be_visible()
    hour.page.bring_to_front()
    hour.types("Note", " Alla var med.")
    hour.hears(SIGNED_OUT)
    expect(hour.page.get_by_label(hour.says("Note"), exact=True)).to_have_value(
        f"{NOTE} Alla var med."
    )


def signed_in_again(hour: Hour) -> None:
    enter(hour.page, hour.server, COORDINATOR)
    expect(hour.page.get_by_role("heading", name=hour.words(SIGNED_OUT))).to_have_count(0)
    settled(hour.page)


def both_write_the_note(hour: Hour) -> None:
    theirs = hour.other_tab()
    box = hour.box("Note", theirs)
    expect(box).to_have_value(f"{NOTE} Alla var med.")
    box.fill("Ur den andra fliken.")
    expect(theirs.get_by_text(hour.words("Saved {time}")).first).to_be_visible()
    hour.page.bring_to_front()
    hour.types("Note", " Alla.")


def both_together(hour: Hour) -> None:
    hour.button("Put both together")


def to_another_meeting(hour: Hour) -> None:
    hour.types("Note", " Halv")
    hour.opens(SECOND)
    hour.opens(FIRST)


TYPED = {"What is decided?": DECISION}
MORE = {"What is decided?": f"{DECISION} i mars"}
AT_THE_TABLE = (
    Mishap(
        "the wrong key goes to the next item",
        next_item,
        ["A decision you began {time} waits under item {n}: {text}"],
        back_to_the_first_item,
        TYPED,
    ),
    Mishap(
        "the key once more",
        decision_again,
        ["A decision you began {time} waits:"],
        decision_again,
        TYPED,
    ),
    Mishap("Escape", lambda hour: hour.key("Escape"), ["Draft saved {time}."], kept=TYPED),
    Mishap("r and c beside every field", single_keys, ["Draft saved {time}."], kept=TYPED),
    Mishap(
        "reload",
        lambda hour: hour.opens(FIRST),
        ["A decision you began {time} waits:"],
        going_on,
        TYPED,
    ),
    Mishap("saved by key too early", ctrl_enter, ["Choose who may read it."], kept=TYPED),
    Mishap(
        "the other button",
        lambda hour: hour.button("Leave it"),
        ["A decision you began {time} waits:"],
        going_on,
        TYPED,
    ),
    Mishap(
        "the menu, in the middle of it",
        lambda hour: hour.menu("Home"),
        ["Begun {time}, not saved", DECISION],
        home_and_back,
        TYPED,
    ),
    Mishap(
        "two tabs in one form",
        in_two_tabs,
        ["You began this {time}, in another window: “{text}”"],
        the_other_is_thrown_away,
        TYPED,
    ),
    Mishap(
        "the net is away, and a tile pressed", the_net_is_away, [NO_CONTACT], the_net_is_back, TYPED
    ),
    Mishap(
        "the server killed in the middle of two texts",
        killed_while_two_are_written,
        [NO_CONTACT],
        up_and_on,
        MORE | {"Note": NOTE},
    ),
    Mishap(
        "signed out in another tab",
        signed_out_elsewhere,
        [SIGNED_OUT],
        signed_in_again,
        {"Note": f"{NOTE} Alla var med."},
    ),
    Mishap(
        "two tabs in one note",
        both_write_the_note,
        ["Somebody else saved this note while you were writing. Both texts are here: choose."],
        both_together,
        {"Note": f"Ur den andra fliken.\n\n{NOTE} Alla var med. Alla."},
    ),
    Mishap(
        "to another meeting with half a note",
        to_another_meeting,
        ["Saved {time}"],
        kept={"Note": f"Ur den andra fliken.\n\n{NOTE} Alla var med. Alla. Halv"},
    ),
)


def tile(hour: Hour, agency: str) -> Locator:
    return hour.page.get_by_role("button", name=re.compile(f"^{agency}"))


def presses_twelve_tiles(hour: Hour) -> None:
    pass
