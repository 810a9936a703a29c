"""Telephones, e-mails, addresses, number plates, case numbers and initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coordinator.access.identity_reading import Span
from coordinator.access.identity_words import domestic, helplines, words

Stretches = Sequence[tuple[int, int]]


def _within(near: Stretches, text: str, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of patterns that hold digits, looked for only where digits are."""
    for pattern in patterns:
        for start, stop in near:
            yield from pattern.finditer(text, start, stop)


_S = r"[ .-]?"
# How the subscriber's part is grouped (PTS' recommendation, and what people write anyway).
_SUBSCRIBER = (
    rf"(?:[1-9]\d{{2}}{_S}\d{{3}}{_S}\d{{2}}|[1-9]\d{{2}}{_S}\d{{2}}{_S}\d{{2}}|[1-9]\d{{3}}{_S}\d{{4}}"
    rf"|[1-9]\d{_S}\d{{2}}{_S}\d{{2}}{_S}\d{{2}}|[1-9]\d{_S}\d{{2}}{_S}\d{{3}}|[1-9]\d{_S}\d{{3}}{_S}\d{{2}}"
    rf"|[1-9]\d{_S}\d{{2}}{_S}\d{{2}}|[1-9]\d{{2}}{_S}\d{{3}}|[1-9]\d{{2}}{_S}\d{{4}}|[1-9]\d{{2}}{_S}\d{{2}}"
    rf"|[1-9]\d{{5}} \d|[1-9]\d{{2}} \d{{2}} \d{{3}})"
)
_GLUE = r"(?: ?[-/.] ?\n?| {1,2}|\) ?[-/]? ?)"
_DOMESTIC = re.compile(
    rf"(?<![\w+.,/:-])(?<!\d )\(?(?:08|0[1-9]\d{{1,2}}){_GLUE}{_SUBSCRIBER}(?!\d|[-.:,/]\d|[^\W\d_])"
)
_MOBILE = re.compile(
    r"(?<![\w+.,/:-])\(?07[02369](?:[ ./)-]{0,3}\n?)\d(?:[ .-]?\d){6}(?!\d|[-:/]\d|[^\W\d_])"
)
_SPACED = re.compile(r"(?<!\d)(?<!\d )0(?: \d){8,9}(?! ?\d)")
_ABROAD = re.compile(
    r"(?<![\w+])(?:\(?\+ ?|00 ?(?=4[5-9]|3[0-9]))[1-9]\d{0,2}\)?(?:[ .-]{0,2}\(0\))?(?:[ ./-]{0,2}\d){6,11}(?!\d)"
)
_SOLID = re.compile(r"(?<![\w+.,/:-])(?<!\d )0[1-9]\d{7,8}(?![\w]|[-/:]\d)")
_CALLED = r"(?:tel|tfn|telnr|telefon|telefonnummer|telefonnr|mobil|mobilnummer|mobilnr|ring|ringa|nås på|sms:?a)"
_LOCAL = re.compile(
    rf"\b(?=[tmrnsTMRNS]){_CALLED}\b[.: ]{{0,4}}(?:(?:nr|nummer|på|är|henne|honom)[.: ]{{1,2}}){{0,2}}"
    r"(?P<number>[1-9]\d(?: ?\d){3,6})(?![ -]?\d| \w+ samtal)",
    re.IGNORECASE,
)
_CALL_BEFORE = re.compile(rf"\b{_CALLED}\b[^0-9\n]{{0,15}}\Z", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d\Z")


def phones(text: str, near: Stretches) -> Iterator[Span]:
    """Numbers in Swedish and foreign forms; helplines and numbers nobody owns are left alone."""
    for match in _within(near, text, _DOMESTIC, _MOBILE, _SPACED, _ABROAD):
        if not _is_public(match.group()) and not _DATE.match(match.group()):
            yield Span(match.start(), match.end(), "phone")
    for match in _SOLID.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        own = re.match("07[02369]", match.group()) and len(match.group()) == 10
        if (own or _CALL_BEFORE.search(before)) and not _is_public(match.group()):
            yield Span(match.start(), match.end(), "phone")
    for match in _within(near, text, _LOCAL):
        if not _is_public(match["number"]):
            yield Span(match.start("number"), match.end("number"), "phone")


def _is_public(written: str) -> bool:
    numbers, beginnings = helplines()
    digits = domestic(written)
    return digits in numbers or digits.startswith(beginnings)


_AT = re.compile(
    r"(?<=[\w+'-]) ?(?:@|\( ?(?:at|a|snabel-?a) ?\)|\[ ?(?:at|a|snabel-?a) ?\]) ?(?=\w)",
    re.IGNORECASE,
)
_LOCAL_PART = re.compile(r"[\w.+'-]{1,64}\Z")
_DOMAIN = re.compile(
    r"[\w-]{1,63}(?:(?:\.|\(dot\)|\(punkt\)| punkt | dot )[\w-]{1,63}){1,6}", re.IGNORECASE
)


def emails(text: str) -> Iterator[Span]:
    """Addresses, also with the at sign in words; an agency's function mailbox is nobody's own."""
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end(), at.end() + 255)
        local = _LOCAL_PART.search(text[max(0, at.start() - 64) : at.start()])
        if not domain or not local:
            continue
        name = local.group().lstrip(".'-")
        if name.lower() in words("function_mailboxes") or re.fullmatch("[0-9a-f-]{24,64}", name):
            continue
        yield Span(at.start() - len(name), domain.end(), "email")


_STREETS = [
    "gatan",
    "gata",
    "vägen",
    "väg",
    "gränden",
    "gränd",
    "torget",
    "torg",
    "stigen",
    "stig",
    "allén",
    "allé",
    "backen",
    "esplanaden",
    "esplanad",
    "kajen",
    "platsen",
    "plats",
    "plan",
    "planen",
    "leden",
    "höjden",
    "bron",
    "parken",
    "stråket",
    "promenaden",
    "slingan",
    "kroken",
    "gången",
]
_ENDINGS = tuple(form(end) for end in _STREETS for form in (str.lower, str.title, str.upper))
_ENDING = re.compile(rf"(?:{'|'.join(sorted(_STREETS, key=len, reverse=True))})\Z", re.IGNORECASE)
_HOUSE = re.compile(r" \d{1,3}(?: ?[A-Ha-h]\b)?(?!\d| ?%|[.:]\d\d\b| ?kr| ?[-] ?\d{3})")
_NUMBER_WORDS = (" nr", " nr.", " nummer", ",", " ")
_CAPITALS = re.compile(r"(?<!\w)(?:[A-ZÅÄÖÉ][\w:é-]{0,30} ){1,2}\Z")
_QUARTERS = re.compile(
    r"(?<!\w)(?:Stora|Lilla|Norra|Södra|Östra|Västra|Gamla|Nya|Övre|Nedre|Inre|Yttre) \Z"
)
_WORD_BACK = re.compile(r"[\w-]*")
_NEED_CAPITAL = frozenset(
    ["plan", "planen", "plats", "platsen", "bron", "backen", "parken", "leden", "gången"]
)
_AFTER_STREET = re.compile(
    r"(?:,? (?:lgh|lägenhet|uppgång|port|vån(?:ing)?)\.? ?[\w]{1,5})?(?:,? \d{3} ?\d{2}\b(?: [A-ZÅÄÖ][\w-]{1,30})?)?"
)
_MONTH = re.compile(
    r",? ?(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|personer|deltagare|procent|gånger|kommuner|år\b|st\b)"
)
_FLAT = re.compile(
    r"\b(?=[lphrLPHR])(?:lägenhet(?:en)?|lgh|lghnr|lägenhetsnummer|portkod(?:en)?|hemlig kod|rum nr)"
    r"(?: är|:|\.|nr| nr| nummer){0,2} ?#?\d{1,6}[A-Z]?\b(?! ?(?:kvm|kr|procent))",
    re.IGNORECASE,
)
_LIVES_AT = re.compile(
    r"\b(?:bor|bodde|bosatta?|adress(?:en)?(?: är)?:?|flytta(?:r|t|de) till|skriven|gömmer sig|vistas|ligger)"
    r" (?:(?:nu|numera|kvar|just nu) )?(?:(?:på|i|vid|till|hos) )?"
    r"(?P<place>(?:[A-ZÅÄÖ][a-zåäöé-]{1,30} ){1,3}\d{1,3}[A-H]?)(?!\d|[.:]\d)"
)
_CARE_OF = re.compile(r"\bc/o [A-ZÅÄÖ][\w-]{1,30}(?: [A-ZÅÄÖ][\w-]{1,30})?")
_NO_STREETS = re.compile(
    r"(?:riks|läns|motor|europa|om|genvä|plan|års|handlings|mål|verksamhets|utbildnings|budget|arbets"
    r"|till|in|ut|bort|upp|halv|test|mötes|vård|åtgärds|kommunikations|projekt|tids|sambands|arbets"
    r"|sitt|ståp|del|p-|parkerings|boende|övernattnings|utbildnings|praktik)\Z",
    re.IGNORECASE,
)


def addresses(text: str, near: Stretches) -> Iterator[Span]:
    """Streets with a number, flats, door codes and other words for where somebody lives."""
    for house in _HOUSE.finditer(text):
        start = _street_start(text, house.start())
        if start is not None and not _MONTH.match(text, house.end()):
            tail = _AFTER_STREET.match(text, house.end())
            yield Span(start, tail.end() if tail else house.end(), "address")
    for match in (*_within(near, text, _FLAT), *_CARE_OF.finditer(text)):
        yield Span(match.start(), match.end(), "address")
    for match in _LIVES_AT.finditer(text):
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
    if (stem and _NO_STREETS.search(stem)) or len(stem) > 40:
        return None
    if ending.group().lower() in _NEED_CAPITAL:
        return (
            start
            if stem and stem[0].isupper()
            else start - len(earlier.group())
            if earlier
            else None
        )
    if len(stem) > 1:
        called = _QUARTERS.search(before[-9:])
        return start - len(called.group()) if called else start
    return start - len(earlier.group()) if earlier and not stem else None


_PLATE_LETTERS = "[A-HJ-PR-UW-Z]"
_PLATE = re.compile(
    rf"(?<![\w.-])({_PLATE_LETTERS}{{3}}) ?\d{{2}}[0-9A-HJ-NPR-UW-Z](?![\w]|[-:.,]\d| \d)"
)
_NAMED_PLATE = re.compile(
    r"\b(?=[rbnfmRBNFM])(?:reg\.? ?(?:nr|nummer)|registreringsnummer|registreringsnumret|reg|(?:bil|nummer|registrerings)skylt(?:en)?"
    r"|bil(?:en)?|fordon(?:et)?|moped(?:en)?|mc)\b[.: ]{0,3}(?:(?:är|med|nr|nummer|märkt)[.: ]{1,2}){0,3}"
    rf"(?P<plate>{_PLATE_LETTERS}{{3}}[ -]?\d{{2}}[0-9A-HJ-NPR-UW-Z])(?!\w)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r" ?(?:%|[a-zåäö]{3,}(?:er|ar|or|are|tal|al|kronor|kap)\b|kr\b|st\b|kap\b)|,-| [A-ZÅÄÖ]{4,}"
)
_SHOUTED = re.compile(r"[A-ZÅÄÖ]{2,} \Z")


def plates(text: str, near: Stretches) -> Iterator[Span]:
    """Swedish registration plates: three letters (no I, Q, V, Å, Ä, Ö), two digits, a digit or letter."""
    for match in _within(near, text, _NAMED_PLATE):
        yield Span(match.start("plate"), match.end("plate"), "plate")
    for match in _within(near, text, _PLATE):
        if match[1] in words("not_plates") or _COUNTED.match(text, match.end()):
            continue
        if not _SHOUTED.search(text[max(0, match.start() - 12) : match.start()]):
            yield Span(match.start(), match.end(), "plate")


_CASES = (
    # Courts: "mål nr B 1234-26", "T 1030-12".
    re.compile(r"\b(?=[mäajukbpMÄAJUKBP])mål(?:et)?(?: ?nr\.?| ?nummer|snummer)?:? ?(?:[A-ZÅÄÖ]{1,4} ?)?\d{1,6}-\d{2,4}\b", re.IGNORECASE),
    re.compile(r"(?<![\w-])(?:B|T|Ä|Ö|FT|PMT|PMB|PMÖ|K|F|M|P|UM) ?\d{3,6}-\d{2}\b(?!-)"),
    # The police and the prosecutors: 5000-K123456-26, K-67109-23, AM-12345-26.
    re.compile(r"\b\d{4} ?- ?K ?-?\d{3,7} ?- ?\d{2}(?:\d{2})?\b", re.IGNORECASE),
    re.compile(r"(?<![\w-])(?:K|AM|BG|DNR K)-?\d{3,7}-\d{2}\b"),
    re.compile(r"\b(?=[mäajukbpMÄAJUKBP])k-?(?:nr|nummer)\.?:? ?\d[\d -]{3,14}\d\b", re.IGNORECASE),
    # Social services and others. "dnr" is a document's number and may stand.
    re.compile(
        r"\b(?=[mäajukbpMÄAJUKBP])(?:ärende|ärendet|akt|akten|utredning|utredningen|journal|journalen|anmälan|polisanmälan|målet)"
        r"(?:(?: ?(?:nr|nummer)\.?|s?nummer|nr)(?: är)?:? ?|:? )"
        r"(?:(?!(?:19|20)\d\d\b(?![/]))\d{4,9}(?:[-/]\d{1,6}){0,2}|[A-ZÅÄÖ]{1,5} ?\d{4}/\d{1,6}(?:-\d{1,4})?"
        r"|(?:19|20)\d\d/\d{1,6}(?:-\d{1,4})?|[A-ZÅÄÖ]{1,4} ?\d{3,7}-\d{2}\b)\b(?! ?(?:kr|procent|personer)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?=[mäajukbpMÄAJUKBP])(?:ärende|akt|journal|utrednings|anmälnings|brottsnummer|mål|klient|brukar|patient)(?:s?nummer|numret|nr)"
        r"(?: är)?[.:]? ?(?:[A-ZÅÄÖ]{1,4}[ -]?)?\d[\d/-]{1,14}\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?=[mäajukbpMÄAJUKBP])(?:ärende|akt|journal|anmälan) (?:nr|nummer)\.?:? ?(?:[A-ZÅÄÖ]{1,4}[ -]?)?\d[\d/-]{1,14}\b", re.IGNORECASE),
)  # fmt: skip


def case_numbers(text: str, near: Stretches) -> Iterator[Span]:
    """Numbers of a court's, the police's or the social services' case."""
    for match in _within(near, text, *_CASES):
        yield Span(match.start(), match.end(), "case-number")


_INITIALS = re.compile(
    r"(?<![\w.&/-])[A-ZÅÄÖ]\.[ -]?[A-ZÅÄÖ](?:\.[ -]?[A-ZÅÄÖ])?(?:\.(?=:?s?\b|\W|\Z)(?:: ?s\b|s\b)?|(?=[ ,;:!?)]|\Z))"
)
_SURNAME = re.compile(
    r" ?[A-ZÅÄÖ][a-zåäöé]+(?:son|berg|gren|[qk]vist|ström|lund|dahl|stedt|ling|lin|ius|én|mark|holm|borg"
    r"|blad|feldt|feld|man|ell|er|ing)\b(?<!Polisen)"
)
_LONE = re.compile(
    r"(?<![\w.&/-])[A-ZÅÄÖ]\.(?= (?:har|hade|är|var|säger|sa|berättar|berättade|vill|ville|bor|bodde|blev|fick"
    r"|kom|ringde|uppger|uppgav|mår|mådde|flyttade|vågar|vågade|kontaktade|placerades)\b)"
)
_PERSON_LETTERS = re.compile(
    r"\b(?:[Kk]lient(?:en)?|[Bb]rukaren?|[Kk]vinnan?|[Mm]annen|[Pp]atient(?:en)?|[Ff]lickan?|[Pp]ojken?|man|[Bb]arnet|mamman?|pappan?|sonen"
    r"|dottern|makan|maken|sambon|elev(?:en)?|tjejen|killen|ungdomen|målsägande(?:n)?|person(?:en)?) "
    r"(?P<letters>[A-ZÅÄÖ](?:[. ]{0,2}[A-ZÅÄÖ]){0,2}\b(?![-:&]\w|\w)\.?)",
)
_AGENCY_LETTERS = frozenset(
    {
        "VD",
        "IT",
        "HR",
        "EU",
        "FN",
        "BB",
        "IVA",
        "SFI",
        "LSS",
        "BUP",
        "UMO",
        "AT",
        "IVO",
        "LVU",
        "LVM",
    }
)


def initials(text: str) -> Iterator[Span]:
    """``A.B.``, ``kvinnan K.L.``, ``klient X``; not abbreviations, not a lecturer's ``P.O. Name``."""
    for match in _INITIALS.finditer(text):
        letters = re.sub("[^A-ZÅÄÖ]", "", match.group())
        if letters not in words("not_initials") and not _SURNAME.match(text, match.end()):
            yield Span(match.start(), match.end(), "initials")
    for match in _LONE.finditer(text):
        yield Span(match.start(), match.end(), "initials")
    for match in _PERSON_LETTERS.finditer(text):
        if re.sub(r"\W", "", match["letters"]) not in _AGENCY_LETTERS:
            yield Span(match.start("letters"), match.end("letters"), "initials")
