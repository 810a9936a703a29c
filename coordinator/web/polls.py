"""Answering which days suit, by the personal link in a mail.

Mail scanners open every link they see, so opening shows the choices and changes nothing; only a
pressed button records. The link's own token stands in the form's address: who does not hold it
can neither read nor send the form, so it needs no further proof.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, NotFound
from coordinator.core.tokens import token_in
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.views import OwnPoll
from coordinator.web.forms import carries_token, language_asked, read_form
from coordinator.web.my.frame import plain, strict
from coordinator.web.pages import go_to, keep_language, listen, refused
from coordinator.web.poll_form import page_values, read_answer
from coordinator.wiring import running_office


def landing(request: Request) -> Response:
    """The choices, filled in as they were answered; after saving, what happens now."""
    listen(request)
    if token_in(request.path_params["token"]) is None:
        return strict(refused(NotFound("poll-link-cut")))
    try:
        mine = date_polls.poll_by_link(running_office(), token=request.path_params["token"])
    except CoordinatorError as error:
        return strict(refused(error))
    return _page(request, mine, is_saved="saved" in request.query_params)


def answer(request: Request) -> Response:
    """Records what the pressed button says; a refusal leaves everything in the form."""
    listen(request)
    office, token = running_office(), request.path_params["token"]
    form = read_form(request)
    if chosen := language_asked(request):
        page = _again(request, form)
        return keep_language(page, chosen) if carries_token(request) else page
    try:
        date_polls.answer_poll_by_link(office, token=token, **read_answer(form))
    except NotFound as error:
        return strict(refused(error, request=request))
    except CoordinatorError as error:
        return _again(request, form, error)
    return go_to(f"{request.url.path}?saved=1")


def _again(
    request: Request, form: dict[str, str], problem: CoordinatorError | None = None
) -> Response:
    try:
        mine = date_polls.poll_by_link(running_office(), token=request.path_params["token"])
    except CoordinatorError as error:
        return strict(refused(error, request=request))
    return _page(request, mine, typed=form, problem=problem)


def _page(request: Request, mine: OwnPoll, **shown: Any) -> Response:
    values = page_values(mine, request.url.path, **shown)
    status = 400 if values["problem"] else 200
    more = addresses.code(mine.personal)
    return plain("poll.html", None, status=status, title=values["title"], v=values, more=more)


ROUTES = [
    Route(addresses.POLL + "/{token}", landing, methods=["GET"]),
    Route(addresses.POLL + "/{token}", answer, methods=["POST"]),
]
