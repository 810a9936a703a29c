"""What a cell of a workbook says, as a person would type it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from xml.etree import ElementTree as ET

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from coordinator.core.lists import numbers_shown
from coordinator.core.lists.sheet_cells import RawCell

_GENERAL: Final = "General"


@dataclass(frozen=True)
class Looks:
    """``formats``: the number format of each look, in order; ``dates``: those of days and times."""

    formats: tuple[str, ...]
    dates: frozenset[int]
    first_day: datetime

    def format(self, style: int) -> str:
        return self.formats[style] if style < len(self.formats) else _GENERAL


def looks_of(xml: bytes | None, *, is_1904: bool) -> Looks:
    """Reads a workbook's styles. ``is_1904``: its days are counted as an old Mac did.

    Raises:
        ET.ParseError: it is no XML.
    """
    epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
    if not xml:
        return Looks((), frozenset(), epoch)
    root = ET.fromstring(xml)  # noqa: S314 - no document type, so no entities
    own = {
        one.get("numFmtId", ""): one.get("formatCode", "")[:200]
        for one in root.iterfind("{*}numFmts/{*}numFmt")
    }
    formats = tuple(
        own.get(key, BUILTIN_FORMATS.get(int(key) if key.isdecimal() else 0, _GENERAL))
        for key in (one.get("numFmtId", "0") for one in root.iterfind("{*}cellXfs/{*}xf"))
    )
    known = {text: bool(is_date_format(text)) for text in set(formats)}
    dates = frozenset(style for style, text in enumerate(formats) if known[text])
    return Looks(formats, dates, epoch)


def text_of(cell: RawCell, strings: Sequence[str], looks: Looks) -> str:
    """Texts as they are, days as ISO, whole numbers as their format shows them.

    Raises:
        ValueError, IndexError: the cell is not what its kind says.
    """
    text = cell.text
    if cell.kind == "s":
        text = strings[int(text)]
    elif cell.kind == "b":
        text = "true" if text.strip() == "1" else "false"
    elif cell.kind == "d":
        text = _as_day(datetime.fromisoformat(text.strip().removesuffix("Z")))
    elif cell.kind in {"", "n"} and text.strip():
        text = _of_number(text, cell.style, looks)
    return text


def _of_number(text: str, style: int, looks: Looks) -> str:
    number = float(text)
    if style in looks.dates:
        # 9999999 in a column of days is none, and is told as what it is.
        with suppress(ValueError, OverflowError):
            moment = from_excel(number, looks.first_day)
            return _as_day(moment) if isinstance(moment, date) else str(moment)
    elif number.is_integer() and abs(number) < 1e15:
        return numbers_shown.shown(int(number), looks.format(style)) or str(int(number))
    return text


def _as_day(moment: date) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    is_day = not (moment.hour or moment.minute or moment.second)
    return moment.date().isoformat() if is_day else moment.isoformat(" ", "minutes")
