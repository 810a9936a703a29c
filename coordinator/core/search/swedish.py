"""Swedish text as words: what is one word, how it is folded, how it is sorted.

Pure and the same everywhere: neither engine's own collation or text search is used, since they
differ (and the embedded PostgreSQL has no ICU).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from coordinator.core.search.stems import keys, stem

__all__ = ["Word", "fold", "keys", "sort_key", "stem", "words"]

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
