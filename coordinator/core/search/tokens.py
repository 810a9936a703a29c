"""What the index stores of a text, as plain strings that both engines compare alike.

=============  ====================================  ==================================
``våldsfråg``  a key of a word                       equality; a range finds compounds
``<gårfsdl…``  the key backwards                     a range finds compounds by their end
``+stöd för``  the stems of two words side by side   phrases
=============  ====================================  ==================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from coordinator.core.search.lexicon import lexicon
from coordinator.core.search.stems import keys, stem
from coordinator.core.search.swedish import words

_TAIL, _PAIR = "<", "+"
_LAST = "\U0010ffff"
_SHORTEST_COMPOUND = 6
_LONGEST = 80  # what is longer is no word


def stored(text: str) -> frozenset[str]:
    """Every string to be stored for ``text``, synonyms included."""
    return _of_words(text) | {
        token for _, others in _synonyms_in(_sequence(text)) for token in others
    }


def tail(key: str) -> str:
    """The form in which words ending with ``key`` are found by a range."""
    return _TAIL + key[::-1]


def head_of(token: str) -> str:
    """The key behind a stored tail."""
    return token[:0:-1]


def is_tail(token: str) -> bool:
    return token.startswith(_TAIL)


def pairs(sequence: Sequence[str]) -> tuple[str, ...]:
    """The stored pairs of neighbours of a sequence of folded words."""
    stems = [stem(token)[:_LONGEST] for token in sequence]
    return tuple(f"{_PAIR}{one} {two}" for one, two in pairwise(stems))


def span(start: str) -> tuple[str, str]:
    """All strings that begin with ``start`` lie from the first of these to below the second."""
    return start, start + _LAST


def _of_words(text: str) -> frozenset[str]:
    found = set(pairs(_sequence(text)))
    for word in words(text):
        for token in (word.token, *word.parts):
            found.update(_of_token(token[:_LONGEST]))
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _of_token(token: str) -> frozenset[str]:
    found = keys(token)
    compound = (key for key in found if len(key) >= _SHORTEST_COMPOUND and key.isalpha())
    return found | {tail(key) for key in compound}


def _sequence(text: str) -> list[str]:
    return [word.token for word in words(text)]


def _synonyms_in(sequence: list[str]) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    stems = tuple(map(stem, sequence))
    known = _synonyms()
    for place, first in enumerate(stems):
        for form, others in known.get(first, ()):
            if stems[place : place + len(form)] == form:
                yield form, others


@lru_cache(maxsize=1)
def _synonyms() -> Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]:
    """By the first stem: the stems of a spelling, and what is stored for all its sisters."""
    found: dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]] = {}
    for spellings in lexicon().synonyms:
        together = frozenset(token for spelling in spellings for token in _of_words(spelling))
        for spelling in spellings:
            form = tuple(map(stem, _sequence(spelling)))
            found[form[0]] = (*found.get(form[0], ()), (form, together))
    return found
