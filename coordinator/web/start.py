"""An empty installation: start the group, or look at the example first. Plain pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor, Role
from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, RuleBroken
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.installation import usecases as installation
from coordinator.web import forms
from coordinator.web.come_in import session_cookie
from coordinator.web.faults import faults_of
from coordinator.web.my.frame import strict
from coordinator.web.pages import draw, go_to, home_of, keep_language, listen
from coordinator.web.typed_before import typed_before
from coordinator.wiring import actor_of, running_office

_FIELDS = ("name", "municipality", "given_name", "family_name", "email", "agency_slug")
Show = Callable[[Request, Office, Actor], Response]


def _founders(show: Show) -> Callable[[Request], Response]:
    """A page for whoever came by the first link; all others go where their day begins."""

    @wraps(show)
    def route(request: Request) -> Response:
        listen(request)
        office = running_office()
        actor = actor_of(office, session_cookie(request), request.query_params.get("group"))
        if actor is None and request.method == "POST":
            return strict(typed_before(request, None))
        if actor is None or Role.FOUNDER not in actor.roles:
            return go_to(home_of(actor))
        return strict(show(request, office, actor))

    return route


@_founders
def two_ways(_request: Request, _office: Office, _actor: Actor) -> Response:
    return _two_ways()


def _two_ways(problem: str = "") -> Response:
    return draw("start.html", status=400 if problem else 200, title=_("Start"), problem=problem)


@_founders
def form(_request: Request, _office: Office, _actor: Actor) -> Response:
    template = installation.group_template()
    return _form({"name": template.name, "municipality": template.municipality})


@_founders
def start_group(request: Request, office: Office, actor: Actor) -> Response:
    """Starts the group; with a gap in the form nothing is made, and everything stays typed."""
    typed = forms.read_form(request)
    given = {name: typed.get(name, "") for name in _FIELDS}
    if (chosen := forms.language_asked(request)) and forms.carries_token(request):
        return keep_language(_form(given), chosen)
    try:
        forms.check(request)
        slug = installation.start_group(office, actor, **given)
    except CoordinatorError as error:
        return _form(given, faults_of(error))
    return go_to(addresses.page("home", group=slug))


@_founders
def open_example(request: Request, office: Office, actor: Actor) -> Response:
    try:
        forms.check(request)
        installation.open_demo(office, actor)
    except RuleBroken as error:
        return _two_ways(faults_of(error)[""])
    return go_to(addresses.page("home"))


def _form(typed: Mapping[str, str], faults: Mapping[str, str] | None = None) -> Response:
    template = installation.group_template()
    pairs = zip(template.first_slugs, template.agencies, strict=True)
    return draw(
        "start_group.html",
        status=400 if faults else 200,
        title=_("Start the group"),
        typed=typed,
        faults=faults or {},
        agencies=[(slug, agency.name) for slug, agency in pairs if agency.is_member],
    )


ROUTES = [
    Route(addresses.START, two_ways, methods=["GET"]),
    Route(addresses.START_GROUP, form, methods=["GET"]),
    Route(addresses.START_GROUP, start_group, methods=["POST"]),
    Route(addresses.START_EXAMPLE, open_example, methods=["POST"]),
]
