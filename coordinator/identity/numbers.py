"""Personnummer and samordningsnummer in any written form, also masked or mistyped, and birth dates.

Source: lag (1990:782) om folkbokföring 18 § and Skatteverket SKV 704, SKV 707: birth date, three
digits, check digit (Luhn over ten digits); "+" instead of "-" from the year a person becomes 100;
a samordningsnummer has 60 added to the day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache

from stdnum import luhn

from coordinator.identity.reading import Span, Stretches, within

PERSONNUMMER = "personnummer"
SAMORDNINGSNUMMER = "samordningsnummer"

_GAP = r" {0,3}[-+./_]? {0,3}(?:\n[ >]{0,8})?"
_ALONE, _ENDS = r"(?<!\d)(?<!\d[-./:_])", r"(?!\d|[-/:_]\d|\.\d)"
_DATE = r"(?:(?:18|19|20)[ -]?)?\d\d(?P<sep>[-./ ]?)[01]\d(?P=sep)\d\d"
# How people group the digits. Other groups are believed only after a word such as "pnr".
_WHOLE = (
    re.compile(rf"{_ALONE}{_DATE}{_GAP}\d\d ?\d[- ]?\d{_ENDS}"),
    re.compile(
        rf"{_ALONE}(?:\d{{4}}-\d\d-\d{{4}}|(?<!\d )\d(?:(?: | ?- ?)\d){{9}}(?: \d(?: | - )\d)?(?! \d)){_ENDS}"
    ),
)
# Date and last four kept apart by a sign that nobody groups figures with: 850412:2394, 850412 (2394).
_LOOSE = re.compile(
    rf"{_ALONE}\(?(?P<date>(?:\d\d)?\d{{6}})(?=[ -]{{0,3}}[)('\":=~*|·•]| ?- ?-)"
    r"(?P<gap>\)?[ '\"]{0,2}(?:--?|- -|[:=~*|·•])?[ '\"]{0,2}\(?)(?P<last>\d{4})(?!\d|[-:/.,]\d)\)?"
)
# Or by words: "född 1985-04-12, de fyra sista är 2394", "850412 och sedan 2394".
_IN_WORDS = re.compile(
    r"(?<![\d-])(?P<date>(?:\d\d)?\d\d[-. /]?\d\d[-. /]?\d\d)(?P<gap>[^\d\n]{1,60})"
    r"(?P<last>\d{4})(?!\d|[-:/.,]\d)"
)
_LAST_FOUR = re.compile(
    r"(?i)fyra\b.{0,12}\bsist|sista?\b.{0,5}\bfyra|kontroll ?(?:siff|num)|födelsenummer"
)
# "900101-xxxx", "900101-12X4", "900101-****"; and health care's own numbers: 900101-TF12.
_MASKED = re.compile(
    r"(?<![\dA-Za-z-])(?P<date>(?:\d\d)?\d{6}) ?[-+] ?"
    r"(?=[^ \n]{0,3}[A-Za-z*?#•])(?:[\dxX*?#•_]{4}|TF\d\d|[A-Z]\d{3}|\d{1,3}[A-Za-z]\d{0,2})(?![\w*?#•])"
)
_NAME = r"(?:person|pers|samordnings|samordn)\.?-?(?:nummer|numret|nr)|\b[ps]nr"
_NAMED = re.compile(rf"(?i){_NAME}|födelsenummer|\bfödd\b|\bf\.|personbeteckning")
# Whatever stands after the word, right or mistyped.
_AFTER_NAME = re.compile(
    rf"(?i)(?:{_NAME})(?:et|ets)?\b[.:]?(?:[ (]{{1,2}}(?:är|var|har|med|hans|hennes|enligt)\b){{0,2}}[ :=(]{{0,3}}"
    rf"(?P<number>\d(?:{_GAP}\d){{8,12}})(?!\d)"
)
_MONTHS = "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
_BORN = re.compile(
    r"(?i)\b(?:född|fött|f\.|födelsedatum|födelsedata)[ :]{0,3}(?:den )?(?P<date>"
    rf"(?:(?:18|19|20)\d\d|\d\d)(?P<sep>[-./ ]?)[01]\d(?P=sep)[0-3]\d(?![\d-])"
    rf"|[0-3]?\d[ /.](?:[01]?\d[ /.]|(?:{_MONTHS})[a-z]*\.? )(?:(?:18|19|20)\d\d|\d\d\b)(?!\d))"
)
_ACCOUNT = re.compile(
    r"\b(?:iban|ocr|bankgiro|plusgiro|bg|pg|konto\w*|isbn)\b[^\d\n]{0,12}\Z", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?i)\b(?:tel|tfn|telefon\w*|mobil\w*|ring(?:a|s|er)?|nås på|sms:?a?)\b[^\d\n]{0,12}\Z"
)
_LOGGED = re.compile(r"(?i)\b(?:logg?\w*|kl|klockan|tid\w*|fil|version|backup)\b")
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_LETTERS_DIGIT = re.compile(r"[^\W\d_]+\d")
_BEFORE = 40  # signs
_NO_DIGITS = re.compile(r"[^\d\n]*\Z")


def identity_numbers(text: str, near: Stretches) -> Iterator[Span]:
    """Every number whose check digit holds and whose date exists, and what is meant for one."""
    for match in within(near, text, *_WHOLE):
        kind = number_kind(re.sub(r"\D", "", match.group()))
        if kind and _stands_apart(text, match):
            yield Span(match.start(), match.end(), kind)
    for match in within(near, text, _LOOSE, _IN_WORDS):
        kind = number_kind(re.sub(r"\D", "", match["date"]) + match["last"])
        if kind and _belongs_together(text, match):
            yield Span(match.start(), match.end(), kind)
    for match in within(near, text, _MASKED):
        if kind := _dated(match["date"]):
            yield Span(match.start(), match.end(), kind)
    for match in within(near, text, _AFTER_NAME):
        kind = SAMORDNINGSNUMMER if match.group()[0] in "sS" else PERSONNUMMER
        yield Span(match.start("number"), match.end("number"), kind)
    for match in within(near, text, _BORN):
        yield Span(match.start("date"), match.end("date"), PERSONNUMMER)


@lru_cache(maxsize=1000)
def number_kind(digits: str) -> str | None:
    """What ten or twelve digits are; None when they are no such number."""
    if len(digits) not in {10, 12} or not luhn.is_valid(digits[-10:]):
        return None
    return _dated(digits[:-4])


@lru_cache(maxsize=1000)
def _dated(digits: str) -> str | None:
    """The kind by the date's six or eight digits; None when there is no such day."""
    # Without a century any of them may be meant: the 29th of February 00 was in 2000.
    year, month, day = int(f"20{digits}"[-8:-4]), int(digits[-4:-2]), int(digits[-2:])
    kind = SAMORDNINGSNUMMER if day > 60 else PERSONNUMMER
    day -= 60 * (day > 60)
    real = 1800 <= year < 2100 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return kind if real else None


def _belongs_together(text: str, match: re.Match[str]) -> bool:
    """Whether the four digits after a date are a number's end, not a time, a sum or a year."""
    named = bool(_NAMED.search(_before(text, match.start())))
    if match.re is _IN_WORDS:
        short = len(match["gap"]) < 30 and "kl" not in match["gap"]
        return bool(_LAST_FOUR.search(match["gap"])) or (short and named)
    return named or not _TIME.fullmatch(match["last"])


def _before(text: str, start: int) -> str:
    """What stands on the line before ``start``, from the last digit on."""
    found = _NO_DIGITS.search(text[max(0, start - _BEFORE) : start])
    return found.group() if found else ""


def _stands_apart(text: str, match: re.Match[str]) -> bool:
    """Whether people would read it as one number, not as a part of something longer."""
    start, end = match.span()
    before, written = _before(text, start), match.group()
    glued = text[max(0, start - 16) : start]
    if glued[-1:].isalpha() and not glued.lower().endswith(("nr", "nummer", "född")):
        return False  # SE2120008079
    if text[end : end + 1].isalpha() and _LETTERS_DIGIT.match(text, end, end + 16):
        return False  # 35b0b42f; a genitive s is none
    if _NAMED.search(before):
        return True
    if "\n" in written and "-" not in written and "+" not in written and text[start - 1] == "\n":
        return False  # figures under each other
    groups = [len(group) for group in re.findall(r"\d+", written)]
    spaced = max(groups) < 6
    if _ACCOUNT.search(before) or (spaced and _PHONE.search(before)):
        return False
    if spaced and re.search(r"\d \Z", text[max(0, start - 2) : start]):
        return False
    dated = groups[-1] == 4 and len(groups) > 1 and _TIME.fullmatch(written[-4:])
    logged = bool(_LOGGED.search(text[max(0, start - _BEFORE) : start]))
    return not (
        dated and written[-5] in " -" and (logged or (len(groups) > 2 and written[-5] == " "))
    )
