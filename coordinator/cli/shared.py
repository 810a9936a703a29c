"""What the commands share: their options, the office they act in, what they read and print."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput

if TYPE_CHECKING:
    from coordinator.access.actor import Actor
    from coordinator.core.office import Office

Group = Annotated[str | None, typer.Option("--group", metavar="SLUG", help="Which group.")]
As = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Only what they may do.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def tell(text: str) -> None:
    print(text, file=sys.stderr)


@contextmanager
def current_office() -> Iterator[Office]:
    """The office for one command, on a database of this program's revision; none is migrated."""
    from coordinator.installation.opening import open_current

    with disposing(open_current()) as office:
        yield office


@contextmanager
def disposing(office: Office) -> Iterator[Office]:
    """The office for as long as the command needs it; what was put off until afterwards is done."""
    from coordinator.core import background_writes

    try:
        yield office
    finally:
        background_writes.settle()
        office.database.dispose()


@contextmanager
def acting(group: str | None, as_email: str | None = None) -> Iterator[tuple[Office, Actor]]:
    from coordinator.wiring import shell_actor

    with current_office() as office:
        yield office, shell_actor(office, group, as_email)


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("date-odd", text=text) from error


def read_clock(text: str) -> time:
    # Nothing but hours and minutes: an offset or seconds would be dropped unseen.
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day
    except ValueError as error:
        raise BadInput("time-odd", text=text) from error


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=STOCKHOLM)


def read_file(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput("file-missing", file=str(file)) from error
