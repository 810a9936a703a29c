"""The identity guard: what in a text may point to one individual.

It warns and explains; it neither blocks nor promises to find everything. Pure: no database, no
clock; the word lists are read once.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from coordinator.identity.codes import case_numbers, initials, plates
from coordinator.identity.contacts import emails, phones
from coordinator.identity.kinds import FindingKind
from coordinator.identity.numbers import identity_numbers
from coordinator.identity.phrases import individuals
from coordinator.identity.places import addresses
from coordinator.identity.reading import Span, lines_before, near_digits, read

KINDS: Final = tuple(kind.value for kind in FindingKind if kind is not FindingKind.MARK)
"""The surest first: where two claim the same signs, the first keeps them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``line`` and ``column`` count from 1; column and length in signs; ``text`` as written."""

    line: int
    column: int
    length: int
    kind: str
    text: str


def find(text: str) -> tuple[Finding, ...]:
    """All findings in the order of the text, none over another. Time grows with the length only."""
    reading = read(text)
    signs, near = reading.text, near_digits(reading.text)
    numbers = [
        *identity_numbers(signs),
        *emails(signs),
        *case_numbers(signs, near),
        *phones(signs, near),
        *plates(signs, near),
        *addresses(signs, near),
        *initials(signs),
    ]
    spans = _apart(numbers, list(individuals(signs)), signs)
    if not spans:
        return ()
    lines = tuple(lines_before(text))
    findings = []
    for span in spans:
        start, end = reading.original(span)
        line = bisect_right(lines, start)
        column = start - lines[line - 1] + 1
        findings.append(Finding(line, column, end - start, span.kind, text[start:end]))
    return tuple(findings)


def explain(kind: str) -> str:
    """The code of the sentence that says why such a finding matters.

    Raises:
        ValueError: there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    return f"guard-{kind}"


def _apart(spans: list[Span], phrases: list[Span], text: str) -> list[Span]:
    """Spans of which none lies over another; a phrase gives way by its end, or wholly."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if kept and span.start < kept[-1].end:
            if KINDS.index(span.kind) >= KINDS.index(kept[-1].kind):
                continue
            kept.pop()
        kept.append(span)
    starts = [span.start for span in kept]
    shortened: list[Span] = []
    for phrase in phrases:
        at = bisect_right(starts, phrase.start)
        if at and kept[at - 1].end > phrase.start:
            continue
        end = min(phrase.end, starts[at]) if at < len(starts) else phrase.end
        end = phrase.start + len(text[phrase.start : end].rstrip(" ,:;(\n-"))
        shortened.append(Span(phrase.start, end, phrase.kind))
    return sorted([*kept, *shortened], key=lambda span: span.start)
