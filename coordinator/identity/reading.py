"""The text as the identity guard reads it: one kind of dash, one kind of space, no invisible signs.

Who hides a number behind a hard space or a thin one rarely does it on purpose: word processors do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Stretches = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Span:
    """Something found in ``Reading.text``: from ``start`` up to ``end``."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` to search in; ``places[i]`` is where its sign i stands in the original.

    ``places`` is empty when both are equally long, sign by sign.
    """

    text: str
    places: tuple[int, ...] = ()

    def original(self, span: Span) -> tuple[int, int]:
        """First place and the place after the last, in the text as it was written."""
        if not self.places:
            return span.start, span.end
        return self.places[span.start], self.places[span.end - 1] + 1


_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\ufe58\ufe63\uff0d"
_SPACES = (
    "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u202f\u205f\u3000"
)
_LINE_ENDS = "\r\u0085\u2028\u2029"
_DIGIT_ZEROS = (0x660, 0x6F0, 0x966, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6)
_ALIKE = {
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _LINE_ENDS), "\n"),
    **{zero + n: str(n) for zero in _DIGIT_ZEROS for n in range(10)},
    ord("\uff0b"): "+",
    ord("\uff20"): "@",
    ord("\u2044"): "/",
    ord("\u2215"): "/",
    ord("\u2024"): ".",
}
_ODD = re.compile("[{}]".format("".join(map(re.escape, map(chr, _ALIKE)))))
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u061c\ufeff"
_DIGITS = re.compile("[0-9]+")
_WORDS_BEFORE, _WORDS_AFTER = 48, 24  # signs
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_CLUSTER = re.compile(f"[^{_INVISIBLE}](?:[{_INVISIBLE}]*[\u0300-\u036f])*")


def read(text: str) -> Reading:
    """The reading copy. Of a line end written as two signs the first reads as a space."""
    places: tuple[int, ...] = ()
    if not unicodedata.is_normalized("NFC", text) or _UNSEEN.search(text):
        text, places = _composed(text)
    if _ODD.search(text):
        text = text.replace("\r\n", " \n").translate(_ALIKE)
    return Reading(text, places)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    clusters = [
        (found.start(), unicodedata.normalize("NFC", _UNSEEN.sub("", found.group())))
        for found in _CLUSTER.finditer(text)
    ]
    places = tuple(at for at, signs in clusters for _sign in signs)
    return "".join(signs for _at, signs in clusters), places


def near_digits(text: str) -> Stretches:
    """Stretches around digits, wide enough for the words that belong to a number; none overlap."""
    found: list[tuple[int, int]] = []
    start = stop = 0
    for digits in _DIGITS.finditer(text):
        first, end = digits.span()
        if first - _WORDS_BEFORE > stop:
            if stop:
                found.append((start, stop))
            start = first - _WORDS_BEFORE
        stop = min(end + _WORDS_AFTER, len(text))
    if stop:
        found.append((start, stop))
    return found


def within(near: Stretches, text: str, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of patterns that hold digits, looked for only where digits are."""
    for pattern in patterns:
        for start, stop in near:
            yield from pattern.finditer(text, start, stop)


def lines_before(text: str) -> Iterator[int]:
    """Where each line of the original begins; the first at 0."""
    yield 0
    yield from (found.end() for found in re.finditer("\r\n|[\n\r]", text))
