"""An old name made unreadable in the database's own files, and whether that has been done."""

from __future__ import annotations

import json
import logging
from typing import Any

from coordinator.access.actor import Actor
from coordinator.core import scrubbing
from coordinator.core.database_errors import once_more
from coordinator.core.errors import Unavailable
from coordinator.core.office import Office
from coordinator.privacy import store
from coordinator.privacy.name_columns import SCRUBBED
from coordinator.trail.in_transaction import append
from coordinator.trail.tables import TrailEntry

log = logging.getLogger(__name__)

PROTECT_NOW, SCRUB = "privacy.protect_now", "privacy.scrub"  # as the trail names them


def overwrite(office: Office, actor: Actor, about: str) -> bool:
    """After the transaction that took the name away, never in it; the trail keeps how it went.

    What was taken away is saved already: a full disk or a lock here must not say otherwise. Where
    nothing could be told it counts as not done, and is done again.
    """
    is_clean = scrubbing.scrub(office.database, SCRUBBED)
    try:
        once_more(lambda: _tell(office, actor, about, is_clean=is_clean))
    except Unavailable as error:
        log.warning("how the files were overwritten was not written down: %s", error.code)
        return False
    return is_clean


def finish(office: Office) -> bool:
    """At a start: what somebody's reading held up when a person was protected. True: nothing left.

    Nobody asks for it, so no role is asked for: it changes nothing that anybody reads.
    """
    with office.reading() as session:
        waiting: dict[tuple[int, str], None] = {}
        for entry in store.entries_of(session, (PROTECT_NOW, SCRUB)):
            key = (entry.group_id, entry.about or "")
            if entry.use_case == PROTECT_NOW:
                waiting[key] = None
            elif said(entry)["clean"]:
                waiting.pop(key, None)
    if waiting and not scrubbing.scrub(office.database, SCRUBBED):
        return False
    for group_id, about in waiting:
        nobody = Actor(None, "", frozenset(), group_id, origin="shell")
        _tell(office, nobody, about, is_clean=True)
    return True


def said(entry: TrailEntry) -> dict[str, Any]:
    """The plain values beside an entry's changes."""
    return next(one["said"] for one in json.loads(entry.changes) if "said" in one)


def _tell(office: Office, actor: Actor, about: str, *, is_clean: bool) -> None:
    with office.transaction() as session:
        now = office.clock.now()
        append(session, actor, SCRUB, now=now, about=about, said={"clean": is_clean})
