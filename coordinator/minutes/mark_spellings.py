"""Brackets that mark a paragraph: what people type for one, told from brackets in prose. Pure.

Whatever begins like a mark is one: "[Internt]", "(internt, skickas inte)", "- **[intern] ...**",
"[sekretess, 26 kap" and "pröv\u00adas] ..." alike. A line is read as it looks: without invisible
signs, with one kind of space and with letters that are composed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from coordinator.identity.reading import Reading, Span, read
from coordinator.minutes.views import ParagraphMark

_HIDES = {
    **dict.fromkeys(("intern", "interna", "internt", "internal"), ParagraphMark.INTERNAL),
    **dict.fromkeys(
        ("pröva", "prövas", "provas", "sekretess", "sekretessprövas", "examine"),
        ParagraphMark.EXAMINE,
    ),
}
# A parenthesis whose first word begins so is asked about, but for what prose is full of.
_LIKE_A_MARK = ("intern", "pröv", "provas", "sekretess", "hemlig", "konfidentiell", "förtrolig")
_ORDINARY = ("internat", "internet")
_ALMOST = 0.8  # of the letters of a lone word in a parenthesis, as in "(inernt)"

_QUOTES = "\u201a\u201e"  # Unicode counts the low ones as brackets
_KNOWN = {n: unicodedata.category(chr(n)) for n in range(0x10000)}
_OPENING = "".join(chr(n) for n, kind in _KNOWN.items() if kind == "Ps" and chr(n) not in _QUOTES)
_CLOSING = "".join(chr(n) for n, kind in _KNOWN.items() if kind == "Pe")
_ROUND = frozenset("()（）﹙﹚⁽⁾₍₎❨❩❪❫⸨⸩⦅⦆｟｠")
_ANGLES = frozenset("<＜")
_O = re.escape(_OPENING + "<＜")
_C = re.escape(_CLOSING + ">＞")
_DECOR = rf"(?:[^\w{_O}{_C}]|_)"  # bullets, stars, quotation marks, spaces, emoji
_BEFORE = rf"(?:[^\w{_O}]|_)"  # and what closes, as in "> " and ":-) "
_IN_BRACKET = rf"(?:[^\w{_C}]|_)"

BRACKET = re.compile(f"[{_O}{_C}]")  # a text without any holds no mark
_LEAD = re.compile(
    rf"{_BEFORE}{{0,40}}"
    rf"(?:(?:\d{{1,4}}(?:[.:]\d{{1,4}}){{0,3}}[.):]?|\d{{4}}-\d\d-\d\d|[^\W\d_][.)]|[ivxIVX]{{1,5}}[.)]"
    rf"|o(?=\s))"  # as a bullet is pasted
    rf"(?={_BEFORE}|[{_O}]){_BEFORE}{{0,40}})?"
)
_OPENED = re.compile(rf"(?P<open>[{_O}]{_IN_BRACKET}{{0,20}})(?P<word>[^\W_]+)")
_MARKS = "|".join(sorted(_HIDES, key=len, reverse=True))
# "Anna: (internt) ..." and "... (internt)": nothing but a mark, behind a label or at the end.
_LATE = re.compile(
    rf"(?P<label>[:\d]\ {{0,3}})?[{re.escape(''.join(sorted(_ROUND)))}]{_IN_BRACKET}{{0,20}}"
    rf"(?:{_MARKS})(?:\ +före\ +utlämnande)?{_IN_BRACKET}{{0,20}}[{_C}]"
    rf"(?(label)|{_DECOR}{{0,20}}$)",
    re.IGNORECASE,
)
_SOME_MARK = re.compile(rf"\b(?:{_MARKS})\b", re.IGNORECASE)
_NOT_TO_ALL = re.compile(
    r"(?:ej|inte|icke) (?:för|till|offentlig|sprid|skicka|dela|lämna)|osl\b|tystnadsplikt",
    re.IGNORECASE,
)
_LONGEST_MARK = 80  # signs of a parenthesis in which a mark's word is looked for
_EMPTY = re.compile(rf"[{_O}]{_IN_BRACKET}{{0,20}}(?:[{_C}]|$)")
# A bracket that holds the mark and no more; the one at its beginning may be missing.
_TAG = re.compile(
    rf"(?P<open>[{_O}]{_IN_BRACKET}{{0,20}})?(?P<word>[^\W_]+)(?:\ +före\ +utlämnande)?"
    rf"{_DECOR}{{0,20}}(?:(?P<close>[{_C}]+)|(?P<end>$))",
    re.IGNORECASE,
)
_OPEN_TAG = re.compile(r"\[ *(?:öppet|öppen|open) *\]", re.IGNORECASE)
_AROUND = re.compile("[*_~`\"'\u201c\u201d\u2018\u2019\u00ab\u00bb]+")
_SPACE_BETWEEN = re.compile(rf"{_DECOR}{{0,40}}")
_AFTER_TAG = re.compile(r":?\s*")
_SMALL_SIGNS = "*_~`\"'#>-–—•·:.,;!|\u201c\u201d\u2019"
_LETTER = re.compile(r"[^\W_]")
_MOST = 20  # brackets in a row that are read as tags, one by one

_WIDE = {0xFF21 + n: chr(0x41 + n) for n in range(26)} | {
    0xFF41 + n: chr(0x61 + n) for n in range(26)
}


@dataclass(frozen=True)
class Line:
    """What the brackets of a line say.

    ``rest`` is the line without the tags it begins with. ``at_start`` is the strictest mark at its
    beginning, None when there is none; ``within`` the strictest in ``rest``.
    """

    rest: str
    at_start: ParagraphMark | None
    within: ParagraphMark
    is_tag_alone: bool
    is_alone: bool  # nothing but brackets and signs: the mark was written for what follows


def may_hold(text: str) -> bool:
    """Whether there is a bracket in the text at all; for texts of any length."""
    return BRACKET.search(text) is not None


def read_line(line: str) -> Line:
    """The line's tags and brackets."""
    if not may_hold(line):
        return Line(line, None, ParagraphMark.OPEN, is_tag_alone=False, is_alone=_is_bare(line))
    rest, found, is_tag_alone = line, list[ParagraphMark](), False
    while len(found) < _MOST and (tag := _without_tag(rest)):
        before, after, mark, ends = tag
        rest = (before + after).lstrip()
        is_tag_alone = ends
        found.append(mark)
    signs = _read(rest).text
    first, is_alone = _at_start(signs)
    inside = [mark for _bracket, mark in _marks_in(signs)]
    return Line(
        rest,
        at_start=max([*found, *first], key=strictness, default=None),
        within=max(inside, key=strictness, default=ParagraphMark.OPEN),
        is_tag_alone=is_tag_alone,
        is_alone=is_alone or _is_bare(rest),
    )


def is_unknown(text: str) -> bool:
    """Whether a line without tags begins with what may have been meant as a mark.

    Or holds one alone in parentheses behind a label, or at its end.
    """
    signs = _read(text).text
    at = _lead_end(signs)
    if _LATE.search(signs):
        return True
    for _one in range(_MOST):
        opened = _OPENED.match(signs, at)
        found = opened or _EMPTY.match(signs, at)
        if not found:
            return False
        opening = signs[found.start() : opened.start("word") if opened else found.end()]
        if opened and signs[at] in _ANGLES:
            if opened["open"] in _ANGLES and opened["word"][0].isalpha():
                return True
        elif any(sign not in _ROUND for sign in opening if BRACKET.match(sign)) or (
            opened and _is_like_a_mark(signs, opened)
        ):
            return True
        end = _close(signs, at)
        if end is None:
            return False
        at = _decor_end(signs, end)
    return False


def without_stricter(text: str, mark: ParagraphMark) -> str:
    """The text without the brackets that name a stricter mark; their words stay."""
    while True:
        reading = _read(text)
        stricter = (
            bracket
            for bracket, named in _marks_in(reading.text)
            if strictness(named) > strictness(mark)
        )
        bracket = next(stricter, None)
        if bracket is None:
            return text
        close = _close(reading.text, bracket.start())
        gone = [n for n in range(*bracket.span("open")) if BRACKET.match(reading.text[n])]
        if close is not None:
            gone.append(close - 1)
        for start, end in [reading.original(Span(n, n + 1, "")) for n in reversed(gone)]:
            text = text[:start] + text[end:]


def strictness(mark: ParagraphMark) -> int:
    """The higher, the fewer may read."""
    return list(ParagraphMark).index(mark)


def _read(text: str) -> Reading:
    reading = read(text)
    return Reading(reading.text.translate(_WIDE), reading.places)


def _without_tag(line: str) -> tuple[str, str, ParagraphMark, bool] | None:
    """What stands before and after the tag that the line begins with, and what the tag says.

    Last whether the line ends with it, but for signs that touch it.
    """
    reading = _read(line)
    signs = reading.text
    at = _lead_end(signs)
    if tag := _OPEN_TAG.match(signs, at):
        mark = ParagraphMark.OPEN
    else:
        tag = _TAG.match(signs, at)
        if tag is None or not (tag["open"] or tag["close"]):
            return None
        named = _HIDES.get(tag["word"].casefold())
        if named is None:
            return None
        mark = named
    start, _end_of_last = reading.original(Span(tag.start(), tag.end(), ""))
    is_last = tag.end() == len(signs)
    end = len(line) if is_last else reading.original(Span(tag.end(), tag.end() + 1, ""))[0]
    before, after = line[:start], line[end:]
    if (left := _tail(before)) and (right := _AROUND.match(after)):
        both = min(len(left), len(right.group()))  # "**[internt]** ...": bold goes with its tag
        before, after = before[: len(before) - both], after[both:]
    ends = not after.rstrip().strip(_SMALL_SIGNS)
    after = after[_end(_AFTER_TAG, after) :]
    return before, after, mark, ends


def _tail(text: str) -> str:
    """The stars or quotation marks at the end of the text."""
    found = [one for one in _AROUND.finditer(text) if one.end() == len(text)]
    return found[-1].group() if found else ""


def _at_start(signs: str) -> tuple[list[ParagraphMark], bool]:
    """The marks of the brackets that the line begins with, and whether there is nothing else."""
    found: list[ParagraphMark] = []
    at = _lead_end(signs)
    for _one in range(_MOST):
        bracket = _OPENED.match(signs, at)
        if bracket is None:
            break
        if mark := _HIDES.get(bracket["word"].casefold()):
            found.append(mark)
        end = _close(signs, at)
        if end is None:
            return found, bool(found)
        at = _decor_end(signs, end)
    return found, bool(found) and at == len(signs)


def _marks_in(signs: str) -> Iterator[tuple[re.Match[str], ParagraphMark]]:
    """Every bracket that names a mark; a parenthesis within the line is prose."""
    first = _lead_end(signs)
    starts = set[int]()
    for _one in range(_MOST):
        if _OPENED.match(signs, first) is None:
            break
        starts.add(first)
        end = _close(signs, first)
        if end is None:
            break
        first = _decor_end(signs, end)
    for bracket in _OPENED.finditer(signs):
        mark = _HIDES.get(bracket["word"].casefold())
        is_prose = all(s in _ROUND for s in bracket["open"] if BRACKET.match(s))
        if mark and (bracket.start() in starts or not is_prose):
            yield bracket, mark


def _close(signs: str, start: int) -> int | None:
    """The place after the bracket that closes the one at ``start``, of whatever kind."""
    depth = 0
    for bracket in BRACKET.finditer(signs, start):
        depth += -1 if re.match(f"[{_C}]", bracket.group()) else 1
        if depth <= 0:
            return bracket.end()
    return None


def _is_like_a_mark(signs: str, bracket: re.Match[str]) -> bool:
    word = bracket["word"].casefold()
    if word.startswith(_ORDINARY):
        return False
    if word.startswith(_LIKE_A_MARK):
        return True
    end = _close(signs, bracket.start()) or len(signs)
    inside = signs[bracket.start("word") : min(end, bracket.start() + _LONGEST_MARK)]
    if _SOME_MARK.search(inside) or _NOT_TO_ALL.match(inside):
        return True
    is_alone = re.match(rf"{_DECOR}*(?:[{_C}]|$)", signs[bracket.end() :]) is not None
    return is_alone and bool(difflib.get_close_matches(word, _HIDES, n=1, cutoff=_ALMOST))


def _lead_end(signs: str) -> int:
    return _end(_LEAD, signs)


def _decor_end(signs: str, at: int) -> int:
    return _end(_SPACE_BETWEEN, signs, at)


def _end(pattern: re.Pattern[str], text: str, at: int = 0) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _is_bare(text: str) -> bool:
    return _LETTER.search(text) is None
