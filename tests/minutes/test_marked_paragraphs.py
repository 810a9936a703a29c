"""Who reads marked paragraphs, on pages and in search, and the trace that a reading leaves."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlmodel import select

from coordinator.access.actor import Actor, Role
from coordinator.core.office import Office
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.reports import usecases as reports
from coordinator.roster import in_transaction as roster
from coordinator.trail.tables import TrailEntry
from tests.conftest import Cast, Hand
from tests.meetings.helpers import agency, begun
from tests.minutes.helpers import held, item_of, note, taken
from tests.statements import count_statements

TEXT = "Läget är stabilt.\n[internt] Resurserna sviktar.\n\n[prövas] Rutinen brast."
HIDDEN = "[stycke som inte visas för dig]"
CIRCULATE, APPROVE = MinutesEvent.CIRCULATE, MinutesEvent.APPROVE


@pytest.fixture
def code(office: Office, cast: Cast) -> str:
    """Approved minutes with marked paragraphs under item 4."""
    code = held(office, cast.coordinator, TEXT).line.code
    taken(office, cast.coordinator, code, CIRCULATE, APPROVE)
    return code


def shown(office: Office, actor: Actor, code: str) -> str:
    return minutes.minutes(office, actor, code=code).notes[3].text


def readings(office: Office, code: str) -> list[tuple[str, list[int]]]:
    """Who read what, as the trail tells it."""
    with office.reading() as session:
        found = session.exec(
            select(TrailEntry)
            .where(TrailEntry.use_case == "minutes.read_marked", TrailEntry.about == code)
            .order_by(TrailEntry.number)  # type: ignore[arg-type]
        ).all()
        people = {entry.person_id for entry in found if entry.person_id is not None}
        names = {
            name_id: name
            for entry in found
            for name_id, name in roster.person_names(session, entry.group_id, people).items()
        }
        return [
            (names.get(entry.person_id or 0, ""), json.loads(entry.changes)[0]["said"]["items"])
            for entry in found
        ]


def test_office_and_registrator_read_everything(office: Office, cast: Cast, code: str) -> None:
    assert shown(office, cast.coordinator, code) == TEXT
    for role in (Role.SECRETARY, Role.REGISTRATOR):
        assert shown(office, replace(cast.reader, roles=frozenset({role})), code) == TEXT


def test_a_member_of_an_authority_reads_what_is_internal(
    office: Office, cast: Cast, code: str
) -> None:
    text = shown(office, cast.other_member, code)  # the police
    assert "Resurserna sviktar." in text
    assert "Rutinen brast" not in text
    assert HIDDEN in text


def test_a_member_of_an_association_or_of_nobody_knows_what_reads_what_is_open(
    office: Office, cast: Cast, code: str
) -> None:
    shelter = replace(
        cast.member, agency_ids=frozenset({agency(office, cast.coordinator, "kvinnojour")})
    )
    for actor in (shelter, cast.member):
        text = shown(office, actor, code)
        assert text.startswith("Läget är stabilt.")
        assert HIDDEN in text
        assert "sviktar" not in text
        assert "brast" not in text


def test_a_reader_is_not_even_told(office: Office, cast: Cast, code: str) -> None:
    assert shown(office, cast.reader, code) == "Läget är stabilt."


def test_the_projector_shows_what_is_open_whoever_runs_it(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    note(office, cast.coordinator, item_of(view, 4), TEXT)
    wall = minutes.note_in_room(
        office, cast.coordinator, code=view.line.code, item_id=item_of(view, 4)
    )
    assert "sviktar" not in wall.text
    assert readings(office, view.line.code) == []


def test_a_marked_decision_is_hidden_in_the_same_way(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    minutes.add_decision(
        office, cast.coordinator, item_id=item_of(view, 5), text="[prövas] Polisen anmäls."
    )
    with office.transaction() as session:
        from coordinator.minutes.tables import Minutes

        for row in session.exec(select(Minutes)).all():
            row.state = "approved"
    code = view.line.code
    (decision,) = minutes.minutes(office, cast.coordinator, code=code).notes[4].decisions
    assert decision.text == "[prövas] Polisen anmäls."
    (decision,) = minutes.minutes(office, cast.member, code=code).notes[4].decisions
    assert decision.text == HIDDEN
    assert minutes.minutes(office, cast.reader, code=code).notes[4].decisions == ()
    assert reports.search(office, cast.member, query="anmäls").total == 0
    assert reports.search(office, cast.coordinator, query="anmäls").total == 1


def test_search_finds_marked_paragraphs_for_the_office_alone(
    office: Office, cast: Cast, code: str
) -> None:
    for word in ("sviktar", "brast"):
        assert reports.search(office, cast.coordinator, query=word).total == 1
        for actor in (cast.member, cast.other_member, cast.reader):
            assert reports.search(office, actor, query=word).total == 0
    (hit,) = reports.search(office, cast.reader, query="stabilt").hits
    assert hit.excerpt_text == "Läget är stabilt."


def test_a_mark_that_is_taken_away_or_set_moves_the_paragraph_in_the_index(
    office: Office, cast: Cast
) -> None:
    code = held(office, cast.coordinator, "Ett.\n[internt] Tvåan.").line.code
    item = minutes.minutes(office, cast.coordinator, code=code).notes[3].agenda_item_id
    note(office, cast.coordinator, item, "Ettan.\n\nTvåan.")
    taken(office, cast.coordinator, code, CIRCULATE, APPROVE)
    assert reports.search(office, cast.reader, query="tvåan").total == 1
    assert reports.search(office, cast.coordinator, query="tvåan").total == 1


def test_a_reading_leaves_one_entry_an_hour_with_numbers_and_no_text(
    office: Office, cast: Cast, hand: Hand, code: str
) -> None:
    before = readings(office, code)
    for _again in range(3):
        minutes.minutes(office, cast.other_member, code=code)
    assert readings(office, code)[len(before) :] == [("Jonas Test", [4])]
    hand.forward(minutes=61)
    minutes.minutes(office, cast.other_member, code=code)
    assert readings(office, code)[len(before) :] == [("Jonas Test", [4])] * 2
    with office.reading() as session:
        trail = session.exec(select(TrailEntry.changes)).all()
    assert not [changes for changes in trail if "sviktar" in changes]


def test_who_is_shown_nothing_marked_leaves_no_entry(office: Office, cast: Cast, code: str) -> None:
    before = readings(office, code)
    minutes.minutes(office, cast.reader, code=code)
    minutes.minutes(office, cast.member, code=code)
    assert readings(office, code) == before


def test_a_hit_that_shows_a_marked_paragraph_is_a_reading(
    office: Office, cast: Cast, hand: Hand, code: str
) -> None:
    hand.forward(hours=2)
    before = readings(office, code)
    reports.search(office, cast.coordinator, query="sviktar")
    assert readings(office, code)[len(before) :] == [("Åsa Övning", [4])]


def test_unmarked_minutes_cost_no_statement_more(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator, "Läget är stabilt.").line.code
    with count_statements(office.database) as seen:
        minutes.minutes(office, cast.coordinator, code=code)
    assert len(seen) == 3, seen


def test_in_march_the_auditor_is_shown_who_read_the_marked_paragraph(
    office: Office, cast: Cast, hand: Hand, code: str
) -> None:
    hand.forward(days=30)
    minutes.minutes(office, cast.other_member, code=code)
    hand.forward(days=120)
    assert ("Jonas Test", [4]) in readings(office, code)
