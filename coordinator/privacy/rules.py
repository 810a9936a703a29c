"""Pure decisions about a name in running text: where it stands, how sure that is, what replaces it.

Swedish writes a name's genitive with an s, sometimes after a colon or an apostrophe; that is the
only inflection a name has in running text. A family name is often a common word (Berg, Lind), so
alone it counts only with a capital letter, and a person looks at every place before it is changed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from coordinator.core.errors import BadInput
from coordinator.core.swedish import fold
from coordinator.privacy.views import Certainty

_PARTICLES = frozenset({"af", "av", "von", "van", "de", "da", "der", "den", "di", "du", "la", "le"})
_KEPT = frozenset("åäöÅÄÖ")
_GENITIVE = r"(?P<genitive>[:'’]?[sS])?"
_GAP = r"[\s._\-\u2010\u2011]+"
_SHORTEST_PART = 3  # letters of a name that tell a mailbox is somebody's own
_AROUND = 40  # signs shown before and after a name


@dataclass(frozen=True)
class Name:
    given: str
    family: str


@dataclass(frozen=True)
class Match:
    """A name at ``text[start:end]`` of the composed (NFC) text."""

    start: int
    end: int
    certainty: Certainty
    is_genitive: bool = False


@dataclass(frozen=True)
class Sought:
    """What is looked for: every name the person is known by, their address and phone."""

    names: tuple[Name, ...]
    email: str | None = None
    phone: str | None = None

    def find(self, text: str) -> tuple[Match, ...]:
        """Every place in order; where two readings overlap, the surer and then the longer one."""
        composed = unicodedata.normalize("NFC", text)
        taken: list[Match] = []
        for certainty, pattern, needs_capital in self._patterns:
            for found in pattern.finditer(composed):
                if needs_capital and not any(sign.isupper() for sign in found[0]):
                    continue
                if all(found.end() <= one.start or one.end <= found.start() for one in taken):
                    genitive = bool(found.groupdict().get("genitive"))
                    taken.append(Match(found.start(), found.end(), certainty, genitive))
        return tuple(sorted(taken, key=lambda match: match.start))

    @cached_property
    def _patterns(self) -> tuple[tuple[Certainty, re.Pattern[str], bool], ...]:
        contacts = [(Certainty.SURE, pattern, False) for pattern in self._contacts()]
        forms = [_forms(name) for name in self.names]
        names = [
            (level, _word(form), needs_capital)
            for level in Certainty
            for one in forms
            for form, needs_capital in one[level]
        ]
        return (*contacts, *names)

    def _contacts(self) -> Iterator[re.Pattern[str]]:
        if self.email:
            yield re.compile(rf"(?<![\w.]){re.escape(self.email)}(?!\w)", re.IGNORECASE)
        digits = re.sub(r"\D", "", self.phone or "")
        if len(digits) >= 6:
            # The same number with and without the country's code, and with any gaps.
            local = re.sub(r"^(?:00)?46|^0", "", digits)
            spread = r"[\s\-\u2010-\u2015().]*".join(local)
            yield re.compile(rf"(?<!\d)(?:(?:\+|00)46[\s\-()0]*|0)?{spread}(?!\d)")


def _forms(name: Name) -> Mapping[Certainty, list[tuple[str, bool]]]:
    """Patterns by certainty, and whether a capital letter is asked for."""
    given, family = _loose(name.given), _loose(name.family)
    # Middle names are written with a capital; "Maria och Anna Lind" are two people.
    middle = rf"(?:\s+(?-i:[A-ZÅÄÖ])[\w\-]*\.?){{0,2}}?{_GAP}"
    sure, likely, unsure = [], [], []
    if given and family:
        first = _loose(_words(name.given)[0])
        g, f = (re.escape(part[0]) for part in (name.given, _core(name.family)))
        sure += [(given + middle + family, False), (rf"{family}(?:,\s*|{_GAP}){given}", False)]
        sure += [(first + middle + family, False), (rf"{family}(?:,\s*|{_GAP}){first}", False)]
        likely += [(rf"{g}\.?\s?{family}", True), (rf"{first}{_GAP}{f}\.?", True)]
        unsure += [(rf"{g}\.\s?{f}\.?", True), (f"{g}{f}", True)]
    if family:
        likely += [(family, True), *((_loose(part), True) for part in _parts(name.family))]
    if given:
        unsure += [(given, True), *((_loose(part), True) for part in _parts(name.given))]
    return {Certainty.SURE: sure, Certainty.LIKELY: likely, Certainty.UNSURE: unsure}


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern}){_GENITIVE}(?!\w)", re.IGNORECASE)


def _words(name: str) -> list[str]:
    return [word for word in re.split(_GAP, name.strip()) if word]


def _parts(name: str) -> list[str]:
    """The parts of a double name, each of which may be all that is written."""
    words = [word for word in _words(name) if word.casefold() not in _PARTICLES]
    return words if words != _words(name) or len(words) > 1 else []


def _core(name: str) -> str:
    """The name from its first word that is no particle: von Essen is filed under E."""
    words = _words(name)
    return next((word for word in words if word.casefold() not in _PARTICLES), words[0])


def _loose(name: str) -> str:
    """A pattern for the name: any gap between its words, accents written or left out."""
    composed = unicodedata.normalize("NFC", name)
    return _GAP.join("".join(map(_sign, word)) for word in _words(composed))


def _sign(sign: str) -> str:
    base = unicodedata.normalize("NFD", sign)[0]
    if sign in _KEPT or base == sign or not base.isascii():
        return re.escape(sign)
    return f"[{re.escape(sign)}{re.escape(base)}]"


def names_from(
    given: str | None, family: str | None, others: Iterable[str], also: Iterable[str] = ()
) -> tuple[Name, ...]:
    """The name the roster holds and older ones that past meetings recorded, each once.

    ``also``: what somebody typed; a word alone is looked for as a family name is.
    """
    known = [Name((given or "").strip(), (family or "").strip())]
    several = [words for written in others if len(words := written.split()) > 1]
    typed = [words for written in also if (words := written.split())]
    known += [Name(" ".join(words[:-1]), words[-1]) for words in (*several, *typed)]
    return tuple(name for name in dict.fromkeys(known) if name.given or name.family)


def masked(text: str, matches: Iterable[Match], instead: str) -> str:
    """The text with the matches replaced; a genitive stays one."""
    composed = unicodedata.normalize("NFC", text)
    for match in sorted(matches, key=lambda one: one.start, reverse=True):
        ending = "s" if match.is_genitive and not instead.endswith(("s", "x", "z")) else ""
        composed = composed[: match.start] + instead + ending + composed[match.end :]
    return composed


def around(text: str, match: Match) -> tuple[str, str, str]:
    """What stands before the match, the match, and what stands after it, on one line."""
    composed = unicodedata.normalize("NFC", text)
    before = composed[max(0, match.start - _AROUND) : match.start]
    after = composed[match.end : match.end + _AROUND]
    start = "…" if match.start > _AROUND else ""
    end = "…" if match.end + _AROUND < len(composed) else ""
    return (
        start + " ".join(before.split()) + (" " if before[-1:].isspace() else ""),
        composed[match.start : match.end],
        (" " if after[:1].isspace() else "") + " ".join(after.split()) + end,
    )


def hit_key(place: tuple[str, int, str], text: str, match: Match) -> str:
    """Names one match for as long as the text around it stands as it was shown.

    An answer given about a text that has been changed since fits nothing and is not used.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{'.'.join(map(str, place))}.{match.start}.{digest}"


def chosen(
    place: tuple[str, int, str], text: str, matches: Sequence[Match], answers: Mapping[str, bool]
) -> list[Match]:
    """The matches to be replaced: those said yes to, and sure ones that nobody said no to."""
    return [
        match
        for match in matches
        if answers.get(hit_key(place, text, match), match.certainty is not Certainty.UNSURE)
    ]


def check_mailbox(mailbox: str | None, owners: Iterable[Name]) -> None:
    """A function mailbox names nobody: neither the protected person nor whoever else has it.

    Raises:
        BadInput: a name of one of its owners stands in the address.
    """
    local = fold(mailbox or "").partition("@")[0]
    for name in owners:
        for part in map(fold, (*_words(name.given), *_words(name.family))):
            plain = part.translate(str.maketrans("åäö", "aao"))
            if len(part) >= _SHORTEST_PART and (part in local or plain in local):
                raise BadInput("mailbox-is-personal")
