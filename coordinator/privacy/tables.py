"""Where somebody protected stands in other groups of the installation, and what came of asking."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, points_to
from coordinator.core.translation import N_
from coordinator.privacy.views import AskState


class Elsewhere(SQLModel, table=True):
    """Somebody protected in ``group_id`` had a mailbox that another group's person has too.

    Noted when the person is protected, since the address is gone afterwards; nothing here names
    anybody. ``state``: ``known`` (``shared`` where several people of ``group_id`` read the
    mailbox) until somebody asks on the person's own wish, then ``hidden``, or ``asked`` where
    several people read it; ``shown`` and ``decided`` are the answers.
    """

    __tablename__ = "elsewhere"
    in_log: ClassVar[str | None] = N_("somebody protected in another group")
    __table_args__ = (UniqueConstraint("group_id", "other_person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    # where it began
    group_id: int = points_to("collaboration_group.id", log=None)
    person_id: int = points_to("person.id")
    other_group_id: int = points_to("collaboration_group.id", log=N_("other group"))
    other_person_id: int = points_to("person.id", log=N_("person of the other group"))
    state: str = made("known", log=N_("state"), of=AskState)
    asked_at: datetime | None = moment(log=N_("time of asking"), nullable=True)
    decided_at: datetime | None = moment(log=N_("time of deciding"), nullable=True)
