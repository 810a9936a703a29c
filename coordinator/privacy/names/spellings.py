"""The words of a name, and how each of them may be spelt."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coordinator.core.search.swedish import fold
from coordinator.privacy.names.text_as_words import LETTERS, is_unseen

PARTICLES = frozenset({"af", "av", "von", "van", "de", "da", "der", "den", "di", "du", "la", "le"})
LONGEST_NAME = 100  # signs of one name that is looked for
_BARE = str.maketrans({"å": "a", "ä": "a", "ö": "o"})  # in addresses and names of files
_SPELT_OUT = str.maketrans({"å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae"})


@dataclass(frozen=True)
class Name:
    given: str
    family: str


def name_words(name: str) -> list[str]:
    """The words of a name, composed and without capitals; hyphens part them as gaps do."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return LETTERS.findall("".join(sign for sign in composed if not is_unseen(sign)))


def without_particles(family: Sequence[str]) -> list[str]:
    """The name from its first word that is no particle: von Essen is filed under E."""
    return [word for word in family if word not in PARTICLES] or list(family)


def variants(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The whole name, and the parts of a double one, each of which may be all that is written."""
    if words:
        yield words
    if len(words) > 1:
        yield from ([word] for word in words if len(word) > 1 and word not in PARTICLES)


def fold_each(words: Iterable[str]) -> list[str]:
    return [fold(word) for word in words]


def spellings(word: str) -> tuple[str, str, str]:
    """Folded; with plain letters only; with å, ä and ö spelt out."""
    return fold(word), fold(word).translate(_BARE), fold(word.translate(_SPELT_OUT))


def as_one_word(words: Sequence[str]) -> list[str]:
    """All the words as one, in each spelling."""
    return ["".join(one) for one in zip(*map(spellings, words), strict=True)]


def initials_of(words: Sequence[str]) -> set[str]:
    """Of each word, and all of them written as one: A and K, and AK."""
    each = [word[0] for word in fold_each(words)]
    return {*each, "".join(each)} - {""}
