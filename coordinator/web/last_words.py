"""Takes in the last words of a note whose page is left before they were sent.

A page that is left closes its connection, and what was typed in its last second can be lost with
it. The page's own script (``boot.js``) hands it over once more, beside the connection. It is saved
as the page would have saved it: where somebody else has saved meanwhile, both texts wait for the
writer's choice. Nobody is there any more to read an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.errors import Conflict, CoordinatorError
from coordinator.core.office import Office
from coordinator.minutes import usecases as minutes
from coordinator.minutes.rules import FieldBase, Move, next_move, version_gone_on_from
from coordinator.web import forms
from coordinator.web.come_in import session_cookie
from coordinator.web.forms import read_form
from coordinator.web.pages import listen
from coordinator.wiring import actor_of, running_office


def take_in(request: Request) -> Response:
    """One note's text, and what its field builds on."""
    listen(request)
    office, form = running_office(), read_form(request)
    actor = actor_of(office, session_cookie(request), form.get("group"))
    if actor is None:
        return Response(status_code=401)
    try:
        forms.check(request)
        _save(office, actor, form)
    except Conflict:
        return Response(status_code=409)  # both texts are kept, or somebody has been protected
    except CoordinatorError:
        return Response(status_code=400)
    return Response(status_code=204)


def _save(office: Office, actor: Actor, form: Mapping[str, str]) -> None:
    """The form: the item, the field's text, its base, and what the page had sent before it."""
    item_id, text = _number(form.get("item", "")), form.get("text", "")
    stored = minutes.open_note(office, actor, item_id=item_id)
    base = FieldBase.read(form.get("base", ""))
    if next_move(text, base, stored) is Move.SAVE:
        version = version_gone_on_from(
            text, base, stored, writer=actor.name, before=form.get("before", "")
        )
        minutes.save_note(office, actor, item_id=item_id, text=text, base_version=version)


def _number(text: str) -> int:
    """An item's number; one that no item has for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


ROUTES = [Route(addresses.LAST_WORDS, take_in, methods=["POST"])]
