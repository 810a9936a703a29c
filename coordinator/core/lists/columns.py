"""Which column of a table is which, by the names that a room knows for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from typing import Final, Generic, TypeVar

from coordinator.core.errors import BadInput, Problem
from coordinator.core.lists.line import HEADER_WITHIN, Line, Sheet
from coordinator.core.translation import LANGUAGES, Language, _, speaking
from coordinator.core.worded import EachLanguage

C = TypeVar("C", bound=StrEnum)

_LONGEST_NAME: Final = 40  # a longer text is no misspelt name, and is not compared with each
_MOST_COMPARED: Final = 120


def folded(text: str) -> str:
    """A name without case, spaces and signs: ``E-post *`` and ``epost`` are the same."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _language_of(spelling: str) -> Language:
    return "en" if spelling.islower() else "sv"


@dataclass(frozen=True)
class Header(Generic[C]):
    """The row with the column names.

    By position: ``names`` as they stand there and ``columns``, None where none of ours stands.
    ``missing``: columns that are needed and not there.

    Among ``columns`` are those that a misspelt name probably means. What stands in them is looked
    through as well, so that all faults are told at once; with such a name nothing is imported.
    """

    row: int
    names: tuple[str, ...]
    columns: tuple[C | None, ...]
    labels: Mapping[C, str]
    missing: frozenset[C]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class ColumnNames(Generic[C]):
    """What a room knows of the columns of its tables.

    ``spellings``: every known name, English ones in small letters. ``required``: of each set one is
    needed; the code says which is missing. ``offered``: one message with the names that the page
    and a refusal show, with tabs between them as Excel takes them. ``unknown``: whether a column
    that is none of ours is a fault when something stands in it; names in ``passed_over`` never are.
    ``of_one_sheet``: a workbook may hold older lists on sheets behind the first, not meant here.
    """

    spellings: Mapping[C, tuple[str, ...]]
    required: tuple[tuple[frozenset[C], str], ...]
    offered: str
    no_header: str
    unknown: bool = True
    passed_over: frozenset[str] = field(default_factory=frozenset)
    of_one_sheet: bool = False

    @cached_property
    def _known(self) -> dict[str, C]:
        return {
            folded(spelling): column
            for column, spellings in self.spellings.items()
            for spelling in spellings
        }

    def _meant(self, near: str) -> EachLanguage:
        """The name that a misspelt one probably is, as a reader of each language would write it.

        ``near``: the known spelling it is like, folded. In the other language the column has the
        name that the page offers for it, or else its first.
        """
        column = self._known[near]
        spellings = self.spellings[column]
        written = next(each for each in spellings if folded(each) == near)
        names = {}
        for one in LANGUAGES:
            first = next((each for each in spellings if _language_of(each) == one), written)
            is_written = _language_of(written) == one
            found = written if is_written else self._offered_in(one, column) or first
            names[one] = found.replace("_", " ")
        return EachLanguage(names)

    def _offered_in(self, language: Language, column: C) -> str | None:
        with speaking(language):
            names = _(self.offered).split("\t")
        return next((name for name in names if self.column(name) is column), None)

    def column(self, cell: str) -> C | None:
        return self._known.get(folded(cell))

    def likeness(self, cells: Sequence[str]) -> int:
        """How many of the row's cells are names that are known."""
        return sum(self.column(cell) is not None for cell in cells if cell)

    def is_whole(self, cells: Sequence[str]) -> bool:
        """Whether the row holds every column that a table must have."""
        found = {self.column(cell) for cell in cells}
        return all(found & wanted for wanted, _code in self.required)

    def find_header(self, sheet: Sheet) -> tuple[int, Header[C]]:
        """The position among the lines of the column names, and what they say.

        Raises:
            BadInput: no row has a name that is known, or nearly known.
        """
        head = sheet.lines[:HEADER_WITHIN]
        scores = [self.likeness(line.cells) for line in head]
        if not max(scores, default=0):
            scores = self._near(head)
        best = max(scores, default=0)
        if not best:
            raise BadInput(self.no_header, columns=self.offered)
        position = scores.index(best)
        return position, self._header(head[position], sheet.lines[position + 1 :], sheet.hidden)

    def _near(self, head: Sequence[Line]) -> list[int]:
        """As :meth:`likeness`, by names that are nearly known; within bounds."""
        words = dict.fromkeys(folded(cell) for line in head for cell in line.cells if cell)
        compared = list(words)[:_MOST_COMPARED]
        near = {word for word in compared if self._nearest(word)}
        return [sum(folded(cell) in near for cell in line.cells) for line in head]

    def _nearest(self, name: str) -> str | None:
        if not 2 < len(name) <= _LONGEST_NAME:
            return None
        match = get_close_matches(name, self._known, n=1, cutoff=0.75)
        return match[0] if match else None

    def _header(self, line: Line, body: Sequence[Line], hidden: frozenset[int]) -> Header[C]:
        filled = {at for one in body for at, cell in enumerate(one.cells) if cell}
        columns: list[C | None] = []
        labels: dict[C, str] = {}
        problems: list[Problem] = []
        guessed: list[tuple[int, C]] = []
        for at, cell in enumerate(line.cells):
            column = self.column(cell)
            columns.append(None)
            if at in line.faults and at in filled:
                params = (("value", cell),)
                problems.append(Problem(line.faults[at], params, line.row))
            elif column is not None and column not in labels:
                columns[at], labels[column] = column, cell
            elif cell and at in filled:  # what nobody has written under says nothing
                problem, near = self._fault_of(line.row, cell, column, labels, at in hidden)
                problems += [problem] if problem else []
                guessed += [(at, near)] if near is not None else []
        missing = frozenset[C]()
        for wanted, code in self.required:
            if not wanted & set(labels):
                problems.append(Problem(code, row=line.row))
                missing |= wanted
        for at, near in guessed:
            if near not in labels:
                columns[at], labels[near] = near, line.cells[at]
        found = missing - frozenset(labels)
        return Header(line.row, line.cells, tuple(columns), labels, found, tuple(problems))

    def _fault_of(
        self,
        row: int,
        cell: str,
        column: C | None,
        labels: Mapping[C, str],
        is_hidden: bool,  # noqa: FBT001 - a plain fact
    ) -> tuple[Problem | None, C | None]:
        """What is wrong with a name that stands for no column of its own, and what it may mean."""
        if column is not None:
            params = (("name", cell), ("other", labels[column]))
            return Problem("column-twice", params, row, cell), None
        if folded(cell) in self.passed_over:
            return None, None
        if near := self._nearest(folded(cell)):
            meant = self._meant(near)
            code, told = "column-unknown-nearest", (("name", cell), ("nearest", meant))
            return Problem(code, told, row, cell), self._known[near]
        if not self.unknown:
            return None, None
        code = "column-unknown-hidden" if is_hidden else "column-unknown"
        return Problem(code, (("name", cell),), row, cell), None
