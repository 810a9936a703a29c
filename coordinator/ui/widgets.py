"""What pages draw with: plain values in, Streamlit elements out, nothing read from anywhere.

Texts are shown as they were typed: those that pass through Streamlit's Markdown are made literal,
those in our own HTML are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coordinator.core.translation import _
from coordinator.ui import calendar_html, markup
from coordinator.ui.calendar_html import DayKind, DayLabels, Span
from coordinator.ui.markup import AgendaLine, State, Step
from coordinator.ui.text import literal, soften
from coordinator.ui.year_line import Band, Bar, year_html, year_legend

__all__ = [
    "AgendaLine",
    "Band",
    "Bar",
    "DayKind",
    "DayLabels",
    "Span",
    "State",
    "Step",
    "Tile",
    "agenda_list",
    "card",
    "chip",
    "column_names",
    "copy_text",
    "count",
    "empty",
    "facts",
    "hero",
    "highlighted",
    "kept_line",
    "labelled",
    "literal",
    "page_head",
    "primary",
    "progress",
    "quiet",
    "row",
    "row_text",
    "rows",
    "saved",
    "section",
    "soften",
    "steps",
    "sticky_head",
    "term_calendar",
    "tiles",
    "year_line",
]

_UNSAFE_IN_KEY = re.compile(r"[^a-zA-Z0-9_-]")


# Heads ------------------------------------------------------------------------------------------


def page_head(title: str, lead: str = "") -> DeltaGenerator:
    """Title and one quiet line; gives the container to the right, for the one filled button."""
    return _head("pagehead", title, lead, "bottom")


def sticky_head(title: str, lead: str = "") -> DeltaGenerator:
    """The same, staying in sight: for the meeting. The container holds chip, count and button."""
    return _head("head", title, lead, "center")


def _head(key: str, title: str, lead: str, align: Any) -> DeltaGenerator:
    frame = st.container(horizontal=True, vertical_alignment=align, gap="small", key=key)
    words = frame.container(gap=None, width="stretch")
    words.title(literal(title), anchor=False)
    if lead:
        words.html(markup.quiet_html(lead))
    return frame.container(
        horizontal=True, vertical_alignment="center", gap="small", width="content"
    )


def section(title: str) -> DeltaGenerator:
    """A heading within the page; gives its line, for a button or a quiet word to the right."""
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    line.header(literal(title), anchor=False, width="stretch")
    return line


@contextmanager
def hero(sentence: str, *, above: str = "") -> Iterator[None]:
    """The start page's one sentence; inside it come its one button and a quiet line."""
    with st.container(key="hero"):
        if above:
            quiet(above)
        st.title(literal(sentence), anchor=False)
        yield


# Buttons and links ------------------------------------------------------------------------------


def primary(
    label: str,
    key: str,
    icon: str = "",
    *,
    on_click: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
    disabled: bool = False,
    wrap: bool = False,
) -> bool:
    """The filled button, one per view. True in the run after it was pressed.

    ``wrap``: a long label takes a second line where it is narrow.
    """
    return st.button(
        literal(label),
        key=f"do_{key}",
        icon=f":material/{icon}:" if icon else None,
        type="primary",
        on_click=on_click,
        args=args,
        disabled=disabled,
        wrap=wrap,
    )


def copy_text(label: str, text: str) -> None:
    """A quiet button that puts ``text`` on the clipboard."""
    st.html(markup.copy_html(label, text), width="content")


# What a reader may choose; those that cannot be read are refused with what to do instead.
TABLE_FILES: Final = (
    *("csv", "tsv", "txt", "tab", "xlsx", "xlsm", "xltx"),
    *("xls", "xlsb", "ods", "numbers"),
)


def column_names(names: str) -> None:
    """The names that a list's columns have, and a button that copies them.

    There are tabs between them: pasted into a sheet, each name gets a column of its own.
    """
    quiet(_("The columns of the list: {names}.", names=names.replace("\t", ", ")))
    copy_text(_("Copy the column names, for the first row of a sheet"), names)


# Cards and rows ---------------------------------------------------------------------------------


def card(key: str, *, width: Any = "stretch") -> DeltaGenerator:
    """A white card with a thin edge."""
    return st.container(border=True, key=f"card_{key}", width=width)


def row(key: str | int) -> DeltaGenerator:
    """A line in a card: text that stretches, then chip, then link; lines part rows."""
    return st.container(horizontal=True, vertical_alignment="center", key=f"row_{key}")


def rows(drawn: Iterable[str]) -> None:
    """A card's lines, each as HTML from :mod:`coordinator.ui.markup`: one element for all.

    What is pressed and not followed, a button or a field, needs a :func:`row` of its own.
    """
    st.html(markup.list_html(drawn))


def row_text(title: str, detail: str = "", *, loud: bool = False) -> None:
    """The stretching text of a row: a strong line, below it a quiet one (or a ``loud`` one)."""
    st.html(markup.line_html(title, detail, loud=loud))


def chip(
    text: str, icon: str, state: State, *, width: int | Literal["content"] = "content"
) -> None:
    """A state as word, icon and ground. A ``width`` in pixels lines chips up in a list."""
    st.html(markup.chip_html(text, icon, state), width=width)


def labelled(word: str, icon: str, state: State, text: str, *, also: str = "") -> None:
    """A chip and what it labels in one paragraph: a decision or an action point in the notes.

    ``also``: a further chip, as HTML from :mod:`coordinator.ui.markup`.
    """
    st.html(markup.labelled_html(word, icon, state, text, also=also))


def count(text: str) -> None:
    """``9 of 12 here``: short and strong, for heads and rows."""
    st.html(markup.count_html(text), width="content")


def quiet(text: str, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """One muted line; ``content`` lets it stand beside a heading."""
    st.html(markup.quiet_html(text), width=width)


def kept_line(text: str, *, says: bool = False, loud: bool = False) -> None:
    """A muted line that keeps its room while it is empty: what stands below never moves.

    ``says``: read aloud when it changes. ``loud``: something did not go through.
    """
    st.html(markup.kept_line_html(text, says=says, loud=loud))


def saved(text: str) -> None:
    """``Saved 14.12``: quiet, and read aloud when it changes."""
    st.html(markup.saved_html(text))


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Label and value pairs side by side."""
    st.html(markup.facts_html(pairs))


def empty(
    title: str,
    text: str,
    *,
    label: str = "",
    key: str = "empty",
    icon: str = "",
    on_click: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
) -> bool:
    """A place with nothing in it yet: says why, and offers what to do next.

    True in the run after the button was pressed. Without ``label`` there is no button.
    """
    with st.container(key=f"empty_{key}", horizontal_alignment="center", gap="small"):
        st.header(literal(title), anchor=False, text_alignment="center")
        st.html(markup.paragraph(text))
        return bool(label) and primary(label, key, icon, on_click=on_click, args=args)


# Lists and charts -------------------------------------------------------------------------------


def agenda_list(items: Sequence[AgendaLine]) -> None:
    """The agenda with planned and used time."""
    st.html(markup.agenda_html(items))


def steps(ways: Sequence[Step]) -> None:
    """How far a document has come."""
    st.html(markup.steps_html(ways))


def progress(text: str, part: int, whole: int) -> None:
    """A bar under the sentence that says the same."""
    st.html(markup.progress_html(text, part, whole))


def highlighted(segments: Iterable[tuple[str, bool]]) -> None:
    """A search hit: pieces of text, True for those that were found."""
    st.html(markup.highlighted_html(segments))


def term_calendar(
    title: str,
    term: Span,
    labels: Mapping[date, DayLabels],
    windows: Sequence[Span] = (),
    *,
    key: str = "term",
) -> None:
    """A term week by week, its legend above, and the marked days as a list below."""
    st.html(calendar_html.legend(labels.values(), windows=bool(windows)))
    st.html(calendar_html.term_table(title, term, labels, windows))
    if labels:
        with st.expander(_("The days as a list"), icon=":material/list:", key=f"list_{key}"):
            st.html(calendar_html.day_list(labels))


def year_line(
    year: int, bars: Sequence[Bar], bands: Sequence[Band] = (), today: date | None = None
) -> None:
    """A year as a line with bars, and its legend."""
    st.html(year_html(year, bars, bands, today))
    st.html(year_legend(bars, bands, today=today is not None and today.year == year))


# Tiles ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tile:
    """One pressable tile. ``key`` stays the same while name, word, state and icon change.

    ``is_long``: one of its words has a name in it, so room for a second line is kept.
    """

    key: str
    name: str
    word: str
    state: State
    icon: str
    is_long: bool = False


def tiles(
    shown: Sequence[Tile],
    on_press: Callable[[str], None],
    *,
    columns: int = 3,
    disabled: bool = False,
) -> None:
    """Tiles in a grid that narrows by itself; ``on_press`` gets the pressed tile's key.

    Key and type of a button never change, only label, icon and a generated style: otherwise the
    browser builds a new button and the keyboard's focus is lost.
    """
    with st.grid(columns, min_column_width=150, key="tiles", gap="small"):
        for tile in shown:
            st.button(
                f"**{literal(soften(tile.name))}**  \n*{literal(tile.word)}*",
                key=f"tile_{tile.key}",
                icon=f":material/{tile.icon}:",
                on_click=on_press,
                args=(tile.key,),
                disabled=disabled,
                width="stretch",
                wrap=True,
            )
    keys = (
        (f"tile_{_UNSAFE_IN_KEY.sub('-', tile.key)}", tile.state, tile.is_long) for tile in shown
    )
    st.html(markup.tile_css(keys))
