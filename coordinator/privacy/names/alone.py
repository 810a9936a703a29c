"""One name without the other: alone, with an initial, as initials, inside a longer word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coordinator.core.search.lexicon import lexicon
from coordinator.privacy.names.hits import Hit, as_match, end_of_genitive, with_dot
from coordinator.privacy.names.places import LONGEST_DOMAIN, Match
from coordinator.privacy.names.text_as_words import Reading
from coordinator.privacy.names.written_forms import SHORTEST_INSIDE, Forms
from coordinator.privacy.views import Certainty

_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\x1f•–-])\W{0,5}$")
_AFTER_INITIAL = re.compile(r"[.\s_\xa0-]{0,3}")
_TO_INITIAL = re.compile(r"[\s,._\xa0-]{1,3}")
_MOST_INITIALS = 3
_SHORTEST_PART = 3  # letters of a name in small letters
_NAMELIKE = re.compile(r"[qwz]|th|dh|sson")  # hardly ever in a Swedish word


def find_alone(forms: Forms, reading: Reading, hits: dict[int, list[Hit]]) -> Iterator[Match]:
    """One of the names, with the other's initial or without it; a family name's compounds."""
    for here in hits.values():
        for hit in here:
            if hit.is_bare and not _is_in_address(reading, hit):
                continue
            yield from _with_initial(forms, reading, hit)
            certainty = _certainty_alone(reading, hit)
            if certainty is not None:
                one = as_match(reading, hit.first, hit.last, certainty, hit.genitive_end)
                is_given = hit.is_given and not _may_be_a_word(reading, hit)
                yield one._replace(is_given=True) if is_given else one
    for word in reading.words:
        if word.folded.startswith(forms.stems) and word.folded not in forms.targets:
            yield reading.match(word.start, word.end, Certainty.UNSURE, genitive=False)


def _with_initial(forms: Forms, reading: Reading, hit: Hit) -> Iterator[Match]:
    """``X. Zetterqvist``, ``Zetterqvist, X.`` and ``Xenia Z.``."""
    first = _first_initial_before(forms, reading, hit)
    genitive_end = hit.genitive_end
    stop = genitive_end or reading.words[hit.last].end
    if first == hit.first:
        last = _last_initial_after(forms, reading, hit)
        if last == hit.last:
            return
        genitive_end = end_of_genitive(reading, last)
        stop = genitive_end or with_dot(reading, reading.words[last].end)
    has_capital = any(word.has_capital for word in reading.words[hit.first : hit.last + 1])
    certainty = Certainty.LIKELY if has_capital else Certainty.UNSURE
    start = reading.words[first].start
    yield reading.match(start, stop, certainty, genitive=genitive_end is not None)


def _first_initial_before(forms: Forms, reading: Reading, hit: Hit) -> int:
    """The word of the first given initial before a family name; without any the name's own."""
    first = hit.first
    while (
        hit.is_family
        and first > 0
        and hit.first - first < _MOST_INITIALS
        and _is_initial(reading, first - 1, forms.given_initials)
        and _AFTER_INITIAL.fullmatch(reading.gap(first - 1, first))
    ):
        first -= 1
    return first


def _last_initial_after(forms: Forms, reading: Reading, hit: Hit) -> int:
    """The word of the last initial of the other name after this one; without any its own."""
    wanted = forms.family_initials if hit.is_given else set()
    wanted = wanted | (forms.given_initials if hit.is_family else set())
    last, gap = hit.last, _TO_INITIAL
    while (
        last + 1 < len(reading.words)
        and last - hit.last < _MOST_INITIALS
        and _is_initial(reading, last + 1, wanted)
        and gap.fullmatch(reading.gap(last, last + 1))
    ):
        last, gap = last + 1, _AFTER_INITIAL
    return last


def _is_initial(reading: Reading, number: int, wanted: set[str]) -> bool:
    word = reading.words[number]
    return word.folded in wanted and word.is_upper


def find_initials(forms: Forms, reading: Reading) -> Iterator[Match]:
    """``XZ``, ``X.Z.``, ``X Z``: initials of given and family name, in capitals."""
    words = reading.words
    for number, word in enumerate(words):
        if not word.is_upper:
            continue
        letters, last = word.folded, number
        while True:
            if letters in forms.initials:
                genitive_end = end_of_genitive(reading, last)
                stop = genitive_end or with_dot(reading, words[last].end)
                yield reading.match(
                    word.start, stop, Certainty.UNSURE, genitive=genitive_end is not None
                )
            last += 1
            if (
                len(letters) > _MOST_INITIALS
                or last == len(words)
                or not _is_initial(reading, last, forms.all_initials)
                or not _AFTER_INITIAL.fullmatch(reading.gap(last - 1, last))
            ):
                break
            letters += words[last].folded


def find_written_as_one(forms: Forms, reading: Reading) -> Iterator[Match]:
    """``xeniazetterqvist``, alone or in a longer word such as a file's name."""
    for start, end, folded in reading.runs:
        shorter = folded[:-1] if folded.endswith("s") else ""
        whole = folded if folded in forms.together else shorter
        if certainty := forms.together.get(whole):
            yield reading.match(start, end, certainty, genitive=whole == shorter)
        elif len(folded) > SHORTEST_INSIDE and len(folded) == end - start:
            for inner in forms.inside:
                at = folded.find(inner)
                while at >= 0:
                    # Whoever is called Anna Lind is not called annalindgren.
                    is_whole = folded.endswith(inner) or _NAMELIKE.search(inner)
                    certainty = Certainty.LIKELY if is_whole else Certainty.UNSURE
                    stop = start + at + len(inner)
                    yield reading.match(start + at, stop, certainty, genitive=False)
                    at = folded.find(inner, at + len(inner))


def _certainty_alone(reading: Reading, hit: Hit) -> Certainty | None:
    """None: a common small word, which nobody could look at each time it stands somewhere."""
    words = reading.words[hit.first : hit.last + 1]
    letters = "".join(word.folded for word in words)
    if hit.is_bare or not any(word.has_capital for word in words):
        if len(letters) < _SHORTEST_PART or letters in lexicon().function_words:
            return None
        is_namelike = hit.is_family and len(letters) > _SHORTEST_PART and _NAMELIKE.search(letters)
        return Certainty.LIKELY if is_namelike and not hit.is_apart else Certainty.UNSURE
    if hit.is_apart or _may_be_a_word(reading, hit):
        return Certainty.UNSURE
    return Certainty.LIKELY if hit.is_family else Certainty.UNSURE


def _may_be_a_word(reading: Reading, hit: Hit) -> bool:
    """A small word with the capital of a sentence, such as "Han": hardly a name."""
    start = reading.words[hit.first].start
    letters = "".join(word.folded for word in reading.words[hit.first : hit.last + 1])
    return letters in lexicon().function_words and (
        _SENTENCE_START.search(reading.plain, max(0, start - 8), start) is not None
    )


def _is_in_address(reading: Reading, hit: Hit) -> bool:
    """Whether the signs around it, up to the next space, are an address of some kind."""
    start, end = reading.words[hit.first].start, reading.words[hit.last].end
    before = reading.plain[max(0, start - LONGEST_DOMAIN) : start].rsplit(maxsplit=1)[-1:]
    after = reading.plain[end : end + LONGEST_DOMAIN].split(maxsplit=1)[:1]
    around = "".join((*before, " ", *after))
    return "@" in around or "://" in around or "www." in around
