"""Two people saved the same thing: both texts, and a choice."""

from __future__ import annotations

from coordinator.core.errors import Conflict
from coordinator.core.translation import _
from coordinator.ui import widgets


def explain(conflict: Conflict) -> None:
    """Shows what is saved now beside what was to be saved, where both are known."""
    if {"theirs", "mine"} <= conflict.params.keys():
        show(theirs=str(conflict.params["theirs"]), mine=str(conflict.params["mine"]))


def show(*, theirs: str, mine: str) -> None:
    widgets.facts([(_("Saved now"), theirs), (_("Yours"), mine)])
    widgets.quiet(_("Save once more to put yours in its place."))
