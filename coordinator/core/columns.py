"""What a column of text can hold, said beside the column: whether somebody's name can stand in it.

A column that says nothing counts as typed, so that a name in it is found; a test fails until it
says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, Table
from sqlmodel import Field, SQLModel

_HOLDS: Final = "holds"  # keys of a column's ``info``
_IN_MINUTES: Final = "in_minutes"


class Holds(StrEnum):
    TYPED = "typed"  # what somebody typed: a name in it is looked for and replaced
    WHOLE = "whole"  # the same, but half of it is of no use, such as an address: emptied
    NAMED = "named"  # can hold a name, and the privacy room has its own answer for it
    MADE = "made"  # a code, key, hash or word of a list: the product made it, nobody typed it


def typed(default: Any = ..., *, in_minutes: bool = False, **given: Any) -> Any:
    """``in_minutes``: part of the original once the minutes are approved, which nobody alters."""
    return _field(default, {_HOLDS: Holds.TYPED, _IN_MINUTES: in_minutes}, given)


def whole(default: Any = ..., **given: Any) -> Any:
    return _field(default, {_HOLDS: Holds.WHOLE}, given)


def named(default: Any = ..., **given: Any) -> Any:
    return _field(default, {_HOLDS: Holds.NAMED}, given)


def made(default: Any = ..., **given: Any) -> Any:
    return _field(default, {_HOLDS: Holds.MADE}, given)


def _field(default: Any, info: dict[str, Any], given: dict[str, Any]) -> Any:
    column = given.get("sa_column")
    if isinstance(column, Column):
        column.info.update(info)
        return Field(default, **given) if default is not ... else Field(**given)
    return Field(default, sa_column_kwargs={"info": info}, **given)


def says_what_it_holds(column: Column[Any]) -> bool:
    return _HOLDS in column.info


def holds(column: Column[Any]) -> Holds:
    """What the column says; one that says nothing may hold whatever somebody typed."""
    return Holds(column.info.get(_HOLDS, Holds.TYPED))


def is_in_minutes(column: Column[Any]) -> bool:
    return bool(column.info.get(_IN_MINUTES))


def text_columns(table: Table) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if getattr(column.type, "impl", column.type).python_type is str
    ]


def tables_with_classes() -> Iterator[tuple[Table, Any]]:
    """Every table that has been read, in an order in which a row's parents come first."""
    mappers = SQLModel._sa_registry.mappers  # noqa: SLF001 - there is no other way to ask
    classes = {mapper.local_table: mapper.class_ for mapper in mappers}
    for table in SQLModel.metadata.sorted_tables:
        yield table, classes[table]
