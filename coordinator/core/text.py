"""Foreign text is cleaned here, once, before it is stored or sent on.

What is taken out has harmed others: control characters break mail headers and calendar lines,
bidi marks make one name look like another, a trailing backslash swallows the sign after it.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from coordinator.core.errors import BadInput

LONGEST_LINE: Final = 500  # characters of a name, a place, a title or a reason
LONGEST_TEXT: Final = 10_000  # characters of a text with several lines

# The zero-width joiner and non-joiner stay: emoji and Persian names are spelt with them.
_INVISIBLE = (
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # bidi marks
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width space, word joiner, byte order mark
)
_CONTROLS = [sign for sign in (*range(0x20), *range(0x7F, 0xA0)) if not chr(sign).isspace()]
_LONE_SURROGATES = range(0xD800, 0xE000)  # cannot be written as UTF-8
_NON_CHARACTERS = [
    *range(0xFDD0, 0xFDF0),
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
]
_UNWANTED = dict.fromkeys((*map(ord, _INVISIBLE), *_CONTROLS, *_LONE_SURROGATES, *_NON_CHARACTERS))


def clean(text: str) -> str:
    """One line: no control characters or bidi marks, single spaces, NFC, no trailing backslash.

    Line breaks and tabs count as spaces. Cleaning twice changes nothing.
    """
    words = unicodedata.normalize("NFC", text.translate(_UNWANTED)).split()
    return " ".join(words).rstrip("\\ ")


def clean_lines(text: str) -> str:
    """Like :func:`clean` line by line; lines end with a newline sign, none before or after all."""
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


def typed_line(text: str) -> str:
    """What somebody typed into a field of one line, cleaned.

    Raises:
        BadInput: ``text-too-long``.
    """
    return _bounded(clean(text), LONGEST_LINE)


def typed_lines(text: str) -> str:
    """What somebody typed into a field of several lines, cleaned.

    Raises:
        BadInput: ``text-too-long``.
    """
    return _bounded(clean_lines(text), LONGEST_TEXT)


def _bounded(text: str, most: int) -> str:
    if len(text) > most:
        raise BadInput("text-too-long", most=most)
    return text
