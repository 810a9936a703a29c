"""Bytes of a text file as letters: read whole and right, or refused; never garbled.

UTF-8 and UTF-16 tell what they are. The older ways to write å, ä and ö (Windows-1252, Mac OS Roman
and the MS-DOS code pages, all three still in Excel's menu) do not: a byte is another letter in each
of them, so ``Höstlov`` written on a Mac reads ``Hšstlov`` on Windows. They are told apart by what
words with such letters look like. Where two ways are as likely, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coordinator.core.errors import BadInput
from coordinator.core.lists.likely_words import likelihood
from coordinator.core.lists.line import MAX_ROWS

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE: Final = 65_536
_OLDER: Final = ("cp1252", "mac-roman", "cp850", "cp437")
_CLEAR: Final = 2.0  # how much likelier one way must be than the next: about one Swedish letter
_CLEAR_IN_A_LINE: Final = 2.5
_MOST_WORDS: Final = 3_000
_MOST_LOOKED_AT: Final = 1_000_000  # bytes
_MOST_LINES: Final = 50_000  # of a full list whose texts stand in several lines

_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_WORD: Final = re.compile(rb"[^\s;,|\"]*[\x80-\xff][^\s;,|\"]*")
# Å to ö in UTF-8; in none of the older ways do these two bytes stand together in a word.
_LETTER_OF_UTF8: Final = re.compile(rb"\xc3[\x80-\xbf]")
_LOST: Final = "\ufffd"

# What stays of letters that were read in the wrong way before the text came here.
_BROKEN: Final = (
    "\ufffd|[\x80-\x84\x86-\x9f]",
    # UTF-8 that was read as Windows-1252: Ã¶, Ã¥, Â§, â€“
    "[ÃÂ][\xa0-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x80-\xbf“”˜™¦¢\x9d]",
    # ... and as Mac OS Roman or MS-DOS: √∂, ├Â
    "√[∂•§¶Ñ÷Ö]|├[Â¶ñ╢Ñ]",
    # a sign, or a capital of another language, within a word: H”st, V‰stra, LŠnke, sÂkra
    "(?<=[A-ZÅÄÖa-zåäöé])[†‡„”‰ˆ™¢£¥√≈∂ƒ÷¬±¶ºª¿¡§¤╬Σσ](?=[a-zåäöé])",
    "(?<=[A-ZÅÄÖa-zåäö])[ŠŒŽŸÂÕÑ](?=[a-zåäö])",
    # what programs put that know only A to Z: H?stlov, ?sa; and the letters of old Swedish screens
    r"(?<=[A-Za-zÅÄÖåäö])(?:\?(?=[a-zåäö])|[|{}](?=[a-zåäö]{2}))|(?<!\S)\?(?=[a-zåäö])",
    # a letter of Greek or Russian beside one of ours: Bjцrn
    "[A-Za-zåäöÅÄÖ][Ͱ-ӿ]|[Ͱ-ӿ][A-Za-zåäöÅÄÖ]",
    # letters of a web page
    "&(?:[aouAOU]uml|[aA]ring|[eE]acute|#\\d{2,5}|#x[0-9a-fA-F]{2,5});",
)
_GARBLED: Final = re.compile("|".join(_BROKEN))
# In which way a word was read before it came here, and in which it was written: Bjšrn, €lmhult,
# ÷rebro, Hĺbo. A name from elsewhere that looks like it (Nataša, Tõnu) gains too little.
_SWAPPED: Final = (
    ("cp1252", "mac-roman"),
    ("mac-roman", "cp1252"),
    ("iso8859-2", "cp1252"),
)
_OURS: Final = frozenset("åäöÅÄÖé")
_CLEAR_IN_A_WORD: Final = 4.0


def decoded(content: bytes) -> str:
    """The text. A letter that cannot be told stands as U+FFFD, for its cell to be refused by name.

    Raises:
        BadInput: ``list-letters-unclear`` where the whole file could be read in two ways,
            ``list-unreadable`` where it is no text.
    """
    codec = next((codec for mark, codec in _MARKS if content.startswith(mark)), None)
    codec = codec or _wide(content[:_SAMPLE])
    if codec and codec != "utf-8-sig":
        try:
            return content.decode(codec).removeprefix("\ufeff")
        except UnicodeDecodeError:
            raise BadInput("list-unreadable") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if codec or _LETTER_OF_UTF8.search(content):
        # Most of it is UTF-8: somebody has put other lines into it, or it was damaged.
        return content.decode("utf-8-sig", "replace")
    return _as_older(content)


def is_garbled(text: str) -> bool:
    """Whether letters were lost or swapped before the text came here."""
    return _GARBLED.search(text) is not None or any(map(_is_swapped, text.split()))


def _is_swapped(word: str) -> bool:
    """Whether it is clearly a word, with å, ä and ö, when it is read in another way."""
    return not word.isascii() and any(_gains(word, *ways) for ways in _SWAPPED)


def _gains(word: str, read: str, written: str) -> bool:
    try:
        content = word.encode(read)
        meant = content.decode(written)
    except UnicodeError:
        return False
    if not all(sign.isascii() or sign in _OURS for sign in meant):
        return False
    worth = likelihood(content, written)
    return worth >= _CLEAR and worth - likelihood(content, read) >= _CLEAR_IN_A_WORD


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where the zeros stand."""
    if len(head) < 4:
        return None
    quarters = [head[start::4].count(0) * 4 / len(head) for start in range(4)]
    if min(quarters[1:]) > 0.7 > quarters[0]:
        return "utf-32-le"
    if min(quarters[:3]) > 0.7 > quarters[3]:
        return "utf-32-be"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) <= len(head) / 4:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


# The older ways --------------------------------------------------------------------------------


def _as_older(content: bytes) -> str:
    if len(_CONTROL.findall(content[:_SAMPLE])) > len(content[:_SAMPLE]) / 20:
        raise BadInput("list-unreadable")
    words = list(dict.fromkeys(_WORD.findall(content[:_MOST_LOOKED_AT])))
    scores = {codec: _score(words[:_MOST_WORDS], codec) for codec in _OLDER}
    readings = {codec: content.decode(codec, "replace") for codec in _OLDER}
    best = max(_OLDER, key=lambda codec: scores[codec])
    others = [scores[codec] for codec in _OLDER if readings[codec] != readings[best]]
    if scores[best] - max(others, default=-999.0) < _CLEAR:
        raise BadInput("list-letters-unclear")
    lines = re.findall(rb"[^\r\n]+[\r\n]*|[\r\n]+", content)
    if len(lines) > _MOST_LINES:
        raise BadInput("list-too-many-rows", rows=MAX_ROWS)
    return "".join(_line(line, best) for line in lines)


def _line(line: bytes, codec: str) -> str:
    """One line; where another way reads it clearly better, it came from elsewhere."""
    text = line.decode(codec, "replace")
    found = [] if line.isascii() else _WORD.findall(line)[:_MOST_WORDS]
    if found:
        mine = _score(found, codec)
        if any(_score(found, other) - mine >= _CLEAR_IN_A_LINE for other in _OLDER):
            return "".join(sign if sign.isascii() else _LOST for sign in text)
    return text


def _score(words: Sequence[bytes], codec: str) -> float:
    """How much words with letters beyond ASCII look like words when they are read so."""
    return sum(likelihood(word, codec) for word in words) + (0.5 if codec == "cp1252" else 0)
