"""Telephone numbers and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from coordinator.identity.reading import Span, Stretches, within
from coordinator.identity.word_lists import domestic, helplines, words

# From Sweden or from abroad, as people group it.
_WRITTEN = re.compile(
    r"(?<![\w+])(?:\(?\+ ?|00 ?(?=[2-9]))[1-9]\d{0,2}\)?(?:[ .-]{0,2}\(0\))?(?:[ ./-]{0,2}\d){6,11}(?!\d)"
    r"|(?<![\w+.,/-])(?<!\d:)(?<!\d )\(?0(?:[ )/.-]{0,3}\n?\d){7,10}(?!\d|[-:/]\d|[^\W\d_])"
)
_CALLED = (
    r"\b(?:tel|tfn|telnr|telefon(?:nummer|nr)?|mobil(?:nummer|nr)?|ring(?:a|s)?|nås på|sms:?a)\b"
)
_LOCAL = re.compile(
    rf"(?i){_CALLED}[.: ]{{0,4}}(?:(?:nr|nummer|på|är|henne|honom)[.: ]{{1,2}}){{0,2}}"
    r"(?P<number>[1-9]\d(?: ?\d){3,6})(?![ -]?\d| \w+ samtal)"
)
_CALL_BEFORE = re.compile(rf"(?i){_CALLED}[^\d\n]{{0,15}}\Z")
# A number that is called an office's own: "kommunens växel 0410-73 30 00".
_OFFICE = re.compile(
    r"(?i)(?:växel(?:n|nummer)?|kundcenter|kontaktcenter|jourtelefon(?:en)?|journummer|stödlinjen?"
    r"|hjälplinjen?|telefonjouren|reception(?:en)?)\b[^\d.!?\n]{0,12}\Z"
)
_DAY_OR_HOURS = re.compile(
    r"\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d\Z|[01]\d[.:][0-5]\d ?- ?[012]\d[.:][0-5]\d"
)


def phones(text: str, near: Stretches) -> Iterator[Span]:
    """Numbers in Swedish and foreign forms; helplines and numbers nobody owns are left alone."""
    for match in within(near, text, _WRITTEN):
        before, written = text[max(0, match.start() - 40) : match.start()], match.group()
        if _OFFICE.search(before) or _DAY_OR_HOURS.match(written) or not _is_phone(written):
            continue
        if not written.isdigit() or written.startswith(("07", "00")) or _CALL_BEFORE.search(before):
            yield Span(match.start(), match.end(), "phone")
    for match in within(near, text, _LOCAL):
        if not _is_public(match["number"]):
            yield Span(match.start("number"), match.end("number"), "phone")


@lru_cache(maxsize=4096)
def _is_phone(written: str) -> bool:
    """Whether the numbering plan of its country has such a number, and it may be somebody's own."""
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

    if _is_public(written):
        return False
    try:
        number = parse(written, "SE")
    except NumberParseException:
        return False
    return is_valid_number(number) if number.country_code == 46 else is_possible_number(number)


def _is_public(written: str) -> bool:
    numbers, beginnings = helplines()
    digits = domestic(written)
    return digits in numbers or digits.startswith(beginnings)


_AT = re.compile(r"(?i)@|[(\[{<] ?(?:at|a|snabel-?a) ?[)\]}>]|snabel-?a(?= )")
_LOCAL_PART = re.compile(r"[\w.+'-]{1,64} ?\Z")
_DOMAIN = re.compile(
    r"(?i) ?[\w-]{1,63}(?:(?:\.| ?[(\[{<] ?(?:dot|punkt) ?[)\]}>] ?| punkt | dot )[\w-]{1,63}){1,6}"
)


def emails(text: str) -> Iterator[Span]:
    """Addresses, also with the at sign in words; an agency's function mailbox is nobody's own."""
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end(), at.end() + 255)
        local = _LOCAL_PART.search(text[max(0, at.start() - 65) : at.start()]) if domain else None
        if not domain or not local:
            continue
        name = local.group().lstrip(".'-")
        own = name.strip().lower()
        of_machine = len(own) >= 24 and re.fullmatch("[0-9a-f-]+", own)
        if own and not of_machine and own not in words("function_mailboxes"):
            yield Span(at.start() - len(name), domain.end(), "email")
