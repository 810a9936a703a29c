"""Looks at everything an installation needs, and says what is wrong and what to do.

One check is one function: it takes the office and yields findings, good and bad. It changes nothing
and raises nothing that it could have foreseen; ``_CHECKS`` gives the order. A check that needs the
database yields nothing where there is none: what is wrong with the database, one check says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coordinator.core.errors import CoordinatorError
from coordinator.core.office import Office
from coordinator.installation.doctor import (
    database,
    files,
    leading,
    machine,
    mail,
    providers,
    questions,
    settings,
    trail,
)
from coordinator.installation.settings_checks import setting_names
from coordinator.installation.views import Finding

Check = Callable[[Office], Iterator[Finding]]

_CHECKS: tuple[Check, ...] = (
    machine.build,
    settings.shown,
    settings.address,
    setting_names,
    database.reached,
    database.written,
    database.encoding,
    files.key,
    files.rights,
    machine.disk,
    machine.clock,
    machine.shipped,
    mail.relay,
    mail.door_mail,
)
# For whoever runs the server, not for a group's page: what tells of every group, asks others, or
# takes longer the longer a group has lived.
_THOROUGH: tuple[Check, ...] = (
    leading.led,
    mail.lately,
    questions.without_links,
    providers.metadata,
    trail.chains,
)


def examine(office: Office, *, quick: bool = False) -> tuple[Finding, ...]:
    """Every finding, good and bad, in a fixed order. Raises nothing.

    ``quick``: what a page of one group may show, and soon.
    """
    checks = _CHECKS if quick else (*_CHECKS, *_THOROUGH)
    return tuple(finding for check in checks for finding in check(office))


def unopened(error: CoordinatorError) -> tuple[Finding, ...]:
    """What can be said where the settings cannot be used at all."""
    return (*machine.build(), database.finding("settings", error))
