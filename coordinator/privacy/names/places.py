"""The places found in a text: each as a whole, none overlapping another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coordinator.privacy.views import Certainty

BESIDE = re.compile(r"[\W\d_]{0,24}")  # between given and family name
SENTENCE_END = re.compile(r"[.!?][\s\x1f]|\n\s*\n")
_PAIRS = (
    ("**", "**"),
    ("*", "*"),
    ('"', '"'),
    ("“", "”"),
    ("„", "“"),
    ("‘", "’"),
    ("”", "”"),
    ("»", "»"),
    ("«", "»"),
    ("(", ")"),
    ("[", "]"),
)
_IN_LOCAL = frozenset(".-_+%!#$&'*/=?^{|}~")
_LONGEST_LOCAL = 64  # RFC 5321 section 4.5.3.1
LONGEST_DOMAIN = 255
_NEAR = 200  # signs within which a given name and a family name are one person's
_ORDER = {certainty: order for order, certainty in enumerate(Certainty)}


class Match(NamedTuple):
    """A name at ``text[start:end]`` of the composed (NFC) text."""

    start: int
    end: int
    certainty: Certainty
    is_genitive: bool = False
    is_given: bool = False  # a given name alone


def with_marks(composed: str, matches: Sequence[Match]) -> list[Match]:
    """With the mark on the outside that belongs to one inside: ``**Xenia** Zetterqvist``."""
    found: list[Match] = []
    for number, match in enumerate(matches):
        start, end = match.start, match.end
        first = found[-1].end if found else 0
        last = matches[number + 1].start if number + 1 < len(matches) else len(composed)
        for opened, closed in () if composed[start:end].isalnum() else _PAIRS:
            inside = composed[start:end]
            if opened == closed:
                more_closed = more_opened = inside.count(opened) % 2 == 1
            else:
                more_closed = inside.count(closed) > inside.count(opened)
                more_opened = inside.count(opened) > inside.count(closed)
            if more_closed and composed.endswith(opened, first, start):
                start -= len(opened)
            elif more_opened and composed.startswith(closed, end, last):
                end += len(closed)
        found.append(match._replace(start=start, end=end))
    return found


def whole_addresses(composed: str, matches: list[Match]) -> list[Match]:
    """A name in a mail address stands for the whole address."""
    spans, at = [], composed.find("@")
    while at >= 0:
        start, end = at, at + 1
        while start > max(0, at - _LONGEST_LOCAL) and _is_of(composed[start - 1], _IN_LOCAL):
            start -= 1
        while end < min(len(composed), at + LONGEST_DOMAIN) and _is_of(composed[end], ".-"):
            end += 1
        if start < at and end > at + 1:
            spans.append((start, end - composed.endswith(".", at, end)))
        at = composed.find("@", at + 1)
    starts = [start for start, _end in spans]

    def whole(match: Match) -> Match:
        near = bisect_right(starts, match.end - 1) - 1
        if near < 0 or spans[near][1] <= match.start:
            return match
        start, end = min(match.start, spans[near][0]), max(match.end, spans[near][1])
        return match._replace(start=start, end=end, is_genitive=False)

    return [whole(match) for match in matches]


def _is_of(sign: str, others: str | frozenset[str]) -> bool:
    return sign.isalnum() or sign in others


def not_left_beside(composed: str, matches: Sequence[Match]) -> tuple[Match, ...]:
    """What is doubtful alone is not when it stands beside what is replaced.

    A given name does so already when it stands near: to replace the family name alone would tell
    whose it was.
    """
    found = list(matches)
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        beside: Match | None = None  # the last one that is replaced
        near: Match | None = None  # the last one that is replaced for its own sake
        for number in order:
            one = found[number]
            if one.certainty is Certainty.UNSURE and (
                _stand_beside(composed, one, beside) or _stand_near(composed, one, near)
            ):
                one = found[number] = one._replace(certainty=Certainty.LIKELY)
            if one.certainty is not Certainty.UNSURE:
                beside = one
            if matches[number].certainty is not Certainty.UNSURE:
                near = one
    return tuple(found)


def _stand_beside(composed: str, one: Match, other: Match | None) -> bool:
    if other is None:
        return False
    first, last = sorted((one, other), key=lambda match: match.start)
    is_small_word = _is_small(composed, first) and not _is_small(composed, last)
    return bool(BESIDE.fullmatch(composed, first.end, last.start)) and not (
        is_small_word and SENTENCE_END.search(composed, first.end, last.start)
    )


def _stand_near(composed: str, one: Match, other: Match | None) -> bool:
    """A given name in small letters may be a word, unless everything is written so."""
    if other is None or not one.is_given:
        return False
    first, last = sorted((one, other), key=lambda match: match.start)
    is_name = not _is_small(composed, one) or "@" in composed[one.start : one.end]
    return last.start - first.end <= _NEAR and (is_name or _is_small(composed, other))


def _is_small(composed: str, match: Match) -> bool:
    written = composed[match.start : match.end]
    return written == written.lower()


def without_overlaps(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The surest and then the longest of those that overlap, in order of the text."""
    ordered = sorted(
        set(matches), key=lambda one: (_ORDER[one.certainty], one.start - one.end, one.start)
    )
    taken: list[Match] = []
    covered = bytearray(max((one.end for one in ordered), default=0))
    for match in ordered:
        if covered.find(1, match.start, match.end) < 0:
            covered[match.start : match.end] = b"\x01" * (match.end - match.start)
            taken.append(match)
    return tuple(sorted(taken, key=lambda match: match.start))
