"""Telephone numbers and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coordinator.identity.reading import Span, Stretches, within
from coordinator.identity.word_lists import domestic, helplines, words

# How the subscriber's part is grouped: 123 456 78, 123 45 67, 1234 5678, 12 34 56 and so on.
_GROUPED = ("3 3 2", "3 2 2", "4 4", "2 2 2 2", "2 2 3", "2 3 2", "2 2 2", "3 3", "3 4", "3 2")
_SUBSCRIBER = "(?:{})".format(
    "|".join(
        "[1-9]" + "[ .-]?".join(rf"\d{{{int(n) - (not i)}}}" for i, n in enumerate(form.split()))
        for form in _GROUPED
    )
)
_GLUE = r"(?: ?[-/.] ?\n?| {1,2}|\) ?[-/]? ?)"
_DOMESTIC = re.compile(
    rf"(?<![\w+.,/-])(?<!\d:)(?<!\d )\(?(?:08|0[1-9]\d{{1,2}}){_GLUE}{_SUBSCRIBER}"
    r"(?!\d|[-.:,/]\d|[^\W\d_])"
)
_MOBILE = re.compile(
    r"(?<![\w+.,/-])(?<!\d:)\(?07[02369](?:[ ./)-]{0,3}\n?)\d(?:[ .-]?\d){6}(?!\d|[-:/]\d|[^\W\d_])"
)
_SPACED = re.compile(r"(?<!\d)(?<!\d )0(?: \d){8,9}(?! ?\d)")
_ABROAD = re.compile(
    r"(?<![\w+])(?:\(?\+ ?|00 ?(?=4[5-9]|3[0-9]))[1-9]\d{0,2}\)?(?:[ .-]{0,2}\(0\))?"
    r"(?:[ ./-]{0,2}\d){6,11}(?!\d)"
)
_SOLID = re.compile(r"(?<![\w+.,/-])(?<!\d:)(?<!\d )0[1-9]\d{7,8}(?![\w]|[-/:]\d)")
_CALLED = r"(?:tel|tfn|telnr|telefon(?:nummer|nr)?|mobil(?:nummer|nr)?|ringa?|nås på|sms:?a)"
_LOCAL = re.compile(
    rf"\b(?=[tmrnsTMRNS]){_CALLED}\b[.: ]{{0,4}}"
    r"(?:(?:nr|nummer|på|är|henne|honom)[.: ]{1,2}){0,2}"
    r"(?P<number>[1-9]\d(?: ?\d){3,6})(?![ -]?\d| \w+ samtal)",
    re.IGNORECASE,
)
_CALL_BEFORE = re.compile(rf"\b{_CALLED}\b[^0-9\n]{{0,15}}\Z", re.IGNORECASE)
# A number that is called an office's own: "kommunens växel 0410-73 30 00".
_OFFICE = re.compile(
    r"(?:växel(?:n|nummer)?|kundcenter|kontaktcenter|jourtelefon(?:en)?|journummer|stödlinjen?"
    r"|hjälplinjen?|telefonjouren|reception(?:en)?)\b[^\d.!?\n]{0,12}\Z",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d\Z")
_FROM_TO = re.compile(r"[01]\d[.:][0-5]\d ?- ?[012]\d[.:][0-5]\d\Z")  # 08.30-09.15


def phones(text: str, near: Stretches) -> Iterator[Span]:
    """Numbers in Swedish and foreign forms; helplines and numbers nobody owns are left alone."""
    for match in within(near, text, _DOMESTIC, _MOBILE, _SPACED, _ABROAD):
        written = match.group()
        if _is_public(written) or _DATE.match(written) or _FROM_TO.match(written):
            continue
        if not _OFFICE.search(text[max(0, match.start() - 40) : match.start()]):
            yield Span(match.start(), match.end(), "phone")
    for match in _SOLID.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        own = re.match("07[02369]", match.group()) and len(match.group()) == 10
        if (own or _CALL_BEFORE.search(before)) and not _is_public(match.group()):
            yield Span(match.start(), match.end(), "phone")
    for match in within(near, text, _LOCAL):
        if not _is_public(match["number"]):
            yield Span(match.start("number"), match.end("number"), "phone")


def _is_public(written: str) -> bool:
    numbers, beginnings = helplines()
    digits = domestic(written)
    return digits in numbers or digits.startswith(beginnings)


_AT = re.compile(
    r"(?<=[\w+'-]) ?(?:@|[(\[{<] ?(?:at|a|snabel-?a) ?[)\]}>]|(?<= )snabel-?a(?= )) ?(?=\w)",
    re.IGNORECASE,
)
_LOCAL_PART = re.compile(r"[\w.+'-]{1,64}\Z")
_DOMAIN = re.compile(
    r"[\w-]{1,63}(?:(?:\.| ?[(\[{<] ?(?:dot|punkt) ?[)\]}>] ?| punkt | dot )[\w-]{1,63}){1,6}",
    re.IGNORECASE,
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
