"""The trail's hash chain: what binds its entries, whether it is whole, and how old ones leave it.

Each entry holds the hash of the one before, so an entry cannot be changed, removed, put in or moved
without the next one telling. The head of the chain tells of its end. When the oldest entries are
disposed of, a checkpoint signed with the installation's key says where the rest begins.

Whoever may write in the database *and* knows this code could write the whole chain again: noting
the chain's end somewhere else (``coordinator doctor`` prints it) is what tells that.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Final

from coordinator.core.database import Session
from coordinator.core.errors import RuleBroken
from coordinator.trail import store
from coordinator.trail.tables import TrailCheckpoint, TrailEntry
from coordinator.trail.views import TrailCheck, TrailFault

START: Final = "0" * 64  # what the first entry of a chain builds on
_BATCH: Final = 1000  # entries read at a time


def digest(entry: TrailEntry) -> str:
    """SHA-256 in hex over what the entry says and the hash of the entry before it."""
    said = [
        entry.group_id,
        entry.number,
        entry.happened_at.astimezone(UTC).isoformat(),
        entry.person_id,
        entry.actor_name,
        entry.origin,
        entry.use_case,
        entry.about,
        entry.changes,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def verify(session: Session, group_id: int, *, key: str | None) -> TrailCheck:
    """Reads the whole chain, batch by batch, and says where it first breaks.

    ``key`` is the installation's, for the checkpoint of a chain whose beginning is disposed of.
    """
    checkpoint = store.last_checkpoint(session, group_id)
    number, at = (checkpoint.number, checkpoint.hash) if checkpoint else (0, START)
    entries = 0
    if checkpoint and not _is_signed(checkpoint, key):
        return TrailCheck(0, number, at, TrailFault.CHECKPOINT, number)
    while batch := store.trail_batch(session, group_id, after=number, limit=_BATCH):
        for entry in batch:
            fault = _fault(entry, number, at)
            if fault:
                return TrailCheck(entries, number, at, fault, number + 1)
            number, at = entry.number, entry.hash
            entries += 1
    head = store.trail_head(session, group_id)
    end = (head.number, head.hash) if head else (0, START)
    if end != (number, at):
        return TrailCheck(entries, number, at, TrailFault.TAIL, min(end[0], number) + 1)
    return TrailCheck(entries, number, at)


def _fault(entry: TrailEntry, number: int, at: str) -> TrailFault | None:
    """What is wrong with the entry that stands after ``number``, whose hash is ``at``."""
    if entry.number != number + 1:
        return TrailFault.MISSING
    if entry.hash != digest(entry):
        return TrailFault.CHANGED
    if entry.previous != at:
        return TrailFault.START if number == 0 else TrailFault.ORDER
    return None


def dispose_before(
    session: Session, group_id: int, moment: datetime, *, key: str | None, now: datetime
) -> int:
    """Removes the chain's entries from before the moment; how many. The rest can still be checked.

    Raises:
        RuleBroken: the installation has no key to sign with, or the chain is broken: what is
            left would hide where.
    """
    if not key:
        raise RuleBroken("trail-needs-key")
    store.trail_head_for_change(session, group_id, START)  # nobody writes meanwhile
    if not verify(session, group_id, key=key).is_whole:
        raise RuleBroken("trail-is-broken")
    last = store.last_entry_before(session, group_id, moment)
    if last is None:
        return 0
    checkpoint = TrailCheckpoint(
        group_id=group_id, number=last.number, hash=last.hash, made_at=now, signature=""
    )
    checkpoint.signature = _signature(checkpoint, key)
    session.add(checkpoint)
    session.flush()
    return store.remove_trail(session, group_id, up_to=checkpoint.number)


def _is_signed(checkpoint: TrailCheckpoint, key: str | None) -> bool:
    return bool(key) and hmac.compare_digest(
        checkpoint.signature.encode(), _signature(checkpoint, key or "").encode()
    )


def _signature(checkpoint: TrailCheckpoint, key: str) -> str:
    said = [
        "trail-checkpoint",
        checkpoint.group_id,
        checkpoint.number,
        checkpoint.hash,
        checkpoint.made_at.astimezone(UTC).isoformat(),
    ]
    return hmac.new(key.encode(), json.dumps(said).encode(), hashlib.sha256).hexdigest()
