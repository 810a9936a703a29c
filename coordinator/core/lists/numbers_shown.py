"""What Excel shows of a whole number that has a format of its own, such as ``0000000000``.

Only what matters for numbers that are names of something (telephones, references): digits, zeros
in front, and signs between them. Everything else (thousands, decimals, fractions, dates) is left
to the number itself. Source: ECMA-376 part 1, section 18.8.31.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Final

_TOKEN: Final = re.compile(
    r"\[(?P<bracket>[^\]]*)\]|\"(?P<quoted>[^\"]*)\"|\\(?P<escaped>.)|_(?P<width>.)|\*(?P<fill>.)"
    r"|(?P<digit>[0#?])|(?P<end>;)|(?P<plain>[-+/():!^&'~{}<>=$@ \xa0])"
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_COMPARED: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
}
_LONGEST: Final = 200


def shown(value: int, number_format: str) -> str | None:
    """The number as the sheet shows it; None where the format says nothing about its digits."""
    if value < 0 or len(number_format) > _LONGEST:
        return None
    for section in _sections(number_format):
        if section.fits(value):
            return section.text(str(value))
    return None


class _Section:
    """One of up to four parts of a format: for numbers above zero, below, zero, or by condition."""

    def __init__(self) -> None:
        self.parts: list[tuple[bool, str]] = []  # whether it is a digit's place, and the sign
        self.condition: tuple[str, float] | None = None

    def fits(self, value: int) -> bool:
        if self.condition is None:
            return True
        return _COMPARED[self.condition[0]](value, self.condition[1])

    def text(self, digits: str) -> str | None:
        places = sum(is_digit for is_digit, _sign in self.parts)
        if not places:
            return None
        padded: list[str | None] = [None] * (places - len(digits)) + list(digits)
        first, rest = padded[: len(padded) - places + 1], padded[len(padded) - places + 1 :]
        filled = ["".join(digit or "" for digit in first) or None, *rest]
        shown = []
        for is_digit, sign in self.parts:
            digit = filled.pop(0) if is_digit else sign
            shown.append(digit or {"0": "0", "?": " "}.get(sign, ""))
        return "".join(shown).strip()


def _sections(number_format: str) -> list[_Section]:
    """The format's parts; none where anything in it is beyond digits and signs."""
    sections = [_Section()]
    at = 0
    while at < len(number_format):
        found = _TOKEN.match(number_format, at)
        if found is None:
            return []
        at = found.end()
        _add(sections, found)
    return sections


def _add(sections: list[_Section], found: re.Match[str]) -> None:
    kind, text = found.lastgroup, found[found.lastgroup or 0]
    if kind == "end":
        sections.append(_Section())
    elif kind == "digit":
        sections[-1].parts.append((True, text))
    elif kind in {"quoted", "escaped", "plain"}:
        sections[-1].parts.append((False, text))
    elif kind == "bracket" and (condition := _CONDITION.fullmatch(text)):
        sections[-1].condition = (condition[1], float(condition[2]))
    elif kind == "bracket" and text.startswith("$"):  # a currency or, with nothing, a language
        sections[-1].parts.append((False, text[1:].partition("-")[0]))
