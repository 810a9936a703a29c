"""What happens in a button's callback, before the page of that run has recognised anybody."""

from __future__ import annotations

from collections.abc import Callable

from coordinator.access.actor import Actor
from coordinator.core.errors import CoordinatorError
from coordinator.core.office import Office
from coordinator.ui import frame


def act(
    do: Callable[[Office, Actor], object], *, beside: str = "", rules_too: bool = False
) -> bool:
    """Checks the session in the database, then does it; a refusal is said on the page.

    Or ``beside`` what was pressed: see :func:`coordinator.ui.frame.saying`.

    True when it went through. Without a living session in the very group that the button was
    drawn for nothing happens here: the page that is drawn next says so.
    """
    frame.choose_language()
    actor = frame.recognise()
    if actor is None or not frame.is_drawn_for(actor):
        return False
    try:
        do(*frame.office_and_actor())
    except CoordinatorError as error:
        if not frame.is_said_beside(error, beside, rules_too=rules_too):
            frame.flash(error)
        return False
    return True
