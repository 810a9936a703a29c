"""Marked paragraphs: open, internal, or to be examined before release. Pure.

The mark is written in the text itself, ``[internt]`` or ``[prövas]`` at the beginning of a line, so
that it goes with the text through edits, conflicts and drafts. It holds to the next blank line or
the next mark: whoever presses Enter inside a marked paragraph hides the new line too. A mark alone
on its line reaches over the blank lines below it, to the paragraph it was written for.

Whatever begins like a mark is one (:mod:`coordinator.minutes.mark_spellings`). Hiding too much can
be seen and taken back; what was shown cannot be hidden again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from coordinator.minutes import mark_spellings
from coordinator.minutes.mark_spellings import strictness
from coordinator.minutes.views import ParagraphMark

_WRITTEN = {
    ParagraphMark.OPEN: "[öppet] ",
    ParagraphMark.INTERNAL: "[internt] ",
    ParagraphMark.EXAMINE: "[prövas] ",
}


@dataclass(frozen=True)
class Paragraph:
    """One line that is not blank, without the tags it begins with.

    A bracket that says more than the mark, as in "(internt, skickas inte)", is kept in the text.
    """

    text: str
    mark: ParagraphMark


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Each line with the mark that holds for it; blank lines are left out.

    A bracket in the middle of a line that names a mark marks that line too.
    """
    return tuple(line for line in _lines(text) if line is not None)


def _lines(text: str) -> Iterator[Paragraph | None]:
    """The paragraphs, and None for each blank line."""
    holds = ParagraphMark.OPEN
    waits: ParagraphMark | None = None  # of lines that are nothing but tags: nothing is marked yet
    reaches = False  # the line above was nothing but brackets
    for line in text.splitlines():
        if not line.strip():
            if not reaches:
                holds = ParagraphMark.OPEN
            yield None
            continue
        read = mark_spellings.read_line(line)
        own = read.at_start
        if read.is_tag_alone:
            holds = waits = max(filter(None, (own, waits)), key=strictness)
            reaches = True
            continue
        if own is not None:
            holds = max(own, waits or own, key=strictness)
        mark = max(holds, read.within, key=strictness)
        # A tag is written before a marked line, so that white space there is the tag's.
        yield Paragraph(read.rest if mark is ParagraphMark.OPEN else read.rest.lstrip(), mark)
        waits, reaches = None, own is not None and read.is_alone


def has_marks(text: str) -> bool:
    """Whether anything in the text is not open; cheap for texts without a bracket."""
    return mark_spellings.may_hold(text) and any(
        one.mark is not ParagraphMark.OPEN for one in paragraphs(text)
    )


def has_unknown(text: str) -> bool:
    """Whether an open paragraph begins with a bracket that may have been meant as a mark.

    Square and other brackets always may; a parenthesis only when a word in it is like a mark's,
    since people also begin sentences with one. A lone "(internt)" behind a label or last may too.
    """
    return mark_spellings.may_hold(text) and any(
        one.mark is ParagraphMark.OPEN and mark_spellings.is_unknown(one.text)
        for one in paragraphs(text)
    )


def with_mark(text: str, place: int, mark: ParagraphMark) -> str:
    """The text with its paragraph number ``place`` (from 0) marked otherwise; the rest as it was.

    Every marked line then says so, and an open one after it stands apart. Brackets within the
    paragraph that name a stricter mark are taken off, their words stay.
    """
    parts = list(paragraphs(text))
    if not 0 <= place < len(parts) or parts[place].mark is mark:
        return text
    parts[place] = Paragraph(mark_spellings.without_stricter(parts[place].text, mark), mark)
    wanted = iter(parts)
    lines: list[str] = []
    before: Paragraph | None = None
    for line in _lines(text):
        if line is None:
            lines.append("")
            continue
        part = next(wanted)
        lines += _written(part, before, is_apart=not lines or lines[-1] == "")
        before = part
    return "\n".join(lines)


def _written(part: Paragraph, before: Paragraph | None, *, is_apart: bool) -> list[str]:
    """The paragraph's lines: its tag and text, and a blank line before what is open again."""
    if part.mark is not ParagraphMark.OPEN:
        return [_WRITTEN[part.mark] + part.text]
    if before is None or before.mark is ParagraphMark.OPEN:
        return [part.text]
    reached = mark_spellings.read_line(before.text).is_alone
    line = (_WRITTEN[part.mark] if reached else "") + part.text
    return [line] if is_apart else ["", line]


def marked_whole(text: str, mark: ParagraphMark) -> str:
    """The whole text under one mark. What was typed with a stricter one keeps that."""
    if mark is ParagraphMark.OPEN:
        return text
    parts = paragraphs(text)
    if all(strictness(part.mark) >= strictness(mark) for part in parts):
        return text
    lines: list[str] = []
    for line in _lines(text):
        if line is None:
            lines.append("")
            continue
        stricter = max(line.mark, mark, key=strictness)
        lines.append(_WRITTEN[stricter] + line.text)
    return "\n".join(lines)


def mark_of(text: str) -> ParagraphMark | None:
    """The one mark of the whole text; None where its paragraphs differ."""
    found = {part.mark for part in paragraphs(text)}
    if not found:
        return ParagraphMark.OPEN
    return found.pop() if len(found) == 1 else None


def strictest(text: str) -> ParagraphMark:
    """The mark of the paragraph that fewest may read."""
    return max((part.mark for part in paragraphs(text)), key=strictness, default=ParagraphMark.OPEN)


def bare(text: str) -> str:
    """The text without its tags; a text without any comes back as it is."""
    if not mark_spellings.may_hold(text):
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
    before: Paragraph | None = None
    hidden = False
    for part in paragraphs(text):
        if part.mark in may:
            if hidden:
                before = None
                if part.mark is ParagraphMark.OPEN:
                    shown.append("")
            shown += _written(part, before, is_apart=False)
            before, hidden = part, False
        elif not hidden:
            if instead:
                shown += ["", instead] if shown else [instead]
            hidden = True
    return "\n".join(shown)
