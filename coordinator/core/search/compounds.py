"""Compound words: when a word of a question counts as part of a written word.

Swedish writes compounds in one word, so *jour* must find *kvinnojour*, and *samtycke* must find
*samtyckesblankett*. What begins or ends alike by chance must stay out: *kommun* is not part of
*kommunikation*. A short word at the front mostly makes another thing (*polisanmälan* is no
police), so it counts there only when the joint is marked or the lexicon says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from coordinator.core.search.lexicon import lexicon
from coordinator.core.search.swedish import keys, raw_stems

_LONG = 6  # letters of a stem that may begin a compound without a mark
_SHORT = 4  # letters of a stem that may end a compound, or begin one before a marked joint

# How a Swedish word can begin; "kommun" + "ikt..." passes here and falls on its ending below.
_BEGINNING = re.compile(
    r"(?:s(?:k[jrv]?|p[jlr]?|t[jr]?|ch|[cjlmnqv])?|[bfgkp][lr]|[bfkm]j|[dt][jrv]|[dghlnp]j|[fgk]n"
    r"|kv|vr|[ckpt]h|[b-df-hj-np-rtv-z])?[aeiouyåäö]"
)
_DERIVED = re.compile(
    r"ik|ic|is[emt]|isk|al(?!kohol|arm|lerg|lian|lmän|tern)|at(?:io|iv|or|ur)|tio|er(?:a|bar|i|ing)"
    r"|ell|iv|ari|itet|inna|het|lig|ning|ling|ig|else|ion|abel|sam(?:het|$)"
    r"|(?:skap|are?|and|end|dom|bar|kap|ad)$"
)
_ENDINGS_IN_A = frozenset({"a", "an", "or", "orna", "as", "ans", "ors", "ornas"})
_NOT_A_FIRST_PART = re.compile(r"(?:kon|kom|pro|proto|trans|inter|intro|dis|sub|kombi|rap|tele)$")
_ENDS_IN_PARTICLE = re.compile(r"(?:be|för|under|över|efter|åter|fram|till|(?<!gr)upp)$")
_TOO_GENERAL = frozenset(
    {
        "ande",
        "ation",
        "else",
        "ering",
        "full",
        "gång",
        "ling",
        "ning",
        "ring",
        "skap",
        "ting",
        "tion",
    }
)


@lru_cache(maxsize=2_000)
def first_parts(word: str) -> frozenset[str]:
    """Stems with which a compound of ``word`` may begin."""
    if not _divisible(word):
        return frozenset()
    stems = {word, *raw_stems(word)}
    nouns = lexicon().nouns
    verbal = {f"{stem}ning" for stem in stems if f"{stem}ningar" in nouns}
    # The "s" of polis is no joint, so "poli" must not begin anything.
    plain = {stem for stem in stems if f"{stem}s" not in stems or stem in _leading()}
    a_nouns = (stem for stem in stems if word.removeprefix(stem) in _ENDINGS_IN_A)
    joined = {stem + joint for stem in a_nouns for joint in "oe"}
    return frozenset(stem for stem in plain | verbal | joined if len(stem) > 2)


@lru_cache(maxsize=2_000)
def last_parts(word: str) -> frozenset[str]:
    """Keys with which a compound of ``word`` may end."""
    if not _divisible(word):
        return frozenset()
    short, found = _keys_of(lexicon().short_heads), keys(word)
    return frozenset(
        key
        for key in found
        if (key in short or len(key) >= _SHORT)
        and key not in _TOO_GENERAL
        and not (key.endswith("a") and key[:-1] in found)  # an infinitive
    )


def begins(part: str, key: str) -> bool:
    """Is ``key`` (of a written word) a compound that begins with ``part``?"""
    rest = key[len(part) :]
    if not key.startswith(part) or key.startswith(lexicon().not_compounds) or _DERIVED.match(rest):
        return False
    if len(part) >= _LONG or part in _leading():
        return any(_word(rest[joint:], 3) for joint in _joints(rest))
    # möt-es-dag, våld-s-utövare; hälso-vård, fråge-formulär
    for joint, part_at_least, rest_at_least in (("es", 3, 3), ("s", 4, 4)):
        if len(part) >= part_at_least and rest.startswith(joint):
            return _word(rest[len(joint) :], rest_at_least)
    return len(part) >= _SHORT and part[-1] in "oe" and _word(rest, 4)


def ends(part: str, key: str) -> bool:
    """Is ``key`` (of a written word) a compound that ends with ``part``?"""
    if not key.endswith(part) or key.endswith(lexicon().not_heads.get(part, ("\0",))):
        return False
    first = key[: -len(part)]
    if len(first) < 3 or not re.search("[aeiouyåäö]", first):
        return False
    bare = first.removesuffix("s")
    if _NOT_A_FIRST_PART.match(bare):
        return False
    # avtal, utbildning, stöldförsäkring: a particle makes another word of the head.
    particles = lexicon().particles
    derived = first in particles or bare in particles or _ENDS_IN_PARTICLE.search(bare)
    return not derived or part in _keys_of(lexicon().own_heads)


def _divisible(word: str) -> bool:
    return word.isalpha() and len(word) > 2 and word not in lexicon().function_words


def _word(rest: str, at_least: int) -> bool:
    return len(rest) >= at_least and bool(_BEGINNING.match(rest)) and not _DERIVED.match(rest)


def _joints(rest: str) -> Iterable[int]:
    """Where the second word may begin: at once, after a vowel, after -s- or both."""
    yield 0
    found = re.match(r"[aeou]?s?", rest)
    if found and found.end():
        yield found.end()
        if found.end() == 2:
            yield 1


@lru_cache(maxsize=1)
def _leading() -> frozenset[str]:
    words = lexicon().leading
    return frozenset(raw_stems(word)[0] if word[-1] in "ae" else word for word in words)


@lru_cache(maxsize=8)
def _keys_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset(key for word in words for key in keys(word))
