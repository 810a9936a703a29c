"""Every column in which somebody's name can stand, as the tables themselves say.

Beside each column of text stands what it holds (:mod:`coordinator.core.columns`). What somebody
typed is looked through; what can hold a name in another way has its own answer in this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from coordinator.core.columns import (
    Holds,
    holds,
    is_in_minutes,
    tables_with_classes,
    text_columns,
)


def _scrubbed() -> frozenset[str]:
    """Tables that can have held a name: those whose files are written again."""
    return frozenset(
        table.name
        for table, _class in tables_with_classes()
        if any(holds(column) is not Holds.MADE for column in text_columns(table))
        and table.name != "trail_entry"  # written once, and without names
    )


SCRUBBED: Final = _scrubbed()


@dataclass(frozen=True)
class Texts:
    """A table and its columns of typed text.

    ``in_minutes``: columns that are part of an original once the meeting's minutes are approved. It
    is never altered; others than coordinator and archive then read a masked copy. ``whole``:
    columns that are emptied rather than rewritten.
    """

    table: Any
    columns: tuple[str, ...]
    in_minutes: frozenset[str]
    whole: frozenset[str]

    @property
    def name(self) -> str:
        return str(self.table.__tablename__)


@cache
def texts() -> tuple[Texts, ...]:
    """Every table with columns that somebody types in."""
    found = []
    for table, its_class in tables_with_classes():
        typed = [one for one in text_columns(table) if holds(one) in {Holds.TYPED, Holds.WHOLE}]
        if typed:
            found.append(
                Texts(
                    its_class,
                    tuple(one.name for one in typed),
                    frozenset(one.name for one in typed if is_in_minutes(one)),
                    frozenset(one.name for one in typed if holds(one) is Holds.WHOLE),
                )
            )
    return tuple(found)
