"""A row of a table as it was read, before anybody knows what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from coordinator.core.text import clean

MAX_ROWS: Final = 2_000  # under the column names
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 300  # characters
MAX_BYTES: Final = 8_000_000
HEADER_WITHIN: Final = 20  # the names may stand below a title and a note, but not anywhere
MAX_LINES: Final = HEADER_WITHIN + MAX_ROWS + 1
LAST_ROW: Final = 1_048_576  # of any sheet
FORMULA: Final = "#"  # what stands for a formula without its result
_LONGEST_CLEANED: Final = 4_000


@dataclass(frozen=True)
class Line:
    """``row`` as the sheet shows it; one line of clean text per cell.

    ``numbers``: positions of cells that a spreadsheet program holds as numbers, so that zeros in
    front may be gone. ``faults``: the code of what a cell cannot be read for, by position.
    ``is_hidden``: whoever opens the file does not see the row.
    """

    row: int
    cells: tuple[str, ...]
    numbers: frozenset[int] = frozenset()
    faults: Mapping[int, str] = field(default_factory=dict)
    is_hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """The rows that hold anything. ``hidden``: positions of columns that nobody sees."""

    lines: tuple[Line, ...]
    hidden: frozenset[int] = frozenset()


def cleaned(raw: str) -> str:
    """A cell's text in one line; one that is far too long stays recognisable as too long."""
    text = clean(raw[:_LONGEST_CLEANED])
    return text if len(raw) <= _LONGEST_CLEANED else text + "…" * MAX_CELL


def cleaned_cells(raw: Sequence[str]) -> tuple[str, ...]:
    return tuple(cleaned(cell) for cell in raw[:MAX_COLUMNS])
