"""How often somebody may ask for a link or a code before having to wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from coordinator.access import store
from coordinator.access.tables import SignInAttempt
from coordinator.core.database import Session
from coordinator.core.errors import RuleBroken
from coordinator.core.keys import keyed_hash
from coordinator.core.settings import Settings

WITHIN = timedelta(minutes=15)


def count(
    session: Session, settings: Settings, *, now: datetime, **limits: tuple[str, int]
) -> None:
    """Counts one more try under each key, given as ``kind=(value, most)``; kept as keyed hashes.

    Raises:
        RuleBroken: there were as many lately as are allowed; this one is not counted then.
    """
    keys = []
    for kind, (value, most) in limits.items():
        key = keyed_hash(settings, f"attempts/{kind}", value)
        if store.count_attempts(session, key, since=now - WITHIN) >= most:
            raise RuleBroken("asked-too-often")
        keys.append(key)
    store.drop_attempts(session, before=now - WITHIN)
    session.add_all(SignInAttempt(key=key, happened_at=now) for key in keys)
    session.flush()
