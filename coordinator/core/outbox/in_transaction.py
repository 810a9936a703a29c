"""What becomes of a mail, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from coordinator.core.database import Session
from coordinator.core.outbox import store
from coordinator.core.outbox.tables import OutboxMail


def end(session: Session, row: OutboxMail, state: str, *, error: str | None = None) -> None:
    """The mail is sent, dropped or given up; what opens doors does not stay behind."""
    row.state, row.last_error, row.claimed_until = state, error, None
    if row.is_secret:
        assert row.id is not None
        row.text, row.html = "", None
        store.forget_attachments(session, row.id)
    store.save(session, row)


def drop_waiting(
    session: Session, *, group_id: int, kinds: Collection[str], about: str, whose: str | None = None
) -> int:
    """What waits of these kinds about this thing is let go: something newer stands; how many.

    ``whose``: only mails whose condition is about that.
    """
    rows = store.waiting_about(session, group_id, kinds, about, whose=whose)
    for row in rows:
        end(session, row, store.DROPPED, error="mail-holds-no-more")
    return len(rows)


def mark_sent(session: Session, row: OutboxMail, *, now: datetime) -> None:
    """It has gone: by us, or by somebody's own mail program."""
    row.sent_at = now
    end(session, row, store.SENT)


def wait_again(session: Session, row: OutboxMail) -> None:
    """It goes as soon as it may; what was tried before counts no more."""
    row.state, row.last_error, row.claimed_until, row.attempts = store.WAITING, None, None, 0
    store.save(session, row)
