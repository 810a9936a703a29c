"""Bytes of a text file as letters: read whole and right, or refused; never garbled.

UTF-8 and UTF-16 tell what they are. The older ways to write å, ä and ö (Windows-1252, Mac OS Roman
and the MS-DOS code pages, all three still in Excel's menu) do not: a byte is another letter in each
of them, so ``Höstlov`` written on a Mac reads ``Hšstlov`` on Windows. They are told apart by what
words with such letters look like. Where two ways are as likely, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from coordinator.core.errors import BadInput
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
    r"(?<=[A-Za-zÅÄÖåäö])[?|{}](?=[a-zåäö])|(?<!\S)\?(?=[a-zåäö])",
    # letters of a web page
    "&(?:[aouAOU]uml|[aA]ring|[eE]acute|#\\d{2,5}|#x[0-9a-fA-F]{2,5});",
)
_GARBLED: Final = re.compile("|".join(_BROKEN))

_VOWELS: Final = frozenset("aeiouyåäöéèàáíóúüæøâêîôûëï")
_OTHER_CONSONANTS: Final = frozenset("šžñçðþß")
_PLAIN_SIGNS: Final = frozenset("–—…§°´·½«»“”‘’\xa0²³©®•")
_CLOSING: Final = frozenset("”’…»²³®\xa0–°")
_OPENING: Final = frozenset("“‘«”’§\xa0–")
# Words that stand in lists of people and of school breaks: in one of them a letter is certain.
_KNOWN: Final = frozenset(
    [
        "förnamn",
        "tillnamn",
        "efternamn",
        "benämning",
        "från",
        "första",
        "läsår",
        "läsåret",
        "höstlov",
        "påsklov",
        "jullov",
        "sportlov",
        "höstlovet",
        "påsklovet",
        "påsk",
        "påskdagen",
        "långfredag",
        "långfredagen",
        "midsommarafton",
        "klämdag",
        "klämdagar",
        "halvdag",
        "måndag",
        "tisdag",
        "lördag",
        "söndag",
        "måndagar",
        "söndagar",
        "trettondag",
        "år",
        "för",
        "och",
        "är",
        "på",
        "frånvaro",
        "ersättare",
        "ordförande",
        "kontaktväg",
        "skyddad",
        "ersätter",
        "återkommande",
        "förmiddag",
        "eftermiddag",
        "hälso",
        "sjukvård",
        "polisområde",
        "åklagare",
        "åklagarmyndigheten",
        "kriminalvården",
        "frivården",
        "socialförvaltningen",
        "förvaltning",
        "enhetschef",
        "överläkare",
        "rådgivare",
        "rådgivning",
        "barnavårdscentral",
        "vårdcentral",
        "mödravård",
        "kvinnofridssamordnare",
        "våld",
        "nära",
        "anhörig",
        "stöd",
        "åsa",
        "örjan",
        "öberg",
        "åberg",
        "öström",
        "åström",
        "göran",
        "sören",
        "björn",
        "jörgen",
        "märta",
        "pär",
        "åke",
        "håkan",
        "mårten",
        "växjö",
        "malmö",
        "göteborg",
        "örebro",
        "västerås",
        "jönköping",
        "norrköping",
        "linköping",
        "gävle",
        "umeå",
        "luleå",
        "östersund",
        "skåne",
        "småland",
        "östergötland",
        "västmanland",
        "värmland",
        "sörmland",
        "ängelholm",
        "härnösand",
        "lärare",
        "skola",
        "grundskola",
        "förskola",
        "fritids",
        "studiedag",
        "lov",
        "möte",
        "möten",
        "födelsedag",
        "telefon",
    ]
)


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
    return _GARBLED.search(text) is not None


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
    return sum(_score_of(word, codec) for word in words) + (0.5 if codec == "cp1252" else 0)


@lru_cache(maxsize=16_384)
def _score_of(word: bytes, codec: str) -> float:
    text = word[:200].decode(codec, "replace")
    known = 3.0 if text.strip(".:()*!?'-").casefold() in _KNOWN else 0.0
    padded = f" {text} "
    return known + sum(
        _score_in(padded[at - 1], sign, padded[at + 1])
        for at, sign in enumerate(padded)
        if not sign.isascii()
    )


def _score_in(before: str, sign: str, after: str) -> float:
    """How likely the sign is between its neighbours; 2 for a Swedish vowel among consonants."""
    if not sign.isalpha() or sign in "ªº":
        return _score_of_sign(before, sign, after)
    if sign.isupper() and before.islower():
        return -3.0
    if (sign.islower() and after.isupper()) or (
        sign.isupper() and before.isupper() and after.islower()
    ):
        return -2.0
    vowels = (before.lower() in _VOWELS) + (after.lower() in _VOWELS)
    is_alone = not before.isalpha() and not after.isalpha()
    return _score_of_letter(sign.lower(), before.isalpha(), vowels, is_alone=is_alone)


def _score_of_letter(
    letter: str,
    follows: bool,  # noqa: FBT001 - a plain fact
    vowels: int,
    *,
    is_alone: bool,
) -> float:
    """``follows``: whether another letter stands before it; ``vowels`` beside it: 0 to 2."""
    if letter in "åäö":
        score = 0.5 if is_alone else (2.0, 1.0, -1.0)[vowels]
    elif is_alone:
        score = -1.5
    elif letter in _OTHER_CONSONANTS:
        score = 0.0 if vowels or not follows else -2.0
    elif letter == "é":
        score = 1.0 if follows and vowels < 2 else 0.0
    elif letter in "üèæø":
        score = 0.0 if vowels else 0.5
    else:
        score = -0.5 if letter in _VOWELS else -3.0
    return score


def _score_of_sign(before: str, sign: str, after: str) -> float:
    stands_before, stands_after = before.isalpha(), after.isalpha()
    if sign not in _PLAIN_SIGNS:
        return -3.0 if stands_before or stands_after else -1.0
    if stands_before and stands_after:
        return 0.0 if sign in "’´\xa0–" else -3.0
    if stands_before:
        return 0.0 if sign in _CLOSING else -1.0
    if stands_after:
        return 0.0 if sign in _OPENING else -1.0
    return 0.3
