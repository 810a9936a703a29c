"""Tables for a spreadsheet program, in which no cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

# What makes Excel, LibreOffice and others read a cell as a formula or a command.
_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet program would compute it."""
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS) or text[:1] in _BEGINS else text


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons and a byte order mark: what a Swedish Excel opens as a table by itself."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")
