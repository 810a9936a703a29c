"""A given and a family name of one person beside each other, in either order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from coordinator.core.search.lexicon import lexicon
from coordinator.privacy.names.hits import BEFORE_OTHER, MOST_MIDDLE, OTHER_NAME, Hit, as_match
from coordinator.privacy.names.places import BESIDE, SENTENCE_END, Match
from coordinator.privacy.names.spellings import PARTICLES
from coordinator.privacy.names.text_as_words import Reading
from coordinator.privacy.views import Certainty

_STOPS = re.compile(r"[.!?;:][\s\x1f]|\n\s*\n|[|&+]|\d")  # perhaps two things, not one
_BEFORE_MIDDLE = re.compile(r"[\s\x1f*_~`\"'‘’‚”“„»«‹›<>()\[\]-]{1,6}")
_AFTER_MIDDLE = re.compile(r"[\s\x1f*_~`\"'‘’‚”“„»«‹›<>()\[\].-]{1,6}")
_AFTER_OTHER = re.compile(r"[\s\x1f,*_\"'“”–)\].-]{1,6}")
_OPENED = "\"'‘’‚”“„»«‹›<([*_~`"
_MIDDLE_WORDS = OTHER_NAME | PARTICLES
_MOST_IN_A_ROW = 7


def find_together(reading: Reading, hits: dict[int, list[Hit]]) -> Iterator[Match]:
    """Given and family name beside each other, in either order."""
    places = [
        [number for number in sorted(hits) if any(getattr(one, kind) for one in hits[number])]
        for kind in ("is_given", "is_family")
    ]
    done = -1
    for number in sorted(hits):
        if number <= done or not all(_any_near(each, number) for each in places):
            continue
        for hit in hits[number]:
            names = _row(reading, hit, hits)
            if _are_both(names):
                done = names[-1].last
                certainty = _certainty_joined(reading, names)
                yield as_match(reading, number, done, certainty, names[-1].genitive_end)
                break


def _row(reading: Reading, hit: Hit, hits: dict[int, list[Hit]]) -> list[Hit]:
    """The hit and the names that stand directly after it."""
    names = [hit]
    while len(names) < _MOST_IN_A_ROW:
        after = _next(reading, names, hits)
        if after is None:
            break
        names.append(after)
    return names


def _next(reading: Reading, names: list[Hit], hits: dict[int, list[Hit]]) -> Hit | None:
    """The name directly after these, or the missing one after what stands between them."""
    last = names[-1].last
    has_given = any(one.is_given for one in names)
    has_family = any(one.is_family for one in names)
    for number in range(last + 1, min(last + 2 + MOST_MIDDLE, len(reading.words))):
        is_direct = number == last + 1
        if is_direct and _is_new_sentence(reading, names[-1]):
            return None
        here = hits.get(number, [])
        missing = [
            one
            for one in here
            if (one.is_given and not has_given) or (one.is_family and not has_family)
        ]
        gap = reading.gap(number - 1, number)
        before = BESIDE if is_direct else _after_middle(reading, last)
        if (missing or (here and is_direct)) and before.fullmatch(gap):
            return (missing or here)[0]
        if not _is_middle(reading, last, number):
            return None
    return None


def _any_near(places: Sequence[int], number: int) -> bool:
    """Whether one of the places is this word or one of those soon after it."""
    at = bisect_left(places, number)
    return at < len(places) and places[at] <= number + _MOST_IN_A_ROW + MOST_MIDDLE


def _are_both(names: Sequence[Hit]) -> bool:
    given, family = (sum(getattr(one, kind) for one in names) for kind in ("is_given", "is_family"))
    return bool(given and family and len(names) > 1)


def _is_new_sentence(reading: Reading, hit: Hit) -> bool:
    """Whether a small word ends a sentence before the next word: "vi ska bo. Ek sa"."""
    return (
        hit.last + 1 < len(reading.words)
        and reading.words[hit.last + 1].is_capital
        and not any(word.has_capital for word in reading.words[hit.first : hit.last + 1])
        and SENTENCE_END.search(reading.gap(hit.last, hit.last + 1)) is not None
    )


def _is_middle(reading: Reading, last: int, number: int) -> bool:
    """A middle name, or a nickname: what may stand between the two names of one person."""
    word = reading.words[number]
    gap = reading.gap(number - 1, number)
    before = _BEFORE_MIDDLE if number == last + 1 else _AFTER_MIDDLE
    if number == last + 1 and word.folded in OTHER_NAME:
        before = BEFORE_OTHER
    if not before.fullmatch(gap):
        return False
    opened = reading.plain[reading.words[last].end : word.start]
    is_quoted = any(sign in _OPENED for sign in opened)
    is_quoted = is_quoted and word.folded not in lexicon().function_words
    return word.is_capital or is_quoted or word.folded in _MIDDLE_WORDS


def _after_middle(reading: Reading, last: int) -> re.Pattern[str]:
    """What may stand after it: another name may stand between commas, "Anna, född Berg, Lind"."""
    return _AFTER_OTHER if reading.words[last + 1].folded in OTHER_NAME else _AFTER_MIDDLE


def _certainty_joined(reading: Reading, names: Sequence[Hit]) -> Certainty:
    words = reading.words[names[0].first : names[-1].last + 1]
    gaps = [reading.gap(one.last, one.last + 1) for one in names[:-1]]
    if not any(word.has_capital for word in words) and (
        any("," in gap for gap in gaps)  # things in a row: sten, berg
        or any(word.folded in lexicon().function_words for word in words)  # per sten
    ):
        return Certainty.UNSURE
    if any(_STOPS.search(gap) for gap in gaps):
        return Certainty.LIKELY
    if all(one.is_bare for one in names) and any(gap.isspace() for gap in gaps):
        return Certainty.LIKELY  # Asa Ost may be Åsa Öst
    return Certainty.SURE
