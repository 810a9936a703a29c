"""Finding a name in running text, however it is written.

The text is read as words of letters, once: entities, tags, per cent signs, invisible signs, accents
and capitals are seen through, and a word in camel case is several. A given and a family name that
stand beside each other are *one* place, whatever stands between them: to replace one and leave the
other would tell more than either. Every step looks at a bounded number of words around one word,
so the time grows with the text alone, whatever is in it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from coordinator.core.search.lexicon import lexicon
from coordinator.core.search.swedish import fold
from coordinator.privacy.views import Certainty

PARTICLES = frozenset({"af", "av", "von", "van", "de", "da", "der", "den", "di", "du", "la", "le"})
LONGEST_NAME = 100  # signs of one name that is looked for

# Not any word in angle brackets, which may be the name.
TAG_NAMES = r"(?:[abipqsu]|br|hr|em|h[1-6]|li|ol|ul|td|th|tr|dd|dl|dt|div|span|font|strong|table)"

_LETTERS = re.compile(r"[^\W\d_]+")
_CODED = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});"
    r"|(?:%[0-9A-Fa-f]{2})+"
    rf"|</?{TAG_NAMES}\s{{0,9}}/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|\]\([^()\s]{1,2000}\)")  # or where a link leads
_BREAK = "\x1f"  # what a tag is read as
_INSIDE = re.compile(r"[^\w]{0,9}|[^\w]{0,3}_{1,3}[^\w]{0,3}")  # within one name written apart
_BESIDE = re.compile(r"[\W\d_]{0,24}")  # between given and family name
_STOPS = re.compile(r"[.!?;:][\s\x1f]|\n\s*\n|[|&+]|\d")  # perhaps two things, not one
_SENTENCE_END = re.compile(r"[.!?][\s\x1f]|\n\s*\n")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\x1f•–-])\W{0,5}$")
_BEFORE_MIDDLE = re.compile(r"[\s\x1f*_~`\"'‘’‚”“„»«‹›<>()\[\]-]{1,6}")
_AFTER_MIDDLE = re.compile(r"[\s\x1f*_~`\"'‘’‚”“„»«‹›<>()\[\].-]{1,6}")
_AFTER_INITIAL = re.compile(r"[.\s_\xa0-]{0,3}")
_BEFORE_OTHER = re.compile(r"[\s\x1f,*_\"'“”–()\[-]{1,6}")
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_WITHIN_OTHER = re.compile(r"[\s\x1f.,:*_\"'“”-]{1,4}")
_AFTER_OTHER = re.compile(r"[\s\x1f,*_\"'“”–)\].-]{1,6}")
_TO_INITIAL = re.compile(r"[\s,._\xa0-]{1,3}")
_PAIRS = (
    ("**", "**"),
    ("*", "*"),
    ('"', '"'),
    ("“", "”"),
    ("„", "“"),
    ("‘", "’"),
    ("”", "”"),
    ("»", "»"),
    ("«", "»"),
    ("(", ")"),
    ("[", "]"),
)
_OPENED = "\"'‘’‚”“„»«‹›<([*_~`"
_OTHER_NAME = frozenset(  # stands before another name of the same person; "f.d." is two words
    ("född", "ogift", "gift", "tidigare", "kallad", "kallas", "alias", "nee", "f", "fd", "d")
)
_MIDDLE_WORDS = _OTHER_NAME | PARTICLES
_ABBREVIATED = {"von": "v", "af": "a", "av": "a", "de": "d"}
_MOST_MIDDLE = 3  # words between two names of one person
_MOST_IN_A_ROW = 7
_MOST_INITIALS = 3
_NEAR = 200  # signs within which a given name and a family name are one person's
_SHORTEST_PART = 3  # letters of a name in small letters
_SHORTEST_SPREAD = 4
_SHORTEST_INSIDE = 8  # letters of both names in a longer word
_NAMELIKE = re.compile(r"[qwz]|th|dh|sson")  # hardly ever in a Swedish word
_GENITIVE_MARKS = frozenset({":", "'", "’", "´", "`"})
_IN_LOCAL = frozenset(".-_+%!#$&'*/=?^{|}~")
_LONGEST_LOCAL = 64  # RFC 5321 section 4.5.3.1
_LONGEST_DOMAIN = 255
_BARE = str.maketrans({"å": "a", "ä": "a", "ö": "o"})  # in addresses and names of files
_SPELT_OUT = str.maketrans({"å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae"})
_ORDER = {certainty: order for order, certainty in enumerate(Certainty)}


@dataclass(frozen=True)
class Name:
    given: str
    family: str


class Match(NamedTuple):
    """A name at ``text[start:end]`` of the composed (NFC) text."""

    start: int
    end: int
    certainty: Certainty
    is_genitive: bool = False
    is_given: bool = False  # a given name alone


@dataclass(frozen=True)
class Sought:
    """What is looked for: every name the person is known by, their address and phone."""

    names: tuple[Name, ...]
    email: str | None = None
    phone: str | None = None

    def find(self, text: str) -> tuple[Match, ...]:
        """Every place in order; where two readings overlap, the surer and then the longer one."""
        composed = unicodedata.normalize("NFC", text)
        found = [*self._contacts_in(composed)]
        readings = [_read(composed, without_tags=False)]
        if ("<" in composed or "](" in composed) and _TAG.search(composed):
            readings.append(_read(composed, without_tags=True))
        for reading in readings:
            found += self._forms.find(reading)
        apart = _apart(_whole_addresses(composed, found))
        return _not_left_beside(composed, _with_marks(composed, apart))

    @cached_property
    def _forms(self) -> _Forms:
        return _Forms(self.names)

    def _contacts_in(self, composed: str) -> Iterator[Match]:
        for pattern in self._contacts:
            for found in pattern.finditer(composed):
                yield Match(found.start(), found.end(), Certainty.SURE)

    @cached_property
    def _contacts(self) -> tuple[re.Pattern[str], ...]:
        patterns = []
        if self.email:
            patterns.append(rf"(?<![\w.]){re.escape(self.email)}(?!\w)")
        digits = re.sub(r"\D", "", self.phone or "")
        if len(digits) >= 6:
            # The same number with and without the country's code, and with any gaps.
            local = re.sub(r"^(?:00)?46|^0", "", digits)
            spread = r"[\s\-\u2010-\u2015().]{0,6}".join(local)
            patterns.append(rf"(?<!\d)(?:(?:\+|00)46[\s\-()0]{{0,6}}|0)?{spread}(?!\d)")
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


# A text as words ----------------------------------------------------------------------------------


class _Word(NamedTuple):
    """Letters at ``plain[start:end]``. Capitals: any of them, the first, all."""

    start: int
    end: int
    folded: str
    has_capital: bool
    is_capital: bool
    is_upper: bool


@dataclass(frozen=True)
class _Reading:
    """As a text reads. Sign ``n`` of ``plain`` stands at ``starts[n]`` to ``ends[n]`` of it."""

    plain: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: list[_Word] = field(default_factory=list)
    runs: list[tuple[int, int, str]] = field(default_factory=list)  # words before camel case

    def gap(self, left: int, right: int) -> str:
        """What stands between two words."""
        return self.plain[self.words[left].end : self.words[right].start]

    def match(self, start: int, end: int, certainty: Certainty, *, genitive: bool) -> Match:
        """A place of the plain text as one of the composed text."""
        return Match(self.starts[start], self.ends[end - 1], certainty, genitive)


def _read(composed: str, *, without_tags: bool) -> _Reading:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def take(text: str, start: int, end: int | None = None) -> None:
        for number, sign in enumerate(text):
            if sign.isascii() or not _is_unseen(sign):
                signs.append(sign)
                starts.append(start if end else start + number)
                ends.append(end or start + number + 1)

    at = 0
    coded = _TAG if without_tags else _CODED
    for found in coded.finditer(composed):
        take(composed[at : found.start()], at)
        take(_decoded(found[0]), found.start(), found.end())
        at = found.end()
    take(composed[at:], at)
    reading = _Reading("".join(signs), starts, ends)
    for run in _LETTERS.finditer(reading.plain):
        reading.runs.append((run.start(), run.end(), _fold(run[0])))
        for start, end in _camels(run[0], run.start()):
            written = reading.plain[start:end]
            reading.words.append(
                _Word(
                    start,
                    end,
                    _fold(written),
                    has_capital=written != written.lower(),
                    is_capital=written[0].isupper(),
                    is_upper=written.isupper(),
                )
            )
    return reading


def _decoded(coded: str) -> str:
    if coded[0] in "<]":
        return _BREAK
    if coded[0] == "&":
        return unicodedata.normalize("NFC", html.unescape(coded))
    return unicodedata.normalize("NFC", unquote_to_bytes(coded).decode("utf-8", "replace"))


_fold = lru_cache(maxsize=1024)(fold)


@lru_cache(maxsize=4096)
def _is_unseen(sign: str) -> bool:
    """A soft hyphen, a joiner, a mark over the letter before: it parts no word."""
    return unicodedata.category(sign) in {"Cf", "Mn", "Me"}


def _camels(run: str, start: int) -> Iterator[tuple[int, int]]:
    """``XeniaZetterqvist`` is two words."""
    if run.islower() or run.isupper() or run[1:].islower():
        yield start, start + len(run)
        return
    begun = 0
    for at in range(1, len(run)):
        if run[at].isupper() and (run[at - 1].islower() or run[at + 1 : at + 2].islower()):
            yield start + begun, start + at
            begun = at
    yield start + begun, start + len(run)


# What a name can look like ------------------------------------------------------------------------


class _Hit(NamedTuple):
    """A given or a family name in the words ``first`` to ``last`` (included)."""

    first: int
    last: int
    is_given: bool
    is_family: bool
    is_bare: bool  # without its dots: counts beside the other name, or in an address
    is_apart: bool  # a gap where the name has none: "en man" is hardly Enman
    genitive_end: int | None  # where the genitive ends, if it is one


@dataclass
class _Target:
    """Letters that are looked for. ``seams``: where the name itself is written apart."""

    seams: frozenset[int]
    is_given: bool = False
    is_family: bool = False
    is_bare: bool = True


class _Forms:
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
            if certainty is Certainty.SURE and len(word) >= _SHORTEST_INSIDE
        )
        self.all_initials = self.given_initials | self.family_initials

    def _add(self, given: list[str], family: list[str]) -> None:
        core = _core(family)
        for words in _variants(given):
            self._target(words, is_given=True)
        short = [_ABBREVIATED.get(word, word) for word in family]  # v. Essen
        for words in (*_variants(family), *_variants(core), short):
            self._target(words, is_family=True)
        if given and family:
            self._add_both(given, family, core)
        self.given_initials |= _initials(given)
        self.family_initials |= _initials(core) | {word[0] for word in _folded(family[:1])}

    def _add_both(self, given: list[str], family: list[str], core: list[str]) -> None:
        for first in {tuple(given), tuple(given[:1])}:
            for last in {tuple(family), tuple(core), tuple(core[-1:])}:
                self._add_together(_spelt(first), _spelt(last))
        of_given, of_core, of_family = (
            "".join(word[0] for word in one) for one in map(_folded, (given, core, family))
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
        for spelt in zip(*map(_spellings, words), strict=True):
            whole = "".join(spelt)[:LONGEST_NAME]
            seams = frozenset(accumulate(map(len, spelt[:-1])))
            target = self.targets.setdefault(whole, _Target(seams))
            target.seams |= seams
            target.is_given |= is_given
            target.is_family |= is_family
            target.is_bare &= whole != "".join(map(fold, words))
            self.starts |= {whole[:end] for end in range(1, len(whole))}

    def find(self, reading: _Reading) -> list[Match]:
        hits = self._hits(reading)
        found = list(self._joined(reading, hits))
        found += self._alone(reading, hits)
        found += self._initials_in(reading)
        found += self._together_in(reading)
        return found

    def _hits(self, reading: _Reading) -> dict[int, list[_Hit]]:
        """The names that begin at each word, longest first."""
        found: dict[int, list[_Hit]] = {}
        for number in range(len(reading.words)):
            if here := self._hits_at(reading, number):
                found[number] = here
        return found

    def _hits_at(self, reading: _Reading, first: int) -> list[_Hit]:
        found: list[_Hit] = []
        letters, pieces, last = "", [], first
        while True:
            word = reading.words[last]
            letters += word.folded
            pieces.append(len(word.folded))
            for whole in (letters, letters[:-1]) if letters.endswith("s") else (letters,):
                target = self.targets.get(whole)
                if target is None or (whole != letters and len(word.folded) == 1):
                    continue
                extra = set(accumulate(pieces[:-1])) - target.seams
                if extra and not _may_be_apart(pieces):
                    continue
                inside = (reading.gap(at, at + 1) for at in range(first, last))
                end = word.end if whole != letters else _genitive_end(reading, last)
                is_apart = bool(extra) and any(gap.isspace() for gap in inside)
                found.append(
                    _Hit(
                        first,
                        last,
                        target.is_given,
                        target.is_family,
                        target.is_bare,
                        is_apart,
                        end,
                    )
                )
            last += 1
            if (
                letters not in self.starts
                or last == len(reading.words)
                or not _INSIDE.fullmatch(reading.gap(last - 1, last))
            ):
                return found[::-1]

    def _joined(self, reading: _Reading, hits: dict[int, list[_Hit]]) -> Iterator[Match]:
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
                names = self._row(reading, hit, hits)
                if _are_both(names):
                    done = names[-1].last
                    certainty = _certainty_joined(reading, names)
                    yield _as_match(reading, number, done, certainty, names[-1].genitive_end)
                    break

    def _row(self, reading: _Reading, hit: _Hit, hits: dict[int, list[_Hit]]) -> list[_Hit]:
        """The hit and the names that stand directly after it."""
        names = [hit]
        while len(names) < _MOST_IN_A_ROW:
            after = self._next(reading, names, hits)
            if after is None:
                break
            names.append(after)
        return names

    def _next(
        self, reading: _Reading, names: list[_Hit], hits: dict[int, list[_Hit]]
    ) -> _Hit | None:
        """The name directly after these, or the missing one after what stands between them."""
        last = names[-1].last
        has_given = any(one.is_given for one in names)
        has_family = any(one.is_family for one in names)
        for number in range(last + 1, min(last + 2 + _MOST_MIDDLE, len(reading.words))):
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
            before = _BESIDE if is_direct else _after_middle(reading, last)
            if (missing or (here and is_direct)) and before.fullmatch(gap):
                return (missing or here)[0]
            if not _is_middle(reading, last, number):
                return None
        return None

    def _alone(self, reading: _Reading, hits: dict[int, list[_Hit]]) -> Iterator[Match]:
        """One of the names, with the other's initial or without it; a family name's compounds."""
        for here in hits.values():
            for hit in here:
                if hit.is_bare and not _is_in_address(reading, hit):
                    continue
                yield from self._with_initial(reading, hit)
                certainty = _certainty_alone(reading, hit)
                if certainty is not None:
                    one = _as_match(reading, hit.first, hit.last, certainty, hit.genitive_end)
                    is_given = hit.is_given and not _may_be_a_word(reading, hit)
                    yield one._replace(is_given=True) if is_given else one
        for word in reading.words:
            if word.folded.startswith(self.stems) and word.folded not in self.targets:
                yield reading.match(word.start, word.end, Certainty.UNSURE, genitive=False)

    def _with_initial(self, reading: _Reading, hit: _Hit) -> Iterator[Match]:
        """``X. Zetterqvist``, ``Zetterqvist, X.`` and ``Xenia Z.``."""
        first, last = hit.first, hit.last
        while (
            hit.is_family
            and first > 0
            and hit.first - first < _MOST_INITIALS
            and self._is_initial(reading, first - 1, self.given_initials)
            and _AFTER_INITIAL.fullmatch(reading.gap(first - 1, first))
        ):
            first -= 1
        stop = hit.genitive_end or reading.words[last].end
        is_genitive = hit.genitive_end is not None
        if first == hit.first:
            wanted = self.family_initials if hit.is_given else set()
            wanted = wanted | (self.given_initials if hit.is_family else set())
            if (
                last + 1 == len(reading.words)
                or not self._is_initial(reading, last + 1, wanted)
                or not _TO_INITIAL.fullmatch(reading.gap(last, last + 1))
            ):
                return
            last += 1
            while (
                last + 1 < len(reading.words)
                and last - hit.last < _MOST_INITIALS
                and self._is_initial(reading, last + 1, wanted)
                and _AFTER_INITIAL.fullmatch(reading.gap(last, last + 1))
            ):
                last += 1
            genitive_end = _genitive_end(reading, last)
            stop = genitive_end or _with_dot(reading, reading.words[last].end)
            is_genitive = genitive_end is not None
        has_capital = any(word.has_capital for word in reading.words[hit.first : hit.last + 1])
        certainty = Certainty.LIKELY if has_capital else Certainty.UNSURE
        yield reading.match(reading.words[first].start, stop, certainty, genitive=is_genitive)

    def _is_initial(self, reading: _Reading, number: int, wanted: set[str]) -> bool:
        word = reading.words[number]
        return word.folded in wanted and word.is_upper

    def _initials_in(self, reading: _Reading) -> Iterator[Match]:
        """``XZ``, ``X.Z.``, ``X Z``: initials of given and family name, in capitals."""
        words = reading.words
        for number, word in enumerate(words):
            if not word.is_upper:
                continue
            letters, last = word.folded, number
            while True:
                if letters in self.initials:
                    genitive_end = _genitive_end(reading, last)
                    stop = genitive_end or _with_dot(reading, words[last].end)
                    yield reading.match(
                        word.start, stop, Certainty.UNSURE, genitive=genitive_end is not None
                    )
                last += 1
                if (
                    len(letters) > _MOST_INITIALS
                    or last == len(words)
                    or not self._is_initial(reading, last, self.all_initials)
                    or not _AFTER_INITIAL.fullmatch(reading.gap(last - 1, last))
                ):
                    break
                letters += words[last].folded

    def _together_in(self, reading: _Reading) -> Iterator[Match]:
        """``xeniazetterqvist``, alone or in a longer word such as a file's name."""
        for start, end, folded in reading.runs:
            shorter = folded[:-1] if folded.endswith("s") else ""
            whole = folded if folded in self.together else shorter
            if certainty := self.together.get(whole):
                yield reading.match(start, end, certainty, genitive=whole == shorter)
            elif len(folded) > _SHORTEST_INSIDE and len(folded) == end - start:
                for inner in self.inside:
                    at = folded.find(inner)
                    while at >= 0:
                        # Whoever is called Anna Lind is not called annalindgren.
                        is_whole = folded.endswith(inner) or _NAMELIKE.search(inner)
                        certainty = Certainty.LIKELY if is_whole else Certainty.UNSURE
                        stop = start + at + len(inner)
                        yield reading.match(start + at, stop, certainty, genitive=False)
                        at = folded.find(inner, at + len(inner))


def _initials(words: Sequence[str]) -> set[str]:
    """Of each word, and all of them written as one: A and K, and AK."""
    each = [word[0] for word in _folded(words)]
    return {*each, "".join(each)} - {""}


# Names as words -----------------------------------------------------------------------------------


def name_words(name: str) -> list[str]:
    """The words of a name, composed and without capitals; hyphens part them as gaps do."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return _LETTERS.findall("".join(sign for sign in composed if not _is_unseen(sign)))


def _core(family: Sequence[str]) -> list[str]:
    """The name from its first word that is no particle: von Essen is filed under E."""
    return [word for word in family if word not in PARTICLES] or list(family)


def _variants(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The whole name, and the parts of a double one, each of which may be all that is written."""
    if words:
        yield words
    if len(words) > 1:
        yield from ([word] for word in words if len(word) > 1 and word not in PARTICLES)


def _folded(words: Iterable[str]) -> list[str]:
    return [fold(word) for word in words]


def _spellings(word: str) -> tuple[str, str, str]:
    """Folded; with plain letters only; with å, ä and ö spelt out."""
    return fold(word), fold(word).translate(_BARE), fold(word.translate(_SPELT_OUT))


def _spelt(words: Sequence[str]) -> list[str]:
    """All the words as one, in each spelling."""
    return ["".join(one) for one in zip(*map(_spellings, words), strict=True)]


# Small decisions ----------------------------------------------------------------------------------


def _may_be_apart(pieces: Sequence[int]) -> bool:
    """``Zetter-qvist``, ``Z e t t e r``; a letter and the rest is no name written apart."""
    return min(pieces) > 1 or (max(pieces) == 1 and len(pieces) >= _SHORTEST_SPREAD)


def _is_middle(reading: _Reading, last: int, number: int) -> bool:
    """A middle name, or a nickname: what may stand between the two names of one person."""
    word = reading.words[number]
    gap = reading.gap(number - 1, number)
    before = _BEFORE_MIDDLE if number == last + 1 else _AFTER_MIDDLE
    if number == last + 1 and word.folded in _OTHER_NAME:
        before = _BEFORE_OTHER
    if not before.fullmatch(gap):
        return False
    opened = reading.plain[reading.words[last].end : word.start]
    is_quoted = any(sign in _OPENED for sign in opened)
    is_quoted = is_quoted and word.folded not in lexicon().function_words
    return word.is_capital or is_quoted or word.folded in _MIDDLE_WORDS


def _after_middle(reading: _Reading, last: int) -> re.Pattern[str]:
    """What may stand after it: another name may stand between commas, "Anna, född Berg, Lind"."""
    return _AFTER_OTHER if reading.words[last + 1].folded in _OTHER_NAME else _AFTER_MIDDLE


def _is_new_sentence(reading: _Reading, hit: _Hit) -> bool:
    """Whether a small word ends a sentence before the next word: "vi ska bo. Ek sa"."""
    return (
        hit.last + 1 < len(reading.words)
        and reading.words[hit.last + 1].is_capital
        and not any(word.has_capital for word in reading.words[hit.first : hit.last + 1])
        and _SENTENCE_END.search(reading.gap(hit.last, hit.last + 1)) is not None
    )


def _any_near(places: Sequence[int], number: int) -> bool:
    """Whether one of the places is this word or one of those soon after it."""
    at = bisect_left(places, number)
    return at < len(places) and places[at] <= number + _MOST_IN_A_ROW + _MOST_MIDDLE


def _are_both(names: Sequence[_Hit]) -> bool:
    given, family = (sum(getattr(one, kind) for one in names) for kind in ("is_given", "is_family"))
    return bool(given and family and len(names) > 1)


def _certainty_joined(reading: _Reading, names: Sequence[_Hit]) -> Certainty:
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


def _certainty_alone(reading: _Reading, hit: _Hit) -> Certainty | None:
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


def _may_be_a_word(reading: _Reading, hit: _Hit) -> bool:
    """A small word with the capital of a sentence, such as "Han": hardly a name."""
    start = reading.words[hit.first].start
    letters = "".join(word.folded for word in reading.words[hit.first : hit.last + 1])
    return letters in lexicon().function_words and (
        _SENTENCE_START.search(reading.plain, max(0, start - 8), start) is not None
    )


def _is_in_address(reading: _Reading, hit: _Hit) -> bool:
    """Whether the signs around it, up to the next space, are an address of some kind."""
    start, end = reading.words[hit.first].start, reading.words[hit.last].end
    before = reading.plain[max(0, start - _LONGEST_DOMAIN) : start].rsplit(maxsplit=1)[-1:]
    after = reading.plain[end : end + _LONGEST_DOMAIN].split(maxsplit=1)[:1]
    around = "".join((*before, " ", *after))
    return "@" in around or "://" in around or "www." in around


def _genitive_end(reading: _Reading, last: int) -> int | None:
    """Where ``:s`` ends that stands after the word."""
    if last + 1 == len(reading.words) or reading.words[last + 1].folded != "s":
        return None
    return reading.words[last + 1].end if reading.gap(last, last + 1) in _GENITIVE_MARKS else None


def _with_dot(reading: _Reading, end: int) -> int:
    return end + (reading.plain[end : end + 1] == ".")


def _as_match(
    reading: _Reading, first: int, last: int, certainty: Certainty, genitive_end: int | None
) -> Match:
    words = reading.words
    if genitive_end is None:
        last = _with_other_names(reading, last)
    end = genitive_end or words[last].end
    return reading.match(words[first].start, end, certainty, genitive=genitive_end is not None)


def _with_other_names(reading: _Reading, last: int) -> int:
    """The last word of what else the person is called: "Lind-Berg", "Lind (f.d. Berg)"."""
    words = reading.words

    def stands(number: int, before: re.Pattern[str]) -> bool:
        return number < len(words) and bool(before.fullmatch(reading.gap(number - 1, number)))

    if stands(last + 1, _HYPHEN) and words[last + 1].is_capital:
        last += 1
    after = last + 1
    while (
        after - last <= _MOST_MIDDLE
        and stands(after, _BEFORE_OTHER if after == last + 1 else _WITHIN_OTHER)
        and words[after].folded in _OTHER_NAME
    ):
        after += 1
    if after == last + 1 or not stands(after, _WITHIN_OTHER) or not words[after].is_capital:
        return last
    is_double = stands(after + 1, _HYPHEN) and words[after + 1].is_capital
    return after + is_double


# Places as a whole --------------------------------------------------------------------------------


def _with_marks(composed: str, matches: Sequence[Match]) -> list[Match]:
    """With the mark on the outside that belongs to one inside: ``**Xenia** Zetterqvist``."""
    found: list[Match] = []
    for number, match in enumerate(matches):
        start, end = match.start, match.end
        first = found[-1].end if found else 0
        last = matches[number + 1].start if number + 1 < len(matches) else len(composed)
        for opened, closed in () if composed[start:end].isalnum() else _PAIRS:
            inside = composed[start:end]
            if opened == closed:
                more_closed = more_opened = inside.count(opened) % 2 == 1
            else:
                more_closed = inside.count(closed) > inside.count(opened)
                more_opened = inside.count(opened) > inside.count(closed)
            if more_closed and composed.endswith(opened, first, start):
                start -= len(opened)
            elif more_opened and composed.startswith(closed, end, last):
                end += len(closed)
        found.append(match._replace(start=start, end=end))
    return found


def _whole_addresses(composed: str, matches: list[Match]) -> list[Match]:
    """A name in a mail address stands for the whole address."""
    spans, at = [], composed.find("@")
    while at >= 0:
        start, end = at, at + 1
        while start > max(0, at - _LONGEST_LOCAL) and _is_of(composed[start - 1], _IN_LOCAL):
            start -= 1
        while end < min(len(composed), at + _LONGEST_DOMAIN) and _is_of(composed[end], ".-"):
            end += 1
        if start < at and end > at + 1:
            spans.append((start, end - composed.endswith(".", at, end)))
        at = composed.find("@", at + 1)
    starts = [start for start, _end in spans]

    def whole(match: Match) -> Match:
        near = bisect_right(starts, match.end - 1) - 1
        if near < 0 or spans[near][1] <= match.start:
            return match
        start, end = min(match.start, spans[near][0]), max(match.end, spans[near][1])
        return match._replace(start=start, end=end, is_genitive=False)

    return [whole(match) for match in matches]


def _is_of(sign: str, others: str | frozenset[str]) -> bool:
    return sign.isalnum() or sign in others


def _not_left_beside(composed: str, matches: Sequence[Match]) -> tuple[Match, ...]:
    """What is doubtful alone is not when it stands beside what is replaced.

    A given name does so already when it stands near: to replace the family name alone would tell
    whose it was.
    """
    found = list(matches)
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        beside: Match | None = None  # the last one that is replaced
        near: Match | None = None  # the last one that is replaced for its own sake
        for number in order:
            one = found[number]
            if one.certainty is Certainty.UNSURE and (
                _stand_beside(composed, one, beside) or _stand_near(composed, one, near)
            ):
                one = found[number] = one._replace(certainty=Certainty.LIKELY)
            if one.certainty is not Certainty.UNSURE:
                beside = one
            if matches[number].certainty is not Certainty.UNSURE:
                near = one
    return tuple(found)


def _stand_beside(composed: str, one: Match, other: Match | None) -> bool:
    if other is None:
        return False
    first, last = sorted((one, other), key=lambda match: match.start)
    is_small_word = _is_small(composed, first) and not _is_small(composed, last)
    return bool(_BESIDE.fullmatch(composed, first.end, last.start)) and not (
        is_small_word and _SENTENCE_END.search(composed, first.end, last.start)
    )


def _stand_near(composed: str, one: Match, other: Match | None) -> bool:
    """A given name in small letters may be a word, unless everything is written so."""
    if other is None or not one.is_given:
        return False
    first, last = sorted((one, other), key=lambda match: match.start)
    is_name = not _is_small(composed, one) or "@" in composed[one.start : one.end]
    return last.start - first.end <= _NEAR and (is_name or _is_small(composed, other))


def _is_small(composed: str, match: Match) -> bool:
    written = composed[match.start : match.end]
    return written == written.lower()


def _apart(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The surest and then the longest of those that overlap, in order of the text."""
    ordered = sorted(
        set(matches), key=lambda one: (_ORDER[one.certainty], one.start - one.end, one.start)
    )
    taken: list[Match] = []
    covered = bytearray(max((one.end for one in ordered), default=0))
    for match in ordered:
        if covered.find(1, match.start, match.end) < 0:
            covered[match.start : match.end] = b"\x01" * (match.end - match.start)
            taken.append(match)
    return tuple(sorted(taken, key=lambda match: match.start))
