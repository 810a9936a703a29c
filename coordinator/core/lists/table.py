"""The one reader of every table that people bring: people, closed days.

What a file is decides, not what it is called. It is read within bounds, and nothing but
:class:`BadInput` is raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Generic

from coordinator.core.errors import BadInput, Problem
from coordinator.core.lists.columns import C, ColumnNames, Header
from coordinator.core.lists.delimited import read_text
from coordinator.core.lists.line import MAX_CELL, MAX_ROWS, Line, Sheet
from coordinator.core.lists.workbook import read_workbook

_OF_COLUMNS: Final = ("column-", "list-needs-", "days-needs-")
_EXCEL: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
# What a spreadsheet shows, in English or Swedish, when a formula failed: #N/A, #REF!, #SAKNAS!
_CELL_ERROR: Final = re.compile(r"#[A-ZÅÄÖ0-9/]+[!?]?")
# A long number that was shown shortened and saved so: its last digits are gone for good.
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)? ?E[+-]?\d{1,3}", re.IGNORECASE)
_SHORT_NAME: Final = re.compile(r"\d+ ?E\d{1,2}", re.IGNORECASE)  # 3E10: a room, a class
_SUM: Final = re.compile(r"(summa|totalt?|antal( personer| rader)?|sum)\b[\s:]*\d*", re.IGNORECASE)


@dataclass(frozen=True)
class Row(Generic[C]):
    """``row`` as the sheet counts it, clean text and the list's own column names.

    ``numbers``: columns in which a spreadsheet program holds a number, so that zeros may be gone.
    """

    row: int
    values: Mapping[C, str]
    labels: Mapping[C, str]
    numbers: frozenset[C] = frozenset()

    def value(self, column: C) -> str:
        return self.values.get(column, "")

    def label(self, *columns: C) -> str | None:
        """The list's name for the first of these columns that it has."""
        return next((self.labels[column] for column in columns if column in self.labels), None)


@dataclass(frozen=True)
class Table(Generic[C]):
    """``problems``: what is wrong whatever the cells mean. ``missing``: columns that it lacks."""

    rows: tuple[Row[C], ...]
    problems: tuple[Problem, ...] = ()
    missing: frozenset[C] = frozenset()


def read_table(content: bytes, filename: str, names: ColumnNames[C]) -> Table[C]:
    """The rows under the column names, in whatever order these stand.

    Faults of names and of cells are returned and not raised, so that a room can tell its own beside
    them.

    Raises:
        BadInput: it is no table, or has no column name that is known, or no rows.
    """
    sheet = _read(content, filename, names)
    if not sheet.lines:
        raise BadInput("list-empty")
    position, header = names.find_header(sheet)
    body = [line for line in sheet.lines[position + 1 :] if not _is_beside(line, header, names)]
    if len(body) > MAX_ROWS:
        raise BadInput("list-too-many-rows", rows=MAX_ROWS)
    problems = list(header.problems)
    rows = []
    for line in body:
        problems += _faults(line, header)
        row = _row(line, header)
        if any(row.values.values()):
            rows.append(row)
    if not rows and not problems:
        raise BadInput("list-no-rows")
    return Table(tuple(rows), tuple(problems), header.missing)


def of_columns(problems: Sequence[Problem]) -> bool:
    """Whether a list's column names are at fault, so that the right ones help."""
    return any(problem.code.startswith(_OF_COLUMNS) for problem in problems)


def _read(content: bytes, filename: str, names: ColumnNames[C]) -> Sheet:
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BadInput("list-empty")
    if b"%PDF-" in content[:1024]:
        raise BadInput("list-is-pdf")
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # OLE2: .xls, and any workbook with a password
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise BadInput("list-has-password" if is_locked else "list-is-old-excel")
    if content.startswith(b"PK"):
        return read_workbook(
            content, names.likeness, names.is_whole, of_one_sheet=names.of_one_sheet
        )
    if re.match(rb"(\xef\xbb\xbf)?\s*<", content[:200]):
        raise BadInput("list-is-web-page")
    if PurePath(filename).suffix.lower() in _EXCEL:
        raise BadInput("list-not-excel")
    if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"BEGIN:V"):
        raise BadInput("list-is-calendar")
    return read_text(content, names.likeness)


def _is_beside(line: Line, header: Header[C], names: ColumnNames[C]) -> bool:
    """The column names once more, as at the head of every printed page, or a sum at the end."""
    filled = [cell for cell in line.cells if cell]
    again = [names.column(cell) for cell in filled]
    if len(filled) > 1 and all(again) and set(again) <= set(header.columns):
        return True
    numbers = all(re.fullmatch(r"[\d .,]+", cell) for cell in filled[1:])
    return len(filled) <= 3 and numbers and _SUM.fullmatch(filled[0]) is not None


def _faults(line: Line, header: Header[C]) -> list[Problem]:
    found = []
    if line.is_hidden:
        found.append(Problem("row-hidden", row=line.row))
    named = header.names
    if any(cell and not "".join(named[at : at + 1]) for at, cell in enumerate(line.cells)):
        found.append(Problem("row-wider-than-header", row=line.row))
    for at, (column, cell) in enumerate(zip(header.columns, line.cells, strict=False)):
        if column is not None and (fault := line.faults.get(at) or _fault_of(cell)):
            params = (("value", cell), ("limit", MAX_CELL))
            found.append(Problem(fault, params, line.row, header.labels[column]))
    return found


def _row(line: Line, header: Header[C]) -> Row[C]:
    placed = [
        (at, column, cell)
        for at, (column, cell) in enumerate(zip(header.columns, line.cells, strict=False))
        if column is not None
    ]
    return Row(
        line.row,
        {column: cell for _at, column, cell in placed},
        header.labels,
        frozenset(column for at, column, _cell in placed if at in line.numbers),
    )


def _fault_of(cell: str) -> str | None:
    """What no column may hold."""
    if len(cell) > MAX_CELL:
        return "cell-too-long"
    if _CELL_ERROR.fullmatch(cell):
        return "cell-has-formula-error"
    if _SCIENTIFIC.fullmatch(cell) and not _SHORT_NAME.fullmatch(cell):
        return "cell-is-shortened"
    return None
