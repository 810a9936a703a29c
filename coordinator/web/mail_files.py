"""What waits to be sent as files for a mail program, behind the session cookie."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.office import Office
from coordinator.mail import usecases as mail
from coordinator.web.own_files import OwnFile, hand_out


def download(request: Request) -> Response:
    """The ZIP for the group's coordinator."""
    return hand_out(request, _zip)


def _zip(office: Office, actor: Actor) -> OwnFile:
    name = addresses.mail_files_name(office.clock.today())
    return OwnFile(mail.mail_files(office, actor), "application/zip", name)


ROUTES = [Route(addresses.MAIL_FILES + "/{group}.zip", download, methods=["GET"])]
