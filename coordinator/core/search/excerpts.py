"""The piece of a text that shows why it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coordinator.core.search.queries import Query, parse
from coordinator.core.search.swedish import Word, stem, words

Segments = tuple[tuple[str, bool], ...]

_CUT = "…"


def excerpt(text: str, query: str, width: int = 200) -> Segments:
    """About ``width`` characters of ``text`` as ``(piece, is_found)``, cut between words.

    The pieces joined are the excerpt. It is the place with most of the words asked for; where a
    phrase was asked for and stands there, it is one piece. Line breaks become spaces.
    """
    asked = parse(query)
    line = "".join(" " if sign.isspace() else sign for sign in text).strip()
    found = list(words(line))
    marks = _marks(found, asked)
    start, end = _window(line, found, marks, asked, width)
    return tuple(_pieces(line, start, end, marks))


def _marks(found: Sequence[Word], asked: Query) -> list[tuple[int, int]]:
    """Where the words asked for stand, in order and without overlap."""
    spans = [
        (word.start, word.end) for word in found if any(term.covers(word) for term in asked.terms)
    ]
    stems = [stem(word.token) for word in found]
    for phrase in (asked.run, *asked.phrases, *(term.apart for term in asked.terms)):
        sought = [stem(token) for token in phrase]
        spans += [
            (found[place].start, found[place + len(sought) - 1].end)
            for place in range(len(stems) - len(sought) + 1)
            if len(sought) > 1 and stems[place : place + len(sought)] == sought
        ]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(
    line: str, found: Sequence[Word], marks: list[tuple[int, int]], asked: Query, width: int
) -> tuple[int, int]:
    """The best stretch of at most ``width`` characters, from word to word."""
    if len(line) <= width or not found:
        return 0, min(width, len(line))
    answers = [
        (word, {term for term in asked.terms if term.covers(word)})
        for word in found
        if any(start <= word.start < end for start, end in marks)
    ]
    best, first = (-1, -1), 0
    for word, _ in answers:
        near = [terms for other, terms in answers if 0 <= other.start - word.start < width * 3 // 4]
        worth = (len(set().union(*near)), len(near))
        if worth > best:
            best, first = worth, word.start
    # Some words before the first found one tell what it is about.
    limit = max(0, min(first - width // 4, len(line) - width))
    start = next((word.start for word in found if word.start >= limit), 0) if limit else 0
    if start + width >= len(line):
        return start, len(line)
    ends = [word.end for word in found if start < word.end <= start + width]
    return start, ends[-1] if ends else start + width


def _pieces(
    line: str, start: int, end: int, marks: list[tuple[int, int]]
) -> Iterator[tuple[str, bool]]:
    place, before = start, f"{_CUT} " if start else ""
    for mark_start, mark_end in marks:
        if mark_start < start or mark_end > end:
            continue
        if before or mark_start > place:
            yield before + line[place:mark_start], False
            before = ""
        yield line[mark_start:mark_end], True
        place = mark_end
    after = f" {_CUT}" if end < len(line) else ""
    if before or after or place < end:
        yield before + line[place:end] + after, False
