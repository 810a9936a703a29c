"""A file that is taken over: what it would do, by name, and one press that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import streamlit as st

from coordinator.core.errors import CoordinatorError
from coordinator.core.translation import _
from coordinator.ui import frame, widgets

T = TypeVar("T")


def preview(look: Callable[[], T]) -> T | None:
    """What the file would do; None where it is refused, which then stands on the page."""
    try:
        return look()
    except CoordinatorError as error:
        frame.say(error)
        return None


def names(key: str, title: str, shown: Sequence[str], most: int) -> None:
    """A row with the first names of those that something happens to; nothing for nobody."""
    if shown:
        with widgets.row(key):
            widgets.row_text(title, first_of(shown, most))


def first_of(names: Sequence[str], most: int) -> str:
    """The first names, and how many more there are."""
    text = " · ".join(names[:most])
    if len(names) > most:
        text += " · " + _("and {n} more", n=len(names) - most)
    return text


def take_over(label: str, key: str, do: Callable[[], T], *, is_main: bool = False) -> T | None:
    """The button; what was done, in the one run after it was pressed and not refused."""
    look: Literal["primary", "secondary"] = "primary" if is_main else "secondary"
    if st.button(label, key=key, type=look, icon=":material/check:"):
        return preview(do)
    return None
