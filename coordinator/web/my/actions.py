"""Åtgärder: what the own agency was given to do, overdue first, and telling how it goes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import CLOSED_STATES
from coordinator.core import addresses
from coordinator.core.errors import BadInput, NotFound
from coordinator.core.messages import sentence
from coordinator.web.forms import language_asked, read_form
from coordinator.web.identity_notice import pointing
from coordinator.web.my.frame import Reader
from coordinator.web.pages import go_to, keep_language

MOST_OPEN = 100
MOST_CLOSED = 10


def show(_request: Request, reader: Reader) -> Response:
    office, actor = reader.office, reader.actor
    return reader.draw(
        "my/actions.html",
        found=actions.action_points(office, actor, limit=MOST_OPEN),
        closed=actions.action_points(office, actor, states=CLOSED_STATES, limit=MOST_CLOSED),
        today=office.clock.today(),
    )


def show_one(request: Request, reader: Reader) -> Response:
    """The point with its form; right after reporting, what happens now."""
    return _draw(request, reader, is_sent="sent" in request.query_params)


def report(request: Request, reader: Reader) -> Response:
    """Keeps the report and shows the page again; a refusal leaves the words in the form."""
    form = read_form(request)
    text, is_done = form.get("text", ""), form.get("state") == "done"
    point_id = _id(request)
    if chosen := language_asked(request):
        return keep_language(_draw(request, reader, text=text, is_done=is_done), chosen)
    try:
        actions.report_action_point(
            reader.office, reader.actor, point_id=point_id, text=text, is_done=is_done
        )
    except BadInput as error:
        return _draw(request, reader, text=text, is_done=is_done, problem=sentence(error))
    address = addresses.my_action(point_id, group=reader.group, sent="1")
    return go_to(address)


def _draw(
    request: Request,
    reader: Reader,
    *,
    text: str = "",
    is_done: bool = False,
    problem: str = "",
    is_sent: bool = False,
) -> Response:
    """The point's page.

    Raises:
        NotFound: no such point, or it is another agency's.
    """
    point = actions.action_point(reader.office, reader.actor, point_id=_id(request))
    return reader.draw(
        "my/action.html",
        status=400 if problem else 200,
        point=point,
        is_sent=is_sent and point.report is not None,
        text=text,
        is_done=is_done,
        problem=problem,
        pointing=pointing(point.report.text) if is_sent and point.report else [],
        today=reader.office.clock.today(),
    )


def _id(request: Request) -> int:
    text: str = request.path_params["point"]
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise NotFound("not-found")
    return int(text)
