"""The faults found in a list, gathered until all are known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from coordinator.core.errors import BadInput, Problem
from coordinator.core.lists.table import of_columns

MAX_PROBLEMS: Final = 50


class Findings:
    """One problem per place; past :data:`MAX_PROBLEMS` they are only counted."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._problems: list[Problem] = []
        self._places: set[tuple[int, str | None]] = set()
        self._names_are_odd = False
        self._more = 0
        for problem in found:
            self._take(problem)

    @property
    def rows(self) -> frozenset[int]:
        """The rows in which something is wrong."""
        return frozenset(row for row, _column in self._places)

    @property
    def is_full(self) -> bool:
        """True when another problem would only be counted: guesses need not be worked out."""
        return len(self._problems) >= MAX_PROBLEMS

    def add(self, code: str, /, row: int, column: str | None, **params: Any) -> None:
        self._take(Problem(code, tuple(params.items()), row, column))

    def refuse(self, *, columns: str | None = None) -> None:
        """Raises ``list-has-problems`` with everything found, in the order of the rows.

        ``columns``: the names that are known, told where the list's own are at fault.
        """
        if not self._problems:
            return
        if columns and self._names_are_odd:
            raise BadInput("list-has-problems", problems=self.problems(), columns=columns)
        raise BadInput("list-has-problems", problems=self.problems())

    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the rows; at the end how many more there are."""
        problems = sorted(self._problems, key=lambda problem: problem.row or 0)
        if self._more:
            problems.append(Problem("list-more-problems", (("count", self._more),)))
        return tuple(problems)

    def _take(self, problem: Problem) -> None:
        place = (problem.row or 0, problem.column)
        self._names_are_odd |= of_columns([problem])
        # Of the row with the column names each fault is told, whatever it is called.
        if place in self._places and not of_columns([problem]):
            return
        self._places.add(place)
        if self.is_full:
            self._more += 1
        else:
            self._problems.append(problem)
