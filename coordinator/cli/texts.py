"""Commands about what is written: find it again, and look whether it points to somebody."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from coordinator.cli.shared import As, Group, Json, acting, print_json
from coordinator.core.errors import BadInput
from coordinator.core.translation import _

commands = typer.Typer()
_SHOWN = ("line", "column", "length", "kind", "text")  # of a finding, as JSON


@commands.command()
def search(
    query: str,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_json: Json = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Search in everything, best first."""
    from coordinator.reports import usecases as reports

    with acting(group, as_email) as (office, actor):
        hits = reports.search(office, actor, query=query, limit=limit).hits
    found = [
        {
            "meeting": hit.meeting_code,
            "item": hit.item_number,
            "kind": hit.kind,
            "title": hit.title,
            "excerpt": "".join(text for text, _marked in hit.excerpt),
            "date": hit.day.isoformat() if hit.day else None,
        }
        for hit in hits
    ]
    if as_json:
        print_json(found)
        return
    for hit in found:
        place = f"{hit['meeting'] or '-'}:{hit['item'] or '-'}"
        print(f"{place:<16} {hit['title']}: {hit['excerpt']}")


@commands.command("check-text")
def check_text(file: Path, as_json: Json = False) -> None:
    """Does a text point to one individual? Exit 1 when it may."""
    from coordinator.core.messages import sentence
    from coordinator.identity.finding import find, why

    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInput("file-missing", file=str(file)) from error
    except UnicodeDecodeError as error:
        raise BadInput("text-unreadable", file=str(file)) from error
    findings = find(text)
    if as_json:
        print_json([{name: getattr(f, name) for name in _SHOWN} for f in findings])
    else:
        for f in findings:
            shown = " ".join(f.text.split())
            reasons = " ".join(sentence(reason) for reason in why(f))
            print(
                _("Line {line}, column {column}: {text}", line=f.line, column=f.column, text=shown),
                reasons,
                sep=". ",
            )
    if findings:
        sys.exit(1)
