"""Personnummer and samordningsnummer in any written form.

Source: lag (1990:782) om folkbokföring 18 § and Skatteverket SKV 704, SKV 707: birth date, three
digits, check digit (Luhn over ten digits); "+" instead of "-" from the year a person becomes 100;
a samordningsnummer has 60 added to the day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from coordinator.identity.reading import Span

PERSONNUMMER = "personnummer"
SAMORDNINGSNUMMER = "samordningsnummer"

_DIGITS = re.compile("[0-9]+")
_GAP = re.compile(r" {0,3}[-+./_]? {0,3}(?:\n[ >]{0,8})?")
# How people group the digits; any other grouping is believed only after a word such as "pnr".
_GROUPINGS = frozenset(
    {
        (10,), (6, 4), (2, 2, 2, 4), (2, 4, 4), (6, 2, 2), (6, 3, 1), (2, 2, 2, 2, 2), (4, 2, 4),
        (2, 2, 2, 3, 1), (2, 2, 6), (1,) * 10, (3, 3, 4),
        (12,), (8, 4), (4, 2, 2, 4), (2, 6, 4), (4, 4, 4), (2, 2, 2, 2, 4), (8, 2, 2), (8, 3, 1),
        (2, 10), (4, 8), (4, 2, 2, 3, 1), (1,) * 12, (4, 2, 6), (6, 2, 4),
        (2, 2, 2, 2, 2, 2), (4, 2, 2, 2, 2),
    }
)  # fmt: skip
_BEGINNINGS = frozenset(sizes[:n] for sizes in _GROUPINGS for n in range(1, 13))
# Groups of digits that sums, accounts and telephones share: these stand alone or are none.
_COMMON = frozenset(
    {
        *((2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 2), (4, 2, 2, 2, 2)),
        *((4, 4, 4), (3, 3, 4), (2, 4, 4), (2, 2, 6)),
    }
)
_NAMED = re.compile(
    r"(?:person|samordnings|födelse)(?:nummer|nr)|\b(?:p|s)nr|\bpersnr|\bfödd\b|\bf\.",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\b(?:tel|tfn|telefon\w*|mobil\w*|ring(?:a|s|er)?|nås på|sms:?a?)\b[^0-9\n]{0,12}\Z",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:iban|ocr|bankgiro|plusgiro|bg|pg|konto\w*|isbn)\b[^0-9\n]{0,12}\Z", re.IGNORECASE
)
# No telephone's number is grouped so, whatever stands before it: "Ring 800101-1231".
_NO_PHONES = frozenset({(8, 4), (6, 4), (12,)})
_LOGGED = re.compile(
    r"\b(?:logg?\w*|kl|klockan|tid|tidpunkt|tidsstämpel|fil|version|backup)\b", re.IGNORECASE
)
_LETTERS_DIGIT = re.compile(r"[^\W\d_]+\d")
_BEFORE = 40  # signs
_NO_DIGITS = re.compile("[^0-9\n]*")
_DATE_AND_TIME = re.compile(
    r"(?:20)?[0-9]{2}[-./][0-9]{2}[-./][0-9]{2} (?:[01][0-9]|2[0-3])[0-5][0-9]"
    r"|(?:20)?[0-9]{6}[- ](?:[01][0-9]|2[0-3])[0-5][0-9]"
)
# Health care's and other offices' own numbers for those who have none: 900101-TF12, 900101-A123.
_RESERVE = re.compile(
    r"(?<![0-9A-Za-z-])(?P<date>[0-9]{6}|[0-9]{8}) ?[-+] ?(?:TF[0-9]{2}|[A-Z][0-9]{3})"
    r"(?![0-9A-Za-z])"
)
# Date and last four kept apart by a sign that nobody groups figures with: 850412:2394, 850412 (2394).
_LOOSE = re.compile(
    r"(?<![0-9A-Za-z.,/:-])\(?(?P<date>(?:[0-9]{2})?[0-9]{6})"
    r"(?=[ -]{0,3}[)('\":=~*|\u00b7\u2022]| ?- ?-)(?P<gap>\)?[ '\"]{0,2}"
    r"(?:--?|- -|[:=~*|\u00b7\u2022])?[ '\"]{0,2}\(?)(?P<last>[0-9]{4})(?![0-9]|[-:/.,][0-9])\)?"
)
# Or by words: "född 1985-04-12, de fyra sista är 2394", "850412 och sedan 2394".
_TOLD = re.compile(
    r"(?<![0-9-])(?P<date>(?:[0-9]{2})?[0-9]{2}[-. /]?[0-9]{2}[-. /]?[0-9]{2})(?P<gap>[^0-9\n]{1,60})"
    r"(?P<last>[0-9]{4})(?![0-9]|[-:/.,][0-9])"
)
_LAST_FOUR = re.compile(
    r"fyra\b.{0,12}\bsist|sista?\b.{0,5}\bfyra|kontroll ?(?:siff|num)|födelsenummer", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]")
_SHORTEST = 10  # digits of such a number
_DOUBLED = {str(n): 2 * n - 9 * (n > 4) for n in range(10)}
Groups = list[tuple[int, int]]


def identity_numbers(text: str) -> Iterator[Span]:
    """Every number whose check digit holds and whose date exists, one span each."""
    for run in _runs(text):
        if run[-1][1] - run[0][0] >= _SHORTEST:
            yield from _in_run(text, run)
    for match in _RESERVE.finditer(text):
        kind = _dated(match["date"])
        if kind:
            yield Span(match.start(), match.end(), kind)
    told = _TOLD.finditer(text) if _NAMED.search(text) or _LAST_FOUR.search(text) else ()
    for match in (*_LOOSE.finditer(text), *told):
        kind = number_kind(re.sub("[^0-9]", "", match["date"]) + match["last"])
        if kind and _belongs_together(text, match):
            yield Span(match.start(), match.end(), kind)


def _belongs_together(text: str, match: re.Match[str]) -> bool:
    """Whether the four digits after a date are a number's end, not a time, a sum or a year."""
    gap = match["gap"]
    if match.re is _TOLD:
        told = bool(_LAST_FOUR.search(gap))
        return told or (len(gap) < 30 and _is_named(text, match.start()) and "kl" not in gap)
    return not _CLOCK.fullmatch(match["last"]) or _is_named(text, match.start())


def check_digit_holds(ten: str) -> bool:
    """Luhn: every other digit doubled, digits of products summed, the sum ends in 0."""
    return (sum(map(_DOUBLED.__getitem__, ten[::2])) + sum(map(int, ten[1::2]))) % 10 == 0


def number_kind(digits: str) -> str | None:
    """What ten or twelve digits are; None when they are no such number."""
    if len(digits) not in {10, 12} or not check_digit_holds(digits[-10:]):
        return None
    return _dated(digits[:-4])


def _dated(digits: str) -> str | None:
    """The kind by the date's six or eight digits; None when there is no such day."""
    century, year = digits[:-6], int(digits[-6:-4])
    month, day = int(digits[-4:-2]), int(digits[-2:])
    if century and century not in {"18", "19", "20"}:
        return None
    kind = SAMORDNINGSNUMMER if day > 60 else PERSONNUMMER
    day -= 60 * (day > 60)
    # Without a century any of them may be meant: the 29th of February 00 was in 2000.
    whole = int(f"{century or 20}00") + year
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(whole, month)[1]:
        return None
    return kind


def _runs(text: str) -> Iterator[Groups]:
    """Groups of digits that only separators hold apart, as (start, end)."""
    groups: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if groups and not _goes_on(text, groups, start):
            yield groups
            groups = []
        groups.append((start, end))
    if groups:
        yield groups


def _goes_on(text: str, groups: Groups, start: int) -> bool:
    """Whether the gap before ``start`` may stand inside a number.

    A column of figures is no number: a line that holds only digits ends with its line.
    """
    last = groups[-1][1]
    gap = text[last : min(start, last + 17)]
    if gap in {" ", "-"}:
        return True
    if len(gap) > 16 or not _GAP.fullmatch(gap):
        return False
    first = groups[0][0]
    return "\n" not in gap or "-" in gap or "+" in gap or (first > 0 and text[first - 1] != "\n")


def _in_run(text: str, groups: Groups) -> Iterator[Span]:
    opens = True  # nothing but an earlier number stands before this group
    first = 0
    while first < len(groups):
        start, end = groups[first]
        fresh = opens or "\n" in text[groups[first - 1][1] : start]
        found = None
        if (fresh or end - start >= 6) and end - start <= 12:
            found = _from(text, groups, first, opens=opens)
        opens = found is not None
        if found:
            first, span = found
            yield span
        else:
            first += 1


def _from(text: str, groups: Groups, first: int, *, opens: bool) -> tuple[int, Span] | None:
    """The longest number that begins with that group: the group after it, and its span."""
    start = groups[first][0]
    named: bool | None = None
    sizes: tuple[int, ...] = ()
    found, digits = None, ""
    for last in range(first, min(first + 12, len(groups))):
        begin, end = groups[last]
        if len(digits) + end - begin > 12:
            break
        sizes += (end - begin,)
        digits += text[begin:end]
        if sizes not in _BEGINNINGS:
            named = _is_named(text, start) if named is None else named
            if not named:
                break
        kind = number_kind(digits)
        if kind is None:
            continue
        left = "" if opens else text[groups[first - 1][1] : start]
        right = text[end : groups[last + 1][0]] if last + 1 < len(groups) else ""
        if _stands_apart(text, Span(start, end, kind), sizes, left, right):
            found = last + 1, Span(start, end, kind)
    return found


def _is_named(text: str, start: int) -> bool:
    return bool(_NAMED.search(_words_before(text, start)))


def _words_before(text: str, start: int) -> str:
    """What stands on the line between the digits before and ``start``."""
    back = _NO_DIGITS.match(text[max(0, start - _BEFORE) : start][::-1])
    return back.group()[::-1] if back else ""


def _stands_apart(text: str, span: Span, sizes: tuple[int, ...], left: str, right: str) -> bool:
    """Whether people would read it as one number, not as a part of something longer.

    ``left`` and ``right`` are the gaps to other digits next to it, or empty.
    """
    before = _words_before(text, span.start)
    named = len(before) > 2 and bool(_NAMED.search(before))
    if sizes not in _GROUPINGS and not named:
        return False
    if _touches_letters(text, span.start, span.end):
        return False
    if len(before) > 2 and (
        _ACCOUNT.search(before) or (sizes not in _NO_PHONES and _PHONE.search(before))
    ):
        return False
    written = text[span.start : span.end]
    spaced = sizes in _COMMON or all(size < 6 for size in sizes)
    if not named and spaced and (_same_line(left) or _same_line(right)):
        return False
    if not named and set(sizes) == {2} and len(set(re.split("[0-9]+", written))) > 2:
        return False  # 26-11-22 13-15
    if _DATE_AND_TIME.fullmatch(written) and (
        sizes not in {(8, 4), (6, 4)}
        or _LOGGED.search(text[max(0, span.start - _BEFORE) : span.start])
    ):
        return False
    return not left.strip(" \n:/") and not right.strip(" \n.:/_")


def _same_line(gap: str) -> bool:
    return gap != "" and "\n" not in gap and gap.strip() == ""


def _touches_letters(text: str, start: int, end: int) -> bool:
    """``SE2120008079``, ``35b0b42f``: digits of a longer code. A genitive s is none."""
    glued = text[max(0, start - 16) : start]
    if glued[-1:].isalpha() and not glued.lower().endswith(("nr", "nummer", "född")):
        return True
    return text[end : end + 1].isalpha() and bool(_LETTERS_DIGIT.match(text, end, end + 16))
