"""What waits to be sent as files for a mail program, behind the session cookie."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.invitations import outbox
from coordinator.web.pages import listen, refused
from coordinator.wiring import actor_of, running_office


def download(request: Request) -> Response:
    """The ZIP for the group's coordinator; anybody else is refused, or asked to sign in."""
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
        content = outbox.mail_files(office, actor)
    except CoordinatorError as error:
        return refused(error)
    name = addresses.mail_files_name(office.clock.today())
    return Response(
        content,
        headers={
            "Content-Type": "application/zip",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )


ROUTES = [Route(addresses.MAIL_FILES + "/{group}.zip", download, methods=["GET"])]
