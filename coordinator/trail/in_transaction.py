"""The trail: one entry for each use case that changed something, in one hash chain per group.

An entry tells who, when, from where, which use case, about what, and what the rows were before
and after. A column's values are shown only where its line in ``tables.py`` says so; every other one
is "changed": names, addresses, texts and whatever a later table holds stay out by default.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from coordinator.access.actor import Actor
from coordinator.access.permissions import permit, running, use_cases
from coordinator.core.columns import columns_in_log
from coordinator.core.database import Change, Session, watch_changes
from coordinator.core.office import Office
from coordinator.trail import store
from coordinator.trail.chain import START, digest
from coordinator.trail.tables import TrailEntry

MOST_ROWS = 40  # of one entry; a list of people can change more


@contextmanager
def logged_change(office: Office, actor: Actor, *, about: str | None = None) -> Iterator[Session]:
    """The transaction of a use case that changes something; it leaves one entry in the log.

    The entry is named for the use case that runs. ``about`` is a code that tells which thing, such
    as ``VT2027-1``; never a name or a text.
    """
    name = running().name
    with (
        office.database.transaction() as session,
        logged_change_in(session, office, actor, name, about=about),
    ):
        yield session


@contextmanager
def logged_change_in(
    session: Session, office: Office, actor: Actor, name: str, *, about: str | None = None
) -> Iterator[None]:
    """As :func:`logged_change`, in an open transaction and for a use case by its name.

    For who learns in the transaction who acts, as by a link.

    Raises:
        NotAllowed: the actor may not do this.
    """
    permit(actor, use_cases()[name])
    with watch_changes(session) as changes:
        yield
        session.flush()
    if not session.info.pop("goes_on", False):
        append(session, actor, name, now=office.clock.now(), about=about, changes=changes)


def append(
    session: Session,
    actor: Actor,
    use_case: str,
    *,
    now: datetime,
    about: str | None = None,
    changes: Sequence[Change] = (),
    said: dict[str, Any] | None = None,
) -> None:
    """Writes the next entry of the actor's group, in the caller's transaction.

    ``said``: plain values worth keeping beside the changes, such as kinds of a finding; never a
    name, an address or a text. Without a group there is no chain, and nothing is written.
    """
    if not actor.group_id:
        return
    # What another group's rows go through is told in that group's chain.
    own = [one for one in changes if one.group_id in {None, actor.group_id}]
    head = store.trail_head_for_change(session, actor.group_id, START)
    entry = TrailEntry(
        group_id=actor.group_id,
        number=head.number + 1,
        happened_at=now,
        person_id=actor.person_id,
        actor_name=name_to_keep(actor),
        origin=actor.origin,
        use_case=use_case,
        about=about or session.info.get("about"),
        changes=json.dumps(
            stored_changes(own, said or session.info.get("said")),
            ensure_ascii=False,
            sort_keys=True,
        ),
        previous=head.hash,
        hash="",
    )
    entry.hash = digest(entry)
    head.number, head.hash = entry.number, entry.hash
    session.add_all([entry, head])
    session.flush()


def lock_chains(session: Session, group_ids: Collection[int]) -> None:
    """Before writing in several groups' chains: everybody locks them in the same order."""
    for group_id in sorted(group_ids):
        store.trail_head_for_change(session, group_id, START)


def name_to_keep(actor: Actor) -> str:
    """The shell's own name only. Whoever is a person is known by id.

    People are named when the trail is read: a chain cannot forget, and a name may be protected
    tomorrow.
    """
    return actor.name if actor.person_id is None or actor.origin == "shell" else ""


def continue_entry(session: Session) -> None:
    """What this transaction does is told by an entry that stands already: no new one is written.

    For work that is saved again and again while it is done, such as a note at every pause in
    typing. Entries are never rewritten: the entry stands at the beginning of such a stretch, and
    the caller answers for that it is there.
    """
    session.info["goes_on"] = True


def set_subject(session: Session, code: str) -> None:
    """Tells the entry of this transaction which thing it is about, once that is known."""
    session.info["about"] = code


def add_values(session: Session, **said: Any) -> None:
    """Adds plain values to the entry of this transaction; never a name, an address or a text."""
    session.info["said"] = {**session.info.get("said", {}), **said}


def stored_changes(
    changes: Sequence[Change], said: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The changes as the trail may tell them: one entry per row, values only where they may."""
    rows = _joined(changes)
    found: list[dict[str, Any]] = [
        {
            "table": change.table,
            "id": change.row_id,
            "did": change.did,
            "fields": {
                name: [_plain(before), _plain(after)]
                if columns_in_log()[change.table][name].is_shown
                else "changed"
                for name, (before, after) in sorted(change.fields.items())
            },
        }
        for change in rows[:MOST_ROWS]
    ]
    if len(rows) > MOST_ROWS:
        found.append({"more": len(rows) - MOST_ROWS})
    if said:
        found.append({"said": said})
    return found


def _joined(changes: Sequence[Change]) -> list[Change]:
    """Several flushes of one row as one change, in the order of the first."""
    rows: dict[tuple[str, Any], Change] = {}
    for change in changes:
        known = columns_in_log().get(change.table)
        if known is None:
            continue
        fields = {name: both for name, both in change.fields.items() if name in known}
        before = rows.get((change.table, change.row_id))
        if before is None:
            rows[change.table, change.row_id] = Change(
                change.table, change.row_id, change.did, fields
            )
            continue
        merged = dict(before.fields)
        for name, (old, new) in fields.items():
            merged[name] = (merged[name][0] if name in merged else old, new)
        did = before.did if change.did == "changed" else change.did
        rows[change.table, change.row_id] = Change(change.table, change.row_id, did, merged)
    return [change for change in rows.values() if change.fields or change.did != "changed"]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
