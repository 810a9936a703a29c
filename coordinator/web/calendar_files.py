"""A meeting's calendar file, behind the session cookie."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.core.dates import local_day
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.web.pages import listen, refused
from coordinator.wiring import actor_of, running_office


def download(request: Request) -> Response:
    """The file for a signed-in reader of the group; anybody else is asked to sign in."""
    listen(request)
    office = running_office()
    cookie = cookies.session_in(request.cookies, https=office.settings.is_https)
    slug, code = request.path_params["group"], request.path_params["code"]
    actor = actor_of(office, cookie, slug)
    if actor is None:
        return RedirectResponse(addresses.SIGN_IN, status_code=303)
    try:
        if actor.group_slug != slug:
            raise NotFound("not-found")
        meeting = meetings.meeting(office, actor, code=code)
        content = invitations.calendar_file(office, actor, code=code)
    except CoordinatorError as error:
        return refused(error)
    name = addresses.calendar_file_name(local_day(meeting.line.start))
    return Response(
        content,
        headers={
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )


ROUTES = [Route(addresses.CALENDAR_FILE + "/{group}/{code}.ics", download, methods=["GET"])]
