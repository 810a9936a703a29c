"""A note is saved at every pause in typing; the log tells once of each stretch of writing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.meetings.views import MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.reports import usecases as reports
from coordinator.trail import store as trail_store
from coordinator.trail.chain import verify
from tests.conftest import Cast, Hand
from tests.meetings.helpers import begun
from tests.minutes.helpers import item_of, note
from tests.statements import count_statements

# Statements of a pause in typing, and of a stretch's first one, which writes the entry too.
PAUSE = 8
FIRST = {"sqlite": 8, "postgres": 9}


@pytest.fixture
def meeting(office: Office, cast: Cast) -> MeetingView:
    return begun(office, cast.coordinator)


@pytest.fixture
def colleague(cast: Cast) -> Actor:
    return replace(cast.other_member, roles=frozenset({Role.COORDINATOR}))


def told(office: Office, actor: Actor) -> list[tuple[int | None, str]]:
    """Who wrote in notes, and by which use case, as the log tells it; the chain is whole."""
    with office.reading() as session:
        assert verify(session, actor.group_id, key=None).is_whole
        entries = trail_store.trail_batch(session, actor.group_id, after=0, limit=10_000)
        return [
            (one.person_id, one.use_case.removeprefix("minutes."))
            for one in entries
            if one.use_case.startswith("minutes.")
        ]


def test_pauses_in_one_stretch_of_writing_are_one_entry(
    office: Office, cast: Cast, hand: Hand, meeting: MeetingView
) -> None:
    for number in range(5):
        note(office, cast.coordinator, item_of(meeting, 4), f"Vi gick igenom {number}.")
        hand.forward(minutes=9, seconds=59)
    assert told(office, cast.coordinator) == [(cast.coordinator.person_id, "save_note")]
    text = minutes.open_note(office, cast.coordinator, item_id=item_of(meeting, 4)).text
    assert text == "Vi gick igenom 4."


@pytest.mark.parametrize(
    ("pauses", "entries"),
    [([10], 2), ([9.9, 9.9], 1), ([9] * 6, 1), ([9] * 7, 2), ([9] * 14, 3), ([-1], 2)],
    ids=str,
)
def test_a_pause_of_ten_minutes_or_an_hour_of_writing_begins_another(
    office: Office,
    cast: Cast,
    hand: Hand,
    meeting: MeetingView,
    *,
    pauses: list[float],
    entries: int,
) -> None:
    note(office, cast.coordinator, item_of(meeting, 4), "Först.")
    for number, pause in enumerate(pauses):
        hand.forward(minutes=pause)
        note(office, cast.coordinator, item_of(meeting, 4), f"Sedan {number}.")
    assert len(told(office, cast.coordinator)) == entries


def test_whoever_comes_after_somebody_else_is_told(
    office: Office, cast: Cast, meeting: MeetingView, colleague: Actor
) -> None:
    for actor in (cast.coordinator, colleague, cast.coordinator, cast.coordinator, colleague):
        note(office, actor, item_of(meeting, 4), f"Skrivet av {actor.person_id}.")
    mine, theirs = cast.coordinator.person_id, colleague.person_id
    assert [who for who, _ in told(office, cast.coordinator)] == [mine, theirs, mine, theirs]


def test_each_note_has_its_own_stretch(office: Office, cast: Cast, meeting: MeetingView) -> None:
    for number in (3, 4, 3, 4):
        note(office, cast.coordinator, item_of(meeting, number), f"Punkt {number}.")
    assert len(told(office, cast.coordinator)) == 2


def test_the_shell_is_always_told_and_nobody_writes_on_in_its_stretch(
    office: Office, cast: Cast, meeting: MeetingView
) -> None:
    shell = replace(cast.coordinator, origin="shell")
    nobody = replace(shell, person_id=None, name="shell:test")
    for actor in (cast.coordinator, shell, shell, cast.coordinator, nobody, nobody):
        note(office, actor, item_of(meeting, 4), f"Skrivet av {actor.person_id} {actor.origin}.")
    assert len(told(office, cast.coordinator)) == 6


def test_a_text_that_waits_is_told_once_however_often_it_is_typed_on(
    office: Office, cast: Cast, meeting: MeetingView, colleague: Actor
) -> None:
    item = item_of(meeting, 4)
    note(office, colleague, item, "Jonas skrev.")
    for text in ("Å", "Åsa", "Åsa skrev."):
        with pytest.raises(Conflict):
            minutes.save_note(office, cast.coordinator, item_id=item, text=text, base_version=0)
    waiting = minutes.open_note(office, cast.coordinator, item_id=item)
    assert waiting.base_text == "Åsa skrev."
    assert len(told(office, cast.coordinator)) == 2

    minutes.take_over_note(
        office, cast.coordinator, item_id=item, text="Åsa skrev.", version=waiting.version
    )
    note(office, cast.coordinator, item, "Åsa skrev mer.")
    ways = [way for _, way in told(office, cast.coordinator)]
    assert ways == ["save_note", "save_note", "take_over_note"]


def test_what_was_written_in_a_stretch_is_found_and_what_was_taken_away_is_not(
    office: Office, cast: Cast, meeting: MeetingView
) -> None:
    item = item_of(meeting, 4)
    for text in ("Kontaktkort delas ut.", "[internt] Kontaktkort.\n\nFoldrar delas ut.", "Foldrar"):
        note(office, cast.coordinator, item, text)
    assert reports.search(office, cast.coordinator, query="foldrar").total == 1
    assert reports.search(office, cast.coordinator, query="kontaktkort").total == 0


def test_a_pause_in_typing_takes_few_statements(
    office: Office, cast: Cast, meeting: MeetingView, engine: str
) -> None:
    item = item_of(meeting, 4)
    version = 0
    for text, most in (
        ("Vi gick igenom läget.", FIRST[engine]),
        ("Vi gick igenom läget och kontaktkorten.", PAUSE),
        ("[internt] Vi gick igenom läget.\n\nKontaktkorten delas ut.", PAUSE),
        ("", PAUSE),
    ):
        with count_statements(office.database) as seen:
            saved = minutes.save_note(
                office, cast.coordinator, item_id=item, text=text, base_version=version
            )
        version = saved.version
        if version > 1:  # the first one begins the minutes, which happens once for a meeting
            assert len(seen) <= most, "\n".join(seen)
        deletes = [one.split()[2] for one in seen if one.startswith("DELETE")]
        assert deletes == ["search_entry"] * len(deletes)
    assert len(deletes) == 1


def test_the_first_pause_of_a_stretch_takes_few_statements(
    office: Office, cast: Cast, hand: Hand, meeting: MeetingView, engine: str
) -> None:
    item = item_of(meeting, 4)
    note(office, cast.coordinator, item, "Vi gick igenom läget.")
    hand.forward(hours=3)
    with count_statements(office.database) as seen:
        minutes.save_note(
            office, cast.coordinator, item_id=item, text="Vi gick igenom allt.", base_version=1
        )
    assert len(seen) <= FIRST[engine], "\n".join(seen)
    assert len(told(office, cast.coordinator)) == 2
