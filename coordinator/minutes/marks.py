"""Marked paragraphs: open, internal, or to be examined before release. Pure.

The mark is written in the text itself, ``[internt]`` or ``[prövas]`` at the beginning of a line, so
that it goes with the text through edits, conflicts and drafts. It holds to the next blank line or
the next mark: whoever presses Enter inside a marked paragraph hides the new line too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ParagraphMark(StrEnum):
    OPEN = "open"
    INTERNAL = "internal"
    EXAMINE = "examine"  # "prövas före utlämnande"


_WRITTEN = {
    ParagraphMark.OPEN: "",
    ParagraphMark.INTERNAL: "[internt] ",
    ParagraphMark.EXAMINE: "[prövas] ",
}
_READ = {
    **dict.fromkeys(("internt", "intern", "internal"), ParagraphMark.INTERNAL),
    **dict.fromkeys(
        ("prövas", "provas", "prövas före utlämnande", "examine"), ParagraphMark.EXAMINE
    ),
    **dict.fromkeys(("öppet", "öppen", "open"), ParagraphMark.OPEN),
}
_TAG = re.compile(
    rf"\[ *({'|'.join(sorted(_READ, key=len, reverse=True))}) *\] *:? ?", re.IGNORECASE
)
_OPENS = re.compile(
    rf"[ \t]*(?P<bullet>(?:[-*\u2022\u2013] *)?)(?P<tag>{_TAG.pattern})", re.IGNORECASE
)


@dataclass(frozen=True)
class Paragraph:
    """One line that is not blank, without its tag."""

    text: str
    mark: ParagraphMark


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Each line with the mark that holds for it; blank lines are left out.

    A tag anywhere in a line marks that line: it was meant, and hiding too much harms nobody.
    """
    found: list[Paragraph] = []
    holds = ParagraphMark.OPEN
    for line in text.splitlines():
        if not line.strip():
            holds = ParagraphMark.OPEN
            continue
        opens = _OPENS.match(line)
        inside = [_of(tag[1]) for tag in _TAG.finditer(line)]
        if opens:
            holds = max(inside, key=_strictness)
            line = opens["bullet"] + line[opens.end() :]  # noqa: PLW2901
        found.append(Paragraph(line, max([holds, *inside], key=_strictness)))
    return tuple(found)


def has_marks(text: str) -> bool:
    """Whether anything in the text is not open; cheap for texts without a bracket."""
    return "[" in text and any(one.mark is not ParagraphMark.OPEN for one in paragraphs(text))


def written(parts: Sequence[Paragraph]) -> str:
    """The paragraphs as one text again: every marked line says so, and an open one stands apart."""
    lines: list[str] = []
    before = ParagraphMark.OPEN
    for part in parts:
        if part.mark is ParagraphMark.OPEN and before is not ParagraphMark.OPEN:
            lines.append("")
        lines.append(_WRITTEN[part.mark] + part.text)
        before = part.mark
    return "\n".join(lines)


def with_mark(text: str, place: int, mark: ParagraphMark) -> str:
    """The text with its paragraph number ``place`` (from 0) marked otherwise; the rest as it was.

    Lines of which none changes keep their blank lines.
    """
    parts = list(paragraphs(text))
    if not 0 <= place < len(parts) or parts[place].mark is mark:
        return text
    wanted = [
        Paragraph(part.text, mark if n == place else part.mark) for n, part in enumerate(parts)
    ]
    lines: list[str] = []
    number = 0
    for line in text.splitlines():
        if not line.strip():
            lines.append("")
            continue
        part = wanted[number]
        before = wanted[number - 1].mark if number else ParagraphMark.OPEN
        if (
            part.mark is ParagraphMark.OPEN
            and before is not ParagraphMark.OPEN
            and lines[-1:] != [""]
        ):
            lines.append("")
        lines.append(_WRITTEN[part.mark] + part.text)
        number += 1
    return "\n".join(lines)


def marked_whole(text: str, mark: ParagraphMark) -> str:
    """The whole text under one mark."""
    return written([Paragraph(part.text, mark) for part in paragraphs(text)])


def mark_of(text: str) -> ParagraphMark | None:
    """The one mark of the whole text; None where its paragraphs differ."""
    found = {part.mark for part in paragraphs(text)}
    if not found:
        return ParagraphMark.OPEN
    return found.pop() if len(found) == 1 else None


def bare(text: str) -> str:
    """The text without its tags."""
    return "\n".join(part.text for part in paragraphs(text))


def only(text: str, wanted: Collection[ParagraphMark]) -> str:
    """The paragraphs that carry one of these marks, without tags."""
    return "\n".join(part.text for part in paragraphs(text) if part.mark in wanted)


def readable(text: str, may: Collection[ParagraphMark], *, instead: str = "") -> str:
    """What a reader gets: paragraphs they may read, with tags; ``instead`` for each other run.

    A text without marks comes back exactly as it was stored.
    """
    if not has_marks(text):
        return text
    shown: list[str] = []
    hidden = False
    for part in paragraphs(text):
        if part.mark in may:
            if hidden and part.mark is ParagraphMark.OPEN:
                shown.append("")
            if part.mark is ParagraphMark.OPEN and shown and _OPENS.match(shown[-1]):
                shown.append("")
            shown.append(_WRITTEN[part.mark] + part.text)
            hidden = False
        elif not hidden:
            if instead:
                shown += ["", instead] if shown else [instead]
            hidden = True
    return "\n".join(shown)


def _of(tag: str) -> ParagraphMark:
    return _READ[tag.lower()]


def _strictness(mark: ParagraphMark) -> int:
    return list(ParagraphMark).index(mark)
