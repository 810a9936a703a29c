"""What the house must know of a column, beside the column: its line in ``tables.py`` says it all.

* ``log``: what the column is called in the log, as a message id; None where it never stands there.
* ``is_shown``: the log may tell its values. Only for what is neither personal nor typed text.
* ``of``: what puts its values into words there: the enumeration that they are of, or a function;
  ``str`` for texts that speak for themselves.
* whether somebody's name can stand in it: :class:`Holds`, by the helper that makes the column.
* ``is_looked_through``: texts in it are looked through for individuals; so is whatever is typed,
  unless the line says that it is the name of an organisation, say.

A test fails on a column that says nothing. A table says what it is called in the log by ``in_log``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, String, Table
from sqlmodel import Field, SQLModel

from coordinator.core.database import UtcDateTime
from coordinator.core.rooms import import_rooms
from coordinator.core.worded import Worded

_FACTS: Final = "facts"  # the key in a column's ``info``


Of = type[Worded] | Callable[[object], str]


class Holds(StrEnum):
    TYPED = "typed"  # what somebody typed: a name in it is looked for and replaced
    WHOLE = "whole"  # the same, but half of it is of no use, such as an address: emptied
    NAMED = "named"  # can hold a name, and the privacy room has its own answer for it
    MADE = "made"  # a code, key, hash or word of a list: the product made it, nobody typed it


@dataclass(frozen=True)
class ColumnFacts:
    """What a column's line says; see the top of this file."""

    log: str | None = None
    is_shown: bool = False
    holds: Holds = Holds.TYPED
    is_looked_through: bool = False
    in_minutes: bool = False
    of: Of | None = None

    def in_words(self, value: object) -> str | None:
        """A value of the column for the log; None where its line does not say how."""
        say: Any = getattr(self.of, "say", self.of)  # an enumeration has a way of its own
        return None if say is None else str(say(value))


# Text ---------------------------------------------------------------------------------------------


def typed(
    default: Any = ...,
    *,
    log: str | None,
    is_shown: bool = False,
    is_looked_through: bool = True,
    in_minutes: bool = False,
    **given: Any,
) -> Any:
    """``in_minutes``: part of the original once the minutes are approved, which nobody alters."""
    facts = ColumnFacts(log, is_shown, Holds.TYPED, is_looked_through, in_minutes)
    return _field(default, facts, given)


def whole(
    default: Any = ...,
    *,
    log: str | None,
    is_shown: bool = False,
    is_looked_through: bool = True,
    **given: Any,
) -> Any:
    return _field(default, ColumnFacts(log, is_shown, Holds.WHOLE, is_looked_through), given)


def named(default: Any = ..., *, log: str | None, is_shown: bool = False, **given: Any) -> Any:
    return _field(default, ColumnFacts(log, is_shown, Holds.NAMED), given)


def made(
    default: Any = ...,
    *,
    log: str | None,
    is_shown: bool = False,
    of: Of | None = None,
    **given: Any,
) -> Any:
    return _field(default, ColumnFacts(log, is_shown, Holds.MADE, of=of), given)


def sort_column() -> Column[Any]:
    """Text compared byte by byte on both engines (Swedish order comes from the stored key)."""
    kind = String().with_variant(String(collation="C"), "postgresql")
    return Column(kind, nullable=False, index=True)


# Everything else ----------------------------------------------------------------------------------


def plain(
    default: Any = ...,
    *,
    log: str | None,
    is_shown: bool = False,
    of: Of | None = None,
    **given: Any,
) -> Any:
    """A number, a day, yes or no."""
    return _field(default, ColumnFacts(log, is_shown, Holds.MADE, of=of), given)


def moment(
    *, log: str | None, is_shown: bool = False, nullable: bool = False, index: bool = False
) -> Any:
    """An aware datetime, stored in UTC."""
    column: Column[Any] = Column(UtcDateTime(), nullable=nullable, index=index)
    return _with_column(column, ColumnFacts(log, is_shown, Holds.MADE))


def points_to(
    to: str,
    *,
    log: str | None = "",
    is_shown: bool = False,
    nullable: bool = False,
    cascade: bool = False,
) -> Any:
    """A foreign key with an index, written as ``table.column``; called as that table is."""
    rule = ForeignKey(to, ondelete="CASCADE" if cascade else None)
    column: Column[Any] = Column(rule, nullable=nullable, index=True)
    return _with_column(column, ColumnFacts(log, is_shown, Holds.MADE))


def _with_column(column: Column[Any], facts: ColumnFacts) -> Any:
    column.info[_FACTS] = facts
    return Field(default=None, sa_column=column) if column.nullable else Field(sa_column=column)


def _field(default: Any, facts: ColumnFacts, given: dict[str, Any]) -> Any:
    column = given.get("sa_column")
    if isinstance(column, Column):
        column.info[_FACTS] = facts
        return Field(default, **given) if default is not ... else Field(**given)
    return Field(default, sa_column_kwargs={"info": {_FACTS: facts}}, **given)


# Asked for ----------------------------------------------------------------------------------------


def facts_of(column: Column[Any]) -> ColumnFacts | None:
    found: ColumnFacts | None = column.info.get(_FACTS)
    return found


def holds(column: Column[Any]) -> Holds:
    """What the column says; one that says nothing may hold whatever somebody typed."""
    return (facts_of(column) or ColumnFacts()).holds


def is_in_minutes(column: Column[Any]) -> bool:
    return (facts_of(column) or ColumnFacts()).in_minutes


def text_columns(table: Table) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if getattr(column.type, "impl", column.type).python_type is str
    ]


def tables_with_classes() -> Iterator[tuple[Table, Any]]:
    """Every table of the product, in an order in which a row's parents come first."""
    import_rooms("tables")
    mappers = SQLModel._sa_registry.mappers  # noqa: SLF001 - there is no other way to ask
    classes = {mapper.local_table: mapper.class_ for mapper in mappers}
    for table in SQLModel.metadata.sorted_tables:
        yield table, classes[table]


@cache
def looked_through() -> tuple[tuple[str, str], ...]:
    """Table and column of every text that is looked through for individuals."""
    return tuple(
        (table.name, column.name)
        for table, _class in tables_with_classes()
        for column in table.columns
        if (found := facts_of(column)) and found.is_looked_through
    )


@cache
def in_log() -> Mapping[str, str]:
    """What each table is called in the log, as a message id; those left out never stand there."""
    found = {table.name: class_.in_log for table, class_ in tables_with_classes()}
    return {name: words for name, words in found.items() if words is not None}


@cache
def columns_in_log() -> Mapping[str, Mapping[str, ColumnFacts]]:
    """What the columns that can stand in the log say, by table and column."""
    found: dict[str, dict[str, ColumnFacts]] = {}
    for table, _class in tables_with_classes():
        for column in table.columns if table.name in in_log() else ():
            said = facts_of(column)
            if said is not None and said.log is not None:
                found.setdefault(table.name, {})[column.name] = said
    return found


@cache
def shown_in_log() -> frozenset[str]:
    """The columns whose values the log may tell, as ``table.column``."""
    return frozenset(
        f"{table}.{name}"
        for table, columns in columns_in_log().items()
        for name, said in columns.items()
        if said.is_shown
    )


@cache
def columns_to(target: str) -> frozenset[str]:
    """The columns that hold a row's id of that table, as ``table.column``."""
    return frozenset(
        f"{table.name}.{column.name}"
        for table, _class in tables_with_classes()
        for column in table.columns
        if any(key.column.table.name == target for key in column.foreign_keys)
    )


def word_of(table: str, column: str) -> str | None:
    """What a column is called in the log, as a message id; None for one that nobody knows."""
    said = columns_in_log().get(table, {}).get(column)
    if said is None or said.log:
        return said.log if said else None
    (key,) = SQLModel.metadata.tables[table].columns[column].foreign_keys
    return in_log()[key.column.table.name]
