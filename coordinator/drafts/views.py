"""What leaves the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """What one window holds of a form: texts by field, the newest moment, what it builds on.

    ``page``: the address of the page that the form stands on.
    """

    form: str
    tab: str
    page: str
    texts: Mapping[str, str]
    base: str
    kept_at: datetime


@dataclass(frozen=True)
class OwnDrafts:
    """Everything that waits for one person in one group, the newest first.

    ``protected``: what a page that is drawn now hands back with each text; see
    :class:`coordinator.drafts.tables.DraftRound`.
    """

    protected: int
    drafts: tuple[Draft, ...]

    def of(self, form: str) -> tuple[Draft, ...]:
        return tuple(one for one in self.drafts if one.form == form)
