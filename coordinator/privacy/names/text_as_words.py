"""A text as words of letters: codes, tags, invisible signs and accents are seen through."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from coordinator.core.search.swedish import fold
from coordinator.privacy.names.places import Match
from coordinator.privacy.views import Certainty

LETTERS = re.compile(r"[^\W\d_]+")
# Not any word in angle brackets, which may be the name.
TAG_NAMES = r"(?:[abipqsu]|br|hr|em|h[1-6]|li|ol|ul|td|th|tr|dd|dl|dt|div|span|font|strong|table)"
_CODED = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});"
    r"|(?:%[0-9A-Fa-f]{2})+"
    rf"|</?{TAG_NAMES}\s{{0,9}}/?>",
    re.IGNORECASE,
)
TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|\]\([^()\s]{1,2000}\)")  # or where a link leads
_BREAK = "\x1f"  # what a tag is read as


class _Word(NamedTuple):
    """Letters at ``plain[start:end]``. Capitals: any of them, the first, all."""

    start: int
    end: int
    folded: str
    has_capital: bool
    is_capital: bool
    is_upper: bool


@dataclass(frozen=True)
class Reading:
    """As a text reads. Sign ``n`` of ``plain`` stands at ``starts[n]`` to ``ends[n]`` of it."""

    plain: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: list[_Word] = field(default_factory=list)
    runs: list[tuple[int, int, str]] = field(default_factory=list)  # words before camel case

    def gap(self, left: int, right: int) -> str:
        """What stands between two words."""
        return self.plain[self.words[left].end : self.words[right].start]

    def match(self, start: int, end: int, certainty: Certainty, *, genitive: bool) -> Match:
        """A place of the plain text as one of the composed text."""
        return Match(self.starts[start], self.ends[end - 1], certainty, genitive)


def read_words(composed: str, *, without_tags: bool) -> Reading:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def take(text: str, start: int, end: int | None = None) -> None:
        for number, sign in enumerate(text):
            if sign.isascii() or not is_unseen(sign):
                signs.append(sign)
                starts.append(start if end else start + number)
                ends.append(end or start + number + 1)

    at = 0
    coded = TAG if without_tags else _CODED
    for found in coded.finditer(composed):
        take(composed[at : found.start()], at)
        take(_decoded(found[0]), found.start(), found.end())
        at = found.end()
    take(composed[at:], at)
    reading = Reading("".join(signs), starts, ends)
    for run in LETTERS.finditer(reading.plain):
        reading.runs.append((run.start(), run.end(), _fold(run[0])))
        for start, end in _camels(run[0], run.start()):
            written = reading.plain[start:end]
            reading.words.append(
                _Word(
                    start,
                    end,
                    _fold(written),
                    has_capital=written != written.lower(),
                    is_capital=written[0].isupper(),
                    is_upper=written.isupper(),
                )
            )
    return reading


def _decoded(coded: str) -> str:
    if coded[0] in "<]":
        return _BREAK
    if coded[0] == "&":
        return unicodedata.normalize("NFC", html.unescape(coded))
    return unicodedata.normalize("NFC", unquote_to_bytes(coded).decode("utf-8", "replace"))


_fold = lru_cache(maxsize=1024)(fold)


@lru_cache(maxsize=4096)
def is_unseen(sign: str) -> bool:
    """A soft hyphen, a joiner, a mark over the letter before: it parts no word."""
    return unicodedata.category(sign) in {"Cf", "Mn", "Me"}


def _camels(run: str, start: int) -> Iterator[tuple[int, int]]:
    """``XeniaZetterqvist`` is two words."""
    if run.islower() or run.isupper() or run[1:].islower():
        yield start, start + len(run)
        return
    begun = 0
    for at in range(1, len(run)):
        if run[at].isupper() and (run[at - 1].islower() or run[at + 1 : at + 2].islower()):
            yield start + begun, start + at
            begun = at
    yield start + begun, start + len(run)
