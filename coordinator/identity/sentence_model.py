"""How strongly a sentence points to one individual: the sum of what its words weigh.

The weights are fitted on labelled sentences (``make guard``, tests/identity/fit.py) and stand in
``data/guard/model.json``: of words, pieces of words, and words beside each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from coordinator.core.settings import shipped_data

Place = tuple[int, int]  # first sign and the one after the last
WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:[-:'][^\W_]+)*|[?!:\"”%§&+]")
# "kl. 02", "f. 1972", "t.ex. när": the full stop of an abbreviation ends nothing, nor does a line
# that a mail program broke.
_END = re.compile(
    r"[.!?…•|](?=[\s\"”')\]])(?<!\bkl\.)(?<!\bca\.)(?<!\bf\.)(?<!\bnr\.)(?<!\.[a-zåäöA-ZÅÄÖ]\.)[\"”')\]]*"
    r"|\n(?:(?![a-zåäö])|(?<![^\n]{55}\n))"
)
_AROUND = " \n\t-*•|,;:("  # what is no part of a sentence at its ends
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_PIECES = (3, 4, 5, 6)  # signs, the edges of the word counted
_LONGEST = 40  # words; what has more is no sentence, and is weighed in parts
_MOST = 150  # what the sentence before may add or take
BETWEEN = "|"  # features in the file
_WHY = 4  # words that explain
_PRONOUN = re.compile(
    r"\b(?:h[oae]n|henne|honom|hennes|hans|hens|de|dem|dom|deras)\b", re.IGNORECASE
)


class Model(NamedTuple):
    """Weights in hundredths, by feature; the least that points to somebody; what the last adds."""

    weights: dict[str, int]
    threshold: int
    share_of_last: float


@lru_cache(maxsize=1)
def model() -> Model:
    raw = json.loads((shipped_data() / "guard" / "model.json").read_text(encoding="utf-8"))
    by_weight: dict[str, str] = raw["features_by_weight"]
    weights = {
        feature: int(weight)
        for weight, features in by_weight.items()
        for feature in features.split(BETWEEN)
    }
    return Model(weights, raw["threshold"], raw["share_of_last"])


def pointing(text: str) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    """Where sentences that point to somebody stand, in their order, and their strongest words."""
    _weights, least, share = model()
    before, line = 0.0, 0  # what the sentence before weighs, and where it ends
    for start, end in _sentences(text):
        words = WORD.findall(text, start, end)
        parts = weigh(words)
        own = float(sum(parts))
        if "\n" not in text[line:start] and _PRONOUN.search(text, start, end):
            own += share * max(-_MOST, min(before, _MOST))
        if own >= least and len(words) > 1:  # a word alone tells of nobody: "Flyttad"
            yield (start, end), _strongest(text, start, end, parts)
        before, line = own, end


def _sentences(text: str) -> Iterator[Place]:
    """Where each begins and ends, without what stands around it."""
    start = 0
    for stop in (*(end.end() for end in _END.finditer(text)), len(text)):
        if not _LETTER.search(text, start, stop):
            start = stop
            continue
        rest = text[start:stop].lstrip(_AROUND)
        begin, end = stop - len(rest), stop - len(rest) + len(rest.rstrip(_AROUND))
        for place, word in enumerate(WORD.finditer(text, begin, end) if end - begin > 200 else ()):
            if place and not place % _LONGEST:
                yield begin, word.start()
                begin = word.start()
        if begin < end:
            yield begin, end
        start = stop


def weigh(words: Sequence[str]) -> list[int]:
    """What each word adds: by itself, with the word before, and with the one before that."""
    known = model().weights.get
    before, last, ending = "", "^", "^"
    parts: list[int] = []
    for word in words:
        low, form, own = _of_word(word if parts else word.lower())
        beside = known(f"{last} {low}", 0) + known(f"{ending}~{form}", 0)
        parts.append(own + beside + known(f"{before}_{low}", 0))
        before, last, ending = last, low, form
    return parts


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, str, int]:
    """The word in small letters, its ending, and what it weighs wherever it stands."""
    low, form = _forms(word)
    known = model().weights
    return low, form, sum(known.get(feature, 0) for feature in _word_features(word, low))


def features(words: Sequence[str]) -> list[str]:
    """All that is known of a sentence: ``weigh`` adds up the weights of the same, word by word."""
    forms = [("", ""), ("^", "^"), *(_forms(word) for word in words)]
    found = []
    for place, word in enumerate(words):
        (before, _form), (last, ending), (low, form) = forms[place : place + 3]
        found += [f"{last} {low}", f"{ending}~{form}", f"{before}_{low}"]
        found += _word_features(word if place else low, low)
    return found


def _forms(word: str) -> tuple[str, str]:
    """In small letters, each figure a nought since how large it is tells nothing; and the ending."""
    low = _DIGIT.sub("0", word.lower())
    return low, low if len(low) < 5 else f"-{low[-3:]}"


def _word_features(word: str, low: str) -> Iterator[str]:
    """The word, its pieces, and whether it has a capital where only names and short forms have."""
    yield f"={low}"
    if not low[0].isalpha():
        return
    edged = f"|{low}|"
    for length in _PIECES:
        yield from (edged[at : at + length] for at in range(len(edged) - length + 1))
    if word[0].isupper():
        yield "#CAPITALS" if word.isupper() and len(word) > 1 else "#Capital"


def _strongest(text: str, start: int, end: int, parts: Sequence[int]) -> tuple[Place, ...]:
    """Where the words stand that weigh most; those beside each other are one, at most three."""
    found = list(WORD.finditer(text, start, end))
    best = sorted(range(len(parts)), key=lambda place: -parts[place])
    chosen = [place for place in best[:_WHY] if parts[place] > 0 and found[place][0][0].isalpha()]
    joined: list[Place] = []
    for place in sorted(chosen):
        if joined and joined[-1][1] == place - 1:
            joined[-1] = (joined[-1][0], place)
        else:
            joined.append((place, place))
    kept = sorted(joined, key=lambda both: -max(parts[both[0] : both[1] + 1]))[:3]
    return tuple((found[first].start(), found[last].end()) for first, last in sorted(kept))
