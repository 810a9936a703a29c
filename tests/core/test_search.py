from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordinator.core.database import Database, Session
from coordinator.core.search import store as search
from coordinator.core.search.store import Entry, Found, Scope
from coordinator.groups.tables import CollaborationGroup
from tests.conftest import Databases
from tests.core.search_history import SOURCES, entries, questions
from tests.statements import count_statements

GROUP, OTHER_GROUP = 1, 2
EVERYTHING = Scope(everything=True)
NOTE = Entry("note", 1, "note", "Övriga frågor", "", "VT2027-1", 8, date(2027, 2, 3))


def _fill(address: str) -> None:
    database = Database(address)
    with database.transaction() as session:
        for key in (GROUP, OTHER_GROUP):
            group = CollaborationGroup(id=key, slug=f"g{key}", name="G", municipality="M")
            session.add(group)
        session.flush()
        search.rewrite(session, group_id=GROUP, sources=SOURCES, entries=entries())
    database.dispose()


@pytest.fixture
def database(engine: str, databases: Databases) -> Iterator[Database]:
    """The written history of the example in one group, and an empty group."""
    with databases.lent(engine, "history", _fill) as address:
        database = databases.open(address)
        yield database
        database.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session


def find(session: Session, query: str, limit: int = 100) -> Found:
    return search.find(session, group_id=GROUP, query=query, scope=EVERYTHING, limit=limit)


def write(session: Session, *bodies: str, group_id: int = OTHER_GROUP) -> None:
    """Notes of one meeting, numbered from 1."""
    for number, body in enumerate(bodies, start=1):
        entry = replace(NOTE, source_id=number, item_number=number, body=body)
        search.index(session, group_id=group_id, entry=entry)


def numbers(session: Session, query: str, group_id: int = OTHER_GROUP) -> list[int]:
    found = search.find(session, group_id=group_id, query=query, scope=EVERYTHING)
    return [hit.source_id for hit in found.hits]


def test_every_question_finds_the_meetings_it_must_and_no_others(session: Session) -> None:
    for query, expected in questions().items():
        found = {hit.meeting_code for hit in find(session, query).hits}
        assert found == set(expected), query


def test_a_hit_tells_where_it_stands_and_shows_the_words(session: Session) -> None:
    hit = find(session, "10 kap. 18 c §").hits[0]
    assert (hit.meeting_code, hit.item_number, hit.kind) == ("VT2023-1", 5, "note")
    assert ("10 kap. 18 c §", True) in hit.excerpt
    assert hit.excerpt_text == "".join(piece for piece, _ in hit.excerpt)
    assert hit.day == date(2023, 2, 8)


@pytest.mark.parametrize("query", ["kontaktkort", "fråga om våld akutmottagning", "och", '"a b" c'])
def test_three_statements_are_enough(database: Database, query: str) -> None:
    with database.reading() as session, count_statements(database) as statements:
        find(session, query)
    assert len(statements) <= 3


@pytest.mark.parametrize(
    "query", ["", "  ", "%", "_", "\\", '"', "'", "*", '"" ""', "\x00", "\ud800"]
)
def test_signs_alone_find_nothing_and_are_no_error(database: Database, query: str) -> None:
    with database.reading() as session, count_statements(database) as statements:
        assert find(session, query) == Found()
    assert statements == []


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.text(max_size=60))
def test_no_query_is_an_error(database: Database, query: str) -> None:
    with database.reading() as session:
        assert find(session, f'{query} "{query}" {query}*').total >= 0


def test_pages_are_cut_from_one_order(session: Session) -> None:
    whole = find(session, "våld")
    assert whole.total == len(whole.hits) > 20
    pages = [
        search.find(
            session, group_id=GROUP, query="våld", scope=EVERYTHING, limit=10, offset=offset
        )
        for offset in range(0, whole.total, 10)
    ]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {whole.total}


def test_letters_with_rings_and_dots_are_letters_of_their_own(session: Session) -> None:
    write(session, "Inga uppgifter får tas upp.", "Barnets far deltog.")
    assert numbers(session, "far") == [2]
    assert numbers(session, "får") == [1]


def test_words_side_by_side_come_first(session: Session) -> None:
    write(
        session,
        "Stödet för män och en linje.",
        "Stödlinjen för män öppnar.",
        "Män ringer stödlinjen.",
    )
    assert numbers(session, "stödlinjen för män") == [2, 3]
    assert numbers(session, '"stödlinjen för män"') == [2]
    assert numbers(session, "»män ringer« stödlinje") == [3]


def test_own_forms_come_before_compounds_and_titles_before_all(session: Session) -> None:
    write(session, "Kvinnojouren tackar.", "Jouren tackar.")
    titled = replace(NOTE, source_id=3, title="Om jouren", body="Tack.")
    search.index(session, group_id=OTHER_GROUP, entry=titled)
    assert numbers(session, "jour") == [3, 2, 1]


def test_decisions_come_before_notes_and_new_before_old(session: Session) -> None:
    old = replace(NOTE, body="Mallen antas.", day=date(2025, 1, 8))
    new = replace(old, source_id=2, day=date(2026, 1, 8))
    decided = replace(old, source="decision", source_id=3, kind="decision", day=date(2020, 1, 8))
    for entry in (old, new, decided):
        search.index(session, group_id=OTHER_GROUP, entry=entry)
    assert numbers(session, "mall") == [3, 2, 1]


def test_words_may_be_spread_over_one_meeting_when_no_paragraph_has_all(session: Session) -> None:
    write(session, "Akuten mäter.", "Alla frågar om våld.", "Polisen tackar.")
    other = replace(NOTE, source_id=9, meeting_code="HT2027-1", body="Akuten och polisen.")
    search.index(session, group_id=OTHER_GROUP, entry=other)
    assert sorted(numbers(session, "akuten våld")) == [1, 2]
    assert numbers(session, "akuten polisen") == [9]
    assert numbers(session, "akuten polisen tjänster") == []


def test_a_meeting_is_found_by_code_term_day_and_year(session: Session) -> None:
    write(session, "Tack.")
    for query in ("VT2027-1", "vt2027", "2027-02-03", "2027 tack"):
        assert numbers(session, query) == [1], query
    assert numbers(session, "VT2027-2") == []


@pytest.mark.parametrize(
    "query",
    [
        *("HT2022", "ht2022", "HT 2022", "ht\u00a02022", "HT-2022", "HT22", "ht 22", "ht-22"),
        *("HT/2022", "HT. 2022", "(HT 2022)", "HT\u20132022"),
    ],
)
def test_a_term_is_found_however_it_is_written(session: Session, query: str) -> None:
    autumn = replace(NOTE, source_id=1, meeting_code="HT2022-1", day=None, body="Tack.")
    spring = replace(NOTE, source_id=2, meeting_code="VT2022-1", day=None, body="Tack.")
    for entry in (autumn, spring):
        search.index(session, group_id=OTHER_GROUP, entry=entry)
    for number, body in enumerate(("Vi ses HT 2022.", "HT2022 blir bra.", "HT är 2022 lång."), 3):
        entry = replace(NOTE, source_id=number, body=body)
        search.index(session, group_id=OTHER_GROUP, entry=entry)
    assert sorted(numbers(session, query)) == [1, 3, 4]
    assert sorted(numbers(session, f"{query} tack")) == [1]


@pytest.mark.parametrize(
    "query", ["VT2027-1", "VT 2027-1", "vt-2027-1", "vt 27-1", "VT2027 - 1", "VT2027-01", "vt27–1"]
)
def test_a_meeting_is_found_however_its_code_is_written(session: Session, query: str) -> None:
    write(session, "Tack.")
    other = replace(NOTE, source_id=2, meeting_code="VT2027-11", body="Tack.")
    search.index(session, group_id=OTHER_GROUP, entry=other)
    assert numbers(session, query) == [1]


def test_a_hyphen_is_a_space_where_nothing_is_found_otherwise(session: Session) -> None:
    write(session, "Polisen och socialtjänsten möts.", "Jour-chefen ringer.", "Kontaktkort.")
    assert numbers(session, "polis-socialtjänst") == [1]
    assert numbers(session, "polis\u2011socialtjänst") == [1]
    assert numbers(session, "polis-socialtjänst möts") == [1]
    assert numbers(session, "polis-kontaktkort") == [1, 3]  # spread over the meeting, as always
    assert numbers(session, "kontakt-kort") == [3]  # one word, as it was typed
    assert numbers(session, '"polisen-och"') == [1]
    assert numbers(session, "polis-finnsinte") == []


def test_a_hit_by_a_hyphen_or_a_term_shows_what_was_found(session: Session) -> None:
    write(session, "Polisen och socialtjänsten ses HT 2022.")

    def marked(query: str) -> list[str]:
        found = search.find(session, group_id=OTHER_GROUP, query=query, scope=EVERYTHING)
        return [piece for piece, is_found in found.hits[0].excerpt if is_found]

    assert marked("polis-socialtjänst") == ["Polisen", "socialtjänsten"]
    assert marked("ht22") == ["HT 2022"]


def test_writing_again_replaces_and_forgetting_removes(session: Session) -> None:
    write(session, "Gammal lydelse.")
    write(session, "Ny text.")
    assert numbers(session, "lydelse") == []
    assert numbers(session, "text") == [1]
    search.forget(session, group_id=OTHER_GROUP, source="note", source_id=1)
    search.forget(session, group_id=OTHER_GROUP, source="note", source_id=1)
    assert numbers(session, "text") == []


def test_rewriting_replaces_whole_sources(database: Database) -> None:
    with database.transaction() as session:
        write(session, "Första texten.", "Andra texten.")
        kept = replace(NOTE, source="decision", source_id=7, body="Beslut om texten.")
        search.index(session, group_id=OTHER_GROUP, entry=kept)
        fresh = [replace(NOTE, source_id=5, body="Tredje texten.")]
        search.rewrite(session, group_id=OTHER_GROUP, sources={"note"}, entries=fresh)
        assert sorted(numbers(session, "text")) == [5, 7]
        search.rewrite(session, group_id=OTHER_GROUP, sources={"note"}, entries=[])
        assert numbers(session, "text") == [7]


def test_half_a_transaction_leaves_no_trace(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            write(session, "Försvinner.")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with database.reading() as session:
        assert numbers(session, "försvinner") == []


def test_another_groups_words_are_never_found(session: Session) -> None:
    write(session, "Hyresvärdar.")
    assert numbers(session, "hyresvärd") == [1]
    assert all(hit.meeting_code != "VT2027-1" for hit in find(session, "hyresvärd").hits)


def test_a_reader_finds_open_entries_and_those_of_own_agencies(session: Session) -> None:
    for number, (is_open, agency_id) in enumerate(
        [(True, None), (False, None), (False, 5), (False, 6)], start=1
    ):
        entry = replace(
            NOTE, source_id=number, body="Mallen.", is_open=is_open, agency_id=agency_id
        )
        search.index(session, group_id=OTHER_GROUP, entry=entry)

    def seen(scope: Scope) -> list[int]:
        found = search.find(session, group_id=OTHER_GROUP, query="mall", scope=scope)
        assert found.total == len(found.hits)
        return sorted(hit.source_id for hit in found.hits)

    assert seen(Scope(everything=False)) == [1]
    assert seen(Scope(everything=False, agency_ids=frozenset({5}))) == [1, 3]
    assert seen(EVERYTHING) == [1, 2, 3, 4]
    search.show(
        session, group_id=OTHER_GROUP, meeting_code="VT2027-1", sources={"note"}, is_open=True
    )
    assert seen(Scope(everything=False)) == [1, 2, 3, 4]
