"""The identity guard: what in a text may point to one individual.

It warns and explains; it neither blocks nor promises to find everything. Pure: no database, no
clock; the word lists are read once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from coordinator.core.errors import Problem
from coordinator.identity.codes import case_numbers, initials, plates
from coordinator.identity.contacts import emails, phones
from coordinator.identity.kinds import FindingKind
from coordinator.identity.numbers import identity_numbers
from coordinator.identity.places import addresses
from coordinator.identity.reading import Span, lines_before, near_digits, read
from coordinator.identity.sentence_model import Place, pointing

INDIVIDUAL: Final = FindingKind.INDIVIDUAL.value  # by what a sentence is about
KINDS: Final = tuple(kind.value for kind in FindingKind if kind is not FindingKind.MARK)
"""The surest first: where two claim the same signs, the first keeps them."""


_FEWEST = 3  # words that are left of such a sentence: fewer tell nothing
_AROUND = " ,:;.(\n-)"  # what a sentence that is cut short does not end with


@dataclass(frozen=True, slots=True)
class Finding:
    """``line`` and ``column`` count from 1; column and length in signs; ``text`` as written.

    ``because`` is what speaks most for it, at most three words or groups of words, as written and in
    their order: only what points to an individual by its words has it, and is a whole sentence.
    """

    line: int
    column: int
    length: int
    kind: str
    text: str
    because: tuple[str, ...] = ()


def find(text: str) -> tuple[Finding, ...]:
    """All findings in the order of the text, none over another. Time grows with the length only."""
    reading = read(text)
    signs, near = reading.text, near_digits(reading.text)
    spans = _apart(
        [
            *identity_numbers(signs, near),
            *emails(signs),
            *case_numbers(signs, near),
            *phones(signs, near),
            *plates(signs, near),
            *addresses(signs, near),
            *initials(signs),
        ]
    )
    sentences = dict(_between(spans, signs, pointing(signs)))
    lines = tuple(lines_before(text))
    findings = []
    for span in sorted([*spans, *sentences], key=lambda span: span.start):
        start, end = reading.original(span)
        line = bisect_right(lines, start)
        because = tuple(
            " ".join(signs[first:last].split()) for first, last in sentences.get(span, ())
        )
        column = start - lines[line - 1] + 1
        findings.append(Finding(line, column, end - start, span.kind, text[start:end], because))
    return tuple(findings)


def why(finding: Finding) -> tuple[Problem, ...]:
    """What tells why it matters, and by which words a sentence points to somebody."""
    words = ", ".join(f"“{word}”" for word in finding.because)
    by_words = (Problem("guard-because", (("words", words),)),) if words else ()
    return (Problem(explain(finding.kind)), *by_words)


def explain(kind: str) -> str:
    """The code of the sentence that says why such a finding matters.

    Raises:
        ValueError: there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    return f"guard-{kind}"


def _apart(spans: list[Span]) -> list[Span]:
    """Spans of which none lies over another: the surer kind stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if kept and span.start < kept[-1].end:
            if KINDS.index(span.kind) >= KINDS.index(kept[-1].kind):
                continue
            kept.pop()
        kept.append(span)
    return kept


def _between(
    kept: list[Span], text: str, sentences: Iterable[tuple[Place, tuple[Place, ...]]]
) -> Iterator[tuple[Span, tuple[Place, ...]]]:
    """The longest part of each sentence that no other finding covers, and why it points."""
    starts = [span.start for span in kept]
    for (begin, end), because in sentences:
        near = kept[max(bisect_right(starts, begin) - 1, 0) : bisect_left(starts, end)]
        cuts = [span for span in near if span.end > begin]
        edges = [begin, *(edge for span in cuts for edge in (span.start, span.end)), end]
        free = zip(edges[::2], edges[1::2], strict=True)
        start, stop = max(free, key=lambda part: part[1] - max(part[0], begin))
        start = max(start, begin)
        written = text[start:stop].rstrip(_AROUND)
        length = len(written.lstrip(_AROUND))
        if len(written.split()) >= (_FEWEST if cuts else 1):
            last = start + len(written)
            yield Span(last - length, last, INDIVIDUAL), because
