"""Marked paragraphs: open, internal, or to be examined before release. Pure.

The mark is written in the text itself, ``[internt]`` or ``[prövas]`` at the beginning of a line, so
that it goes with the text through edits, conflicts and drafts. It holds to the next blank line or
the next mark: whoever presses Enter inside a marked paragraph hides the new line too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
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


def _words(*marks: ParagraphMark) -> str:
    known = [word for word, mark in _READ.items() if mark in marks]
    return "|".join(sorted(known, key=len, reverse=True))


# A tag that hides may be mistyped, as in "[internt: ...]" or "[internt."; one that opens may not.
_TAG = re.compile(
    rf"\[ *(?:({_words(ParagraphMark.INTERNAL, ParagraphMark.EXAMINE)})"
    r"(?: *\]| *(?:[.,:;!?\u2013\u2014]+|(?<= )-) *\]?|$)"
    rf"|({_words(ParagraphMark.OPEN)}) *\]) *:? ?",
    re.IGNORECASE,
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

    A tag anywhere in a line marks that line: it was meant, and hiding too much harms nobody. A
    line that is nothing but a tag marks what follows.
    """
    return tuple(line for line in _lines(text) if line is not None)


def _lines(text: str) -> Iterator[Paragraph | None]:
    """The paragraphs, and None for each blank line."""
    holds = ParagraphMark.OPEN
    for line in text.splitlines():
        if not line.strip():
            holds = ParagraphMark.OPEN
            yield None
            continue
        inside = [_of(tag[1] or tag[2]) for tag in _TAG.finditer(line)]
        opens = _OPENS.match(line)
        rest = line
        if opens:
            holds = max(inside, key=_strictness)
            rest = opens["bullet"] + line[opens.end() :]
        if rest.strip():
            yield Paragraph(rest, max([holds, *inside], key=_strictness))


def has_marks(text: str) -> bool:
    """Whether anything in the text is not open; cheap for texts without a bracket."""
    return "[" in text and any(one.mark is not ParagraphMark.OPEN for one in paragraphs(text))


def with_mark(text: str, place: int, mark: ParagraphMark) -> str:
    """The text with its paragraph number ``place`` (from 0) marked otherwise; the rest as it was.

    Every marked line then says so, and an open one after it stands apart.
    """
    parts = list(paragraphs(text))
    if not 0 <= place < len(parts) or parts[place].mark is mark:
        return text
    parts[place] = replace(parts[place], mark=mark)
    wanted = iter(parts)
    lines: list[str] = []
    before = ParagraphMark.OPEN
    for line in _lines(text):
        if line is None:
            lines.append("")
            continue
        part = next(wanted)
        ends = part.mark is ParagraphMark.OPEN and before is not ParagraphMark.OPEN
        if ends and lines[-1] != "":
            lines.append("")
        lines.append(_WRITTEN[part.mark] + part.text)
        before = part.mark
    return "\n".join(lines)


def marked_whole(text: str, mark: ParagraphMark) -> str:
    """The whole text under one mark. One in which marks were typed is left as it was typed."""
    if mark is ParagraphMark.OPEN or has_marks(text):
        return text
    lines = text.splitlines()
    return "\n".join(_WRITTEN[mark] + line if line.strip() else "" for line in lines)


def mark_of(text: str) -> ParagraphMark | None:
    """The one mark of the whole text; None where its paragraphs differ."""
    found = {part.mark for part in paragraphs(text)}
    if not found:
        return ParagraphMark.OPEN
    return found.pop() if len(found) == 1 else None


def strictest(text: str) -> ParagraphMark:
    """The mark of the paragraph that fewest may read."""
    return max(
        (part.mark for part in paragraphs(text)), key=_strictness, default=ParagraphMark.OPEN
    )


def bare(text: str) -> str:
    """The text without its tags; a text without any comes back as it is."""
    if "[" not in text:
        return text
    return "\n".join(line.text if line else "" for line in _lines(text))


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
