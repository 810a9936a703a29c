"""Which group? Nobody acts in one that they did not ask for, so whoever has several chooses."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.core import addresses
from coordinator.core.translation import _
from coordinator.web.come_in import session_cookie
from coordinator.web.pages import draw, go_to, home_of, listen, missing
from coordinator.wiring import actor_of, groups_of, running_office


def choose(request: Request) -> Response:
    """The groups of whoever is signed in; ``next`` is the page that was asked for."""
    listen(request)
    wish = addresses.onward(request.query_params.get("next"))
    found = groups_of(running_office(), session_cookie(request))
    if not found:
        return go_to(addresses.sign_in_first(wish or "/"))
    asked = addresses.group_in(wish)
    return draw(
        "which_group.html",
        title=_("Choose a group"),
        is_elsewhere=asked is not None and asked not in {one.slug for one in found},
        groups=[
            (
                one.full_name,
                addresses.in_group(wish, one.slug) or addresses.page("home", group=one.slug),
            )
            for one in found
        ],
    )


def your_file(request: Request) -> Response:
    """After signing in for a file: fetched from here, a page stays open that leads on."""
    listen(request)
    wish = addresses.onward(request.query_params.get("next"))
    office, cookie = running_office(), session_cookie(request)
    if wish is None or not addresses.is_file(wish):
        return go_to(addresses.page("home"))
    actor = actor_of(office, cookie, addresses.group_in(wish))
    if actor is None:
        others = groups_of(office, cookie)
        return missing(request) if others else go_to(addresses.sign_in_first(wish))
    return draw("your_file.html", title=_("Your file"), file=wish, home_url=home_of(actor))


ROUTES = [
    Route(addresses.CHOOSE_GROUP, choose, methods=["GET"]),
    Route(addresses.YOUR_FILE, your_file, methods=["GET"]),
]
