"""Text files with a sign between the cells: CSV in its many spellings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from coordinator.core.errors import BadInput, Problem
from coordinator.core.lists.letters import decoded, is_garbled
from coordinator.core.lists.line import (
    HEADER_WITHIN,
    LAST_ROW,
    MAX_BYTES,
    MAX_CELL,
    MAX_LINES,
    MAX_ROWS,
    Line,
    Sheet,
    cleaned_cells,
)

Likeness = Callable[[Sequence[str]], int]

_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 65_536
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# Excel writes, reads and hides a first line that names the delimiter.
_TOLD: Final = re.compile(r"\s*\"?sep=(.?)\"?[;,\t| ]*(?:\r\n|\r|\n)", re.IGNORECASE)
# What Excel made of a number that was typed without its zero, or with a plus, and then saved: also
# with a sign between thousands, or with decimals.
_BARE_NUMBER: Final = re.compile(
    r"(?:[1-9]\d{6,}"
    r"|[1-9]\d{0,2}(?P<sign>[ .,'’\xa0\u202f])\d{3}(?:(?P=sign)\d{3})+)"
    r"(?:[.,]0{1,3})?"
)


def read_text(content: bytes, likeness: Likeness) -> Sheet:
    """The rows, by the delimiter with which some row is most like the wanted column names.

    Raises:
        BadInput: for everything that cannot be read.
    """
    if len(content) > MAX_BYTES:
        raise BadInput("list-too-large", rows=MAX_ROWS)
    text = decoded(content)
    sample = text[:_SAMPLE]
    if sample.lstrip().startswith("<"):
        raise BadInput("list-is-web-page")
    if "\0" in text or len(_BINARY.findall(sample)) > len(sample) / 20:
        raise BadInput("list-unreadable")
    told = _TOLD.match(text)
    if told:
        text = text[told.end() :]
        sample = text[:_SAMPLE]
    looks = {sign: _look_of(sample, sign, likeness) for sign in _DELIMITERS}
    delimiter = max(looks, key=lambda sign: looks[sign])
    if not looks[delimiter][0]:
        # Whatever it is, the names are not there: what may be misspelt stands at the beginning.
        return Sheet(tuple(_beginning(sample, delimiter)))
    if told and (sign := told[1]) in _DELIMITERS and sign and looks[sign][0] == looks[delimiter][0]:
        delimiter = sign
    return Sheet(tuple(islice(_records(text, delimiter), MAX_LINES)))


def _look_of(sample: str, delimiter: str, likeness: Likeness) -> tuple[int, int]:
    """How well the sample reads with this delimiter: likeness to our names, then width."""
    found = _beginning(sample, delimiter)
    return (
        max((likeness(line.cells) for line in found), default=0),
        max((len(line.cells) for line in found), default=0),
    )


def _beginning(sample: str, delimiter: str) -> list[Line]:
    found: list[Line] = []
    # Quotes may make no sense with this delimiter, or be cut off with the sample.
    with suppress(BadInput):
        for line in islice(_records(sample, delimiter), HEADER_WITHIN):
            found.append(line)  # noqa: PERF402 - what came before the fault is kept
    return found


def _records(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if row > LAST_ROW:
                raise BadInput("list-too-many-rows", rows=MAX_ROWS)
            if "".join(cells).strip() and (line := _line(row, cells)):
                yield line
    except csv.Error as error:
        # A quote that never ends would swallow the rest of the list without a word.
        fault = Problem("quote-misplaced", row=row + 1)
        if "field limit" in str(error):
            fault = Problem("cell-too-long", (("limit", MAX_CELL),), row=row + 1)
        raise BadInput("list-has-problems", problems=(fault,)) from None


def _line(row: int, raw: Sequence[str]) -> Line | None:
    cells = cleaned_cells(raw)
    if not any(cells):
        return None
    return Line(
        row,
        cells,
        numbers=frozenset(at for at, cell in enumerate(cells) if _BARE_NUMBER.fullmatch(cell)),
        faults={
            at: "cell-unreadable" for at, cell in enumerate(raw[: len(cells)]) if is_garbled(cell)
        },
    )
