"""Answering which days suit, by the personal link in a mail.

Mail scanners open every link they see, so opening shows the choices and changes nothing; only a
pressed button records. The link's own token stands in the form's address: who does not hold it
can neither read nor send the form, so it needs no further proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coordinator.core import addresses
from coordinator.core.dates import capitalised, long_day, time_span, week
from coordinator.core.errors import BadInput, CoordinatorError, NotFound
from coordinator.core.messages import sentence
from coordinator.core.translation import _
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.letters import question
from coordinator.planning.polls.rules import LONGEST_COMMENT
from coordinator.planning.polls.views import Candidate, Choice, OwnPoll
from coordinator.web.forms import read_form
from coordinator.web.pages import draw, listen, refused
from coordinator.wiring import running_office

_FIELD = "day-"  # followed by a candidate's id


def landing(request: Request) -> Response:
    """The choices, filled in as they were answered; after saving, what happens now."""
    listen(request)
    try:
        mine = date_polls.poll_by_link(running_office(), token=request.path_params["token"])
    except CoordinatorError as error:
        return refused(error)
    return poll_page(mine, request.url.path, is_saved="saved" in request.query_params)


def answer(request: Request) -> Response:
    """Records what the pressed button says; a refusal leaves everything in the form."""
    listen(request)
    office, token = running_office(), request.path_params["token"]
    form = read_form(request)
    try:
        mine = date_polls.poll_by_link(office, token=token)
        try:
            given = read_answer(form, mine)
            date_polls.answer_poll_by_link(office, token=token, **given)
        except NotFound:
            raise
        except CoordinatorError as error:
            return poll_page(mine, request.url.path, typed=form, problem=sentence(error))
    except CoordinatorError as error:
        return refused(error)
    return RedirectResponse(
        f"{request.url.path}?saved=1", status_code=303, headers={"Cache-Control": "no-store"}
    )


def read_answer(form: Mapping[str, str], mine: OwnPoll) -> dict[str, Any]:
    """The form as :func:`coordinator.planning.usecases.answer_poll` takes it.

    Raises:
        BadInput: the form did not arrive whole.
    """
    if not form:
        raise BadInput("form-too-large")
    comment = form.get("comment", "")
    if "later" in form:
        return {"choices": {}, "comment": comment, "ask_again_on": _day(form.get("again", ""))}
    if "all" in form:
        return {"choices": {one.id: Choice.YES for one in mine.candidates}, "comment": comment}
    return {"choices": _choices(form), "comment": comment}


def poll_page(
    mine: OwnPoll,
    action: str,
    *,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
    is_saved: bool = False,
    template: str = "poll.html",
    **around: Any,
) -> Response:
    """The page of one poll; ``around`` is what a frame with a menu needs besides."""
    values = page_values(mine, action, typed=typed, problem=problem, is_saved=is_saved)
    return draw(template, status=400 if problem else 200, title=values["title"], v=values, **around)


def page_values(
    mine: OwnPoll,
    action: str,
    *,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
    is_saved: bool = False,
) -> dict[str, Any]:
    """What the template shows. ``typed``: a form that could not be saved, shown as it was sent."""
    chosen = mine.choices if typed is None else _choices(typed)
    return {
        "title": question(mine.term_code),
        "action": action,
        "poll": mine,
        "days": [
            {
                "field": f"{_FIELD}{one.id}",
                "name": capitalised(long_day(one.day)),
                "detail": f"{week(one.day)}, {time_span(one.start, one.end)}",
                "choice": chosen.get(one.id),
                "word": choice_words().get(chosen[one.id]) if one.id in chosen else "",
            }
            for one in mine.candidates
        ],
        "choices": choice_words(),
        "last_day": f"{long_day(mine.answer_by)} ({week(mine.answer_by)})",
        "again": [(day.isoformat(), _long(day)) for day in mine.ask_again_days],
        "again_on": _long(mine.ask_again_on) if mine.ask_again_on else "",
        "comment": mine.comment if typed is None else typed.get("comment", ""),
        "longest": LONGEST_COMMENT,
        "others": [(name, _lines(mine.candidates, said)) for name, said in mine.others],
        "problem": problem,
        "is_saved": is_saved and not problem and mine.takes_answers,
    }


def choice_words() -> dict[Choice, str]:
    return {Choice.YES: _("Yes"), Choice.IF_NEED_BE: _("If need be"), Choice.NO: _("No")}


def _lines(candidates: tuple[Candidate, ...], said: Mapping[int, Choice]) -> list[str]:
    words = choice_words()
    return [words[said[one.id]] if one.id in said else "–" for one in candidates]


def _choices(form: Mapping[str, str]) -> dict[int, Choice]:
    """Days and what was said about them, also days that are none of this poll's."""
    found = {}
    for name, value in form.items():
        number = name.removeprefix(_FIELD)
        is_day = name != number and number.isascii() and number.isdecimal() and len(number) < 10
        if is_day and value in list(Choice):
            found[int(number)] = Choice(value)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("date-odd", text=text[:40]) from error


def _long(day: date) -> str:
    return f"{long_day(day)} ({week(day)})"


ROUTES = [
    Route(addresses.POLL + "/{token}", landing, methods=["GET"]),
    Route(addresses.POLL + "/{token}", answer, methods=["POST"]),
]
