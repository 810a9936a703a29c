"""What somebody has written in a form of ours, to be shown again where it could not be saved."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from coordinator.core.translation import N_, _
from coordinator.web.forms import read_form

# The fields that people write in, by their names, in the order of their forms.
_WRITTEN: Final = {
    "text": N_("How is it going?"),
    "comment": N_("Comment"),
    "name": N_("Name of the group"),
    "municipality": N_("Municipality"),
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "email": N_("Your email at work"),
    "address": N_("New address"),
}


def written_in(request: Request) -> list[tuple[str, str]]:
    """Labels and texts; nothing for a form that holds none, or for no form."""
    form = read_form(request)
    return [(_(label), form[name]) for name, label in _WRITTEN.items() if form.get(name)]
