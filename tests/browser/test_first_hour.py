"""The first hour of a stranger, in Swedish and in English: from the empty page to read notes.

On the way everything goes wrong that does on such a day. After each mishap what was typed is still
there, and the page has said what happened. Things are found by label, heading and visible text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

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
WHOLE_NOTE = f"Ur den andra fliken.\n\n{NOTE} Alla var med. Alla. Halv"
MEMBER = "jonas.provstrom@example.se"
MEMBERS = (
    *("Familjevårdsgruppen", "Polisen", "Akutmottagningen", "Vuxenpsykiatrin", "Vellinge kommun"),
    *("Svedala kommun", "Trelleborgs äldreomsorg", "Trelleborgs LSS-verksamhet"),
    *("Trelleborgs beroendevård", "Socialpsykiatriska enheten", "Ungdomsmottagningen"),
    "Kvinnojouren Söderslätt",
)
POINT = "Ring jouren om lokalen"
WAITS_UNDER = "An action point you began {time} waits under item {n}: {text}"
AN_ITEM = "Läget på jouren"
SUBSTITUTE = "Lovisa Testkvist"
ACTIONS = "/information-actions?group=trelleborg"
ODD_ADDRESS = "“{text}” is not an email address. Write it like this: namn@kommun.se."


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
    ends_the_meeting(hour)
    sends_the_draft_round(hour)
    a_member_reads_it(hour, open_page(new_server, language=LANGUAGES[language]))


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
    one, many = (
        f"The list is imported: {{n}} {who} added or changed." for who in ("person", "people")
    )
    hour.sees(hour.plural(one, many, 13))
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
    book = hour.plural("Book the date", "Book both dates", 2)
    twice(hour.page.get_by_role("button", name=book))
    expect(hour.page.get_by_role("link", name=re.compile("13.30|13:30"))).to_have_count(2)
    # The other tab still offers what has been booked
    twice(plan.get_by_role("button", name=book))
    said = hour.says(
        "The term has its meetings. A further one is an extra meeting and needs a reason."
    )
    expect(plan.get_by_text(said)).to_be_visible()
    hour.page.bring_to_front()


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
    hour.types("For whom", "Alla")
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


def the_menu(hour: Hour) -> None:
    hour.hears("Draft saved {time}.")
    hour.menu("Home")


def new_action_again(hour: Hour) -> None:
    hour.menu("Information actions")
    hour.button("New information action")


BEGUN = {"Name": "Öppet hus", "For whom": "Alla"}
WITH_AN_ACTION = (
    Mishap(
        "Enter in a field, before there is a name",
        lambda hour: hour.key("Enter"),
        ["Write a name for the information action."],
        lambda hour: hour.types("Name", "Öppet hus"),
        BEGUN,
    ),
    Mishap(
        "the menu",
        the_menu,
        ["Begun {time}, not saved"],
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
    presses_twelve_tiles(hour)
    goes_through(hour, AT_THE_TABLE)
    going_on(hour)
    hour.choose("Who may read it", hour.says("Open: everybody who reads the notes"))
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
    """The other one says that the form was begun here, and gets a text of its own."""
    theirs = hour.other_tab()
    expect(theirs.get_by_role("button", name=re.compile(r"Alt \+ B"))).to_be_visible()
    theirs.keyboard.press("Alt+B")
    said = "You began this {time}, in another window: “{text}”"
    expect(theirs.get_by_text(hour.words(said))).to_be_visible()
    hour.box("What is decided?", theirs).fill("En annan mening")
    expect(theirs.get_by_text(hour.words("Draft saved {time}."))).to_be_visible()
    hour.page.bring_to_front()


def the_other_gives_in(hour: Hour) -> None:
    assert hour.tab
    hour.holds("What is decided?", DECISION)
    hour.tab.bring_to_front()
    hour.box("What is decided?", hour.tab).fill("")
    expect(hour.tab.get_by_text(hour.words("Draft saved {time}."))).to_have_count(0)
    hour.page.bring_to_front()


def the_net_is_away(hour: Hour) -> None:
    hour.page.context.set_offline(True)
    tile(hour, "Akutmottagningen").click()


def the_net_is_back(hour: Hour) -> None:
    hour.page.context.set_offline(False)
    expect(hour.page.get_by_text(hour.words(NO_CONTACT))).to_have_count(0)
    expect(tile(hour, "Akutmottagningen")).to_contain_text(hour.says("Substitute here"))


def killed_while_two_are_written(hour: Hour) -> None:
    hour.server.kill()
    hour.types("Note", NOTE)
    hour.types("What is decided?", " i mars")
    hour.hears(NO_CONTACT)


def up_and_on(hour: Hour) -> None:
    up_again(hour)
    going_on(hour)


def signed_out_elsewhere(hour: Hour) -> None:
    theirs = hour.other_tab()
    theirs.get_by_role("button", name="Åsa").click()
    theirs.get_by_role("button", name=hour.says("Sign out")).click()
    expect(theirs.get_by_role("heading", name=hour.says("You are signed out"))).to_be_visible()
    hour.page.bring_to_front()
    hour.types("Note", " Alla var med.")
    hour.hears(SIGNED_OUT)
    kept = hour.page.get_by_role("textbox", name=hour.says("Note"))
    expect(kept).to_have_value(f"{NOTE} Alla var med.")


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
    hour.menu("Meetings")
    hour.page.get_by_role("link", name=re.compile("18 [Nn]ov")).click()
    hour.has_heading(hour.says("Agenda"))
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
    Mishap("two tabs in one form", in_two_tabs, ["Draft saved {time}."], the_other_gives_in, TYPED),
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
        kept={"Note": WHOLE_NOTE},
    ),
)


def tile(hour: Hour, agency: str) -> Locator:
    return hour.page.get_by_role("button", name=re.compile(f"^{agency}"))


def below(hour: Hour, tiles: Sequence[Locator]) -> list[tuple[float, float]]:
    """Where the tiles stand under their heading, wherever the page has slid to."""
    heading = hour.page.get_by_role("heading", name=hour.says("Attendance"), exact=True)
    found = [one.bounding_box() for one in (heading, *tiles)]
    places = [(one["x"], one["y"]) for one in found if one]
    return [(x - places[0][0], y - places[0][1]) for x, y in places]


def presses_twelve_tiles(hour: Hour) -> None:
    """Without looking away from the people: no tile moves, and the substitute is one."""
    tiles = [tile(hour, name) for name in MEMBERS]
    expect(tile(hour, "Polisen")).to_contain_text(
        hour.says("Substitute expected: {name}", name=SUBSTITUTE)
    )
    places = below(hour, tiles)
    for one in tiles:
        one.click()
        expect(one).to_contain_text(re.compile(f"{hour.says('Here')}|{SUBSTITUTE}"))
    settled(hour.page)
    assert below(hour, tiles) == places
    hour.hears("{part} of {whole} here", part=12, whole=12)
    expect(tile(hour, "Polisen")).to_contain_text(
        hour.says("Substitute: {name}, here", name=SUBSTITUTE)
    )


# After it -----------------------------------------------------------------------------------------


def ends_the_meeting(hour: Hour) -> None:
    late = hour.other_tab()
    hour.page.bring_to_front()
    goes_through(hour, AT_THE_END)
    hour.key("Alt+A")
    hour.types("What is to be done?", POINT)
    hour.hears("Draft saved {time}.")
    hour.button("Close the meeting")
    # What is begun and not saved is told before it is too late, and afterwards
    hour.hears(WAITS_UNDER, text=POINT)
    twice(
        hour.page.get_by_role("dialog")
        .get_by_role("button")
        .filter(has_text=hour.says("Close the meeting"))
    )
    hour.hears("The meeting is closed. The notes are a draft until you circulate them.")
    hour.hears(WAITS_UNDER, text=POINT)
    # The tab that has not heard of it keeps what is typed there
    late.bring_to_front()
    hour.box("Note", late).press("End")
    late.keyboard.type(" Till sist.")
    expect(late.get_by_role("paragraph").filter(has_text="Till sist.")).to_be_visible()
    hour.page.bring_to_front()


def asks_whether_to_close(hour: Hour) -> None:
    hour.button("Close the meeting")
    hour.has_dialog("Close the meeting?")
    hour.key("Escape")
    expect(hour.page.get_by_role("dialog")).to_have_count(0)


AT_THE_END = (
    Mishap(
        "the end asked for too early, and Escape",
        asks_whether_to_close,
        ["{part} of {whole} here"],
        kept={"Note": WHOLE_NOTE},
    ),
)


def sends_the_draft_round(hour: Hour) -> None:
    round_ = hour.says("circulate for comments").capitalize()
    hour.page.get_by_role("button", name=round_).click()
    dialog = hour.page.get_by_role("dialog")
    twice(dialog.get_by_role("button", name=round_))
    hour.hears("Waits to be sent ({n})", n=13)
    waiting = hour.plural("{n} email is waiting for you.", "{n} emails are waiting for you.", 13)
    hour.sees(waiting)
    goes_through(hour, WHILE_COMMENTS_ARE_AWAITED)
    hour.menu("Home")
    hour.has_heading(waiting)


def approved_too_early(hour: Hour) -> None:
    approve = hour.says("approve the notes").capitalize()
    hour.page.get_by_role("button", name=approve).click()
    hour.hears("Comments are waited for until {day}. Approve all the same?")
    hour.key("Escape")


WHILE_COMMENTS_ARE_AWAITED = (
    Mishap("approved too early", approved_too_early, ["Out for comments"]),
)


def a_member_reads_it(hour: Hour, member: Page) -> None:
    """From a bookmark of last term: the sign-in first, and then the page."""
    member.goto(f"{hour.server.address}/my/meetings/HT2026-1?group=trelleborg")
    expect(member.get_by_role("heading", level=1)).to_have_text(hour.says("Sign in"))
    said = "When you have signed in, you come to the page that you asked for."
    expect(member.get_by_text(hour.says(said))).to_be_visible()
    enter(member, hour.server, MEMBER)
    member.reload()
    member.get_by_role("link", name=hour.says("Go on")).click()
    until = hour.words("Draft, out for comments until {day}")
    expect(member.get_by_text(until).first).to_be_visible()
    expect(member.get_by_text(DECISION)).to_be_visible()
    expect(member.get_by_text("Ur den andra fliken.")).to_be_visible()
