"""Which groups have somebody who can come in and lead them, and the way out where nobody can."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.groups import in_transaction as groups
from coordinator.roster.leading import leaders

_SOMEBODY = "namn@example.se"


@dataclass(frozen=True)
class Led:
    """A group by its short name, and how many can come in today and lead it.

    Its full name stays out: a report of the installation is passed on.
    """

    slug: str
    number: int


def groups_led(office: Office) -> tuple[Led, ...]:
    """Every group of the installation."""
    today = office.clock.today()
    with office.reading() as session:
        return tuple(
            Led(one.slug, len(here.today))
            for one in groups.all_groups(session)
            for here in [leaders(session, one.id, today)]
        )


def give_first_role(slug: str | None = None) -> str:
    """The command that makes somebody coordinator; it works as it stands, with another address."""
    name = shlex.quote(_("Given Family"))
    return f"coordinator role {_SOMEBODY} coordinator --name {name}{_in_group(slug)}"


def print_link(slug: str | None = None) -> str:
    """The command that prints the link by which that person comes in."""
    return f"coordinator sign-in-link {_SOMEBODY}{_in_group(slug)}"


def _in_group(slug: str | None) -> str:
    return f" --group {slug}" if slug else ""
