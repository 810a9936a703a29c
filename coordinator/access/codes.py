"""One-time codes: six figures by mail, for a link's holder who wants more than the link gives."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from coordinator.access import store
from coordinator.access.tables import OneTimeCode
from coordinator.core.database import Session
from coordinator.core.errors import RuleBroken
from coordinator.core.tokens import hash_token

LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5


def issue(
    session: Session, *, person_id: int, purpose: str, about: str | None, now: datetime
) -> str:
    """A new code; earlier ones for the same purpose are worth nothing any more."""
    store.void_codes(session, person_id=person_id, purpose=purpose, about=about, now=now)
    code = f"{secrets.randbelow(1_000_000):06d}"
    session.add(
        OneTimeCode(
            person_id=person_id,
            purpose=purpose,
            about=about,
            code_hash=_hash(person_id, purpose, about, code),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    session.flush()
    return code


def spend(
    session: Session, *, person_id: int, purpose: str, about: str | None, code: str, now: datetime
) -> bool:
    """Whether the code is right; a right one is spent, a wrong one counts as a try.

    Raises:
        RuleBroken: there is no living code, or too many wrong ones were typed.
    """
    row = store.living_code(session, person_id=person_id, purpose=purpose, about=about, now=now)
    if row is None or row.tries >= MOST_TRIES:
        raise RuleBroken("code-expired")
    typed = "".join(code.split())
    row.tries += 1
    right = secrets.compare_digest(row.code_hash, _hash(person_id, purpose, about, typed))
    if right:
        row.used_at = now
    session.add(row)
    session.flush()
    return right


def _hash(person_id: int, purpose: str, about: str | None, code: str) -> str:
    return hash_token(f"{person_id}/{purpose}/{about or ''}/{code}")
