"""What tests of the shell ask of it."""

from __future__ import annotations

from collections.abc import Iterator

from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from coordinator import cli


def commands() -> dict[str, TyperCommand]:
    """Every command of the shell by what is typed for it, such as ``import roster``."""

    def below(group: TyperGroup, before: str) -> Iterator[tuple[str, TyperCommand]]:
        for name, command in group.commands.items():
            if isinstance(command, TyperGroup):
                yield from below(command, f"{before}{name} ")
            elif isinstance(command, TyperCommand):
                yield before + name, command

    shell = get_command(cli.app)
    assert isinstance(shell, TyperGroup)
    return dict(below(shell, ""))
