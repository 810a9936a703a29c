"""What higher rooms do with drafts inside their own transaction."""

from __future__ import annotations

from datetime import datetime

from coordinator.core.database import Session, save
from coordinator.drafts import store
from coordinator.drafts.rules import KEPT_FOR


def queue_up(session: Session, group_id: int) -> None:
    """Before a name is looked for: what is on its way has arrived, and nothing more is taken in."""
    store.round_in_turn(session, group_id, to_change=True)


def end_open_pages(session: Session, group_id: int) -> None:
    """After somebody was protected: what a page that is open now hands over is not kept."""
    current = store.round_in_turn(session, group_id, to_change=True)
    current.number += 1
    save(session, current)


def forget_old(session: Session, now: datetime) -> None:
    """Lets go of what nobody has come back to."""
    store.forget_older(session, now - KEPT_FOR)
