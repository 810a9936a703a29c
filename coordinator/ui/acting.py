"""What happens in a button's callback, before the page of that run has recognised anybody."""

from __future__ import annotations

from collections.abc import Callable

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.ui import frame


def act(do: Callable[[Office, Actor], object]) -> bool:
    """Checks the session in the database, then does it; a refusal is said above the page.

    True when it went through. Without a living session nothing happens here: the page that is
    drawn next says so.
    """
    frame.choose_language()
    if frame.recognise() is None:
        return False
    with frame.saying() as said:
        do(*frame.office_and_actor())
    return said.ok
