"""Which group? Nobody acts in one that they did not ask for, so whoever has several chooses."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coordinator.core import addresses
from coordinator.core.translation import _
from coordinator.web.entering import session_cookie
from coordinator.web.pages import draw, listen, missing
from coordinator.wiring import groups_of, running_office


def choose(request: Request) -> Response:
    """The groups of whoever is signed in; ``next`` is the page that was asked for."""
    listen(request)
    wish = addresses.onward(request.query_params.get("next"))
    found = groups_of(running_office(), session_cookie(request))
    if not found:
        return _to(addresses.sign_in_first(wish or "/"))
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


def ask_first(
    request: Request, cookie: str | None, *, sign_in: str = addresses.SIGN_IN
) -> Response:
    """Where somebody is sent who is nobody in the group asked for: to choose, or to sign in.

    What another group has is answered like what is not there.
    """
    if not groups_of(running_office(), cookie):
        return _to(sign_in)
    if "group" in request.query_params:
        return missing(request)
    wish = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return _to(addresses.choose_group(addresses.onward(wish)))


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


ROUTES = [Route(addresses.CHOOSE_GROUP, choose, methods=["GET"])]
