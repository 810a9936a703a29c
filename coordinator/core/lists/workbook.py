"""Excel workbooks, read within bounds: the sheet that is most like a list."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

import openpyxl

from coordinator.core.errors import BadInput
from coordinator.core.lists import numbers_shown
from coordinator.core.lists.letters import is_garbled
from coordinator.core.lists.line import (
    HEADER_WITHIN,
    LAST_ROW,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_ROWS,
    Line,
    Sheet,
    cleaned,
)
from coordinator.core.lists.sheet_layout import Layout, layout_of

Likeness = Callable[[Sequence[str]], int]

_MAX_UNPACKED: Final = 8_000_000  # bytes of the workbook's parts that are read
_MAX_PARTS: Final = 2_000
_MAX_SHEETS: Final = 60
_MAX_CELLS: Final = 130_000  # elements in all sheets and their texts: two full lists and a half
_MAX_OTHER: Final = 25_000  # elements in styles, names, relations, which are dearer to read
_MAX_PAGE: Final = 4_000_000  # characters of all cells that are read

# Parts of a workbook that say nothing about its cells are not even unpacked.
_UNREAD: Final = re.compile(
    r"docProps/|customXml/|xl/(theme|chartsheets|charts|drawings|media|externalLinks|pivot|"
    r"comments|threadedComments|persons|printerSettings|ctrlProps|activeX|tables|queryTables)",
    re.IGNORECASE,
)
_CELLS: Final = re.compile(r"xl/(worksheets/[^/]*$|sharedStrings)", re.IGNORECASE)
_SHEET: Final = re.compile(r"xl/worksheets/[^/]*\.xml$", re.IGNORECASE)
# Cells that hold nothing but a look, each with its own place: a form that was drawn far down.
_EMPTY_CELL: Final = re.compile(rb"<c(?=[^<>]* r=\")[^<>]*(?:/>|></c>)")
_EMPTY_ROW: Final = re.compile(rb"<row(?=[^<>]* r=\")[^<>]*(?:/>|>\s*</row>)")
# "Strict Open XML" in Excel's menu: the same under other names, which the library does not know.
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_KINDS: Final = (
    ("xl/workbook.bin", "list-is-binary-excel"),
    ("Index/Document.iwa", "list-is-numbers"),
    ("Index.zip", "list-is-numbers"),
    ("content.xml", "list-is-opendocument"),
    ("word/document.xml", "list-is-word"),
)


def read_workbook(content: bytes, likeness: Likeness, is_whole: Callable[..., bool]) -> Sheet:
    """The first visible sheet with all columns that are needed, else the one most like it.

    Raises:
        BadInput: for everything that cannot be read.
    """
    if len(content) > MAX_BYTES:
        raise BadInput("list-too-large", rows=MAX_ROWS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles and validation
            copy, layouts = _plain_copy(content)
            return _best_sheet(copy, layouts, likeness, is_whole)
    except BadInput:
        raise
    except Exception:  # noqa: BLE001 - a damaged workbook makes zipfile, expat and openpyxl raise anything
        raise BadInput("list-unreadable") from None


def _plain_copy(content: bytes) -> tuple[io.BytesIO, dict[str, Layout]]:
    """The workbook with only the parts we read, unpacked within bounds, and its sheets' layouts.

    A zip entry may unpack to far more than it declares, and openpyxl reads entries whole: so each
    is read here in pieces against one common limit, and XML that declares entities is refused.
    """
    copy = io.BytesIO()
    left = _MAX_UNPACKED
    elements = {True: _MAX_CELLS, False: _MAX_OTHER}
    layouts: dict[str, Layout] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(copy, "w") as target:
        parts = {part.filename: part for part in source.infolist()[:_MAX_PARTS]}
        _refuse_by_kind(parts)
        for name, part in parts.items():
            if not name.endswith((".xml", ".rels")) or _UNREAD.match(name):
                continue
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise BadInput("list-unreadable")
            with source.open(part) as file:
                xml = file.read(left + 1)
            left -= len(xml)
            if left < 0:
                raise BadInput("list-too-large", rows=MAX_ROWS)
            for strict, usual in _STRICT:
                xml = xml.replace(strict, usual)
            plain = xml.replace(b"\0", b"")  # the same in UTF-16
            if b"<!DOCTYPE" in plain:
                raise BadInput("list-unreadable")
            if _SHEET.match(name):
                xml = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml))
                layouts[name], counted = layout_of(xml, most=elements[True])
            else:
                counted = plain.count(b"<") - plain.count(b"</")
            elements[bool(_CELLS.match(name))] -= counted
            if min(elements.values()) < 0 or len(layouts) > _MAX_SHEETS:
                raise BadInput("list-too-large", rows=MAX_ROWS)
            target.writestr(name, xml)
    copy.seek(0)
    return copy, layouts


def _refuse_by_kind(parts: dict[str, zipfile.ZipInfo]) -> None:
    """Other programs' files, which are zip archives as well."""
    if any(part.flag_bits & 1 for part in parts.values()):
        raise BadInput("list-has-password")
    for name, code in _KINDS:
        if name in parts and "xl/workbook.xml" not in parts:
            raise BadInput(code)


def _best_sheet(
    copy: io.BytesIO,
    layouts: dict[str, Layout],
    likeness: Likeness,
    is_whole: Callable[..., bool],
) -> Sheet:
    book = openpyxl.load_workbook(copy, read_only=True, data_only=True, keep_links=False)
    best, best_score = Sheet(()), -1
    unseen = False
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            unseen = True
            continue
        # The one thing that ties what the library reads to the part that was counted.
        path = str(sheet._worksheet_path).lstrip("/")  # type: ignore[attr-defined] # noqa: SLF001
        layout = layouts.get(path, Layout())
        lines = tuple(islice(_lines(sheet, layout), MAX_LINES))
        read = Sheet(lines, frozenset(column - 1 for column in layout.hidden_columns))
        head = [line.cells for line in lines[:HEADER_WITHIN]]
        if any(is_whole(cells) for cells in head):
            return read
        score = max((likeness(cells) for cells in head), default=-1)
        if score > best_score:
            best, best_score = read, score
    if not best.lines and unseen:
        raise BadInput("list-sheets-hidden")
    return best


def _lines(sheet: Any, layout: Layout) -> Iterator[Line]:
    """The rows that hold anything; a merged cell's text stands in each of its rows."""
    left = _MAX_PAGE
    above: dict[int, Line] = {}
    tops = set(layout.filled.values())
    # Given bounds, because the dimensions a workbook declares may be wrong.
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS), 1):
        line = _line(number, row, layout) if row else None
        if line is None:
            continue
        if number in tops:
            above[number] = line
        line = _with_merged(line, layout, above)
        left -= sum(map(len, line.cells))
        if left < 0:
            raise BadInput("list-too-large", rows=MAX_ROWS)
        yield line


def _with_merged(line: Line, layout: Layout, above: dict[int, Line]) -> Line:
    cells = list(line.cells)
    for at, cell in enumerate(cells):
        top = above.get(layout.filled.get((line.row, at + 1), 0))
        if not cell and top is not None and at < len(top.cells):
            cells[at] = top.cells[at]
    return replace(line, cells=tuple(cells))


def _line(number: int, row: Sequence[Any], layout: Layout) -> Line | None:
    cells, numbers, faults = [], set(), {}
    for at, cell in enumerate(row):
        raw = _text(cell)
        if (number, at + 1) in layout.bare:
            raw, faults[at] = "#FORMULA!", "cell-has-formula-error"
        elif is_garbled(raw):
            faults[at] = "cell-unreadable"
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            numbers.add(at)
        cells.append(cleaned(raw))
    if not any(cells):
        return None
    is_hidden = number in layout.hidden_rows
    return Line(number, tuple(cells), frozenset(numbers), faults, is_hidden)


def _text(cell: Any) -> str:
    """A cell's value as a person would type it: days as ISO, numbers as they are shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int):
        return numbers_shown.shown(value, cell.number_format or "") or str(value)
    if isinstance(value, datetime):
        is_day = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
