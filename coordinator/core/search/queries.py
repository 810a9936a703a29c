"""What a reader typed in the search field, understood.

Every word must be found, in any of its forms or as a part of a compound. Words in quotation marks
must stand side by side; ``kontakt*`` finds whatever begins so. Any other sign is white space, so
no input is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from coordinator.core.search.compounds import begins, ends, first_parts, last_parts
from coordinator.core.search.lexicon import lexicon
from coordinator.core.search.swedish import Word, head_of, is_tail, keys, pairs, stored, tail, words

# A term's code as people write it: HT2022, HT 2022, ht-22, VT 2027-1.
_TERM = re.compile(
    r"(?<![^\W_])(vt|ht)[\s.:/_\-\u2010-\u2014]{0,3}(20)?([0-9]{2})"
    r"(?:\s?[-\u2010-\u2014]\s?([0-9]{1,2}))?(?![^\W_])",
    re.IGNORECASE,
)
_CODE = re.compile("(vt|ht)(20[0-9]{2})")
_HYPHEN = re.compile("(?<=[^\\W_])[-\u2010\u2011](?=[^\\W_])")
_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')
_MOST_WORDS = 12
_LONGEST = 80

FORM, PART, NONE = 2, 1, 0


@dataclass(frozen=True)
class Term:
    """One word asked for. ``is_open`` means typed with a star, ``is_exact`` no compounds."""

    word: str
    is_open: bool = False
    is_exact: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        return keys(self.word) | frozenset(pairs(self.apart))

    @cached_property
    def apart(self) -> tuple[str, ...]:
        """A term's code as the two words that also stand for it in texts; else nothing."""
        code = _CODE.fullmatch(self.word)
        return code.groups() if code else ()

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Beginnings of stored strings among which compounds of the word are found."""
        if self.is_open:
            return (self.word,)
        if self.is_exact:
            return ()
        return _shortest((*first_parts(self.word), *map(tail, last_parts(self.word))))

    def grade(self, token: str) -> int:
        """How a stored string answers: as a form of the word, as a compound, or not at all."""
        if token in self.keys:
            return FORM
        if self.is_open:
            return PART if token.startswith(self.word) else NONE
        if self.is_exact:
            return NONE
        if is_tail(token):
            key = head_of(token)
            return PART if any(ends(part, key) for part in last_parts(self.word)) else NONE
        return PART if any(begins(part, token) for part in first_parts(self.word)) else NONE

    def covers(self, word: Word) -> bool:
        """Is this written word an answer?"""
        return any(_covers(self, token) for token in (word.token, *word.parts))


@dataclass(frozen=True)
class Query:
    """``terms`` must all be found, ``phrases`` too; ``run`` is everything typed, in order."""

    terms: tuple[Term, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    run: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases)

    @cached_property
    def run_pairs(self) -> frozenset[str]:
        return frozenset(pairs(self.run))

    @cached_property
    def phrase_pairs(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(pairs(phrase)) for phrase in self.phrases)


def readings(text: str) -> tuple[str, ...]:
    """What the text can mean, likeliest first; a later one counts where an earlier finds nothing.

    A hyphen between two words may stand where others write a space.
    """
    return tuple(dict.fromkeys((text, _HYPHEN.sub(" ", with_codes(text)))))


def with_codes(text: str) -> str:
    """The text with every term's code, however it is written, as ``HT2022`` or ``HT2022-1``."""
    return _TERM.sub(_code, text)


def _code(found: re.Match[str]) -> str:
    season, _century, year, number = found.groups()
    return f"{season}20{year}" + (f"-{int(number)}" if number else "")


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """Understands what was typed; no words give an empty query."""
    text = with_codes(text)
    quoted = [list(words(part))[:_MOST_WORDS] for part in _QUOTED.findall(text)]
    loose_text = _QUOTED.sub(" ", text)
    loose = [word for word in words(loose_text) if len(word.token) <= _LONGEST][:_MOST_WORDS]
    terms = [Term(word.token, is_open=loose_text[word.end :][:1] == "*") for word in loose]
    terms += [Term(word.token, is_exact=True) for part in quoted for word in part]
    return Query(
        terms=_telling(terms),
        phrases=tuple(tuple(word.token for word in part) for part in quoted if len(part) > 1),
        run=tuple(word.token for word in words(text))[:_MOST_WORDS],
    )


def _telling(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Each term once, without the words too common to ask for, unless there are no others."""
    once = tuple(dict.fromkeys(terms))
    common = lexicon().function_words
    return tuple(term for term in once if term.is_open or term.word not in common) or once


def _shortest(starts: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that another one covers."""
    kept: list[str] = []
    for start in sorted(set(starts)):
        if not kept or not start.startswith(kept[-1]):
            kept.append(start)
    return tuple(kept)


@lru_cache(maxsize=20_000)
def _covers(term: Term, token: str) -> bool:
    return any(term.grade(one) for one in stored(token))
