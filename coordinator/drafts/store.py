"""Every query of the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from coordinator.core.database import Session, save
from coordinator.drafts.tables import DraftRound, FormDraft


def own(session: Session, group_id: int, person_id: int) -> Sequence[FormDraft]:
    """Everything that waits for a person, the newest first."""
    return session.exec(
        select(FormDraft)
        .where(FormDraft.group_id == group_id, FormDraft.person_id == person_id)
        .order_by(col(FormDraft.kept_at).desc(), col(FormDraft.id).desc())
    ).all()


def of_form(session: Session, group_id: int, person_id: int, form: str) -> Sequence[FormDraft]:
    return session.exec(
        select(FormDraft).where(
            FormDraft.group_id == group_id,
            FormDraft.person_id == person_id,
            FormDraft.form == form,
        )
    ).all()


def round_number(session: Session, group_id: int) -> int:
    found = session.exec(select(DraftRound.number).where(DraftRound.group_id == group_id)).first()
    return found or 0


def round_in_turn(session: Session, group_id: int, *, to_change: bool) -> DraftRound:
    """The group's round, held until the transaction ends.

    Those who hand over texts do so side by side; whoever protects somebody waits for them, and
    they for that. Of two who make the first one the second is refused, and tries again.
    """
    query = select(DraftRound).where(DraftRound.group_id == group_id)
    held = query.with_for_update(read=not to_change, key_share=to_change)
    found = session.exec(held).first()
    if found is None:
        found = DraftRound(group_id=group_id, number=0)
        save(session, found)
    return found


def forget_older(session: Session, moment: datetime) -> None:
    session.execute(delete(FormDraft).where(col(FormDraft.kept_at) < moment))
