"""Everything that stands for somebody's names: whole, abbreviated, as initials, written as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from coordinator.core.search.swedish import fold
from coordinator.privacy.names.spellings import (
    LONGEST_NAME,
    Name,
    as_one_word,
    fold_each,
    initials_of,
    name_words,
    spellings,
    variants,
    without_particles,
)
from coordinator.privacy.views import Certainty

_ABBREVIATED = {"von": "v", "af": "a", "av": "a", "de": "d"}
SHORTEST_INSIDE = 8  # letters of both names in a longer word


@dataclass
class _Target:
    """Letters that are looked for. ``seams``: where the name itself is written apart."""

    seams: frozenset[int]
    is_given: bool = False
    is_family: bool = False
    is_bare: bool = True


class Forms:
    """Everything that stands for these names, by its folded letters."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.targets: dict[str, _Target] = {}
        self.starts: set[str] = set()  # of targets that may be written apart
        self.together: dict[str, Certainty] = {}  # given and family name as one word
        self.initials: set[str] = set()
        self.given_initials: set[str] = set()
        self.family_initials: set[str] = set()
        for name in names:
            self._add(name_words(name.given), name_words(name.family))
        self.stems = tuple(  # of names that are hardly anything else
            word for word, one in self.targets.items() if one.is_family and len(word) > 6
        )
        self.inside = tuple(
            word
            for word, certainty in self.together.items()
            if certainty is Certainty.SURE and len(word) >= SHORTEST_INSIDE
        )
        self.all_initials = self.given_initials | self.family_initials

    def _add(self, given: list[str], family: list[str]) -> None:
        core = without_particles(family)
        for words in variants(given):
            self._target(words, is_given=True)
        short = [_ABBREVIATED.get(word, word) for word in family]  # v. Essen
        for words in (*variants(family), *variants(core), short):
            self._target(words, is_family=True)
        if given and family:
            self._add_both(given, family, core)
        self.given_initials |= initials_of(given)
        self.family_initials |= initials_of(core) | {word[0] for word in fold_each(family[:1])}

    def _add_both(self, given: list[str], family: list[str], core: list[str]) -> None:
        for first in {tuple(given), tuple(given[:1])}:
            for last in {tuple(family), tuple(core), tuple(core[-1:])}:
                self._add_together(as_one_word(first), as_one_word(last))
        of_given, of_core, of_family = (
            "".join(word[0] for word in one) for one in map(fold_each, (given, core, family))
        )
        self.initials |= {
            one + other
            for one in (of_given, of_given[0])
            for other in (of_core, of_core[0], of_family)
        }

    def _add_together(self, firsts: Sequence[str], lasts: Sequence[str]) -> None:
        """As an address or a file's name has it: both, or one with the other's initial."""
        for first, last in zip(firsts, lasts, strict=True):
            certainty = Certainty.SURE if len(first + last) > 5 else Certainty.UNSURE
            self.together[first + last] = self.together[last + first] = certainty
            if len(last) >= 4:
                self.together.setdefault(first[0] + last, Certainty.UNSURE)
                self.together.setdefault(last + first[0], Certainty.UNSURE)
            if len(first) >= 4:
                self.together.setdefault(first + last[0], Certainty.UNSURE)

    def _target(
        self, words: Sequence[str], *, is_given: bool = False, is_family: bool = False
    ) -> None:
        for spelt in zip(*map(spellings, words), strict=True):
            whole = "".join(spelt)[:LONGEST_NAME]
            seams = frozenset(accumulate(map(len, spelt[:-1])))
            target = self.targets.setdefault(whole, _Target(seams))
            target.seams |= seams
            target.is_given |= is_given
            target.is_family |= is_family
            target.is_bare &= whole != "".join(map(fold, words))
            self.starts |= {whole[:end] for end in range(1, len(whole))}
