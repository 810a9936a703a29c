"""What Skydda nu looks through follows from what the columns of the tables say they hold."""

from __future__ import annotations

from sqlalchemy import Column, String

from coordinator.core.columns import Holds, holds, says_what_it_holds
from coordinator.privacy.name_columns import OTHERWISE, texts
from coordinator.trail.in_transaction import SHOWN

from .planted import all_text_columns


def test_every_column_of_text_says_what_it_holds() -> None:
    """A new column says it in its own tables.py before anything else works."""
    silent = [name for name, column in all_text_columns().items() if not says_what_it_holds(column)]
    assert silent == []


def test_what_is_looked_through_follows_from_the_tables() -> None:
    told = {name: holds(column) for name, column in all_text_columns().items()}
    looked = {f"{one.name}.{column}" for one in texts() for column in one.columns}
    assert looked == {name for name, one in told.items() if one in {Holds.TYPED, Holds.WHOLE}}
    assert set(OTHERWISE) == {name for name, one in told.items() if one is Holds.NAMED}


def test_a_column_that_says_nothing_is_looked_through() -> None:
    assert holds(Column("remark", String())) is Holds.TYPED


def test_the_log_keeps_values_of_columns_that_nobody_types_in_alone() -> None:
    columns = all_text_columns()
    typed = {name for name in SHOWN if name in columns and holds(columns[name]) is not Holds.MADE}
    assert typed == set()
