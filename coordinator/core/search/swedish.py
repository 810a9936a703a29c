"""Swedish text as words: what is one, how it is folded and sorted, which forms are the same word.

Pure and the same everywhere: neither engine's own collation or text search is used, since they
differ (and the embedded PostgreSQL has no ICU).

Inflection is built for recall among the forms of a word and for keeping other words out, which
general stemmers do not do: they leave *våld/våldet* and *möten/mötena* apart and cut *myndighet* to
*myndig*. Every word gets a few keys; two words are forms of each other when they share one. A
verb's key keeps the infinitive's -a (*bokade*: ``boka``), so that *bok* does not find *bokade*.

What the index stores of a text are plain strings that both engines compare alike:

=============  ====================================  ==================================
``våldsfråg``  a key of a word                       equality; a range finds compounds
``<gårfsdl…``  the key backwards                     a range finds compounds by their end
``+stöd för``  the stems of two words side by side   phrases
=============  ====================================  ==================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from coordinator.core.search.lexicon import lexicon

_KEPT = frozenset("åäö")
_SISTERS = str.maketrans({"æ": "ä", "ø": "ö", "đ": "d", "ł": "l", "\u00ad": None})
# Bytes above "z" in Swedish order, so that plain comparison sorts.
_SORTED = str.maketrans({"ü": "y", "å": "{", "ä": "|", "ö": "}"})

_RUN = "[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad])*"
_WORD = re.compile(
    rf"§|({_RUN}(?:[-\u2010\u2011]{_RUN})*)"
    r"(?:[:'’](?:s|ns?|ens?|t|ets?|er|erna|ar|arna)(?![^\W_]))?"  # LVU:s, sms:et
)
_HYPHEN = re.compile("[-\u2010\u2011]")


@dataclass(frozen=True)
class Word:
    """A written word at ``text[start:end]``. ``parts`` are those between hyphens, if any."""

    start: int
    end: int
    token: str
    parts: tuple[str, ...] = ()


def words(text: str) -> Iterator[Word]:
    """The words and numbers of ``text`` in order; a hyphenated word is one, with parts."""
    for found in _WORD.finditer(text):
        pieces = [piece for piece in map(fold, _HYPHEN.split(found[1] or found[0])) if piece]
        if pieces:
            parts = tuple(pieces) if len(pieces) > 1 else ()
            yield Word(found.start(), found.end(), "".join(pieces), parts)


def fold(text: str) -> str:
    """Lower case without accents; å, ä and ö are letters of their own and stay."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_SISTERS)
    return "".join(sign if sign in _KEPT else _bare(sign) for sign in plain)


def sort_key(text: str) -> str:
    """A text whose plain byte order is Swedish: a-z å ä ö, é as e, ü as y, capitals like small.

    For a column compared byte by byte on both engines.
    """
    plain = unicodedata.normalize("NFC", text).casefold().translate(_SISTERS).translate(_SORTED)
    return "".join(map(_bare, plain))


def _bare(sign: str) -> str:
    if sign.isascii():
        return sign
    apart = unicodedata.normalize("NFD", sign)
    return "".join(piece for piece in apart if not unicodedata.combining(piece))


# Inflection ---------------------------------------------------------------------------------------

VOWELS = "aeiouyåäö"

# Ending -> what may stand in its place. The longest ending that leaves a possible stem counts.
_ENDINGS: dict[str, tuple[str, ...]] = {
    # nouns, plural definite and plural
    "orna": ("", "o"),
    "arna": ("", "ar"),  # åtgärdarna, utövarna
    "erna": ("", "r"),  # poliserna, partnerna
    "ena": ("", "en", "ena"),  # mötena
    "na": ("n", "", "na"),  # vuxna; kontona; verb: lämna
    "or": ("", "o"),  # kvinnor; exempelbor
    "ar": ("", "a"),  # åtgärdar; verb: samverkar
    "er": ("", "r"),  # myndigheter; nummer (numret)
    # nouns, singular definite
    "an": ("",),
    "en": ("", "n"),  # polisen; tecken (tecknet)
    "ern": ("r", "ern"),  # dottern
    "eln": ("l", "eln"),  # regeln
    "orn": ("or", "orn"),  # kuratorn
    "arn": ("arn", "ar"),  # skolbarn
    "et": ("",),
    "eet": ("e", ""),  # museet, kaféet
    "eer": ("e", ""),
    "eerna": ("e", ""),
    "het": ("het",),
    "itet": ("itet",),
    "um": ("um", ""),  # centrum (centret)
    "el": ("el", "l"),  # medel (medlet)
    # verbs of the first conjugation
    "ade": ("a",),
    "ad": ("a", "ad"),
    "at": ("a", "at"),
    # adjectives
    "igt": ("ig",),
    "skt": ("sk",),
    "samt": ("sam",),
    "bart": ("bar",),
    "löst": ("lös", "löst"),
    "alt": ("al", "alt"),
    "ellt": ("ell",),
    "ivt": ("iv",),
    "ert": ("r", "ert"),
    "ärt": ("är", "ärt"),
    "likt": ("lik", "likt"),
    "öst": ("ös", "öst"),
    "belt": ("bl",),
    "are": ("ar",),
    "igare": ("ig",),
    "skare": ("sk", "skar"),
    "fullare": ("full",),
    "ast": ("", "ast"),
    "aste": ("",),
    # the rest
    "a": ("", "a"),
    "e": ("",),
} | {f"{vowel}{end}": (f"{vowel}{end}", vowel) for vowel in "iouyåö" for end in "nt"}
_LONGEST_WORD = 80  # characters
_LONGEST_ENDING = max(map(len, _ENDINGS))

_POSSIBLE = re.compile(f"[{VOWELS}][^{VOWELS}]$|(?=.*[{VOWELS}]).{{3}}")
_INFINITIVE_ENDINGS = frozenset({"a", "ar", "an", "or", "orna", "ade", "ad", "at"})
_SURELY_GENITIVE = ("nas", "ades")
_DOUBLED = re.compile(r"([mn])\1(?=[rl]?$)")


def keys(word: str) -> frozenset[str]:
    """What the forms of ``word`` have in common. ``word`` is one folded token."""
    return frozenset(_single(raw) for raw in raw_stems(word))


def stem(word: str) -> str:
    """The likeliest of the keys."""
    return _single(raw_stems(word)[0])


@lru_cache(maxsize=20_000)
def raw_stems(word: str) -> tuple[str, ...]:
    """Possible stems as they stand at the front of a compound, the likeliest first."""
    if len(word) < 3 or not word.isalpha() or word in lexicon().function_words:
        return (word,)
    if len(word) > _LONGEST_WORD:
        return (word,)  # no word of any language: taking it apart would cost its length cubed
    found: dict[str, None] = {}
    for form in _without_genitive(word):
        found.update(dict.fromkeys(_known(form)))
        found.update(dict.fromkeys(_without_ending(form)))
    return tuple(found)


def _single(raw: str) -> str:
    # Swedish writes man, mannen; rum, rummet; nummer, numret.
    return _DOUBLED.sub(r"\1", raw)


def _without_genitive(word: str) -> tuple[str, ...]:
    if not word.endswith("s") or word.endswith("ss") or not _POSSIBLE.search(word[:-1]):
        return (word,)
    if word.endswith(lexicon().uncut) or word in lexicon().apart:
        return (word,)
    return (word[:-1],) if word.endswith(_SURELY_GENITIVE) else (word, word[:-1])


def _known(form: str) -> tuple[str, ...]:
    """Stems of a form that the lexicon lists, alone or as the last part of ``form``."""
    words = lexicon()
    for cut in range(len(form) - 1):
        front, back = form[:cut], form[cut:]
        attached = not front or front in words.particles
        compound = len(front) > 2 and bool(_POSSIBLE.search(front))
        stems: tuple[str, ...] = ()
        if attached or (compound and len(back) > 2):
            stems += words.nouns.get(back, ())
        if attached or (compound and len(back) > 4):
            stems += words.verbs.get(back, ())
        if stems:
            whole = (front + stem for stem in stems)
            return tuple(stem for stem in whole if stem not in words.function_words)
    return ()


def _without_ending(form: str) -> tuple[str, ...]:
    words = lexicon()
    if form in words.apart:
        return (words.apart[form],)
    if form.endswith(words.uncut):
        return (form, f"{form[:-2]}r") if form.endswith("er") else (form,)
    kept = (form,) if form.endswith(words.both_ways) else ()
    for length in range(min(_LONGEST_ENDING, len(form)), 0, -1):
        ending = form[-length:]
        root = form[: len(form) - length]
        stems = tuple(_join(root, ending, put) for put in _ENDINGS.get(ending, ()))
        if stems and _POSSIBLE.search(root + _ENDINGS[ending][0]) and _POSSIBLE.search(root):
            return tuple(dict.fromkeys((*kept, *stems)))
    return (form,)


def _join(root: str, ending: str, put: str) -> str:
    # planera, planerar, planerade are one verb; "planer" is the plural of plan.
    if root.endswith("er") and ending in _INFINITIVE_ENDINGS and put in {"", "a"}:
        return f"{root}a"
    return root + put


# What the index stores ----------------------------------------------------------------------------

_TAIL, _PAIR = "<", "+"
_LAST = "\U0010ffff"
_SHORTEST_COMPOUND = 6


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
    stems = [stem(token)[:_LONGEST_WORD] for token in sequence]
    return tuple(f"{_PAIR}{one} {two}" for one, two in pairwise(stems))


def span(start: str) -> tuple[str, str]:
    """All strings that begin with ``start`` lie from the first of these to below the second."""
    return start, start + _LAST


def _of_words(text: str) -> frozenset[str]:
    found = set(pairs(_sequence(text)))
    for word in words(text):
        for token in (word.token, *word.parts):
            found.update(_of_token(token[:_LONGEST_WORD]))
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
