"""Masked copies: what others than coordinator and archive read of an approved original.

The original stays untouched in its own row. A reader's texts go through :class:`Masks`, which
holds nothing for whoever may read originals.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import overload

from coordinator.access import store
from coordinator.access.actor import Actor
from coordinator.access.tables import MaskedText
from coordinator.core.database import Session

Place = tuple[str, int, str]  # table, row, column


@dataclass(frozen=True)
class Masks:
    """Masked texts by place; a place without one reads as it is written."""

    texts: Mapping[Place, str] = field(default_factory=dict)

    @overload
    def over(self, source: str, source_id: int | None, column: str, text: str) -> str: ...
    @overload
    def over(self, source: str, source_id: int | None, column: str, text: None) -> str | None: ...
    def over(self, source: str, source_id: int | None, column: str, text: str | None) -> str | None:
        """The masked copy of that place, else the text itself."""
        return self.texts.get((source, source_id or 0, column), text)


NONE = Masks()


def masks_for(session: Session, actor: Actor, sources: Collection[str]) -> Masks:
    """What the actor reads masked in these tables: nothing, and no statement, for the archive."""
    return NONE if actor.reads_originals else masks_of(session, actor.group_id, sources)


def masks_of(session: Session, group_id: int, sources: Collection[str]) -> Masks:
    """Every masked copy of the group in these tables: one statement."""
    return Masks(
        {
            (row.source, row.source_id, row.field): row.text
            for row in store.masked_texts(session, group_id, sources)
        }
    )


def drop_masks(
    session: Session, *, group_id: int, source: str, ids: Collection[int], since: datetime
) -> None:
    """What was masked in these rows from then on is read as it is written again."""
    for row in store.masked_texts(session, group_id, {source}):
        if row.source_id in ids and row.made_at >= since:
            session.delete(row)
    session.flush()


def keep_mask(session: Session, *, group_id: int, place: Place, text: str, now: datetime) -> None:
    """Writes the masked copy of a place, over an earlier one if there is one."""
    source, source_id, column = place
    row = store.masked_text(session, group_id, place) or MaskedText(
        group_id=group_id, source=source, source_id=source_id, field=column, text="", made_at=now
    )
    row.text, row.made_at = text, now
    session.add(row)
    session.flush()
