"""Files that a group's people fetch: who is at the door, and how a file leaves.

One door for all of them: a living session, and the very group that stands in the address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.core.office import Office
from coordinator.web.come_in import asked_for, session_cookie
from coordinator.web.pages import go_to, listen, refused
from coordinator.wiring import actor_of, groups_of, running_office


@dataclass(frozen=True)
class OwnFile:
    """A file as it leaves; ``kind`` is its content type."""

    content: bytes
    kind: str
    name: str


def hand_out(request: Request, make: Callable[[Office, Actor], OwnFile]) -> Response:
    """The file that ``make`` makes for the actor in the address's group.

    Nobody without a session gets further than the sign-in page; what ``make`` refuses is said in
    words. The file stays in no cache, and the address it came from is told to nobody.
    """
    listen(request)
    office = running_office()
    cookie = session_cookie(request)
    slug = request.path_params["group"]
    actor = actor_of(office, cookie, slug)
    if actor is None and not groups_of(office, cookie):
        return go_to(addresses.sign_in_first(asked_for(request)))
    try:
        if actor is None or actor.group_slug != slug:
            raise NotFound("not-found")
        file = make(office, actor)
    except CoordinatorError as error:
        return refused(error)
    return Response(
        file.content,
        headers={
            "Content-Type": file.kind,
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )
