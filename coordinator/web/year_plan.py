"""A year's plan as a PDF, behind the session cookie."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.planning import usecases as planning
from coordinator.web.pages import listen, refused
from coordinator.wiring import actor_of, running_office


def download(request: Request) -> Response:
    """The file for a signed-in reader of the group; anybody else is asked to sign in."""
    listen(request)
    office = running_office()
    cookie = cookies.session_in(request.cookies, https=office.settings.is_https)
    slug, year = request.path_params["group"], request.path_params["year"]
    actor = actor_of(office, cookie, slug)
    if actor is None:
        return RedirectResponse(addresses.SIGN_IN, status_code=303)
    try:
        if actor.group_slug != slug:
            raise NotFound("not-found")
        content = planning.year_plan(office, actor, year=year)
    except CoordinatorError as error:
        return refused(error)
    return Response(
        content,
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": f'attachment; filename="arsplan-{year}.pdf"',
            "Cache-Control": "no-store",
        },
    )


ROUTES = [Route(addresses.YEAR_PLAN + "/{group}/{year:int}.pdf", download, methods=["GET"])]
