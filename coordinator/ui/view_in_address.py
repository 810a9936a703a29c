"""Choices that stand in the address, so that a view can be shared as a link.

The address is the truth: each run sets the widget to what stands there, and a change writes it
there before the next run reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import streamlit as st

from coordinator.core.translation import _
from coordinator.ui import widgets

PAGE = "page"


def tabs(name: str, labels: Mapping[str, str]) -> Mapping[str, AbstractContextManager[Any] | None]:
    """Tabs by their word in the address; None for those that are not shown and need no reading."""
    key = _key(name)
    asked = st.query_params.get(name, "")
    first = next(iter(labels))
    st.session_state[key] = labels.get(asked, labels[first])
    words = {label: word for word, label in labels.items()}
    drawn = st.tabs(
        list(words),
        key=key,
        on_change=lambda: _write(name, words.get(st.session_state[key]), unless=first),
    )
    return {word: tab if tab.open else None for word, tab in zip(labels, drawn, strict=True)}


def choice(name: str, label: str, options: Mapping[str, str]) -> str | None:
    """One of the options by its word in the address, or None for all."""
    key = _key(name)
    asked = st.query_params.get(name)
    st.session_state[key] = asked if asked in options else None
    chosen: str | None = st.selectbox(
        label,
        list(options),
        placeholder=_("All"),
        index=None,
        key=key,
        format_func=lambda word: options[word],
        on_change=_changed(name),
    )
    return chosen


def words(name: str, label: str, *, such_as: str = "") -> str:
    """Free words, ``such_as`` an example of them; never for what could name a person."""
    key = _key(name)
    st.session_state[key] = asked = st.query_params.get(name, "")[:100]
    typed = st.text_input(
        label,
        value=asked,
        key=key,
        max_chars=100,
        placeholder=such_as or _("All"),
        on_change=_changed(name),
    )
    return (typed or "").strip()


def page_number() -> int:
    """The page of a long list, from 1."""
    text = st.query_params.get(PAGE, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else 1


def pager(total: int, page_size: int, before: str = "", after: str = "") -> None:
    """The way to the page before and after, where ``total`` things fill several.

    ``before`` and ``after``: what the two buttons say where there are better words.
    """
    number, last = page_number(), -(-total // page_size)
    if last < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="pager"):
        if number > 1:
            _to_page(before or _("Previous page"), "previous_page", number - 1)
        widgets.quiet(_("Page {n} of {last}", n=number, last=last), width="content")
        if number < last:
            _to_page(after or _("Next page"), "next_page", number + 1)


def _to_page(label: str, key: str, number: int) -> None:
    st.button(label, key=key, on_click=_write, args=(PAGE, str(number)))


def _changed(name: str) -> Callable[[], None]:
    def write() -> None:
        _write(name, st.session_state[_key(name)])
        st.query_params.pop(PAGE, None)  # another list begins at its first page

    return write


def _write(name: str, value: str | None, *, unless: str = "") -> None:
    if value and value != unless:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _key(name: str) -> str:
    return f"address_{name}"
