"""A coordinator's hands and eyes, shared by the walks through the product."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from coordinator.core.translation import _, speak
from tests.browser.conftest import choose, settled

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}


class Walk:
    """A coordinator's hands: words come from the catalog, so both languages walk one path."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language

    def says(self, message: str, **values: object) -> str:
        speak(self.language)
        return _(message, **values)

    def button(self, message: str, **values: object) -> None:
        name = self.says(message, **values)
        self.page.get_by_role("button", name=re.compile(rf"{re.escape(name)}\s*$")).first.click()
        settled(self.page)

    def shortcut(self, key: str) -> None:
        """A button that shows its shortcut, found by its key: the name holds the shortcut too."""
        self.page.locator(f".st-key-{key} button").click()
        settled(self.page)

    def link(self, message: str, **values: object) -> None:
        name = self.says(message, **values)
        self.page.get_by_role("link", name=name).first.click()
        settled(self.page)

    def field(self, message: str, text: str) -> None:
        box = self.page.get_by_label(self.says(message), exact=True).first
        box.fill(text)

    def choose(self, message: str, option: str) -> None:
        choose(self.page, self.page.get_by_role("combobox", name=self.says(message)).first, option)
        settled(self.page)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()
