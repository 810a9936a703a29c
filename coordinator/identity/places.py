"""Addresses: streets with a number, flats, door codes, where somebody lives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coordinator.identity.reading import Span, Stretches, within

_WAYS = (
    *("gatan", "gata", "vägen", "väg", "gränden", "gränd", "torget", "torg", "stigen", "stig"),
    *("allén", "allé", "esplanaden", "esplanad", "kajen", "höjden", "stråket", "promenaden"),
    *("slingan", "kroken"),
)
# Endings that are also everyday words: only a capital makes them a name.
_WITH_CAPITAL = (
    "plan",
    "planen",
    "plats",
    "platsen",
    "bron",
    "backen",
    "parken",
    "leden",
    "gången",
)
_STREETS = [*_WAYS, *_WITH_CAPITAL]
_ENDINGS = tuple(form(end) for end in _STREETS for form in (str.lower, str.title, str.upper))
_ENDING = re.compile(rf"(?:{'|'.join(sorted(_STREETS, key=len, reverse=True))})\Z", re.IGNORECASE)
_HOUSE = re.compile(r" \d{1,3}(?: ?[A-Ha-h]\b)?(?!\d| ?%|[.:]\d| ?kr| ?[-] ?\d{3})")
_NUMBER_WORDS = (" nr", " nr.", " nummer", ",", " ")
_CAPITALS = re.compile(r"(?<!\w)(?:[A-ZÅÄÖÉ][\w:é-]{0,30} ){1,2}\Z")
_QUARTERS = re.compile(
    r"(?<!\w)(?:Stora|Lilla|Norra|Södra|Östra|Västra|Gamla|Nya|Övre|Nedre|Inre|Yttre) \Z"
)
_WORD_BACK = re.compile(r"[\w-]*")
_AFTER_STREET = re.compile(
    r"(?:,? (?:lgh|lägenhet|uppgång|port|vån(?:ing)?)\.? ?[\w]{1,5})?"
    r"(?:,? \d{3} ?\d{2}\b(?: [A-ZÅÄÖ][\w-]{1,30})?)?"
)
_MONTH = re.compile(
    r",? ?(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|personer|deltagare|procent|gånger|kommuner|år\b|st\b)"
)
_FLAT = re.compile(
    r"\b(?=[lphrLPHR])(?:lägenhet(?:en)?|lgh|lghnr|lägenhetsnummer|portkod(?:en)?|rum nr)"
    r"(?: är|:|\.|nr| nr| nummer){0,2} ?#?\d{1,6}[A-Z]?\b(?!-\d| ?(?:kvm|kr|procent))",
    re.IGNORECASE,
)
_LIVES_AT = re.compile(
    r"\b(?:bor|bodde|bosatta?|adress(?:en)?(?: är)?:?|flytta(?:r|t|de) till|skriven|gömmer sig"
    r"|vistas|ligger)"
    r" (?:(?:nu|numera|kvar|just nu) )?(?:(?:på|i|vid|till|hos) )?"
    r"(?P<place>(?:[A-ZÅÄÖ][a-zåäöé-]{1,30} ){1,3}\d{1,3}[A-H]?)(?!\d|[.:]\d)"
)
# Farms and houses in the country have names, and land has a designation: "Norra Byn 4:12".
_FARM = re.compile(
    r"\b(?:[Gg]ården|[Tt]orpet|[Vv]illan|[Ff]astigheten|[Hh]uset) (?P<place>(?:[A-ZÅÄÖ][\w-]{1,30} ){1,3}"
    r"\d{1,4}(?::\d{1,4})?)(?![\d.:%])"
)
_CARE_OF = re.compile(r"\bc/o [A-ZÅÄÖ][\w-]{1,30}(?: [A-ZÅÄÖ][\w-]{1,30})?")
_NO_STREETS = re.compile(
    r"(?:riks|läns|motor|europa|cykel|gång|skol|om|gen|till|in|ut|upp|bort|halv|mellan)(?=väg)"
    r"|.*(?:s|in|ut|halv|test|vård|projekt|sitt|ståp|del|p-|boende|praktik|bil|akut)(?=plan(?:en)?\Z|plats(?:en)?\Z)",
    re.IGNORECASE,
)


def addresses(text: str, near: Stretches) -> Iterator[Span]:
    """Streets with a number, flats, door codes and other words for where somebody lives."""
    for house in _HOUSE.finditer(text):
        start = _street_start(text, house.start())
        if start is not None and not _MONTH.match(text, house.end()):
            tail = _AFTER_STREET.match(text, house.end())
            yield Span(start, tail.end() if tail else house.end(), "address")
    for match in (*within(near, text, _FLAT), *_CARE_OF.finditer(text)):
        yield Span(match.start(), match.end(), "address")
    for match in (*_LIVES_AT.finditer(text), *within(near, text, _FARM)):
        if not _MONTH.match(text, match.end()):
            yield Span(match.start("place"), match.end("place"), "address")


def _street_start(text: str, house: int) -> int | None:
    """Where the name of the street before a house number begins; None when it is no such name.

    ``Exempelgatan`` and ``exempelgatan`` are names; ``vägen`` needs a capital: ``Nya vägen``.
    """
    if text[house - 1 : house].isdigit():
        return None
    if not text[house - 1 : house].isalpha() or text[house - 2 : house].lower() in {"nr", "er"}:
        for word in _NUMBER_WORDS:
            if text.endswith(word, max(0, house - 8), house):
                house -= len(word)
                break
    if not text.endswith(_ENDINGS, max(0, house - 12), house):
        return None
    # Backwards from the number, since a search for an end tries every beginning.
    back = _WORD_BACK.match(text[max(0, house - 60) : house][::-1])
    word = back.group()[::-1] if back else ""
    ending = _ENDING.search(word[-12:])
    if ending is None:
        return None
    stem, start = word[: -len(ending.group())], house - len(word)
    before = text[max(0, start - 40) : start] if text[start - 1 : start] == " " else ""
    earlier = _CAPITALS.search(before)
    if _NO_STREETS.match(word) or len(stem) > 40:
        return None
    if stem and (ending.group().lower() not in _WITH_CAPITAL or stem[0].isupper()):
        called = _QUARTERS.search(before[-9:])
        return start - len(called.group()) if called else start
    return start - len(earlier.group()) if earlier and not stem else None
