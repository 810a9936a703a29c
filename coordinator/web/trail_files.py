"""The trail as a file for a spreadsheet program, behind the session cookie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.core.spreadsheet import csv_bytes
from coordinator.core.translation import _
from coordinator.roster import usecases as roster
from coordinator.trail import entry_in_words
from coordinator.trail import usecases as trail
from coordinator.trail.views import TrailFilter, TrailLine
from coordinator.web.own_files import OwnFile, hand_out


def download(request: Request) -> Response:
    """The file for whoever may read the group's trail."""

    def table(office: Office, actor: Actor) -> OwnFile:
        lines = trail.export_trail(office, actor, filter=_asked(request))
        people = {line.person_id for line in lines if line.person_id is not None}
        names = roster.names(office, actor, person_ids=people)
        name = f"logg-{office.clock.today().isoformat()}.csv"
        return OwnFile(_csv(lines, names), "text/csv; charset=utf-8", name)

    return hand_out(request, table)


def _csv(lines: Sequence[TrailLine], names: Mapping[int, str]) -> bytes:
    head = (
        _("Entry number"),
        _("When"),
        _("Who"),
        _("What"),
        _("About"),
        _("From where"),
        _("Changes"),
    )
    rows = (
        (
            str(line.number),
            f"{line.happened_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M:%S}",
            entry_in_words.who(line, names),
            entry_in_words.what(line),
            entry_in_words.about(line),
            entry_in_words.where_from(line),
            " | ".join(entry_in_words.changes(line)),
        )
        for line in lines
    )
    return csv_bytes(head, rows)


def _asked(request: Request) -> TrailFilter:
    """The filter of the address.

    Raises:
        BadInput: a day or a number that is none.
    """
    asked = request.query_params
    try:
        return TrailFilter(
            first=date.fromisoformat(asked["first"]) if asked.get("first") else None,
            last=date.fromisoformat(asked["last"]) if asked.get("last") else None,
            person_id=_number(asked["person"]) if asked.get("person") else None,
        )
    except ValueError as error:
        raise BadInput("date-odd", text=request.url.query[:100]) from error


def _number(text: str) -> int:
    """A person's id; no longer than a column holds."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(text)
    return int(text)


ROUTES = [Route(addresses.TRAIL_FILE + "/{group}.csv", download, methods=["GET"])]
