"""Search in everything a group has written, the same on both engines.

Rooms write entries in the transaction that changes their rows (:func:`index`, :func:`forget`) and
tell who may see them; :func:`find` needs at most three SQL statements whatever the size, and two
more where nothing was found and a hyphen may mean a space.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    delete,
    false,
    insert,
    or_,
    select,
    true,
    union,
    update,
)
from sqlmodel import col

from coordinator.core.database import Session
from coordinator.core.search.excerpts import Segments, excerpt
from coordinator.core.search.queries import Query, parse, readings
from coordinator.core.search.ranking import Ranked, Sighting, rank
from coordinator.core.search.swedish import span, stored
from coordinator.core.search.tables import SearchEntry, SearchToken

_MOST_COMPOUNDS = 1_000  # of one word; the shortest count


@dataclass(frozen=True)
class Entry:
    """What a room wants found. ``source`` and ``source_id`` name its row within the group.

    Coordinators find every entry; the whole group finds those that are open, and the people of
    ``agency_id`` find theirs. An entry is closed unless the room says otherwise.
    """

    source: str
    source_id: int
    kind: str
    title: str
    body: str
    meeting_code: str | None = None
    item_number: int | None = None
    day: date | None = None
    is_open: bool = False
    agency_id: int | None = None


@dataclass(frozen=True)
class Scope:
    """What the reader may find: everything, or open entries and those of own agencies."""

    everything: bool
    agency_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Hit:
    """A paragraph found. ``excerpt`` is made of ``(piece, is_found)``; ``day`` is the meeting's."""

    meeting_code: str | None
    item_number: int | None
    kind: str
    title: str
    excerpt: Segments
    excerpt_text: str
    day: date | None
    source: str
    source_id: int
    score: float


@dataclass(frozen=True)
class Found:
    """One page of hits, best first, and how many there are in all."""

    hits: tuple[Hit, ...] = ()
    total: int = 0


def index(session: Session, *, group_id: int, entry: Entry) -> None:
    """Writes one entry again, in the caller's transaction."""
    index_parts(
        session,
        group_id=group_id,
        sources=(entry.source,),
        source_id=entry.source_id,
        entries=(entry,),
    )


def index_parts(
    session: Session,
    *,
    group_id: int,
    sources: Collection[str],
    source_id: int,
    entries: Sequence[Entry],
    is_upgrade: bool = False,
) -> None:
    """Writes again what one row is found by, its parts under several sources: three statements.

    ``sources``: every one under which a part of it may stand; a part that is gone is forgotten.
    ``is_upgrade``: the database is being upgraded, and no foreign key holds meanwhile.
    """
    wanted = (
        col(SearchEntry.group_id) == group_id,
        col(SearchEntry.source).in_(sources),
        col(SearchEntry.source_id) == source_id,
    )
    if is_upgrade:
        _take_out(session, *wanted)
    else:  # the words of an entry go with it
        session.execute(delete(SearchEntry).where(*wanted))
    _write(session, group_id, entries)


def forget(session: Session, *, group_id: int, source: str, source_id: int) -> None:
    """Takes an entry out; one that is not there is no error."""
    index_parts(session, group_id=group_id, sources=(source,), source_id=source_id, entries=())


def _take_out(session: Session, *wanted: ColumnElement[bool]) -> None:
    """Entries with their words. Not left to the foreign key: an upgrade holds none meanwhile."""
    entries = select(col(SearchEntry.id)).where(*wanted)
    session.execute(delete(SearchToken).where(col(SearchToken.entry_id).in_(entries)))
    session.execute(delete(SearchEntry).where(*wanted))


def rewrite(
    session: Session, *, group_id: int, sources: Collection[str], entries: Iterable[Entry]
) -> None:
    """Replaces all entries of these sources: four statements for any number."""
    _take_out(session, col(SearchEntry.group_id) == group_id, col(SearchEntry.source).in_(sources))
    _write(session, group_id, list(entries))


def renumber(
    session: Session, *, group_id: int, meeting_code: str, numbers: Mapping[int, int]
) -> None:
    """A meeting's items have other numbers, old to new: what is found under them follows."""
    if not numbers:
        return
    session.execute(
        update(SearchEntry)
        .where(
            col(SearchEntry.group_id) == group_id,
            col(SearchEntry.meeting_code) == meeting_code,
            col(SearchEntry.item_number).in_(numbers),
        )
        .values(item_number=case(dict(numbers), value=col(SearchEntry.item_number)))
        .execution_options(synchronize_session=False)
    )


def retitle(
    session: Session, *, group_id: int, meeting_code: str, item_number: int, old: str, new: str
) -> None:
    """An item of a meeting is called something else: what bears its name follows."""
    rows = session.scalars(
        select(SearchEntry).where(
            col(SearchEntry.group_id) == group_id,
            col(SearchEntry.meeting_code) == meeting_code,
            col(SearchEntry.item_number) == item_number,
            col(SearchEntry.title) == old,
        )
    ).all()
    if old == new or not rows:
        return
    entries = [
        replace(Entry(**{one.name: getattr(row, one.name) for one in fields(Entry)}), title=new)
        for row in rows
    ]
    _take_out(session, col(SearchEntry.id).in_([row.id for row in rows]))
    _write(session, group_id, entries)


def show(
    session: Session, *, group_id: int, meeting_code: str, sources: Collection[str], is_open: bool
) -> None:
    """Opens a meeting's entries to the whole group, or closes them."""
    session.execute(
        update(SearchEntry)
        .where(
            col(SearchEntry.group_id) == group_id,
            col(SearchEntry.meeting_code) == meeting_code,
            col(SearchEntry.source).in_(sources),
        )
        .values(is_open=is_open)
    )


def find(
    session: Session,
    *,
    group_id: int,
    query: str,
    scope: Scope,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """The paragraphs in which every word stands; else those that together hold them in a meeting.

    Contiguous words come first, then words in the title, own forms before compounds, decisions and
    notes before the rest, newest first.
    """
    ranked: list[Ranked] = []
    for reading in readings(query):
        ranked, query = _ranked(session, group_id, parse(reading), scope), reading
        if ranked:
            break
    page = ranked[offset : offset + limit]
    if not page:
        return Found(total=len(ranked))
    chosen = select(SearchEntry).where(col(SearchEntry.id).in_([one.entry_id for one in page]))
    rows = {row.id: row for row in session.scalars(chosen)}
    return Found(tuple(_hit(rows[one.entry_id], query, one.score) for one in page), len(ranked))


def _write(session: Session, group_id: int, entries: Sequence[Entry]) -> None:
    if not entries:
        return
    rows = [{"group_id": group_id, **asdict(entry)} for entry in entries]
    statement = insert(SearchEntry).returning(col(SearchEntry.id), sort_by_parameter_order=True)
    ids = session.scalars(statement, rows).all()
    tokens = [
        {"group_id": group_id, "entry_id": entry_id, "token": token, "in_title": in_title}
        for entry_id, entry in zip(ids, entries, strict=True)
        for token, in_title in _tokens(entry).items()
    ]
    if tokens:
        session.execute(insert(SearchToken), tokens)


def _tokens(entry: Entry) -> dict[str, bool]:
    """The strings of an entry, and whether its title holds them.

    A meeting is also found by its code (VT2025-1), its term, its day and its year.
    """
    around = [entry.meeting_code or "", (entry.meeting_code or "").partition("-")[0]]
    if entry.day:
        around += [entry.day.isoformat(), str(entry.day.year)]
    title, body = stored(entry.title), stored(entry.body)
    where = {token for text in around for token in stored(text) if token[:1].isalnum()}
    # The number behind a code or a month is nobody's question.
    where = {token for token in where if len(token) > 2}
    return dict.fromkeys(where | body, False) | dict.fromkeys(title, True)


def _ranked(session: Session, group_id: int, query: Query, scope: Scope) -> list[Ranked]:
    if not query:
        return []
    answers = _answers(session, group_id, query)
    wanted = {*answers, *query.run_pairs, *(pair for many in query.phrase_pairs for pair in many)}
    statement = (
        select(
            col(SearchToken.entry_id),
            col(SearchToken.token),
            col(SearchToken.in_title),
            col(SearchEntry.meeting_code),
            col(SearchEntry.kind),
            col(SearchEntry.day),
        )
        .join(SearchEntry, col(SearchEntry.id) == col(SearchToken.entry_id))
        .where(
            col(SearchToken.group_id) == group_id,
            col(SearchToken.token).in_(sorted(wanted)),
            _visible(scope),
        )
    )
    sightings = [Sighting(*row) for row in session.execute(statement)]
    return rank(query, answers, sightings)


def _visible(scope: Scope) -> ColumnElement[bool]:
    if scope.everything:
        return true()
    own = col(SearchEntry.agency_id).in_(scope.agency_ids) if scope.agency_ids else false()
    return or_(col(SearchEntry.is_open), own)


def _answers(session: Session, group_id: int, query: Query) -> Mapping[str, list[tuple[int, int]]]:
    """Stored strings that answer the query: for each, ``(number of the term, grade)``."""
    known = {key for term in query.terms for key in term.keys}
    starts = {start for term in query.terms for start in term.starts}
    if starts:
        # A union, since SQLite walks through the whole group for ranges joined by OR.
        within = [_between(group_id, *span(start)) for start in sorted(starts)]
        known.update(session.scalars(union(*within)))
    found: dict[str, list[tuple[int, int]]] = {}
    for number, term in enumerate(query.terms):
        graded = ((token, term.grade(token)) for token in known)
        answering = sorted((-grade, len(token), token) for token, grade in graded if grade)
        for grade, _, token in answering[:_MOST_COMPOUNDS]:
            found.setdefault(token, []).append((number, -grade))
    return found


def _between(group_id: int, low: str, high: str) -> Select[str]:
    token = col(SearchToken.token)
    return select(token).where(col(SearchToken.group_id) == group_id, token >= low, token < high)


def _hit(row: SearchEntry, query: str, score: float) -> Hit:
    pieces = excerpt(row.body or row.title, query)
    return Hit(
        meeting_code=row.meeting_code,
        item_number=row.item_number,
        kind=row.kind,
        title=row.title,
        excerpt=pieces,
        excerpt_text="".join(piece for piece, _ in pieces),
        day=row.day,
        source=row.source,
        source_id=row.source_id,
        score=score,
    )
