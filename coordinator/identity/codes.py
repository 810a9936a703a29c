"""Short codes that lead to one person: number plates, case numbers, initials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coordinator.identity.reading import Span, Stretches, within
from coordinator.identity.word_lists import words

_PLATE_LETTERS = "[A-HJ-PR-UW-Z]"
_PLATE = re.compile(
    rf"(?<![\w.-])({_PLATE_LETTERS}{{3}}) ?\d{{2}}[0-9A-HJ-NPR-UW-Z](?![\w]|[-:.,]\d| \d)"
)
_NAMED_PLATE = re.compile(
    r"(?i)\b(?=[rbnfmRBNFM])(?:reg\.? ?(?:nr|nummer)|registreringsnummer|registreringsnumret|reg"
    r"|(?:bil|nummer|reg|registrerings)skylt(?:en)?|bil(?:en)?|fordon(?:et)?|moped(?:en)?|mc)"
    r"\b[.: ]{0,3}(?:(?:är|med|nr|nummer|märkt)[.: ]{1,2}){0,3}"
    rf"(?P<plate>{_PLATE_LETTERS}{{3}}[ -]?\d{{2}}[0-9A-HJ-NPR-UW-Z])(?!\w)"
)
_OWN_WORDS = re.compile(
    r"\b(?:[Pp]ersonlig|[Ee]gen) (?:registrerings|nummer)?skylt(?:en)?[:,]? (?:är |med )?[\"”']?"
    r"(?P<plate>[A-ZÅÄÖ0-9]{2,7})\b"
)
_COUNTED = re.compile(
    r" ?(?:%|[a-zåäö]{3,}(?:er|ar|or|are|tal|al|kronor|kap)\b|kr\b|st\b|kap\b)|,-| [A-ZÅÄÖ]{4,}"
)
_SHOUTED = re.compile(r"(?<!\bBMW)(?<!\bVW)(?<!\bSAAB)(?<!\bKIA)(?<=[A-ZÅÄÖ]{2}) \Z")


def plates(text: str, near: Stretches) -> Iterator[Span]:
    """Swedish plates: three letters (no I, Q, V, Å, Ä, Ö), two digits, a digit or letter."""
    for match in within(near, text, _NAMED_PLATE):
        yield Span(match.start("plate"), match.end("plate"), "plate")
    for match in _OWN_WORDS.finditer(text):
        yield Span(match.start("plate"), match.end("plate"), "plate")
    for match in within(near, text, _PLATE):
        if match[1] in words("not_plates") or _COUNTED.match(text, match.end()):
            continue
        if not _SHOUTED.search(text[max(0, match.start() - 12) : match.start()]):
            yield Span(match.start(), match.end(), "plate")


_ID = r"(?:[A-ZÅÄÖ]{1,4}[ -]?)?\d[\d/-]{1,14}\b"
_CASES = (
    # Courts: "mål nr B 1234-26", "T 1030-12".
    re.compile(
        r"(?i)\b(?=[mM])mål(?:et)?(?: ?nr\.?| ?nummer|snummer)?:? ?(?:[A-ZÅÄÖ]{1,4} ?)?\d{1,6}-\d{2,4}\b"
    ),
    re.compile(r"(?<![\w-])(?:B|T|Ä|Ö|FT|PMT|PMB|PMÖ|K|F|M|P|UM) ?\d{3,6}-\d{2}\b(?!-)"),
    # The police and the prosecutors: 5000-K123456-26, K-67109-23, AM-12345-26.
    re.compile(r"\b\d{4} ?- ?[Kk] ?-?\d{3,7} ?- ?\d{2}(?:\d{2})?\b"),
    re.compile(r"(?<![\w-])(?:K|AM|BG)-?\d{3,7}-\d{2}\b"),
    re.compile(r"(?i)\b(?=[kK])k-?(?:nr|nummer)\.?:? ?\d[\d -]{3,14}\d\b"),
    # Social services and others. "dnr" is a document's number and may stand, and so may a year.
    re.compile(
        r"(?i)\b(?=[äajupmÄAJUPM])(?:ärendet?|akt(?:en)?|utredning(?:en)?|journal(?:en)?|(?:polis)?anmälan"
        r"|målet)(?:(?: (?:har|med|som har))?(?: ?(?:nr|nummer)\.?|s?nummer|nr)(?: är)?:? ?|:? )"
        r"(?:(?!(?:19|20)\d\d\b(?!/))\d{4,9}(?:[-/]\d{1,6}){0,2}"
        r"|(?:[A-ZÅÄÖ]{1,5} ?)?(?:19|20)\d\d/\d{1,6}(?:-\d{1,4})?|[A-ZÅÄÖ]{1,4} ?\d{3,7}-\d{2}\b"
        r"|(?:19|20)\d\d-(?!(?:19|20)\d\d\b)\d{3,7}(?!-)|\d{1,6}/(?:19|20)\d\d"
        r"|\d{2}-(?!(?:19|20)\d\d\b)\d{3,6}(?!-))"
        r"\b(?! ?(?:kr|procent|personer)\b)"
    ),
    re.compile(
        r"(?i)\b(?:(?:ärende|akt|journal|utrednings|anmälnings|brotts|mål|klient|brukar|patient)"
        rf"(?:s?nummer|numret|nr)(?: är)?|(?:ärende|akt|journal|anmälan) (?:nr|nummer))[.:]{{0,2}} ?{_ID}"
    ),
)


def case_numbers(text: str, near: Stretches) -> Iterator[Span]:
    """Numbers of a court's, the police's or the social services' case."""
    for match in within(near, text, *_CASES):
        yield Span(match.start(), match.end(), "case-number")


_INITIALS = re.compile(
    r"(?<![\w.&/-])[A-ZÅÄÖ]\.[ -]?[A-ZÅÄÖ](?:\.[ -]?[A-ZÅÄÖ])?"
    r"(?:\.(?=:?s?\b|\W|\Z)(?:: ?s\b|s\b)?|(?=[ ,;:!?)]|\Z))"
)
_SURNAME = re.compile(
    r" ?(?!Polisen)[A-ZÅÄÖ][a-zåäöé]+(?:son|berg|gren|[qk]vist|ström|lund|dahl|stedt|ling|lin|ius|én"
    r"|mark|holm|borg|blad|feldt|feld|man|ell|er|ing)\b"
)
_LETTERS = re.compile(r"[A-ZÅÄÖ](?<= [A-ZÅÄÖ])(?:[. ]{0,2}[A-ZÅÄÖ]){0,2}\b(?![-:&]\w|\w)\.?")
_LETTERED_PERSON = re.compile(
    r"\b(?:[Kk]lient(?:en)?|[Bb]rukaren?|[Kk]vinnan?|[Mm]annen|[Pp]atient(?:en)?|[Ff]lickan?|[Pp]ojken?"
    r"|man|[Bb]arnet|[Mm]amman?|[Pp]appan?|[Ss]onen|[Dd]ottern|[Mm]akan|[Mm]aken|[Ss]ambon"
    r"|[Ee]lev(?:en)?|[Tt]jejen|[Kk]illen|[Uu]ngdomen|[Mm]ålsägande(?:n)?|[Pp]erson(?:en)?"
    r"|[Ää]rendet (?:om|kring|med)|[Ff]allet|[Kk]allad|[Kk]allat|[Ff]ru|[Ff]röken|[Ff]amilj(?:en)?"
    r"|[Pp]aret) \Z"
)


def initials(text: str) -> Iterator[Span]:
    """``A.B.``, ``kvinnan K.L.``, ``klient X``; no abbreviations, no lecturer's ``P.O. Name``."""
    for match in _INITIALS.finditer(text):
        letters = re.sub("[^A-ZÅÄÖ]", "", match.group())
        if letters not in words("not_initials") and not _SURNAME.match(text, match.end()):
            yield Span(match.start(), match.end(), "initials")
    for match in _LETTERS.finditer(text):
        person = _LETTERED_PERSON.search(text[max(0, match.start() - 16) : match.start()])
        if person and re.sub(r"\W", "", match.group()) not in words("offices"):
            yield Span(match.start(), match.end(), "initials")
