"""What can go wrong, as codes and parameters; the faces turn them into sentences.

``RuleBroken`` and ``BadInput`` are the reader's to mend, ``Conflict`` needs a choice between two
texts, ``NotAllowed`` and ``NotFound`` end the errand, ``Unavailable`` waits for better times.
Anything else that is raised is our fault and shows a reference number only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class CoordinatorError(Exception):
    """An expected refusal. ``code`` names the sentence, ``params`` fill it."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        given = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({given})"


class NotAllowed(CoordinatorError):
    """The actor may not do this; says nothing about whether the object exists."""


class NotFound(CoordinatorError):
    """No such object in the actor's group."""


class RuleBroken(CoordinatorError):
    """A rule of the group's work says no, or wants a reason first."""


class Conflict(CoordinatorError):
    """Somebody else saved in between.

    ``params`` hold both texts, ``mine`` and ``theirs``, where they are known; two transactions at
    the very same moment learn only that the other one was first.
    """


class Unavailable(CoordinatorError):
    """The database could not do it just now: it is locked, full or takes nothing.

    Nothing was saved, and nothing is lost.
    """


@dataclass(frozen=True)
class Problem:
    """One fault in an input.

    ``row`` and ``column`` (a header's name) place it in a list, ``field`` (an argument's name of
    the use case) in a form.
    """

    code: str
    params: tuple[tuple[str, Any], ...] = ()
    row: int | None = None
    column: str | None = None
    field: str | None = None


class BadInput(CoordinatorError):
    """What was typed or uploaded cannot be used; nothing was changed."""

    def __init__(self, code: str, /, *, problems: tuple[Problem, ...] = (), **params: Any) -> None:
        super().__init__(code, **params)
        self.problems = problems
