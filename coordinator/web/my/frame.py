"""Who reads a member's page, what stands around it, and what it may load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coordinator.access.actor import Actor, Role
from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.core.office import Office
from coordinator.web.come_in import come_in, is_late
from coordinator.web.my import words
from coordinator.web.pages import draw, go_to, missing, refused
from coordinator.web.typed_before import typed_before

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class Reader:
    """A signed-in person on the plain pages.

    ``actor`` has a member's eyes whatever else the person is; ``is_office`` says that there is
    more elsewhere.
    """

    office: Office
    actor: Actor
    is_office: bool

    @property
    def group(self) -> str:
        return self.actor.group_slug

    def address(self, path: str = addresses.MY, /, **query: str) -> str:
        """An address of the plain pages, in the reader's group."""
        return addresses.my(path, group=self.group, **query)

    def draw(self, template: str, /, *, status: int = 200, **values: Any) -> Response:
        return plain(template, self, status=status, **values)


def plain(template: str, me: Reader | None, /, *, status: int = 200, **values: Any) -> Response:
    """The page under the strict policy; without a reader it has no menu."""
    return strict(draw(template, status=status, me=me, words=words, **values))


def strict(answer: Response) -> Response:
    """The answer, which may load nothing but our own style and pictures."""
    answer.headers["Content-Security-Policy"] = POLICY
    # Not "no-referrer": the forms' Origin would arrive as "null" and be refused.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def page(show: Callable[[Request, Reader], Response]) -> Callable[[Request], Response]:
    """A route that is drawn for a signed-in member of the asked group, and for nobody else.

    What is not there, is another agency's or another group's gets one and the same answer.
    """

    @wraps(show)
    def route(request: Request) -> Response:
        found = reader_of(request)
        if isinstance(found, Response):
            return found
        try:
            if request.method == "POST":
                return show(request, found)
            with found.office.look():
                return show(request, found)
        except NotFound:
            return strict(missing(request))
        except CoordinatorError as error:
            return strict(refused(error, request=request))

    return route


def nowhere(_request: Request, _reader: Reader) -> Response:
    """Whatever else is asked for below the members' address.

    Raises:
        NotFound: always.
    """
    raise NotFound("not-found")


def reader_of(request: Request) -> Reader | Response:
    """Who asks, or where they are sent instead: two SQL statements."""
    found = come_in(request, looks_at_form=False)
    if isinstance(found, Response):
        return strict(found)
    actor = found.actor
    if not (actor.in_office or actor.has(Role.MEMBER)):
        return go_to(addresses.page("home", group=actor.group_slug))
    if is_late(request):
        return strict(typed_before(request, actor))
    return Reader(found.office, actor.as_member(), actor.in_office)
