"""Every query of the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from coordinator.core.database import Session
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


def round_for_change(session: Session, group_id: int) -> DraftRound:
    found = session.exec(
        select(DraftRound).where(DraftRound.group_id == group_id).with_for_update(key_share=True)
    ).first()
    return found or DraftRound(group_id=group_id, number=0)


def forget_older(session: Session, moment: datetime) -> None:
    session.execute(delete(FormDraft).where(col(FormDraft.kept_at) < moment))
