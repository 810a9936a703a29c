"""The cells of one sheet of a workbook, and what is hidden, merged or not worked out in it.

One pass over the XML, which stops when a sheet holds too much: a small file cannot become much
work. Source: ECMA-376 part 1, section 18.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from coordinator.core.errors import BadInput
from coordinator.core.lists.line import LAST_ROW, MAX_COLUMNS, MAX_ROWS

_DEEPEST: Final = 30  # a cell's rich text stands nine deep
_LAST_COLUMN: Final = 16_384
_LONGEST: Final = 32_767  # characters of a cell
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_YES: Final = frozenset({"1", "true"})

Place = tuple[int, int]  # row and column, both from 1


@dataclass(frozen=True)
class RawCell:
    """As the sheet holds it: ``kind`` is its ``t``, ``style`` the number of its look.

    ``is_bare``: a formula without its result, as a script leaves it.
    """

    kind: str
    style: int
    text: str
    is_bare: bool = False


@dataclass
class Cells:
    """Cells that hold anything, by row and column; both count from 1.

    ``above``: for each place of a merged cell under its first, the row in which the text stands.
    """

    rows: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    above: dict[Place, int] = field(default_factory=dict)


@dataclass
class Budget:
    """How many elements and characters all sheets and their texts may hold together."""

    elements: int
    characters: int

    def take(self, elements: int, characters: int = 0) -> None:
        """Raises :class:`BadInput` when it is used up."""
        self.elements -= elements
        self.characters -= characters
        if self.elements < 0 or self.characters < 0:
            raise BadInput("list-too-large", rows=MAX_ROWS)


def cells_of(xml: bytes, budget: Budget) -> Cells:
    """Reads one sheet's XML.

    Raises:
        BadInput: it is nested too deep, or holds too much.
        expat.ExpatError: it is no XML.
    """
    reader = _SheetReader(budget)
    reader.read(xml)
    return reader.cells


def strings_of(xml: bytes, budget: Budget) -> list[str]:
    """The texts that cells share; raises as :func:`cells_of`."""
    reader = _TextReader(budget)
    reader.read(xml)
    return reader.strings


class _Reader:
    """What both kinds of parts have in common: texts in runs, and how pronounced they are left."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._depth = 0
        self._in_text = False
        self._phonetic = 0
        self._pieces: list[str] = []

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.buffer_text = True
        parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadInput("list-unreadable")
        self._budget.take(1)
        tag = name.rpartition(" ")[2]
        if tag in {"t", "v"}:
            self._in_text = not self._phonetic
        elif tag == "rPh":
            self._phonetic += 1
        else:
            self.begin(tag, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        tag = name.rpartition(" ")[2]
        if tag in {"t", "v"}:
            self._in_text = False
        elif tag == "rPh":
            self._phonetic -= 1
        else:
            self.finish(tag)

    def _characters(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def _doctype(self, *_told: Any) -> None:
        raise BadInput("list-unreadable")

    def _text(self) -> str:
        text = "".join(self._pieces)[:_LONGEST]
        self._pieces.clear()
        return text

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def finish(self, tag: str) -> None:
        raise NotImplementedError


class _TextReader(_Reader):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.strings: list[str] = []

    def begin(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            self._pieces.clear()

    def finish(self, tag: str) -> None:
        if tag == "si":
            self.strings.append(self._text())


class _SheetReader(_Reader):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.cells = Cells()
        self._row = self._column = 0
        self._kind, self._style = "", 0
        self._has_formula = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "col":
            self._columns(attributes)
        elif tag == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def finish(self, tag: str) -> None:
        if tag != "c":
            return
        text = self._text()
        self._budget.take(0, len(text))
        is_bare = self._has_formula and not text.strip() and self._kind in {"", "n"}
        if (text or is_bare) and self._column <= MAX_COLUMNS:
            cell = RawCell(self._kind, self._style, text, is_bare)
            self.cells.rows.setdefault(self._row, {})[self._column] = cell

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number[:9]) if number.isdecimal() else self._row + 1
        self._column = 0
        if self._row > LAST_ROW:
            raise BadInput("list-unreadable")
        if attributes.get("hidden") in _YES:
            self.cells.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _CELL.fullmatch(attributes.get("r", ""))
        self._column = _number_of(place[1]) if place else self._column + 1
        self._kind = attributes.get("t", "")
        style = attributes.get("s", "")
        self._style = int(style[:6]) if style.isdecimal() else 0
        self._has_formula = False
        self._pieces.clear()

    def _columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in _YES and first.isdecimal() and last.isdecimal():
            until = min(int(last[:6]), MAX_COLUMNS)
            self.cells.hidden_columns.update(range(int(first[:6]), until + 1))

    def _merged(self, ref: str) -> None:
        """A text over several rows is meant for each; one over columns stands in the first."""
        first, _colon, last = ref.partition(":")
        start, end = _CELL.fullmatch(first), _CELL.fullmatch(last)
        if start is None or end is None or start[1] != end[1]:
            return
        column, top, bottom = _number_of(start[1]), int(start[2]), int(end[2])
        self._budget.take(max(0, bottom - top))
        self.cells.above |= {(row, column): top for row in range(top + 1, bottom + 1)}


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return min(number, _LAST_COLUMN)
