"""Lists as people have them, made here: text files in every spelling, and workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from coordinator.core.errors import BadInput
from coordinator.core.lists.columns import ColumnNames
from coordinator.core.messages import SENTENCES, problem_lines, sentence
from coordinator.roster.list_columns import PEOPLE
from coordinator.roster.list_faults import Findings
from coordinator.roster.list_reader import KnownAgency, RosterEntry, check_list, read_list
from coordinator.terms.list_columns import DAYS, DayRow
from coordinator.terms.list_columns import read_list as read_days

R = TypeVar("R")

TODAY = date(2026, 11, 30)
AGENCIES = (
    KnownAgency(1, "polis", "Polisen"),
    KnownAgency(2, "norrby", "Norrby kommun"),
    KnownAgency(3, "aldre", "Exempelköpings äldreomsorg"),
)
SHEET = "xl/worksheets/sheet1.xml"


def people(content: bytes, filename: str = "lista.csv") -> tuple[RosterEntry, ...]:
    return whole(check_list(read_list(content, filename), AGENCIES, today=TODAY), PEOPLE)


def days(content: bytes | str, filename: str = "lov.csv") -> tuple[DayRow, ...]:
    written = content.encode() if isinstance(content, str) else content
    return whole(read_days(written, filename), DAYS)


def whole(read: tuple[tuple[R, ...], Findings], names: ColumnNames[Any]) -> tuple[R, ...]:
    """The rows of a list in which nothing is wrong; otherwise it is refused, as the rooms do."""
    rows, findings = read
    findings.refuse(columns=names.offered)
    return rows


def refusal(read: Callable[[], object]) -> BadInput:
    """What is refused, in words that hold no code and no gap."""
    with pytest.raises(BadInput) as caught:
        read()
    told = [sentence(caught.value), *problem_lines(caught.value)]
    codes = {caught.value.code, *(problem.code for problem in caught.value.problems)}
    assert codes <= set(SENTENCES)
    assert all("{" not in line for line in told)
    return caught.value


def faults(error: BadInput) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.code) for problem in error.problems]


def spelt(rows: Sequence[Sequence[str]], delimiter: str = ";", end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    formats: Mapping[str, str] | None = None,
    change: Callable[[Worksheet], object] | None = None,
) -> bytes:
    """One sheet. ``formats``: number formats by cell; ``change``: what else is done to it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for place, code in (formats or {}).items():
        sheet[place].number_format = code
    if change is not None:
        change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes], *, but: Sequence[str] = ()) -> bytes:
    """The workbook with parts replaced or added, and without others."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", 8) as new:
        for info in old.infolist():
            if info.filename not in {*parts, *but}:
                new.writestr(info.filename, old.read(info))
        for name, part in parts.items():
            new.writestr(name, part)
    return changed.getvalue()


def sheet_xml(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)
