"""The face in a shell. Names and JSON keys are a contract; see docs/operations.md.

Exit status: 0 done; 1 the input or a rule said no, and nothing was changed; 2 wrong usage.
What a command needs is imported when it runs, so that ``--help`` and a slip answer at once.
"""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

from coordinator.cli import imports, installation, mail, meetings, people, planning, texts
from coordinator.cli.shared import tell
from coordinator.core import logs
from coordinator.core.environment import language_wish
from coordinator.core.errors import BadInput, CoordinatorError
from coordinator.core.tokens import reference_number
from coordinator.core.translation import _, speak

log = logging.getLogger("coordinator")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Samordnaren: roster, meetings, minutes and information actions of a collaboration group.",
)
for theme in (installation, people, planning, meetings, mail, texts):
    app.add_typer(theme.commands)
app.add_typer(imports.commands, name="import")


def _say_version(wanted: bool) -> None:
    from coordinator.core.build import version

    if wanted:
        print(f"coordinator {version()}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Which build it is."),
    ] = False,
) -> None:
    """Nothing is done before a command is."""
    del version  # said already


def main() -> None:
    """The console script: expected refusals in words, the unexpected with a number."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    logs.set_up()
    speak(language_wish())
    try:
        app()
    except CoordinatorError as error:
        for line in _lines(error):
            tell(line)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - what is unexpected gets a number and is logged
        tell(words_for(error))
        sys.exit(1)


def words_for(error: Exception) -> str:
    """Whether the database is at fault, and then how, or we are."""
    from coordinator.core.database_errors import Trouble, refusal, trouble_in
    from coordinator.core.messages import sentence

    if passing := refusal(error):
        return sentence(passing)
    number, trouble = reference_number(), trouble_in(error)
    log.error("reference %s", number, exc_info=error, extra={"reference": number})
    if trouble is Trouble.DAMAGED:
        return _(
            "The database is damaged. Keep the file as it is, and run: coordinator doctor. A "
            "backup comes back with: coordinator restore. Reference {number}.",
            number=number,
        )
    if trouble is Trouble.GONE:
        return _(
            "The database does not answer. Run: coordinator doctor. Reference {number}.",
            number=number,
        )
    return _("Something went wrong, and the fault is ours. Reference {number}.", number=number)


def _lines(error: CoordinatorError) -> list[str]:
    from coordinator.core.messages import known_columns, problem_lines, sentence

    lines = [sentence(error), *(problem_lines(error) if isinstance(error, BadInput) else [])]
    if names := known_columns(error):
        lines += [_("Column names, to be pasted into the first row of a sheet:"), names]
    return lines
