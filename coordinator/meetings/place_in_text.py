"""Whether a place stands in a text: word for word, without punctuation, as it is typed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from urllib.parse import unquote

from coordinator.core.search.swedish import fold
from coordinator.core.text import clean

_SHORTEST = 3  # letters and digits of a place; shorter ones stand in many texts
_PIECE = re.compile(r"[^\W\d_]+|\d+")
# A number after these is none of a street's; before the others stands the street's first word.
_WITHIN_A_HOUSE = frozenset(
    {"plan", "våning", "vån", "rum", "sal", "port", "uppgång", "trappa", "trappor", "lgh", "hus"}
)
_SHORTENED = re.compile(r"(?<=\w\w)(g(?=atan$)|v(?=ägen$))(\w+)$")
_BARE_WAYS = frozenset(
    *(("gata", "gatan", "väg", "vägen", "torg", "torget", "gränd", "gränden", "stig", "stigen"),)
) | {"allé", "allén", "alle", "allen", "plats", "platsen", "backe", "backen", "esplanaden"}


class Standing(IntEnum):
    """How much of a place stands in a text."""

    NOTHING = 0
    STREET = 1  # the street and number alone
    WHOLE = 2


def standing(place: str, text: str) -> Standing:
    """How much of the place stands in the text."""
    pieces = _pieces(place)
    if sum(map(len, pieces)) < _SHORTEST:
        return Standing.NOTHING
    read = fold(clean(unquote(text)))
    if _stands(pieces, read):
        return Standing.WHOLE
    if any(_street_stands(street, read) for street in _streets(pieces)):
        return Standing.STREET
    return Standing.NOTHING


def _pieces(text: str) -> list[str]:
    """Words and numbers, apart: "Storgatan 5B" is three."""
    return _PIECE.findall(fold(clean(text)))


def _streets(pieces: Sequence[str]) -> Iterator[Sequence[str]]:
    for at, piece in enumerate(pieces):
        if at == 0 or not piece.isdigit() or pieces[at - 1].isdigit():
            continue
        word = pieces[at - 1]
        if word in _WITHIN_A_HOUSE:
            continue
        first = at - 2 if word in _BARE_WAYS and at > 1 else at - 1
        yield pieces[first : at + 1]


def _stands(pieces: Sequence[str], read: str) -> bool:
    """Between the words anything that is no word may stand, or nothing; the last may end in s."""
    inner = r"[\W_]*".join(f"{piece}s?" if piece.isalpha() else piece for piece in pieces)
    return re.search(rf"(?<![^\W\d_]){_from(pieces)}{inner}{_to(pieces)}", read) is not None


def _street_stands(pieces: Sequence[str], read: str) -> bool:
    """The street and number also as "Storgatan nr 5" and "Storg. 5"."""
    *words, number = pieces
    named = r"[\W_]*".join((*words[:-1], _SHORTENED.sub(r"\1(?:\2)?", words[-1])))
    between = r"s?[\W_]*(?:(?:nr|nummer)[\W_]*)?"
    return re.search(rf"(?<![^\W\d_]){named}{between}{number}(?!\d)", read) is not None


def _from(pieces: Sequence[str]) -> str:
    return r"(?<!\d)" if pieces[0].isdigit() else ""


def _to(pieces: Sequence[str]) -> str:
    return r"(?!\d)" if pieces[-1].isdigit() else r"(?![^\W\d_])"
