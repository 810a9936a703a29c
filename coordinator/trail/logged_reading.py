"""Readings that leave a trace: who saw what only some may see, and when; never what it said."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.trail import in_transaction as trail
from coordinator.trail import store

ONCE_IN = timedelta(hours=1)


def trace(
    office: Office, actor: Actor, use_case: str, *, about: str, items: Collection[int]
) -> None:
    """One entry with the numbers of the items that were shown, once per person, thing and hour.

    A page is drawn again at every press; one entry says as much as fifty. Items that the entries
    of the hour do not name yet make a new one. Nothing is asked or written without items.
    """
    if not items:
        return
    now = office.clock.now()
    with office.reading() as session:
        told = store.trail_changes_since(
            session,
            actor.group_id,
            person_id=actor.person_id,
            actor_name=trail.name_to_keep(actor),
            use_case=use_case,
            about=about,
            since=now - ONCE_IN,
        )
    if any(set(items) <= _items(changes) for changes in told):
        return
    with office.transaction() as session:
        said = {"items": sorted(items)}
        trail.append(session, actor, use_case, now=now, about=about, said=said)


def _items(changes: str) -> set[int]:
    return {n for part in json.loads(changes) for n in part.get("said", {}).get("items", ())}
