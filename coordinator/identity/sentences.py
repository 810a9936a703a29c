"""Sentences as the identity guard reads them: their words, who may be a person, what is an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from coordinator.identity.reading import Span
from coordinator.identity.word_lists import endings, words

_WORD = re.compile(r"[^\W_]+(?:[-:][^\W_]+)*")
# "kl. 02", "f. 1972", "t.ex. när": the full stop of an abbreviation ends nothing.
_SENTENCE_END = re.compile(
    r"[.!?…;|•](?=[\s\"”')\]])(?<!\bkl\.)(?<!\bca\.)(?<!\bf\.)(?<!\bnr\.)(?<!\.[a-zåäö]\.)"
    r"|\n *(?=\n|[-*] )"
)
_LONGEST = 60  # words; what has more is no sentence, and the rules look at every pair of words
ONE_AGED = re.compile(r"\d{1,3}-?åring(?:en|ens)?")
PRONOUNS = frozenset({"hon", "han", "hen"})
OBJECTS = frozenset({"henne", "honom"})
_PAST_ENDINGS = (
    "ade", "ades", "dde", "ddes", "gde", "gdes", "lde", "ldes", "mde", "mdes", "nde", "ndes", "rde",
    "rdes", "vde", "jde", "jdes", "vdes", "kte", "ktes", "pte", "ptes", "tte", "ttes", "xte",
)  # fmt: skip
_SUPINE_ENDINGS = ("at", "ats", "it", "its")
_DAYS = "måndags|tisdags|onsdags|torsdags|fredags|lördags|söndags|natt|morse|kväll|helgen"
_TIMES = re.compile(
    rf"\b(?:i ?går|i ?förrgår|i ?natt|häromdagen|häromveckan|i (?:{_DAYS})"
    r"|(?:förra|denna|den här) (?:veckan|helgen|månaden)|i (?:våras|somras|höstas|vintras|fjol))\b",
    re.IGNORECASE,
)
# Compounds tell the same as their last part: trebarnsmamman, fosterpappan, tvååringen.
_DEFINITE_ENDS = (
    *("kvinnan", "mamman", "pappan", "pojken", "flickan", "tjejen", "killen", "frun", "hustrun"),
    *("brodern", "systern", "dottern", "åringen", "-mannen", "modern", "fadern"),
)
_INDEFINITE_ENDS = (
    *("kvinna", "mamma", "pappa", "pojke", "flicka", "tjej", "kille", "åring", "dotter"),
    *("barnsmor", "barnsfar", "barnspappa"),
)


# "återtog", "beslagtog": a strong verb after a prefix.
_PREFIX = re.compile(
    r"^(?:åter|över|under|ut|in|av|upp|bort|om|be|till|från|fram|beslag|ned|hem|på)"
)


class Sentence:
    """Words of one sentence and what is asked about them."""

    def __init__(self, text: str, found: list[re.Match[str]], before: frozenset[str]) -> None:
        self.text = text
        self.found = found
        written = [word.group() for word in found]
        self.low = [w if w.islower() else self._read(place) for place, w in enumerate(written)]
        self.known = frozenset(word.lower() for word in self.low)
        self.before = before

    def _read(self, place: int) -> str:
        """The word in small letters; a capital within the sentence is a name or a title, and stays."""
        word = self.found[place].group()
        title = place and word[0].isupper() and word[1:].islower() and self.gap(place)[-1:] != "\n"
        title = title and not {":", "-", "(", "/"} & set(self.gap(place))
        return word if title else word.lower()

    def span(self, first: int, last: int) -> Span:
        return Span(self.found[first].start(), self.found[last].end(), "individual")

    def capital(self, place: int) -> bool:
        return self.text[self.found[place].start()].isupper()

    def gap(self, place: int) -> str:
        """What stands between the word before and this one."""
        return (
            self.text[self.found[place - 1].end() : self.found[place].start()]
            if 0 < place < len(self.found)
            else ""
        )

    @cached_property
    def past(self) -> bool:
        return any(map(is_past, self.low))

    @cached_property
    def general(self) -> bool:
        """Whether it tells how things usually are, gives advice, or a made-up example."""
        low = self.low
        if not self.known.isdisjoint(words("generally")) or low[0] in words("imperatives"):
            return True
        if not self.known.isdisjoint({"du", "dig", "din", "ditt", "dina"}):
            return True
        if not self.before.isdisjoint(words("staged")):
            return True
        if not words("staged").isdisjoint(low[:2]) and ":" in self.gap(1) + self.gap(2):
            return True
        each = low.index("var") + 1 if "var" in low else len(low)
        if not words("ordinals").isdisjoint(low[each : each + 1]):
            return True  # "var tionde elev"
        if self.asks() and (low[0] in words("modals") or low[0] in words("conditionals")):
            return True  # "Hur pratar man med ett barn vars pappa ...?"
        # "Har klienten barn ska ...", "Är kvinnan gravid?": the verb first asks or supposes.
        first = low[0] in words("openings") or low[0] in words("modals")
        return first and len(low) > 1 and bool(person_form(low[1]) or low[1] in PRONOUNS)

    def conditional(self, place: int) -> bool:
        nearby = self.low[max(0, place - 3) : place]
        return not words("conditionals").isdisjoint(nearby)

    def once(self) -> bool:
        """Whether the sentence names a time such as "i går"."""
        if self.known.isdisjoint(words("single_times") | {"går", "veckan", "helgen", "månaden"}):
            return False
        return bool(_TIMES.search(self.text, self.found[0].start(), self.found[-1].end()))

    def speaks_of_own(self, place: int | None = None) -> bool:
        """Whether the group's own people are spoken of, before ``place`` or in the sentence before."""
        return not (
            words("roles").isdisjoint(self.low[:place])
            and words("inner_roles").isdisjoint(self.known)
            and words("roles").isdisjoint(self.before)
            and words("organisation").isdisjoint(self.known)
        )

    def asks(self) -> bool:
        end = self.found[-1].end()
        return "?" in self.text[end : end + 2]


def sentences(text: str) -> Iterator[Sentence | frozenset[str]]:
    """Each sentence that may name a person; of the others only which words they have."""
    start = 0
    before: frozenset[str] = frozenset()
    for stop in (*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)):
        listed = _WORD.findall(text[start:stop].lower())
        known = frozenset(listed)
        if not (listed and _may_name(listed[0], known)):
            yield known
        else:
            found = list(_WORD.finditer(text, start, stop))
            if len(found) > _LONGEST and len(known) < _LONGEST / 5:
                found = found[:_LONGEST]  # the same few words over and over are no sentence
            for first in range(0, len(found), _LONGEST):
                yield Sentence(text, found[first : first + _LONGEST], before)
        before = known
        start = stop


def _may_name(first: str, known: frozenset[str]) -> bool:
    if first in words("openings") or first.startswith(endings("harm_stems")):
        return True  # notes without a subject
    return not known.isdisjoint(_triggers()) or any(map(person_form, known))


@lru_cache(maxsize=1)
def _triggers() -> frozenset[str]:
    """Words without which no rule finds anybody; persons are asked for by ``person_form``."""
    lists = (
        "persons_as_adjectives",
        "persons_plural",
        "possessives",
        "participles",
        "done_supines",
        "injuries",
        "hidden",
        "known_group",
        "single_out",
    )
    genitives = {f"{word}s" for word in words("persons_definite") | words("persons_general")}
    return frozenset().union(*map(words, lists), genitives, PRONOUNS, OBJECTS, {"sin", "deras"})


# --- Who may be a person ---


@lru_cache(maxsize=4096)
def person_form(word: str) -> str:
    """``definite``, ``general`` (definite, but common in general talk), ``indefinite`` or nothing."""
    if word in words("no_persons"):
        return ""
    if word.endswith("-årig"):
        return "aged"
    if word in words("persons_definite") or word.endswith(_DEFINITE_ENDS):
        return "definite"
    if word in words("persons_general"):
        return "general"
    if word in words("persons_indefinite") or word.endswith(_INDEFINITE_ENDS):
        return "indefinite"
    return ""


def is_common_place(word: str) -> bool:
    """A country, or an agency: "kvinnan från Kvinnojouren" is a colleague."""
    return word in words("common_places") or word.endswith(
        (
            "jouren",
            "gruppen",
            "förvaltningen",
            "mottagningen",
            "polisen",
            "psykiatrin",
            "omsorgen",
            "vården",
            "verksamheten",
            "regionen",
            *("hus", "huset", "kliniken", "centralen", "centrum", "tjänsten", "nämnden", "rätten"),
            *("kontoret", "enheten", "teamet", "kassan", "verket", "stationen", "linjen"),
        )
    )


# --- What a verb says ---


@lru_cache(maxsize=4096)
def is_past(word: str) -> bool:
    """Whether the word is a past tense that tells of an event, not of the group's own meeting."""
    if word in words("not_past") or word.startswith(endings("meeting_verbs")):
        return False
    stem = _PREFIX.sub("", word)
    return (
        word in words("past")
        or stem in words("past")
        or (len(word) > 4 and word.endswith(_PAST_ENDINGS) and not word.endswith(("ande", "ende")))
    )


@lru_cache(maxsize=4096)
def is_supine(word: str) -> bool:
    if word in words("not_supines") or word.startswith(endings("meeting_verbs")):
        return False
    return word in words("supines") or (len(word) > 4 and word.endswith(_SUPINE_ENDINGS))
