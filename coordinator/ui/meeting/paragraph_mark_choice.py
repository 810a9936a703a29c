"""Marked paragraphs on screen: what the marks are called, and a way of setting them by choice."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coordinator.core.translation import _
from coordinator.minutes import paragraph_marks
from coordinator.minutes.views import ParagraphMark
from coordinator.ui import markup, widgets
from coordinator.ui.text import escape, theirs

_BEGINNING = 60  # characters of a paragraph


def explained(mark: ParagraphMark) -> str:
    """The mark with who reads it."""
    return _(mark.readers)


def prose_html(text: str) -> str:
    """What somebody wrote, with a chip before each paragraph that not everybody reads."""
    if not paragraph_marks.has_marks(text):
        return markup.prose_html(text)
    return "".join(
        f'<p class="labelled">{chip_html(part.mark)} {escape(theirs(part.text))}</p>'
        for part in paragraph_marks.paragraphs(text)
    )


def chip_html(mark: ParagraphMark) -> str:
    """Nothing for what is open."""
    if mark is ParagraphMark.OPEN:
        return ""
    return markup.mark_chip_html(mark.heading(), examine=mark is ParagraphMark.EXAMINE)


def popover(key: str, version: int, text: str, on_choice: Callable[[str], None]) -> None:
    """A list of the text's paragraphs with a choice each; ``on_choice`` gets the new text.

    It stays open from choice to choice. The fields are new for each ``version`` of the text, so
    that an old choice does not stick to another paragraph.
    """
    parts = paragraph_marks.paragraphs(text)
    if not parts:
        return
    box = st.popover(
        _("Mark a paragraph"),
        icon=":material/lock:",
        type="tertiary",
        key=f"marking_{key}",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        widgets.quiet(_("A mark is a reminder for the day the notes are asked for."))
        for place, part in enumerate(parts):
            field = f"marking_{key}_{version}_{place}"
            st.selectbox(
                widgets.literal(theirs(_beginning(part.text))),
                list(ParagraphMark),
                index=list(ParagraphMark).index(part.mark),
                format_func=explained,
                key=field,
                on_change=_choose,
                args=(text, place, field, on_choice),
            )


def choice(key: str, standing: ParagraphMark | None) -> ParagraphMark | None:
    """One choice for a whole short text, such as a decision.

    Without one that stands there it has to be chosen: a text that comes back from a draft is not
    open because nobody thought of it. None while it is not.
    """
    chosen = st.selectbox(
        _("Who may read it"),
        list(ParagraphMark),
        index=list(ParagraphMark).index(standing) if standing else None,
        format_func=explained,
        placeholder=_("Choose"),
        key=key,
    )
    return ParagraphMark(chosen) if chosen else standing


def _choose(text: str, place: int, field: str, on_choice: Callable[[str], None]) -> None:
    chosen = ParagraphMark(st.session_state[field])
    on_choice(paragraph_marks.with_mark(text, place, chosen))


def _beginning(text: str) -> str:
    return text if len(text) <= _BEGINNING else text[: _BEGINNING - 1].rstrip() + "…"
