"""What stands in a form's field, said in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from coordinator.core import dates
from coordinator.core.translation import _


def as_text(value: object) -> str:
    return str(value) if value not in {None, ""} else _("(empty)")


def as_day(value: date | None) -> str:
    return dates.short_day_week(value, year=True) if value else _("(empty)")


def as_yes_no(value: object) -> str:
    return _("Yes") if value else _("No")


def as_name(names: Mapping[Any, str], nobody: str) -> Callable[[Any], str]:
    """The name of what is chosen by its id; ``nobody`` where nothing is, or it is gone."""
    return lambda value: names.get(value, nobody)


def as_list(word: Callable[[Any], str]) -> Callable[[Collection[Any] | None], str]:
    """Several chosen things in a line."""
    return lambda value: ", ".join(map(word, value or ())) or _("(empty)")
