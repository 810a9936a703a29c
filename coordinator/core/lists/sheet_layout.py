"""What a sheet's XML tells beside its values: hidden rows and columns, merged cells, bare formulas.

The library that reads the values tells none of this together with them. Its parts are counted here
before anything is read, so that a small file cannot become much work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from coordinator.core.errors import BadInput
from coordinator.core.lists.line import LAST_ROW, MAX_COLUMNS, MAX_ROWS

_DEEPEST: Final = 30  # a cell's rich text stands nine deep
_MOST_MERGED: Final = 5_000
_LAST_COLUMN: Final = 16_384
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_YES: Final = frozenset({"1", "true"})

Place = tuple[int, int]  # row and column, both from 1


@dataclass
class Layout:
    """What is hidden, merged or not worked out; rows and columns count from 1.

    ``filled``: for each place of a merged cell under its first, the row in which the text stands.
    ``bare``: formulas without a result.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled: dict[Place, int] = field(default_factory=dict)
    bare: set[Place] = field(default_factory=set)


def layout_of(xml: bytes, *, most: int) -> tuple[Layout, int]:
    """Reads one sheet's XML once; also how many elements it has, which may be ``most``.

    Raises:
        BadInput: it is nested too deep, or holds too much.
        expat.ExpatError: it is no XML.
    """
    reader = _Reader(most)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.buffer_text = True
    parser.Parse(xml, True)
    return reader.layout, most - reader.left


class _Reader:
    def __init__(self, most: int) -> None:
        self.layout = Layout()
        self.left = most
        self._depth = 0
        self._row = self._column = 0
        self._type = ""
        self._has_formula = self._has_value = self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadInput("list-unreadable")
        self.left -= 1
        if self.left < 0:
            raise BadInput("list-too-large", rows=MAX_ROWS)
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "f":
            self._has_formula = True
        elif tag in {"v", "t"}:
            self._in_value = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "col":
            self._column_widths(attributes)
        elif tag == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        self._depth -= 1
        tag = name.rpartition(" ")[2]
        if tag in {"v", "t"}:
            self._in_value = False
        elif tag == "c" and self._has_formula and not self._has_value and self._type in {"", "n"}:
            self.layout.bare.add((self._row, self._column))

    def text(self, text: str) -> None:
        if self._in_value and text.strip():
            self._has_value = True

    def doctype(self, *_told: Any) -> None:
        raise BadInput("list-unreadable")

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._column = 0
        if self._row > LAST_ROW:
            raise BadInput("list-unreadable")
        if attributes.get("hidden") in _YES:
            self.layout.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = _CELL.fullmatch(attributes.get("r", ""))
        self._column = _number_of(place[1]) if place else self._column + 1
        self._type = attributes.get("t", "")
        self._has_formula = self._has_value = False

    def _column_widths(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in _YES and first.isdecimal() and last.isdecimal():
            self.layout.hidden_columns.update(range(int(first), min(int(last), MAX_COLUMNS) + 1))

    def _merged(self, ref: str) -> None:
        """A text over several rows is meant for each; one over columns stands in the first."""
        first, _colon, last = ref.partition(":")
        start, end = _CELL.fullmatch(first), _CELL.fullmatch(last)
        if start is None or end is None or start[1] != end[1]:
            return
        column, top, bottom = _number_of(start[1]), int(start[2]), int(end[2])
        if bottom - top > MAX_ROWS or len(self.layout.filled) > _MOST_MERGED:
            raise BadInput("list-too-large", rows=MAX_ROWS)
        self.layout.filled |= {(row, column): top for row in range(top + 1, bottom + 1)}


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return min(number, _LAST_COLUMN)
