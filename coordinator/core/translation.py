"""Words for people, from gettext catalogs: English message ids, Swedish complete.

The language is a context variable, so a thread that draws a page or answers a request sets it
once with :func:`speak` and every ``_()`` below follows. Catalogs are read from the ``.po`` files
themselves: nothing needs to be compiled or kept in step.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "locale"

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")

_language: ContextVar[Language] = ContextVar("language", default="sv")


@cache
def _catalog(language: Language) -> gettext.NullTranslations:
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return gettext.NullTranslations()  # English: the message ids are the text
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def speak(language: str | None) -> None:
    """Sets the language of this context; anything but a known one means Swedish."""
    _language.set("en" if language == "en" else "sv")


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speaks another language inside the block: a mail is not written in its sender's."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def language() -> Language:
    return _language.get()


def preferred_language(accept_language: str | None) -> Language:
    """The browser's first wish among ours; Swedish when it has none (``Accept-Language``)."""
    for wish in (accept_language or "").split(","):
        tag = wish.split(";")[0].strip().lower()
        for known in LANGUAGES:
            if tag == known or tag.startswith(known + "-"):
                return known
    return "sv"


def _(message: str, **values: object) -> str:
    """The message in the reader's language, with ``{name}`` places filled."""
    text = _catalog(_language.get()).gettext(message)
    return text.format(**values) if values else text


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Singular or plural by ``n``, which also fills ``{n}``."""
    return _catalog(_language.get()).ngettext(one, many, n).format(n=n, **values)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Marks a message for the catalog without translating it now."""
    return message
