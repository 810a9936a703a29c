"""Where a given or a family name stands in a text, each for itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from coordinator.privacy.names.places import Match
from coordinator.privacy.names.text_as_words import Reading
from coordinator.privacy.names.written_forms import Forms
from coordinator.privacy.views import Certainty

_INSIDE = re.compile(r"[^\w]{0,9}|[^\w]{0,3}_{1,3}[^\w]{0,3}")  # within one name written apart
_SHORTEST_SPREAD = 4
_GENITIVE_MARKS = frozenset({":", "'", "’", "´", "`"})
_HYPHEN = re.compile(r"[-\u2010\u2011]")
BEFORE_OTHER = re.compile(r"[\s\x1f,*_\"'“”–()\[-]{1,6}")
_WITHIN_OTHER = re.compile(r"[\s\x1f.,:*_\"'“”-]{1,4}")
OTHER_NAME = frozenset(  # stands before another name of the same person; "f.d." is two words
    ("född", "ogift", "gift", "tidigare", "kallad", "kallas", "alias", "nee", "f", "fd", "d")
)
MOST_MIDDLE = 3  # words between two names of one person


class Hit(NamedTuple):
    """A given or a family name in the words ``first`` to ``last`` (included)."""

    first: int
    last: int
    is_given: bool
    is_family: bool
    is_bare: bool  # without its dots: counts beside the other name, or in an address
    is_apart: bool  # a gap where the name has none: "en man" is hardly Enman
    genitive_end: int | None  # where the genitive ends, if it is one


def hits_in(forms: Forms, reading: Reading) -> dict[int, list[Hit]]:
    """The names that begin at each word, longest first."""
    found: dict[int, list[Hit]] = {}
    for number in range(len(reading.words)):
        if here := _hits_at(forms, reading, number):
            found[number] = here
    return found


def _hits_at(forms: Forms, reading: Reading, first: int) -> list[Hit]:
    found: list[Hit] = []
    letters, pieces, last = "", [], first
    while True:
        word = reading.words[last]
        letters += word.folded
        pieces.append(len(word.folded))
        for whole in (letters, letters[:-1]) if letters.endswith("s") else (letters,):
            target = forms.targets.get(whole)
            if target is None or (whole != letters and len(word.folded) == 1):
                continue
            extra = set(accumulate(pieces[:-1])) - target.seams
            if extra and not _may_be_apart(pieces):
                continue
            inside = (reading.gap(at, at + 1) for at in range(first, last))
            end = word.end if whole != letters else end_of_genitive(reading, last)
            is_apart = bool(extra) and any(gap.isspace() for gap in inside)
            found.append(
                Hit(
                    first,
                    last,
                    target.is_given,
                    target.is_family,
                    target.is_bare,
                    is_apart,
                    end,
                )
            )
        last += 1
        if (
            letters not in forms.starts
            or last == len(reading.words)
            or not _INSIDE.fullmatch(reading.gap(last - 1, last))
        ):
            return found[::-1]


def _may_be_apart(pieces: Sequence[int]) -> bool:
    """``Zetter-qvist``, ``Z e t t e r``; a letter and the rest is no name written apart."""
    return min(pieces) > 1 or (max(pieces) == 1 and len(pieces) >= _SHORTEST_SPREAD)


def end_of_genitive(reading: Reading, last: int) -> int | None:
    """Where ``:s`` ends that stands after the word."""
    if last + 1 == len(reading.words) or reading.words[last + 1].folded != "s":
        return None
    return reading.words[last + 1].end if reading.gap(last, last + 1) in _GENITIVE_MARKS else None


def with_dot(reading: Reading, end: int) -> int:
    return end + (reading.plain[end : end + 1] == ".")


def as_match(
    reading: Reading, first: int, last: int, certainty: Certainty, genitive_end: int | None
) -> Match:
    words = reading.words
    if genitive_end is None:
        last = _with_other_names(reading, last)
    end = genitive_end or words[last].end
    return reading.match(words[first].start, end, certainty, genitive=genitive_end is not None)


def _with_other_names(reading: Reading, last: int) -> int:
    """The last word of what else the person is called: "Lind-Berg", "Lind (f.d. Berg)"."""
    words = reading.words

    def stands(number: int, before: re.Pattern[str]) -> bool:
        return number < len(words) and bool(before.fullmatch(reading.gap(number - 1, number)))

    if stands(last + 1, _HYPHEN) and words[last + 1].is_capital:
        last += 1
    after = last + 1
    while (
        after - last <= MOST_MIDDLE
        and stands(after, BEFORE_OTHER if after == last + 1 else _WITHIN_OTHER)
        and words[after].folded in OTHER_NAME
    ):
        after += 1
    if after == last + 1 or not stands(after, _WITHIN_OTHER) or not words[after].is_capital:
        return last
    is_double = stands(after + 1, _HYPHEN) and words[after + 1].is_capital
    return after + is_double
