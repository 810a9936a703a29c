"""A draft's rows: one for each field of a form that somebody has typed in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coordinator.core.columns import made, moment, plain, points_to, typed
from coordinator.core.translation import N_


class FormDraft(SQLModel, table=True):
    """What stands in one field of a form that has not been saved.

    ``form`` and ``field`` are the form's own names. ``tab``: the browser's window that it was typed
    in, so that two windows of one writer never write over each other. ``page``: the address of the
    page that the form stands on. ``base``: a digest of what was saved when the form was opened,
    empty for something new.
    """

    __tablename__ = "form_draft"
    in_log: ClassVar[str | None] = N_("text that is not saved yet")
    __table_args__ = (UniqueConstraint("group_id", "person_id", "form", "field", "tab"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    person_id: int = points_to("person.id", log=None)
    form: str = made(log=None)
    field: str = made(log=None)
    tab: str = made(log=None)
    page: str = made("/", log=None)
    # Read by its writer alone; the form that saves it has its text looked through.
    text: str = typed(log=N_("text"), is_looked_through=False)
    base: str = made("", log=None)
    kept_at: datetime = moment(log=N_("saved"), index=True)


class DraftRound(SQLModel, table=True):
    """How often somebody of the group has been protected while forms could stand open.

    A page that was opened before may hold the name: what it hands over is not kept.
    """

    __tablename__ = "draft_round"
    in_log: ClassVar[str | None] = None
    __table_args__ = (UniqueConstraint("group_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = points_to("collaboration_group.id", log=None)
    number: int = plain(1, log=None)
