"""Choosing one agency from a list, wherever a form or a filter asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, Protocol

import streamlit as st

from coordinator.core.translation import _

WHOLE_GROUP = 0
"""Stands for no agency in a choice: an empty one would look as if nothing were chosen."""


class Agency(Protocol):
    """What has an agency's id and name."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


def names_of(agencies: Iterable[Agency]) -> dict[int, str]:
    return {agency.id: agency.name for agency in agencies}


def one_or_none(
    label: str,
    names: Mapping[Any, str],
    key: str | None = None,
    *,
    given: object = None,
    nothing: str = "",
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
    label_visibility: Literal["visible", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> Any:
    """One agency's key in ``names``, or None; ``nothing`` is what an empty choice says."""
    keys = list(names)
    return st.selectbox(
        label,
        keys,
        index=keys.index(given) if given in names else None,
        format_func=names.__getitem__,
        placeholder=nothing or _("No agency"),
        key=key,
        on_change=on_change,
        args=args,
        label_visibility=label_visibility,
        width=width,
    )


def one_or_whole_group(
    label: str, agencies: Iterable[Agency], key: str, given: int | None = None
) -> int | None:
    """Which agency is meant; None for the whole group."""
    names = {WHOLE_GROUP: _("The whole group"), **names_of(agencies)}
    ids = list(names)
    chosen: int = st.selectbox(
        label,
        ids,
        index=ids.index(given) if given in names else 0,
        key=key,
        format_func=names.__getitem__,
    )
    return chosen or None
