"""What search knows about single Swedish words: ``data/search/swedish.yaml``, read once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from coordinator.core.settings import shipped_data

_VERBAL = ("a", "ar", "as", "ade", "ades", "at", "ats", "ad")


@dataclass(frozen=True)
class Lexicon:
    """Lists of folded words. ``nouns`` (with adjectives) and ``verbs``: form -> its stems."""

    function_words: frozenset[str]
    nouns: Mapping[str, tuple[str, ...]]
    verbs: Mapping[str, tuple[str, ...]]
    apart: Mapping[str, str]
    particles: frozenset[str]
    uncut: tuple[str, ...]
    both_ways: tuple[str, ...]
    leading: frozenset[str]
    not_compounds: tuple[str, ...]
    short_heads: frozenset[str]
    not_heads: Mapping[str, tuple[str, ...]]
    own_heads: frozenset[str]
    synonyms: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    text = (shipped_data() / "search" / "swedish.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(unicodedata.normalize("NFC", text))
    return Lexicon(
        function_words=frozenset(raw["function_words"].split()),
        nouns=_by_form(_nouns_and_adjectives(raw)),
        verbs=_by_form(_verbs(raw)),
        apart={
            f"{stem}{end}": f"{stem}a" for stem in raw["verbs_apart"].split() for end in _VERBAL
        },
        particles=frozenset(raw["particles"].split()),
        uncut=tuple(raw["uncut"].split()),
        both_ways=tuple(raw["both_ways"].split()),
        leading=frozenset(raw["leading"].split()),
        not_compounds=tuple(raw["not_compounds"].split()),
        short_heads=frozenset(raw["short_heads"].split()),
        not_heads={head: tuple(ends.split()) for head, ends in raw["not_heads"].items()},
        own_heads=frozenset(raw["own_heads"].split()),
        synonyms=tuple(tuple(line) for line in raw["synonyms"]),
    )


def _by_form(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for form, stem in pairs:
        found.setdefault(form, {})[stem] = None
    return {form: tuple(stems) for form, stems in found.items()}


def _nouns_and_adjectives(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for section in ("changing_nouns", "changing_adjectives"):
        for stem, forms in raw[section].items():
            yield from ((form, stem) for form in forms.split())


def _verbs(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    # The neuter of a short adjective keeps the same company as a verb's supine.
    for stem in raw["adjectives"].split():
        yield from ((stem + end, stem) for end in ("t", "are", "ast", "aste"))
    for stem in raw["verbs_de"].split():
        yield from _weak(stem, _second_conjugation(stem))
    for stem in raw["verbs_te"].split():
        yield from _weak(stem, (f"{stem}te", f"{stem}t", f"{stem}ta"))
    for stem, forms in raw["strong_verbs"].items():
        yield from _weak(stem, tuple(forms.split()))


def _weak(stem: str, forms: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for form in forms:
        yield form, stem
        yield form, f"{stem}a"
        if form.endswith("en"):  # a participle: bunden, bundet, bundna
            yield from ((form[:-2] + end, stem) for end in ("et", "na"))


def _second_conjugation(stem: str) -> tuple[str, ...]:
    """kände, känt, känd, kända; utredde, utrett, utredd, utredda; använde, använt."""
    base = stem[:-1] if stem.endswith(("mm", "nn")) else stem
    if base.endswith("d"):
        if base[-2] in "aeiouyåäö":
            root = base[:-1]
            return (f"{root}dde", f"{root}tt", f"{root}dd", f"{root}dda")
        return (f"{base[:-1]}t",)
    return (f"{base}de", f"{base}t", f"{base}d", f"{base}da")
