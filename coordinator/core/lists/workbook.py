"""Excel workbooks, read within bounds: the sheet that is most like a list."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

from coordinator.core.errors import BadInput
from coordinator.core.lists.cell_text import Looks, looks_of, text_of
from coordinator.core.lists.letters import is_garbled
from coordinator.core.lists.line import (
    FORMULA,
    HEADER_WITHIN,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_ROWS,
    Line,
    Sheet,
    cleaned,
)
from coordinator.core.lists.sheet_cells import Budget, Cells, RawCell, cells_of, strings_of

Likeness = Callable[[Sequence[str]], int]
IsWhole = Callable[[Sequence[str]], bool]

_MAX_UNPACKED: Final = 8_000_000  # bytes of the parts that are read
_MAX_PARTS: Final = 2_000
_MAX_READ: Final = 80  # parts that are read, sheets among them
_MAX_ELEMENTS: Final = 180_000  # in all sheets and their texts: a full list of 20 columns
_MAX_OTHER: Final = 25_000  # elements in styles, names, relations
_MAX_CHARACTERS: Final = 4_000_000  # of all cells
_MOST_NAMED: Final = 10

# Parts of a workbook that are read: what is not among them is not even unpacked.
_READ: Final = re.compile(
    r"_rels/\.rels|(?!docProps|customXml)[^/]+/(_rels/[^/]+\.rels|(worksheets/)?[^/]+\.xml)",
    re.IGNORECASE,
)
_CELLS: Final = re.compile(r"[^/]+/(worksheets/|sharedStrings)", re.IGNORECASE)
# Cells that hold nothing but a look, each with its own place: a form that was drawn far down.
_EMPTY_CELL: Final = re.compile(rb"<c(?=[^<>]* r=\")[^<>]*(?:/>|></c>)")
_EMPTY_ROW: Final = re.compile(rb"<row(?=[^<>]* r=\")[^<>]*(?:/>|>\s*</row>)")
_BOOK: Final = "xl/workbook.xml"
_KINDS: Final = (
    ("xl/workbook.bin", "list-is-binary-excel"),
    ("Index/Document.iwa", "list-is-numbers"),
    ("Index.zip", "list-is-numbers"),
    ("content.xml", "list-is-opendocument"),
    ("word/document.xml", "list-is-word"),
)
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, ExpatError, ET.ParseError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, KeyError, IndexError, OverflowError),
)


@dataclass(frozen=True)
class _Book:
    """Visible sheets in their order, by name and content; ``has_hidden``: there are others."""

    sheets: tuple[tuple[str, bytes], ...]
    has_hidden: bool
    strings: Sequence[str]
    looks: Looks
    budget: Budget


def read_workbook(
    content: bytes, likeness: Likeness, is_whole: IsWhole, *, of_one_sheet: bool = False
) -> Sheet:
    """The first visible sheet with all columns that are needed, else the one most like it.

    Raises:
        BadInput: for everything that cannot be read, and for lists on several sheets where all
            would be meant: one of them would be left out without a word.
    """
    if len(content) > MAX_BYTES:
        raise BadInput("list-too-large", rows=MAX_ROWS)
    try:
        book = _opened(_unpacked(content))
        return _best_sheet(book, likeness, is_whole, of_one_sheet=of_one_sheet)
    except BadInput:
        raise
    except _DAMAGED:
        raise BadInput("list-unreadable") from None


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts that are read, by name, unpacked in pieces against one common limit.

    A zip entry may unpack to far more than it declares. XML that declares entities is refused.
    """
    left, other = _MAX_UNPACKED, _MAX_OTHER
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {part.filename: part for part in source.infolist()[:_MAX_PARTS]}
        _refuse_by_kind(parts)
        for name, part in parts.items():
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise BadInput("list-unreadable")
            if not _READ.fullmatch(name):
                continue
            with source.open(part) as file:
                xml = file.read(left + 1)
            left -= len(xml)
            plain = xml.replace(b"\0", b"")  # the same in UTF-16
            if b"<!DOCTYPE" in plain:
                raise BadInput("list-unreadable")
            if not _CELLS.match(name):
                other -= plain.count(b"<") - plain.count(b"</")
            if min(left, other) < 0 or len(found) > _MAX_READ:
                raise BadInput("list-too-large", rows=MAX_ROWS)
            found[name] = xml
    return found


def _refuse_by_kind(parts: Mapping[str, zipfile.ZipInfo]) -> None:
    """Other programs' files, which are zip archives as well."""
    if any(part.flag_bits & 1 for part in parts.values()):
        raise BadInput("list-has-password")
    for name, code in _KINDS:
        if name in parts and _BOOK not in parts:
            raise BadInput(code)


def _opened(parts: Mapping[str, bytes]) -> _Book:
    """What the workbook says of its sheets; by local names, so that "Strict Open XML" is read."""
    by_name = {name.lower(): xml for name, xml in parts.items()}
    named = _related(by_name, "")
    path = next((path for kind, path in named.values() if kind == "officeDocument"), _BOOK)
    root = ET.fromstring(by_name[path])  # noqa: S314 - no document type, so no entities
    related = _related(by_name, path)
    by_kind = {kind: by_name[path] for kind, path in related.values() if path in by_name}
    sheets, has_hidden = [], False
    for one in root.iterfind("{*}sheets/{*}sheet"):
        key = next((text for name, text in one.attrib.items() if name.endswith("}id")), "")
        kind, path = related.get(key, ("", ""))
        if kind != "worksheet":
            continue  # a chart
        if one.get("state", "visible") != "visible":
            has_hidden = True
            continue
        sheets.append((cleaned(one.get("name", "")), by_name[path]))
    settings = root.find("{*}workbookPr")
    is_1904 = settings is not None and settings.get("date1904") in {"1", "true"}
    budget = Budget(_MAX_ELEMENTS, _MAX_CHARACTERS)
    shared = by_kind.get("sharedStrings")
    strings = strings_of(shared, budget) if shared else ()
    looks = looks_of(by_kind.get("styles"), is_1904=is_1904)
    return _Book(tuple(sheets), has_hidden, strings, looks, budget)


def _related(by_name: Mapping[str, bytes], path: str) -> dict[str, tuple[str, str]]:
    """What a part leads to: the kind and the path of another part, by key."""
    folder, name = posixpath.split(path)
    xml = by_name.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for one in ET.fromstring(xml) if xml else ():  # noqa: S314 - no document type, so no entities
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "").lower()))
        found[one.get("Id", "")] = one.get("Type", "").rpartition("/")[2], target.lstrip("/")
    return found


def _best_sheet(book: _Book, likeness: Likeness, is_whole: IsWhole, *, of_one_sheet: bool) -> Sheet:
    """All sheets are counted before one is chosen."""
    best, best_score = Sheet(()), -1
    lists: list[str] = []
    for name, xml in book.sheets:
        cells = cells_of(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml)), book.budget)
        first = list(islice(_lines(cells, book), HEADER_WITHIN + 1))
        head = first[:HEADER_WITHIN]
        score = max((likeness(line.cells) for line in head), default=-1)
        at = next((at for at, line in enumerate(head) if is_whole(line.cells)), None)
        is_list = at is not None and len(first) > at + 1
        if not lists and (is_list or score > best_score):
            lines = tuple(islice(_lines(cells, book), MAX_LINES))
            hidden = frozenset(column - 1 for column in cells.hidden_columns)
            best, best_score = Sheet(lines, hidden), score
        if is_list:
            lists.append(name)
    if len(lists) > 1 and not of_one_sheet:
        raise BadInput("list-on-several-sheets", sheets=", ".join(lists[:_MOST_NAMED]))
    if not best.lines and book.has_hidden:
        raise BadInput("list-sheets-hidden")
    return best


def _lines(cells: Cells, book: _Book) -> Iterator[Line]:
    for row in sorted(cells.rows):
        if line := _line(row, cells, book):
            yield line


def _line(row: int, cells: Cells, book: _Book) -> Line | None:
    """A row that holds anything; a merged cell's text stands in each of its rows."""
    own = dict(cells.rows[row])
    for column in range(1, MAX_COLUMNS + 1) if cells.above else ():
        top = cells.above.get((row, column))
        if top is not None and column not in own and (cell := cells.rows.get(top, {}).get(column)):
            own[column] = cell
    texts = [""] * max(own)
    numbers, faults = set(), {}
    for column, cell in own.items():
        at = column - 1
        texts[at] = _shown(cell, book)
        if cell.is_bare:
            texts[at], faults[at] = FORMULA, "cell-has-formula"
        elif is_garbled(texts[at]):
            faults[at] = "cell-unreadable"
        if cell.kind in {"", "n"}:
            numbers.add(at)
    if not any(texts):
        return None
    return Line(row, tuple(texts), frozenset(numbers), faults, row in cells.hidden_rows)


def _shown(cell: RawCell, book: _Book) -> str:
    text = text_of(cell, book.strings, book.looks)
    book.budget.take(0, len(text))
    return cleaned(text)
