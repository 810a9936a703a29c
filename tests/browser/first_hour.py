"""What the walk through the first hour stands on: a stranger's eyes, and what a mishap is.

A stranger knows labels, headings and words, never the names that the pages give their parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Dialog, Locator, Page, expect

from coordinator.core.translation import ngettext, speak
from tests.browser.conftest import Server, settled
from tests.browser.walk import Walk

COORDINATOR = "asa.ovningsson@example.se"

# What the pages' own scripts say, in Swedish and in English: it stands in no catalog.
NO_CONTACT = ("Ingen kontakt med Samordnaren.", "No contact with Samordnaren.")
SIGNED_OUT = ("Du är inte inloggad.", "You are not signed in.")
NOT_SAVED = (
    "Något du har skrivit här är inte sparat. Vill du lämna det ändå?",
    "Something you have typed here is not saved. Leave it anyway?",
)
NO_SUCH_FILE = ("tas inte emot", "not allowed")
Scripted = tuple[str, str]


class Hour(Walk):
    """A stranger at the product: one page, now and then another tab of it."""

    def __init__(self, page: Page, language: str, server: Server) -> None:
        super().__init__(page, language)
        self.server = server
        self.tab: Page | None = None  # the other one
        self.asked: list[str] = []  # what the browser has asked before something was left

    def words(self, message: str | Scripted, **values: object) -> re.Pattern[str]:
        """What is read on the page, whatever stands in the places that are not told here."""
        text = self.says(message) if isinstance(message, str) else message[self.language == "en"]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        parts = re.split(r"\{\w+\}", text)
        return re.compile(".+".join(re.escape(part) for part in parts))

    def plural(self, one: str, many: str, n: int) -> str:
        speak(self.language)
        return ngettext(one, many, n)

    def hears(self, message: str | Scripted, **values: object) -> None:
        expect(self.page.get_by_text(self.words(message, **values)).first).to_be_visible()

    def box(self, label: str, page: Page | None = None) -> Locator:
        return (page or self.page).get_by_label(self.says(label), exact=True).first

    def types(self, label: str, text: str) -> None:
        """As fingers do, at the end of what stands there."""
        self.box(label).click()
        self.box(label).press("End")
        self.page.keyboard.type(text)

    def holds(self, label: str, text: str) -> None:
        expect(self.box(label)).to_have_value(text)

    def has_heading(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", name=words).first).to_be_visible()

    def has_dialog(self, message: str) -> None:
        expect(self.page.get_by_role("dialog", name=self.says(message))).to_be_visible()

    def menu(self, message: str) -> None:
        """A page's name in the menu."""
        self.page.get_by_role("navigation").get_by_role(
            "link", name=self.says(message), exact=True
        ).click()
        settled(self.page)

    def opens(self, path: str) -> None:
        self.page.goto(self.server.address + path)
        settled(self.page)

    def key(self, keys: str) -> None:
        self.page.keyboard.press(keys)
        settled(self.page)

    def unfolds(self, message: str) -> None:
        self.page.get_by_text(self.says(message), exact=True).first.click()
        settled(self.page)

    def tab_of(self, message: str) -> None:
        """One of a page's own tabs."""
        self.page.get_by_role("tab", name=self.says(message)).click()
        settled(self.page)

    def other_tab(self, address: str = "") -> Page:
        """A second tab of the same browser, on the same page."""
        if self.tab is None:
            self.tab = self.page.context.new_page()
        self.tab.goto(address or self.page.url)
        settled(self.tab)
        return self.tab

    def button_of(self, message: str, page: Page | None = None) -> Locator:
        name = re.compile(rf"{re.escape(self.says(message))}\s*$")
        return (page or self.page).get_by_role("button", name=name).first

    def stays(self, leave: Callable[[], None]) -> None:
        """Leaves, and answers no to what the browser asks."""

        def no(dialog: Dialog) -> None:
            self.asked.append(dialog.message)
            dialog.dismiss()

        self.page.once("dialog", no)
        leave()


def nothing(_hour: Hour) -> None:
    """The page stands as it stood."""


@dataclass(frozen=True)
class Mishap:
    """One thing that goes wrong; ``says``: what the page tells then; ``back``: how one goes on.

    ``kept``: what stands in the fields afterwards, by their labels.
    """

    name: str
    happens: Callable[[Hour], object]
    says: Sequence[str | Scripted] = ()
    back: Callable[[Hour], object] = nothing
    kept: Mapping[str, str] = field(default_factory=dict)


def goes_through(hour: Hour, mishaps: Sequence[Mishap]) -> None:
    """One after another, each in the place where the one before left the page."""
    for mishap in mishaps:
        try:
            mishap.happens(hour)
            for words in mishap.says:
                hour.hears(words)
            mishap.back(hour)
            for label, text in mishap.kept.items():
                hour.holds(label, text)
        except BaseException as error:
            error.add_note(f"The mishap: {mishap.name}.")
            raise
