"""Coming in to a plain page: who asks, in the group that stands in the address."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coordinator.access import cookies
from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.office import Office
from coordinator.web.pages import go_to, listen, missing
from coordinator.wiring import actor_of, groups_of, running_office


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, and who they are in the asked group."""

    office: Office
    actor: Actor


def session_cookie(request: Request) -> str | None:
    return cookies.session_in(request.cookies, https=running_office().settings.is_https)


def come_in(request: Request, *, sign_in: str = addresses.SIGN_IN) -> Visitor | Response:
    """The visitor, or the answer that sends them elsewhere: two SQL statements.

    Whoever starts an installation has no group yet, and so no page of their own.
    """
    listen(request)
    office, cookie = running_office(), session_cookie(request)
    actor = actor_of(office, cookie, request.query_params.get("group"))
    if actor is None or cookie is None or not actor.group_id:
        return _elsewhere(request, cookie, sign_in=sign_in)
    return Visitor(office, actor)


def _elsewhere(request: Request, cookie: str | None, *, sign_in: str) -> Response:
    """Where somebody is sent who is nobody in the group asked for: to choose, or to sign in.

    What another group has is answered like what is not there.
    """
    if not groups_of(running_office(), cookie):
        return go_to(sign_in)
    if "group" in request.query_params:
        return missing(request)
    wish = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return go_to(addresses.choose_group(addresses.onward(wish)))
