"""The trail as a file for a spreadsheet program, behind the session cookie."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coordinator.access import cookies, trail_text
from coordinator.access import usecases as access
from coordinator.access.views import TrailFilter
from coordinator.core import addresses
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput, CoordinatorError, NotFound
from coordinator.core.spreadsheet import csv_bytes
from coordinator.core.translation import _
from coordinator.roster import usecases as roster
from coordinator.web.pages import listen, refused
from coordinator.wiring import actor_of, running_office


def download(request: Request) -> Response:
    """The file for whoever may read the group's trail; anybody else is asked to sign in."""
    listen(request)
    office = running_office()
    cookie = cookies.session_in(request.cookies, https=office.settings.is_https)
    slug = request.path_params["group"]
    actor = actor_of(office, cookie, slug)
    if actor is None:
        return RedirectResponse(addresses.SIGN_IN, status_code=303)
    try:
        if actor.group_slug != slug:
            raise NotFound("not-found")
        lines = access.export_trail(office, actor, filter=_asked(request))
        people = {line.person_id for line in lines if line.person_id is not None}
        names = roster.names(office, actor, person_ids=people)
    except CoordinatorError as error:
        return refused(error)
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
            trail_text.who(line, names),
            trail_text.what(line),
            line.about or "",
            trail_text.where_from(line),
            " | ".join(trail_text.changes(line)),
        )
        for line in lines
    )
    name = f"logg-{office.clock.today().isoformat()}.csv"
    return Response(
        csv_bytes(head, rows),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


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
            person_id=int(asked["person"]) if asked.get("person") else None,
        )
    except ValueError as error:
        raise BadInput("date-odd", text=request.url.query[:100]) from error


ROUTES = [Route(addresses.TRAIL_FILE + "/{group}.csv", download, methods=["GET"])]
