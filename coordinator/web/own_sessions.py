"""Where somebody is signed in, and how to end it: a plain page for everybody with a session."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor
from coordinator.core import addresses, dates
from coordinator.core.errors import CoordinatorError
from coordinator.core.translation import _
from coordinator.entrance import usecases as entrance
from coordinator.entrance.views import OwnSession
from coordinator.web.come_in import come_in
from coordinator.web.forms import read_form
from coordinator.web.pages import draw, go_to, home_of, refused
from coordinator.wiring import running_office


def show(request: Request) -> Response:
    found = come_in(request)
    if isinstance(found, Response):
        return found
    office, actor = found.office, found.actor
    sessions = entrance.own_sessions(office, actor)
    return draw(
        "own_sessions.html",
        home_url=home_of(actor),
        action=_here(actor),
        sign_out_url=addresses.SIGN_OUT,
        sessions=[(one, *_words(one)) for one in sessions],
        has_others=any(not one.is_this for one in sessions),
    )


def end(request: Request) -> Response:
    """Ends one, or all but this one."""
    found = come_in(request)
    if isinstance(found, Response):
        return found
    office, actor, form = found.office, found.actor, read_form(request)
    try:
        chosen = form.get("session", "")
        if re.fullmatch(r"[0-9]{1,9}", chosen):
            entrance.end_own_session(office, actor, session_id=int(chosen))
        elif chosen == "others":
            entrance.end_other_sessions(office, actor)
    except CoordinatorError as error:
        return refused(error)
    return go_to(_here(actor))


def _here(actor: Actor) -> str:
    return addresses.my(addresses.MY_SESSIONS, group=actor.group_slug)


def _words(one: OwnSession) -> tuple[str, str, str]:
    """Where, how and when, for people."""
    provider = running_office().settings.provider(one.way)
    if provider is not None:
        how = _("Signed in with {provider}", provider=provider.label)
    elif one.way == entrance.CODE:
        how = _("Signed in with a code")
    else:
        how = _("Signed in with a link")
    when = _(
        "{day} {time}, last used {used}",
        day=dates.short_day_week(dates.local_day(one.since)),
        time=dates.clock_time(one.since),
        used=dates.clock_time(one.seen_at),
    )
    return one.device or _("A browser that does not say which"), how, when


ROUTES = [
    Route(addresses.MY_SESSIONS, show, methods=["GET"]),
    Route(addresses.MY_SESSIONS, end, methods=["POST"]),
]
