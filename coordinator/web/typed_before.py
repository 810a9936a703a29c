"""A form that comes too late: its session has ended, or another one has begun in this browser.

Nothing is saved, and nothing that was typed is lost: it stands on the page, to be copied, and the
page sends it again when its reader has signed in. It is kept nowhere else.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.translation import _
from coordinator.web.forms import language_asked, read_form
from coordinator.web.pages import draw
from coordinator.web.written import written_in

# Each of these is good for one page or one time; a language is what a button asked for, here or on
# the form's own page, where the form was not sent then.
_LEFT_OUT: Final = frozenset({"form_token", "code", "session", "language", "was_sent"})


def typed_before(request: Request, actor: Actor | None) -> Response:
    """Shows what was sent. ``actor``: who is signed in now, for whom the page was not drawn."""
    form = read_form(request)
    path = request.url.path
    here = f"{path}?{request.url.query}" if request.url.query else path
    kept = {name: value for name, value in form.items() if name not in _LEFT_OUT}
    return draw(
        "typed_before.html",
        status=400,
        title=_("Not saved yet"),
        is_signed_in=actor is not None,
        who=actor.name if actor else "",
        action=here,
        sign_in=addresses.sign_in_first(here),
        written=written_in(request),
        kept=kept,
        asked="" if "was_sent" in form else language_asked(request) or "",
    )
