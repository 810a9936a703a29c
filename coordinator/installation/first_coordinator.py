"""Who leads a new group: what must be known of its first coordinator before anything is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from coordinator.core.errors import BadInput, Problem
from coordinator.roster.rules import checked_email, optional
from coordinator.roster.views import Duty, Function, NewSeat

# What is said of the whole form where no field can be pointed at, as in a shell.
_OF_SEVERAL_FIELDS: Final = {
    "group-name-missing": "group-needs-name",
    "municipality-missing": "group-needs-name",
    "given-name-missing": "founder-needs-name",
    "family-name-missing": "founder-needs-name",
}


@dataclass(frozen=True)
class Founder:
    """Whoever starts the group, as it was typed. ``agency_slug``: as the template calls it."""

    given_name: str | None
    family_name: str | None
    email: str | None
    agency_slug: str | None


def refuse_gaps(
    name: str, municipality: str, founder: Founder | None, agency_slugs: tuple[str, ...]
) -> None:
    """Everything that is missing, at once, each with its field.

    Raises:
        BadInput: for the first fault; ``problems`` holds all of them.
    """
    faults = tuple(_faults(name, municipality, founder, agency_slugs))
    if faults:
        code = _OF_SEVERAL_FIELDS.get(faults[0].code, faults[0].code)
        raise BadInput(code, problems=faults, **dict(faults[0].params))


def _faults(
    name: str, municipality: str, founder: Founder | None, agency_slugs: tuple[str, ...]
) -> Iterator[Problem]:
    if not name:
        yield Problem("group-name-missing", field="name")
    if not municipality:
        yield Problem("municipality-missing", field="municipality")
    if founder is None:
        return
    if not optional(founder.given_name):
        yield Problem("given-name-missing", field="given_name")
    if not optional(founder.family_name):
        yield Problem("family-name-missing", field="family_name")
    try:
        if not checked_email(founder.email):
            yield Problem("founder-needs-address", field="email")
    except BadInput as odd:
        yield Problem(odd.code, tuple(odd.params.items()), field="email")
    if founder.agency_slug not in agency_slugs:
        yield Problem("agency-missing", field="agency_slug")


def first_seat(founder: Founder, agency_id: int, today: date) -> NewSeat:
    """The founder's seat, of what :func:`refuse_gaps` has let pass."""
    return NewSeat(
        agency_id=agency_id,
        duty=Duty.REPRESENTATIVE,
        valid_from=today,
        given_name=optional(founder.given_name),
        family_name=optional(founder.family_name),
        functions=frozenset({Function.COORDINATOR}),
        email=checked_email(founder.email),
    )
