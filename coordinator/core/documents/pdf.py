"""PDF/A-2a and PDF/UA-1 in one file: kept for ever, and read aloud in the right order.

The same data at the same moment gives the same bytes. The fonts come with Typst; nothing is
fetched, and no font of the machine is used.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

# What every bundled font has: Latin and Cyrillic letters and the usual signs. Compiling stops on
# a character that no font has, so anything else becomes a question mark.
_BLOCKS = ((0x20, 0x7E), (0xA0, 0x17F), (0x400, 0x45F))
_SIGNS = frozenset("–—‘’‚“”„†•…‰′″‹›€™−≈≠≤≥")
_PACKAGE = Path(__file__).parent.parent.parent  # templates lie anywhere in the package


def pdf(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The template filled with the data, as made at ``at`` (aware).

    ``data`` needs ``title``, ``municipality``, ``lang``, ``region``, ``page`` (with ``{n}`` and
    ``{last}``) and ``made`` beside what the template itself asks for.
    """
    made = typst.compile(
        template,
        root=_PACKAGE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=at.astimezone(UTC).replace(microsecond=0),
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def printable(text: str) -> str:
    """The text with a question mark for every sign that no bundled font can draw."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign if _can_be_drawn(sign) else "?" for sign in composed)


def _can_be_drawn(sign: str) -> bool:
    if sign in _SIGNS or sign == "\n":
        return True
    number = ord(sign)
    return any(first <= number <= last for first, last in _BLOCKS) and number != 0xAD


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_printable(each) for each in value]
    return value


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
