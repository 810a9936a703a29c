"""A year's plan as a PDF, behind the session cookie."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.office import Office
from coordinator.planning import usecases as planning
from coordinator.web.own_files import OwnFile, hand_out


def download(request: Request) -> Response:
    """The file for a signed-in reader of the group."""
    year = request.path_params["year"]

    def pdf(office: Office, actor: Actor) -> OwnFile:
        content = planning.year_plan(office, actor, year=year)
        return OwnFile(content, "application/pdf", f"arsplan-{year}.pdf")

    return hand_out(request, pdf)


ROUTES = [Route(addresses.YEAR_PLAN + "/{group}/{year:int}.pdf", download, methods=["GET"])]
