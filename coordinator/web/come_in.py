"""Coming in to a plain page: who asks, in the group that stands in the address."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coordinator.access import cookies
from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.office import Office
from coordinator.web import forms
from coordinator.web.pages import go_to, listen, missing
from coordinator.web.typed_before import typed_before
from coordinator.wiring import actor_of, groups_of, running_office


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, and who they are in the asked group."""

    office: Office
    actor: Actor


def session_cookie(request: Request) -> str | None:
    return cookies.session_in(request.cookies, https=running_office().settings.is_https)


def asked_for(request: Request) -> str:
    """The page that was asked for, with its query."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def come_in(request: Request, *, looks_at_form: bool = True) -> Visitor | Response:
    """The visitor, or the answer that sends them elsewhere: two SQL statements.

    Whoever starts an installation has no group yet, and so no page of their own. What was typed in
    a form that cannot be taken now is shown again. ``looks_at_form``: also whether it is this
    session's own; else the caller does.
    """
    listen(request)
    office, cookie = running_office(), session_cookie(request)
    actor = actor_of(office, cookie, request.query_params.get("group"))
    if actor is None or cookie is None or not actor.group_id:
        return _elsewhere(request, cookie)
    if looks_at_form and is_late(request):
        return typed_before(request, actor)
    return Visitor(office, actor)


def is_late(request: Request) -> bool:
    """Whether the form comes from a page of an earlier session, or of nobody's."""
    return request.method == "POST" and not forms.carries_token(request)


def _elsewhere(request: Request, cookie: str | None) -> Response:
    """Where somebody is sent who is nobody in the group asked for: to choose, or to sign in.

    What another group has is answered like what is not there.
    """
    if not groups_of(running_office(), cookie):
        if request.method == "POST":
            return typed_before(request, None)
        return go_to(addresses.sign_in_first(asked_for(request)))
    if "group" in request.query_params:
        return missing(request)
    return go_to(addresses.choose_group(addresses.onward(asked_for(request))))
