"""What tests of the shell ask of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from typer import main
from typer.core import TyperCommand, TyperGroup

from coordinator import cli

# For every command that is typed Typer makes the whole shell; a process does once.
setattr(main, "get_command", cache(main.get_command))  # noqa: B010 - for mypy it is no variable
MEMBER = "nadia.skenberg@example.se"
CHIEF = "asa.ovningsson@example.se"


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Shell = Callable[..., Answer]


def refused(answer: Answer, *words: str) -> None:
    """Status 1, nothing on stdout, a sentence on stderr and no traceback."""
    assert answer.status == 1, answer
    assert answer.out == ""
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err


def commands() -> dict[str, TyperCommand]:
    """Every command of the shell by what is typed for it, such as ``import roster``."""

    def below(group: TyperGroup, before: str) -> Iterator[tuple[str, TyperCommand]]:
        for name, command in group.commands.items():
            if isinstance(command, TyperGroup):
                yield from below(command, f"{before}{name} ")
            elif isinstance(command, TyperCommand):
                yield before + name, command

    shell = main.get_command(cli.app)
    assert isinstance(shell, TyperGroup)
    return dict(below(shell, ""))


def told(answer: Answer, subject: str) -> str:
    """What stands under a subject that is not well."""
    lines = answer.out.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith(f"!!  {subject} "))
    return lines[place + 1].strip()


def is_ok(answer: Answer, subject: str) -> bool:
    return any(line.startswith(f"ok  {subject} ") for line in answer.out.splitlines())
