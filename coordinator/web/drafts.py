"""Takes in what is typed in a form of an office page and not saved yet, field by field.

The page's own script hands it over at each pause in typing (``drafts.js``), without drawing the
page again. The answer is ``{"kept": "14.12"}``, or ``{"said": sentence}`` where it is not kept.
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from coordinator.core import addresses, dates
from coordinator.core.errors import Conflict, CoordinatorError, NotAllowed, Unavailable
from coordinator.core.messages import sentence
from coordinator.drafts import usecases as drafts
from coordinator.web import forms
from coordinator.web.come_in import session_cookie
from coordinator.web.forms import read_form
from coordinator.web.pages import listen
from coordinator.wiring import actor_of, running_office

# The page's script tries again what was refused because somebody else was at it, and nothing else.
_STATUS = {Conflict: 503, NotAllowed: 403, Unavailable: 503}
_FOR_GOOD = {"draft-protected": 409}


def keep(request: Request) -> Response:
    """One field's text."""
    listen(request)
    office, form = running_office(), read_form(request)
    actor = actor_of(office, session_cookie(request), form.get("group"))
    if actor is None:
        return JSONResponse({}, 401)
    try:
        forms.check(request)
        drafts.keep(
            office,
            actor,
            form=form.get("form", ""),
            field=form.get("field", ""),
            tab=form.get("tab", ""),
            text=form.get("text", ""),
            page=form.get("page", ""),
            base=form.get("base", ""),
            round_number=_number(form.get("round")),
        )
    except CoordinatorError as error:
        usual = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        status = _FOR_GOOD.get(error.code, usual)
        return JSONResponse({"said": sentence(error)}, status)
    return JSONResponse({"kept": dates.clock_time(office.clock.now())})


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else -1


ROUTES = [Route(addresses.DRAFTS, keep, methods=["POST"])]
