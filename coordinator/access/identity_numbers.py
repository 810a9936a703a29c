"""Personnummer and samordningsnummer in any written form.

Source: lag (1990:782) om folkbokföring 18 § and Skatteverket SKV 704, SKV 707: birth date, three
digits, check digit (Luhn over ten digits); "+" instead of "-" from the year a person becomes 100;
a samordningsnummer has 60 added to the day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from coordinator.access.identity_reading import Span

PERSONNUMMER = "personnummer"
SAMORDNINGSNUMMER = "samordningsnummer"

_DIGITS = re.compile("[0-9]+")
_GAP = re.compile(r" {0,3}[-+./_:]? {0,3}(?:\n[ >]{0,8})?")
# How people group the digits; any other grouping is believed only after a word such as "pnr".
_GROUPINGS = frozenset(
    {
        (10,), (6, 4), (2, 2, 2, 4), (2, 4, 4), (6, 2, 2), (6, 3, 1), (2, 2, 2, 2, 2), (4, 2, 4),
        (2, 2, 2, 3, 1), (2, 2, 6), (1,) * 10, (3, 3, 4),
        (12,), (8, 4), (4, 2, 2, 4), (2, 6, 4), (4, 4, 4), (2, 2, 2, 2, 4), (8, 2, 2), (8, 3, 1),
        (4, 2, 2, 2, 2), (2, 10), (4, 8), (4, 2, 2, 3, 1), (1,) * 12, (4, 2, 6), (6, 2, 4),
        (2, 2, 2, 2, 2, 2),
    }
)  # fmt: skip
# Groups of digits that sums, accounts and telephones share: these stand alone or are none.
_COMMON = frozenset(
    {(2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 2), (4, 4, 4), (3, 3, 4), (2, 4, 4), (2, 2, 6)}
)
_NAMED = re.compile(
    r"(?:person|samordnings|födelse)(?:nummer|nr)|\b(?:p|s)nr|\bpersnr|\bfödd\b|\bf\.",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:tel|tfn|telefon\w*|mobil\w*|ring(?:a|s|er)?|nås på|sms:?a?|iban|ocr|bankgiro|plusgiro|bg|pg"
    r"|konto\w*|isbn)\b[^0-9\n]{0,12}\Z",
    re.IGNORECASE,
)
_LOGGED = re.compile(
    r"\b(?:logg?\w*|kl|klockan|tid|tidpunkt|tidsstämpel|fil|version|backup)\b", re.I
)
_BEFORE = 40
_RESERVE = re.compile(
    r"(?<![0-9A-Za-z-])(?P<date>[0-9]{6}|[0-9]{8}) ?[-+] ?(?:TF[0-9]{2}|[A-Z][0-9]{3})(?![0-9A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Groups of digits that only separators hold apart, as (start, end)."""

    groups: tuple[tuple[int, int], ...]


def identity_numbers(text: str) -> Iterator[Span]:
    """Every number whose check digit holds and whose date exists, one span each."""
    for run in _runs(text):
        yield from _in_run(text, run.groups)
    for match in _RESERVE.finditer(text):
        kind = _dated(match["date"])
        if kind:
            yield Span(match.start(), match.end(), kind)


def check_digit_holds(ten: str) -> bool:
    """Luhn: every other digit doubled, digits of products summed, the sum ends in 0."""
    doubled = (int(sign) * (2 - place % 2) for place, sign in enumerate(ten))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def number_kind(digits: str) -> str | None:
    """What ten or twelve digits are; None when they are no such number."""
    if len(digits) not in {10, 12} or not check_digit_holds(digits[-10:]):
        return None
    return _dated(digits[:-4])


def _dated(digits: str) -> str | None:
    """The kind by the date's six or eight digits; None when there is no such day."""
    century, year, month, day = digits[:-6], *(int(digits[-n:][:2]) for n in (6, 4, 2))
    if century and century not in {"18", "19", "20"}:
        return None
    kind = SAMORDNINGSNUMMER if day > 60 else PERSONNUMMER
    day -= 60 * (day > 60)
    # Without a century any of them may be meant: the 29th of February 00 was in 2000.
    whole = int(f"{century or 20}00") + year
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(whole, month)[1]:
        return None
    return kind


def _runs(text: str) -> Iterator[_Run]:
    groups: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if groups:
            last = groups[-1][1]
            if start - last > 16 or not _GAP.fullmatch(text, last, start):
                yield _Run(tuple(groups))
                groups = []
        groups.append((start, end))
    if groups:
        yield _Run(tuple(groups))


def _in_run(text: str, groups: tuple[tuple[int, int], ...]) -> Iterator[Span]:
    taken_to = -1  # the group after the last number found: what follows it is not "inside" anything
    first = 0
    while first < len(groups):
        found = None
        if groups[first][1] - groups[first][0] <= 12:
            found = _from(text, groups, first, first in {0, taken_to})
        if found:
            last, span = found
            yield span
            taken_to = first = last
        else:
            first += 1


def _from(
    text: str, groups: tuple[tuple[int, int], ...], first: int, opens: bool
) -> tuple[int, Span] | None:
    """The longest number that begins with that group: the group after it, and its span."""
    start, sizes, found = groups[first][0], [], None
    digits = ""
    for last in range(first, min(first + 12, len(groups))):
        begin, end = groups[last]
        sizes.append(end - begin)
        digits += text[begin:end]
        if len(digits) > 12:
            break
        kind = number_kind(digits)
        if kind is None:
            continue
        closes = last + 1 == len(groups)
        if _stands_apart(text, groups, first, last, tuple(sizes), (opens, closes)):
            found = last + 1, Span(start, end, kind)
    return found


def _stands_apart(
    text: str,
    groups: tuple[tuple[int, int], ...],
    first: int,
    last: int,
    sizes: tuple[int, ...],
    ends: tuple[bool, bool],
) -> bool:
    """Whether people would read it as one number, not as a part of something longer."""
    opens, closes = ends
    start, end = groups[first][0], groups[last][1]
    before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    named = bool(_NAMED.search(before)) and not any(sign.isdigit() for sign in before[-12:])
    if sizes not in _GROUPINGS and not named:
        return False
    if _touches_letters(text, start, end) or _CALLED.search(before):
        return False
    left = "" if opens else text[groups[first - 1][1] : start]
    right = "" if closes else text[end : groups[last + 1][0]]
    spaced = all(size < 6 for size in sizes) or sizes in _COMMON
    if spaced and not named:
        return (
            not left.strip("\n ")
            and not right.strip("\n .:")
            and not (_same_line(left) or _same_line(right))
            and _one_column(text, groups[first : last + 1])
        )
    if sizes in {(8, 4), (6, 4)} and _is_clock_time(text[end - 4 : end]) and _LOGGED.search(before):
        return False
    return (
        not left.strip(" \n:/")
        and not right.strip(" \n.:/_")
        and _one_column(text, groups[first : last + 1])
    )


def _same_line(gap: str) -> bool:
    return gap != "" and "\n" not in gap and gap.strip() == ""


def _touches_letters(text: str, start: int, end: int) -> bool:
    """``SE2120008079``, ``35b0b42f``: digits of a longer code. A genitive s is none."""
    glued = re.search(r"[^\W\d_]+\Z", text[max(0, start - 16) : start])
    if glued and not re.search(r"(?:nr|nummer|född)\Z", glued.group(), re.IGNORECASE):
        return True
    return bool(re.match(r"[^\W\d_]+\d", text[end : end + 16]))


def _one_column(text: str, groups: tuple[tuple[int, int], ...]) -> bool:
    """False for figures under each other in a table: lines that hold nothing but digits."""
    for (_start, end), (begin, after) in zip(groups, groups[1:], strict=False):
        gap = text[end:begin]
        if "\n" not in gap or "-" in gap or "+" in gap:
            continue
        line_start = text.rfind("\n", max(0, end - 80), end) + 1
        line_end = text.find("\n", after, after + 80)
        above = text[max(line_start, end - 80) : end]
        below = text[begin : line_end if line_end >= 0 else after + 80]
        if not re.search(r"[^\W\d]", above + below):
            return False
    return True


def _is_clock_time(four: str) -> bool:
    return int(four[:2]) < 24 and int(four[2:]) < 60
