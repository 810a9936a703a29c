"""Swedish inflection: which written forms are one word.

Built for recall among the forms of a word and for keeping other words out, which general stemmers
do not do: they leave *våld/våldet* and *möten/mötena* apart and cut *myndighet* to *myndig*. Every
word gets a few keys; two words are forms of each other when they share one. A verb's key keeps the
infinitive's -a (*bokade*: ``boka``), so that *bok* does not find *bokade*.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coordinator.core.search.lexicon import lexicon

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
_LONGEST = max(map(len, _ENDINGS))

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
    for length in range(min(_LONGEST, len(form)), 0, -1):
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
