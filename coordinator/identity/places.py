"""Addresses: streets with a number, flats, door codes, where somebody lives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coordinator.identity.reading import Span, Stretches, within

_WAYS = (
    "gatan|gata|vägen|väg|gränden|gränd|torget|torg|stigen|stig|allén|allé|esplanaden|esplanad|kajen"
    "|höjden|stråket|promenaden|slingan|kroken"
)
# Endings that are also everyday words: only a capital makes them a name.
_WITH_CAPITAL = "planen|plan|platsen|plats|bron|backen|parken|leden|gången"
_ENDING = re.compile(rf"(?i)(?:(?P<way>{_WAYS})|{_WITH_CAPITAL})\Z")
_STREET = re.compile(
    r"(?<![\w-])(?P<called>(?:[A-ZÅÄÖÉ][\w:é-]{0,30} ){0,2})(?P<word>(?!\d)[\w-]{3,40})(?:,| nr\.?| nummer)?"
    r" \d{1,3}(?: ?[A-Ha-h]\b)?(?!\d| ?%|[.:]\d| ?kr| ?- ?\d{3})(?P<tail>"
    r"(?:,? (?:lgh|lägenhet|uppgång|port|vån(?:ing)?)\.? ?\w{1,5})?"
    r"(?:,? \d{3} ?\d{2}\b(?: [A-ZÅÄÖ][\w-]{1,30})?)?)"
)
_QUARTER = re.compile(
    r"(?:Stora|Lilla|Norra|Södra|Östra|Västra|Gamla|Nya|Övre|Nedre|Inre|Yttre) \Z"
)
_NO_STREETS = re.compile(
    r"(?i)(?:riks|läns|motor|europa|cykel|gång|skol|om|gen|till|in|ut|upp|bort|halv|mellan)(?=väg)"
    r"|.*(?:s|in|ut|halv|test|vård|projekt|sitt|ståp|del|p-|boende|praktik|bil|akut)"
    r"(?=plan(?:en)?\Z|plats(?:en)?\Z)"
)
_COUNTED = re.compile(
    r",? ?(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|personer|deltagare|procent|gånger|kommuner|år\b|st\b)"
)
_FLAT = re.compile(
    r"(?i)\b(?:lägenhet(?:en)?|lgh|lghnr|lägenhetsnummer|portkod(?:en)?|rum nr)"
    r"(?: är|:|\.|nr| nr| nummer){0,2} ?#?\d{1,6}[A-Z]?\b(?!-\d| ?(?:kvm|kr|procent))"
)
# Farms and houses in the country have names, and land has a designation: "Norra Byn 4:12".
_LIVES_AT = re.compile(
    r"\b(?:(?:bor|bodde|bosatta?|adress(?:en)?(?: är)?:?|flytta(?:r|t|de) till|skriven|gömmer sig"
    r"|vistas|ligger) (?:(?:nu|numera|kvar|just nu) )?(?:(?:på|i|vid|till|hos) )?"
    r"|(?:[Gg]ården|[Tt]orpet|[Vv]illan|[Ff]astigheten|[Hh]uset) )"
    r"(?P<place>(?:[A-ZÅÄÖ][\w-]{1,30} ){1,3}\d{1,4}(?::\d{1,4})?[A-H]?)(?![\d.:%])"
)
_CARE_OF = re.compile(r"\bc/o [A-ZÅÄÖ][\w-]{1,30}(?: [A-ZÅÄÖ][\w-]{1,30})?")


def addresses(text: str, near: Stretches) -> Iterator[Span]:
    """Streets with a number, flats, door codes and other words for where somebody lives."""
    for match in within(near, text, _STREET):
        start = _street_start(match)
        if start is not None and not _COUNTED.match(text, match.end()):
            yield Span(start, match.end(), "address")
    for match in (*within(near, text, _FLAT), *_CARE_OF.finditer(text)):
        yield Span(match.start(), match.end(), "address")
    for match in within(near, text, _LIVES_AT):
        if not _COUNTED.match(text, match.end()):
            yield Span(match.start("place"), match.end("place"), "address")


def _street_start(match: re.Match[str]) -> int | None:
    """Where the name of the street begins; None when the word before the number is no such name.

    ``Exempelgatan`` and ``exempelgatan`` are names; ``vägen`` needs a capital: ``Nya vägen``.
    """
    word, called = match["word"], match["called"]
    ending = _ENDING.search(word)
    if ending is None or _NO_STREETS.match(word):
        return None
    if not ending.start():
        return match.start() if called else None
    if not ending["way"] and not word[0].isupper():
        return None
    quarter = _QUARTER.search(called)
    return match.start("word") - (len(quarter.group()) if quarter else 0)
