"""What people write in the cells of a list: roles, days, yes and no, addresses, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from coordinator.core.mailboxes import as_shown, is_address
from coordinator.roster.views import Duty, Function

_DUTIES = {
    "ledamot": Duty.REPRESENTATIVE,
    "ordinarie": Duty.REPRESENTATIVE,
    "ordinarie ledamot": Duty.REPRESENTATIVE,
    "representant": Duty.REPRESENTATIVE,
    "representative": Duty.REPRESENTATIVE,
    "member": Duty.REPRESENTATIVE,
    "ersättare": Duty.SUBSTITUTE,
    "substitute": Duty.SUBSTITUTE,
    "deputy": Duty.SUBSTITUTE,
    "adjungerad": Duty.CO_OPTED,
    "co opted": Duty.CO_OPTED,
}
_FUNCTIONS = {
    "samordnare": Function.COORDINATOR,
    "coordinator": Function.COORDINATOR,
    "ordförande": Function.CHAIR,
    "chair": Function.CHAIR,
    "sekreterare": Function.SECRETARY,
    "secretary": Function.SECRETARY,
}
_YES = frozenset({"true", "yes", "y", "ja", "j", "sant", "x", "1"})
_NO = frozenset({"", "false", "no", "n", "nej", "falskt", "0"})
_SHORTEST = 7  # digits of a number that anybody can call
_SHARED_MAILBOX = ("funktion", "function", "gemensam", "shared", "grupp")

_BETWEEN_ROLES = re.compile(r"[,;/&+]|\boch\b|\band\b")
_INTERNATIONAL_NUMBER = re.compile(r"\+\d[\d ()/.-]*")
# Spreadsheet programs take a cell that starts so for a formula; a lone dash means "nothing".
_FORMULA_SIGNS = "=+-@＝＋－＠–— "


@dataclass(frozen=True)
class Roles:
    """A role cell, read. ``unknown`` are words that are no role; ``duties`` has 0, 1 or more."""

    duties: tuple[Duty, ...]
    functions: tuple[Function, ...]
    unknown: tuple[str, ...]


def words(text: str) -> str:
    """Text for comparing: no case, signs as single spaces."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def roles(text: str) -> Roles:
    """``ledamot, ordförande``: at most one duty, and what the person does in the group."""
    parts = [part for part in map(words, _BETWEEN_ROLES.split(text.casefold())) if part]
    duties = {_DUTIES[part] for part in parts if part in _DUTIES}
    functions = {_FUNCTIONS[part] for part in parts if part in _FUNCTIONS}
    unknown = [part for part in parts if part not in _DUTIES and part not in _FUNCTIONS]
    return Roles(
        tuple(duty for duty in Duty if duty in duties),
        tuple(function for function in Function if function in functions),
        tuple(dict.fromkeys(unknown)),
    )


def nearest_role(word: str) -> str | None:
    match = get_close_matches(words(word), [*_DUTIES, *_FUNCTIONS], n=1, cutoff=0.6)
    return match[0] if match else None


def nearest_names(name: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    """Up to three names somebody may have meant, best first.

    Args:
        name: what was written.
        choices: the name to offer, by every text (as :func:`words` gives it) that means it.
    """
    wanted = words(name)
    close = get_close_matches(wanted, choices, n=3, cutoff=0.5)
    inside = [known for known in choices if len(wanted) > 2 and wanted in known]
    return tuple(dict.fromkeys(choices[known] for known in [*close, *inside]))[:3]


def yes(text: str) -> bool | None:
    """True, False, or None when it is neither; an empty cell is no."""
    word = text.casefold().rstrip(".!")
    return True if word in _YES else False if word in _NO else None


def address(text: str) -> str | None:
    """One plain e-mail address, or None."""
    plain = re.sub(r"(?i)^mailto:", "", text)
    return as_shown(plain) if is_address(plain) else None


def begins_like_a_phone(number: str) -> bool:
    """Whether a number has its zero or its country code; a short one inside a house needs none."""
    digits = re.sub(r"\D", "", number)
    if number.startswith("+"):
        return number[1:2] not in {"", "0"}
    return len(digits) < _SHORTEST or digits.startswith("0")


def is_shared_mailbox(contact_channel: str) -> bool:
    """Whether the list says that the address belongs to a function, not to a person."""
    channel = contact_channel.casefold()
    return any(sign in channel for sign in _SHARED_MAILBOX)


def full_name(given: str, family: str, whole: str) -> tuple[str, str]:
    """Given and family name; a whole name is split at its last space, or at a comma."""
    if given or family or not whole:
        return given, family
    before, comma, after = whole.partition(",")
    if comma and after.strip():
        return after.strip(), before.strip()
    first, _space, last = whole.strip(" ,").rpartition(" ")
    return first, last


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula when it is exported again."""
    return text.lstrip(_FORMULA_SIGNS)


def harmless_number(text: str) -> str:
    """A phone number; an international one keeps its plus."""
    return text if _INTERNATIONAL_NUMBER.fullmatch(text) else harmless(text)
