"""Which found paragraphs answer a query, and in which order. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from coordinator.core.search.queries import FORM, Query

_PHRASE, _TITLE, _FORM = 1000.0, 100.0, 50.0
_KINDS = {"decision": 30.0, "note": 20.0, "meeting": 10.0}


class Sighting(NamedTuple):
    """A stored string seen in an entry."""

    entry_id: int
    token: str
    in_title: bool
    meeting_code: str | None
    kind: str
    day: date | None


class Ranked(NamedTuple):
    entry_id: int
    score: float


@dataclass
class _Candidate:
    """What was seen of one entry; numbers are those of the query's terms, then its phrases."""

    first: Sighting
    seen: set[int] = field(default_factory=set)
    forms: set[int] = field(default_factory=set)
    in_title: set[int] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)


def rank(
    query: Query,
    answers: Mapping[str, list[tuple[int, int]]],
    sightings: Iterable[Sighting],
) -> list[Ranked]:
    """Entries with everything asked for; if there are none, see :func:`_spread`."""
    candidates = _candidates(query, answers, sightings)
    asked = set(range(len(query.terms) + len(query.phrases)))
    chosen = [one for one in candidates if one.seen == asked] or _spread(candidates, asked)
    scored = [(_score(query, one), one) for one in chosen]
    scored.sort(key=lambda pair: (-pair[0], -_ordinal(pair[1].first.day), pair[1].first.entry_id))
    return [Ranked(one.first.entry_id, score) for score, one in scored]


def _candidates(
    query: Query,
    answers: Mapping[str, list[tuple[int, int]]],
    sightings: Iterable[Sighting],
) -> list[_Candidate]:
    found: dict[int, _Candidate] = {}
    for sighting in sightings:
        candidate = found.get(sighting.entry_id)
        if candidate is None:
            candidate = found[sighting.entry_id] = _Candidate(sighting)
        if sighting.token.startswith("+"):
            candidate.pairs.add(sighting.token)
        for number, grade in answers.get(sighting.token, ()):
            candidate.seen.add(number)
            if grade == FORM:
                candidate.forms.add(number)
            if sighting.in_title:
                candidate.in_title.add(number)
    for candidate in found.values():
        for number, pairs in enumerate(query.phrase_pairs, start=len(query.terms)):
            if pairs <= candidate.pairs:
                candidate.seen.add(number)
    return list(found.values())


def _spread(candidates: list[_Candidate], asked: set[int]) -> list[_Candidate]:
    """Where no entry has all, a meeting may: the fewest entries of it that together do."""
    meetings: dict[str, list[_Candidate]] = {}
    for one in candidates:
        if one.first.meeting_code is not None and one.seen:
            meetings.setdefault(one.first.meeting_code, []).append(one)
    chosen: list[_Candidate] = []
    for members in meetings.values():
        lacking = set(asked)
        if not lacking <= set().union(*(one.seen for one in members)):
            continue
        while lacking:
            best = max(members, key=lambda one: (len(one.seen & lacking), len(one.forms)))
            chosen.append(best)
            lacking -= best.seen
    return chosen


def _score(query: Query, one: _Candidate) -> float:
    score = _KINDS.get(one.first.kind, 0.0) + 5.0 * len(one.seen)
    score += _FORM * len(one.forms) / len(query.terms)
    score += _TITLE * len(one.in_title) / len(query.terms)
    if query.run_pairs and query.run_pairs <= one.pairs:
        score += _PHRASE
    return score


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
