"""Looks at everything an installation needs, and says what is wrong and what to do.

One check is one function: it takes the office and yields findings, good and bad. It changes nothing
and raises nothing that it could have foreseen; ``_CHECKS`` gives the order. A check that needs the
database yields nothing where there is none: what is wrong with the database, one check says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coordinator.core.office import Office
from coordinator.installation.doctor import database, machine, mail, settings, trail
from coordinator.installation.views import Finding

Check = Callable[[Office], Iterator[Finding]]

_CHECKS: tuple[Check, ...] = (
    settings.shown,
    settings.address,
    database.reached,
    machine.disk,
    machine.clock,
    machine.shipped,
    mail.relay,
    mail.door_mail,
)
# What takes longer the longer a group has lived.
_THOROUGH: tuple[Check, ...] = (trail.chains,)


def examine(office: Office, *, quick: bool = False) -> tuple[Finding, ...]:
    """Every finding, good and bad, in a fixed order. Raises nothing.

    ``quick`` leaves out what takes longer the longer a group has lived: its trail.
    """
    found = [finding for check in _CHECKS for finding in check(office)]
    if not quick and all(one.ok for one in found if one.subject in {"database", "migrations"}):
        found.extend(finding for check in _THOROUGH for finding in check(office))
    return tuple(found)
