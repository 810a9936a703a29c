"""A question about days, answered when signed in instead of by the link in the mail."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.views import OwnPoll
from coordinator.web.forms import language_asked, read_form
from coordinator.web.my.frame import Reader
from coordinator.web.pages import go_to, keep_language
from coordinator.web.poll_form import page_values, read_answer


def show(request: Request, reader: Reader) -> Response:
    """The choices; after saving, what happens now."""
    mine = _own(request, reader)
    return _page(reader, mine, is_saved="saved" in request.query_params)


def answer(request: Request, reader: Reader) -> Response:
    """Saves the answer and shows the page again; a refusal leaves everything in the form."""
    form, code = read_form(request), request.path_params["code"]
    if chosen := language_asked(request):
        return keep_language(_page(reader, _own(request, reader), typed=form), chosen)
    try:
        date_polls.answer_poll(reader.office, reader.actor, code=code, **read_answer(form))
    except NotFound:
        raise
    except CoordinatorError as error:
        return _page(reader, _own(request, reader), typed=form, problem=error)
    address = addresses.my_poll(code, group=reader.group, saved="1")
    return go_to(address)


def _own(request: Request, reader: Reader) -> OwnPoll:
    return date_polls.own_poll(reader.office, reader.actor, code=request.path_params["code"])


def _page(reader: Reader, mine: OwnPoll, **shown: Any) -> Response:
    action = addresses.my_poll(mine.code, group=reader.group)
    values = page_values(mine, action, **shown)
    return reader.draw(
        "my/poll.html", status=400 if values["problem"] else 200, title=values["title"], v=values
    )
