"""A place that is told separately: a pressed button, a code by mail, and then the place, once.

Opening the page tells nothing, since mail programs and neighbours open pages too. The place
stands in one answer to one form: never in an address, a cache or another page.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor
from coordinator.core import addresses, dates
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings import usecases as meetings
from coordinator.web import forms
from coordinator.web.come_in import come_in
from coordinator.web.my.frame import strict
from coordinator.web.pages import draw, go_to, missing, refused


@dataclass(frozen=True)
class _Reader:
    office: Office
    actor: Actor
    code: str  # the meeting's

    @property
    def address(self) -> str:
        return addresses.venue(self.actor.group_slug, self.code)


def show(request: Request) -> Response:
    """The button, or after it was pressed the field for the code."""
    reader = _reader(request)
    if isinstance(reader, Response):
        return reader
    return _page(reader, is_sent="sent" in request.query_params)


def answer(request: Request) -> Response:
    """Mails a code, or takes one and tells the place."""
    reader = _reader(request)
    if isinstance(reader, Response):
        return reader
    typed = forms.read_form(request).get("code")
    try:
        if typed is None:
            meetings.ask_for_venue(reader.office, reader.actor, code=reader.code)
            return _strict(go_to(f"{reader.address}&sent=1"))
        place = meetings.venue_by_code(
            reader.office, reader.actor, code=reader.code, one_time=typed
        )
    except NotFound:
        return _strict(missing(request))
    except CoordinatorError as error:
        # A wrong code may be typed again; a spent one is asked for again.
        return _page(reader, is_sent=error.code == "venue-code-wrong", problem=sentence(error))
    return _page(reader, is_sent=False, place=place)


def _page(
    reader: _Reader, *, is_sent: bool, place: str | None = None, problem: str | None = None
) -> Response:
    try:
        line = meetings.meeting(reader.office, reader.actor, code=reader.code).line
    except CoordinatorError as error:
        return _strict(refused(error))
    day = dates.long_day(dates.local_day(line.start), year=True)
    when = f"{dates.capitalised(day)} ({dates.whole_week(dates.local_day(line.start))})"
    return _strict(
        draw(
            "venue.html",
            status=400 if problem else 200,
            title=_("The place of the meeting"),
            when=f"{when} {dates.time_span(line.start, line.end)}",
            action=reader.address,
            is_sent=is_sent,
            place=place,
            problem=problem,
            mail_goes=reader.office.settings.mail_goes,
            is_kept=line.has_secret_place,
        )
    )


def _reader(request: Request) -> _Reader | Response:
    """Who asks, or where they are sent instead."""
    found = come_in(request)
    if isinstance(found, Response):
        return _strict(found)
    return _Reader(found.office, found.actor, request.path_params["code"])


def _strict(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return strict(answer)


ROUTES = [
    Route(addresses.MY_MEETINGS + "/{code}/venue", show, methods=["GET"]),
    Route(addresses.MY_MEETINGS + "/{code}/venue", answer, methods=["POST"]),
]
