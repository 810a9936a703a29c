"""An uploaded list as rows of clean text: CSV in its many spellings, or an Excel workbook.

Whatever the file is, it is read within bounds and nothing but :class:`BadInput` is raised.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import PurePath
from typing import Final

import openpyxl

from coordinator.core.errors import BadInput, Problem
from coordinator.core.text import clean
from coordinator.roster.list_columns import HEADER_WITHIN, header_score, is_complete

Line = tuple[int, tuple[str, ...]]  # row number as the sheet shows it, its cells

MAX_ROWS: Final = 2_000
MAX_CELL: Final = 300  # characters
_MAX_BYTES: Final = 8_000_000
_MAX_UNPACKED: Final = 8_000_000  # bytes of the workbook's parts that are read
_MAX_PARTS: Final = 2_000
_MAX_CELL_TAGS: Final = 500_000  # in sheets and their texts: three full lists
_MAX_OTHER_TAGS: Final = 50_000  # in styles, names, relations, which are dearer to read
_MAX_COLUMNS: Final = 60
_MAX_LINES: Final = HEADER_WITHIN + MAX_ROWS + 1
_LONGEST_CLEANED: Final = 4_000
_LAST_ROW: Final = 1_048_576  # of any sheet
_SAMPLE: Final = 65_536

_DELIMITERS: Final = ",;\t|"
_SWEDISH: Final = re.compile("[åäöéüÅÄÖÉÜ]")
_FOREIGN: Final = re.compile("[^\x00-\x7fåäöéüÅÄÖÉÜ–—‘’“”…\xa0]")
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# Parts of a workbook that say nothing about its cells are not even unpacked.
_UNREAD_PARTS: Final = re.compile(
    r"docProps/|customXml/|xl/(theme|chartsheets|charts|drawings|media|externalLinks|pivot|"
    r"comments|threadedComments|persons|printerSettings|ctrlProps|activeX)",
    re.IGNORECASE,
)
# A formula that no program has worked out yet, in a book that was made by a script: read as it is,
# the cell would be empty, and a name would be missing without a word.
_UNCOUNTED: Final = re.compile(
    rb"(<c(?: (?!t=)[a-z]+=\"[^\"<>]*\")*)><f\b[^<>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>"
)
_CELL_PARTS: Final = re.compile(r"xl/(worksheets/[^/]*$|sharedStrings)", re.IGNORECASE)


def read_lines(content: bytes, filename: str) -> tuple[Line, ...]:
    """The rows that hold anything, from the CSV or the workbook's sheet that looks like a list.

    What the file is decides, not what it is called. At most a few rows over :data:`MAX_ROWS` are
    returned, so the caller can tell that there are too many.

    Raises:
        BadInput: for everything that cannot be read.
    """
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BadInput("list-empty")
    if b"%PDF-" in content[:1024]:
        raise BadInput("list-is-pdf")
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # OLE2: .xls, and any workbook with a password
        raise BadInput("list-is-old-excel")
    is_zip = content.startswith(b"PK")
    if not is_zip and PurePath(filename).suffix.lower() in {".xlsx", ".xlsm", ".xltx"}:
        raise BadInput("list-not-excel")
    lines = _from_workbook(content) if is_zip else _from_text(content)
    if not lines:
        raise BadInput("list-empty")
    return lines


def _cleaned(raw: str) -> str:
    """A cell's text in one line; one that is far too long stays recognisable as too long."""
    text = clean(raw[:_LONGEST_CLEANED])
    return text if len(raw) <= _LONGEST_CLEANED else text + "…" * MAX_CELL


def _line(row: int, cells: Sequence[str]) -> Line | None:
    cleaned = tuple(_cleaned(cell) for cell in cells[:_MAX_COLUMNS])
    return (row, cleaned) if any(cleaned) else None


# CSV


def _from_text(content: bytes) -> tuple[Line, ...]:
    text = _decoded(content)
    sample = text[:_SAMPLE]
    if len(_BINARY.findall(sample)) > len(sample) / 20 or sample.lstrip().startswith("<"):
        raise BadInput("list-unreadable")
    if len(content) > _MAX_BYTES:
        raise BadInput("list-too-large", rows=MAX_ROWS)
    # Excel writes and hides a first line that names the delimiter.
    told = re.match(r"sep=([,;\t|])\r?\n", text, re.IGNORECASE)
    if told:
        text, delimiter = text[told.end() :], told[1]
    else:
        looks = {sign: _look_of(sample, sign) for sign in _DELIMITERS}
        delimiter = max(looks, key=lambda sign: looks[sign])
        if not looks[delimiter][0]:
            raise BadInput("list-no-header")
    return tuple(islice(_records(text, delimiter), _MAX_LINES))


def _decoded(content: bytes) -> str:
    head = content[:_SAMPLE]
    try:
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        if len(head) > 3 and head[1::2].count(0) > len(head) / 4:
            return content.decode("utf-16-le")
        if len(head) > 3 and head[0::2].count(0) > len(head) / 4:
            return content.decode("utf-16-be")
    except UnicodeDecodeError:
        raise BadInput("list-unreadable") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows, old Mac, MS-DOS ("CSV (Macintosh)" and "CSV (MS-DOS)" in Excel's menu), or
        # UTF-8 with a broken letter: the one that reads as Swedish.
        codecs = ("cp1252", "utf-8-sig", "mac-roman", "cp850")
        best = max(codecs, key=lambda codec: _swedishness(head.decode(codec, "replace")))
        return content.decode(best, "replace")


def _swedishness(text: str) -> int:
    return len(_SWEDISH.findall(text)) - len(_FOREIGN.findall(text))


def _look_of(sample: str, delimiter: str) -> tuple[int, int]:
    """How well the sample reads with this delimiter: likeness to our header, then width."""
    found: list[Line] = []
    # Quotes may make no sense with this delimiter, or be cut off with the sample.
    with suppress(BadInput):
        for line in islice(_records(sample, delimiter), HEADER_WITHIN):
            found.append(line)  # noqa: PERF402 - what came before the fault is kept
    return (
        max((header_score(cells) for _row, cells in found), default=0),
        max((len(cells) for _row, cells in found), default=0),
    )


def _records(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if row > _LAST_ROW:
                raise BadInput("list-too-many-rows", rows=MAX_ROWS)
            if "".join(cells).strip() and (line := _line(row, cells)):
                yield line
    except csv.Error:
        # A quote that never ends would swallow the rest of the list without a word.
        fault = Problem("quote-misplaced", row=row + 1)
        raise BadInput("list-has-problems", problems=(fault,)) from None


# Excel


def _from_workbook(content: bytes) -> tuple[Line, ...]:
    if len(content) > _MAX_BYTES:
        raise BadInput("list-too-large", rows=MAX_ROWS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles and validation
            return _sheet_lines(_plain_copy(content))
    except BadInput:
        raise
    except Exception:  # noqa: BLE001 - a damaged workbook makes zipfile, expat and openpyxl raise anything
        raise BadInput("list-unreadable") from None


def _plain_copy(content: bytes) -> io.BytesIO:
    """The workbook with only the parts we read, unpacked within bounds.

    A zip entry may unpack to far more than it declares, and openpyxl reads entries whole: so each
    is read here in pieces against one common limit, and XML that declares entities is refused.
    """
    copy = io.BytesIO()
    left = _MAX_UNPACKED
    tags = {True: _MAX_CELL_TAGS, False: _MAX_OTHER_TAGS}
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(copy, "w") as target:
        parts = {part.filename: part for part in source.infolist()[:_MAX_PARTS]}
        for name, part in parts.items():
            if not name.endswith((".xml", ".rels")) or _UNREAD_PARTS.match(name):
                continue
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise BadInput("list-unreadable")
            with source.open(part) as file:
                xml = file.read(left + 1)
            left -= len(xml)
            signs = xml.replace(b"\0", b"")  # the same in UTF-16
            tags[bool(_CELL_PARTS.match(name))] -= signs.count(b"<")
            if min(left, *tags.values()) < 0:
                raise BadInput("list-too-large", rows=MAX_ROWS)
            if b"<!DOCTYPE" in signs:
                raise BadInput("list-unreadable")
            target.writestr(name, _UNCOUNTED.sub(rb'\1 t="str"><v>#FORMULA!</v></c>', xml))
    copy.seek(0)
    return copy


def _sheet_lines(workbook: io.BytesIO) -> tuple[Line, ...]:
    """The first visible sheet with a whole header, else the one whose header is nearest to it."""
    book = openpyxl.load_workbook(workbook, read_only=True, data_only=True, keep_links=False)
    best: tuple[Line, ...] = ()
    best_score = -1
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        # Given bounds, because the dimensions a workbook declares may be wrong.
        rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=_MAX_COLUMNS, values_only=True)
        filled = ((number, row) for number, row in enumerate(rows, 1) if any(row))
        found = (_line(number, [_text(value) for value in row]) for number, row in filled)
        lines = tuple(islice(filter(None, found), _MAX_LINES))
        head = [cells for _row, cells in lines[:HEADER_WITHIN]]
        if any(is_complete(cells) for cells in head):
            return lines
        score = max((header_score(cells) for cells in head), default=-1)
        if score > best_score:
            best, best_score = lines, score
    return best


def _text(value: object) -> str:
    """A cell's value as a person would type it: whole numbers without ``.0``, days as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        is_day = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
