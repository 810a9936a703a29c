"""Whether somebody can come in and lead each group."""

from __future__ import annotations

from collections.abc import Iterator

from coordinator.core.office import Office
from coordinator.installation.doctor.database import is_current
from coordinator.installation.views import Finding
from coordinator.installation.who_leads import give_first_role, groups_led, print_link

ENOUGH = 2  # coordinators, so that one can be away


def led(office: Office) -> Iterator[Finding]:
    """One finding for each group; where nobody can, with the two commands that are the way out."""
    if not is_current(office):
        return
    found = groups_led(office)
    if not found:
        yield Finding("coordinators", ok=True, value="-", code="doctor-no-group")
    for one in found:
        code = "doctor-nobody-leads" if not one.number else "doctor-one-leads"
        yield Finding(
            f"coordinators {one.slug}",
            ok=bool(one.number),
            value=str(one.number),
            code=code if one.number < ENOUGH else None,
            params=(
                ("group", one.slug),
                ("role", give_first_role(one.slug)),
                ("link", print_link(one.slug)),
            ),
        )
