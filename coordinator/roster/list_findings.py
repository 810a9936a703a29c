"""The faults found in a list, gathered until all are known."""

from __future__ import annotations

from typing import Any, Final

from coordinator.core.errors import BadInput, Problem

MAX_PROBLEMS: Final = 50


class Findings:
    """One problem per place; past :data:`MAX_PROBLEMS` they are only counted."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._places: set[tuple[int, str | None]] = set()

    @property
    def is_full(self) -> bool:
        """True when another problem would only be counted: guesses need not be worked out."""
        return len(self._problems) >= MAX_PROBLEMS

    def add(self, code: str, /, row: int, column: str | None, **params: Any) -> None:
        if (row, column) in self._places:
            return
        self._places.add((row, column))
        if not self.is_full:
            self._problems.append(Problem(code, tuple(params.items()), row, column))

    def refuse(self) -> None:
        """Raises ``list-has-problems`` with everything found, in the order of the rows."""
        if self._problems:
            raise BadInput("list-has-problems", problems=self.problems())

    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the rows; at the end how many more there are."""
        problems = sorted(self._problems, key=lambda problem: problem.row or 0)
        more = len(self._places) - len(problems)
        if more:
            problems.append(Problem("list-more-problems", (("count", more),)))
        return tuple(problems)
