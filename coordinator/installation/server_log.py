"""What stands in the log of a server's life: its start, what is odd about it, its end."""

from __future__ import annotations

import logging

from coordinator.core.build import version
from coordinator.core.messages import SENTENCES
from coordinator.core.office import Office
from coordinator.installation.migrate import revision_of
from coordinator.installation.settings_checks import setting_problems
from coordinator.installation.who_leads import groups_led

log = logging.getLogger(__name__)


def started(office: Office) -> None:
    """One line for the start; one for each group that nobody leads, and each odd setting."""
    log.info(
        "started: version %s, address %s, database %s, revision %s, mail %s",
        version(),
        office.settings.base_url,
        office.database.engine.dialect.name,
        revision_of(office.database),
        "goes" if office.settings.mail_goes else "waits",
    )
    for one in groups_led(office):
        if not one.number:
            log.warning("nobody can sign in and lead %s: see coordinator doctor", one.slug)
    for problem in setting_problems(office.settings):
        log.warning("settings: %s", SENTENCES[problem.code].format(**dict(problem.params)))


def stopped() -> None:
    log.info("stopped")
