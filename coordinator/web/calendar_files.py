"""A meeting's calendar file, behind the session cookie."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.dates import local_day
from coordinator.core.office import Office
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.web.own_files import OwnFile, hand_out


def download(request: Request) -> Response:
    """The file for a signed-in reader of the group."""
    code = request.path_params["code"]

    def calendar(office: Office, actor: Actor) -> OwnFile:
        meeting = meetings.meeting(office, actor, code=code)
        content = invitations.calendar_file(office, actor, code=code)
        name = addresses.calendar_file_name(local_day(meeting.line.start))
        return OwnFile(content, "text/calendar; charset=utf-8", name)

    return hand_out(request, calendar)


ROUTES = [Route(addresses.CALENDAR_FILE + "/{group}/{code}.ics", download, methods=["GET"])]
