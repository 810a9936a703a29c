"""Notes: written by several, never lost, found by the right people."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, Conflict, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.minutes.rules import LONGEST_NOTE
from coordinator.reports import usecases as reports
from tests.conftest import Cast, Hand
from tests.meetings.helpers import begun, booked
from tests.minutes.helpers import held, item_of, note, taken
from tests.statements import count_statements


@pytest.fixture
def colleague(cast: Cast) -> Actor:
    """A second coordinator of the same group."""
    return replace(cast.other_member, roles=frozenset({Role.COORDINATOR}))


def test_the_agenda_stands_ready_to_be_written_under(demo: Office, demo_coordinator: Actor) -> None:
    view = minutes.minutes(demo, demo_coordinator, code="HT2025-2")
    assert [entry.number for entry in view.notes] == list(range(1, 10))
    assert view.heading == "Minnesanteckningar"


def test_a_note_is_saved_cleaned_with_time_and_writer(
    office: Office, cast: Cast, hand: Hand
) -> None:
    item = item_of(begun(office, cast.coordinator), 4)
    empty = minutes.open_note(office, cast.coordinator, item_id=item)
    assert (empty.text, empty.version, empty.saved_at) == ("", 0, None)
    hand.forward(minutes=12)
    saved = minutes.save_note(
        office,
        cast.coordinator,
        item_id=item,
        text="\n Tio av tolv\u202e har  lämnat lägesbild. \n\nFler frågar om stöd.\n",
        base_version=0,
    )
    assert saved.text == "Tio av tolv har lämnat lägesbild.\n\nFler frågar om stöd."
    assert (saved.version, saved.saved_at, saved.saved_by) == (1, office.clock.now(), "Åsa Övning")
    assert minutes.open_note(office, cast.coordinator, item_id=item) == saved


def test_a_stale_save_is_refused_with_both_texts_and_nothing_is_lost(
    office: Office, cast: Cast, colleague: Actor
) -> None:
    item = item_of(begun(office, cast.coordinator), 4)
    note(office, colleague, item, "Jonas skrev detta.")
    with pytest.raises(Conflict) as refusal:
        minutes.save_note(
            office, cast.coordinator, item_id=item, text="Åsa skrev detta.", base_version=0
        )
    assert refusal.value.params == {
        "mine": "Åsa skrev detta.",
        "theirs": "Jonas skrev detta.",
        "version": 1,
    }
    waiting = minutes.open_note(office, cast.coordinator, item_id=item)
    assert waiting.needs_choice
    assert (waiting.text, waiting.version) == ("Jonas skrev detta.", 1)
    assert (waiting.base_text, waiting.base_version) == ("Åsa skrev detta.", 0)
    assert waiting.saved_by == "Jonas Test"
    assert not minutes.open_note(office, colleague, item_id=item).needs_choice


def test_the_same_words_saved_twice_leave_nothing_to_choose(office: Office, cast: Cast) -> None:
    """Two runs of one page, or two people: whoever is second wrote what stands already."""
    item = item_of(begun(office, cast.coordinator), 4)
    note(office, cast.coordinator, item, "Punkten gicks igenom.")

    again = minutes.save_note(
        office, cast.coordinator, item_id=item, text="Punkten gicks igenom.\n", base_version=0
    )

    assert (again.text, again.version, again.needs_choice) == ("Punkten gicks igenom.", 1, False)
    assert not minutes.open_note(office, cast.coordinator, item_id=item).needs_choice


def test_the_writer_may_take_over_or_leave_the_text_that_stands(
    office: Office, cast: Cast, colleague: Actor
) -> None:
    item = item_of(begun(office, cast.coordinator), 4)
    for mine, theirs in (("Ett", "Två"), ("Tre", "Fyra")):
        before = minutes.open_note(office, cast.coordinator, item_id=item)
        note(office, colleague, item, theirs)
        with pytest.raises(Conflict) as refusal:
            minutes.save_note(
                office, cast.coordinator, item_id=item, text=mine, base_version=before.version
            )
        if mine == "Ett":
            version = refusal.value.params["version"]
            after = minutes.take_over_note(
                office, cast.coordinator, item_id=item, text=mine, version=version
            )
            assert after.text == "Ett"
        else:
            after = minutes.open_note(office, cast.coordinator, item_id=item, refresh=True)
            assert after.text == "Fyra"
        assert not after.needs_choice
        assert after.base_text == after.text


def test_taking_over_a_text_that_has_changed_again_is_a_new_conflict(
    office: Office, cast: Cast, colleague: Actor
) -> None:
    item = item_of(begun(office, cast.coordinator), 4)
    note(office, colleague, item, "Först")
    note(office, colleague, item, "Sedan")
    with pytest.raises(Conflict) as refusal:
        minutes.take_over_note(office, cast.coordinator, item_id=item, text="Mitt", version=1)
    assert refusal.value.params["theirs"] == "Sedan"


def test_notes_wait_for_the_meeting_and_stop_at_approval(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator)
    planned = meetings.meeting(office, cast.coordinator, code=code)
    with pytest.raises(RuleBroken) as refusal:
        minutes.save_note(
            office, cast.coordinator, item_id=item_of(planned, 1), text="Tidigt", base_version=0
        )
    assert refusal.value.code == "minutes-not-begun"

    over = held(office, cast.coordinator)
    item = item_of(over, 4)
    note(office, cast.coordinator, item, "Rättat efter mötet.")
    taken(office, cast.coordinator, over.line.code, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    with pytest.raises(RuleBroken) as refusal:
        minutes.save_note(office, cast.coordinator, item_id=item, text="Sent", base_version=2)
    assert refusal.value.code == "minutes-locked"


def test_a_note_longer_than_a_book_chapter_is_refused(office: Office, cast: Cast) -> None:
    item = item_of(begun(office, cast.coordinator), 4)
    with pytest.raises(BadInput) as refusal:
        minutes.save_note(
            office,
            cast.coordinator,
            item_id=item,
            text="x" * (LONGEST_NOTE + 1),
            base_version=0,
        )
    assert refusal.value.code == "note-too-long"


def test_another_groups_notes_do_not_exist(office: Office, cast: Cast) -> None:
    item = item_of(begun(office, cast.coordinator), 4)
    with pytest.raises(NotFound):
        minutes.open_note(office, cast.outsider, item_id=item)
    with pytest.raises(NotFound):
        minutes.save_note(office, cast.outsider, item_id=item, text="Hej", base_version=0)


def test_members_and_readers_read_only_what_is_approved(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator).line.code
    for stranger in (cast.member, cast.reader, cast.outsider):
        with pytest.raises(NotFound):
            minutes.minutes(office, stranger, code=code)
        assert minutes.states(office, stranger, codes=[code]) == {}
    taken(office, cast.coordinator, code, MinutesEvent.CIRCULATE)
    with pytest.raises(NotFound):  # a member, who was asked for comments, reads them now
        minutes.minutes(office, cast.reader, code=code)
    taken(office, cast.coordinator, code, MinutesEvent.APPROVE)
    for reader in (cast.member, cast.reader):
        assert minutes.minutes(office, reader, code=code).notes[3].text == "Gicks igenom."
    with pytest.raises(NotFound):
        minutes.minutes(office, cast.outsider, code=code)


def test_a_draft_is_found_by_its_coordinator_only(office: Office, cast: Cast) -> None:
    code = held(office, cast.coordinator, "Efterfrågan på skyddat boende ökar.").line.code

    def hits(actor: Actor) -> list[tuple[str | None, int | None]]:
        found = reports.search(office, actor, query="skyddat boende").hits
        return [(hit.meeting_code, hit.item_number) for hit in found]

    assert hits(cast.coordinator) == [(code, 4)]
    assert hits(cast.member) == []
    taken(office, cast.coordinator, code, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    assert hits(cast.member) == [(code, 4)]


def test_an_emptied_note_is_found_no_more(office: Office, cast: Cast) -> None:
    item = item_of(begun(office, cast.coordinator), 4)
    note(office, cast.coordinator, item, "Samverkanskoordinator")
    note(office, cast.coordinator, item, "")
    assert reports.search(office, cast.coordinator, query="samverkanskoordinator").total == 0


def test_opening_a_note_is_one_statement_and_reading_the_minutes_three(
    office: Office, cast: Cast
) -> None:
    view = held(office, cast.coordinator)
    with count_statements(office.database) as seen:
        minutes.open_note(office, cast.coordinator, item_id=item_of(view, 4))
    assert len(seen) == 1
    with count_statements(office.database) as seen:
        minutes.minutes(office, cast.coordinator, code=view.line.code)
    assert len(seen) == 3


def test_what_one_window_left_waiting_outlives_a_save_from_another_that_did_not_know_of_it(
    office: Office, cast: Cast
) -> None:
    writer = cast.coordinator
    item = item_of(begun(office, writer), 4)
    note(office, writer, item, "Ett.")
    note(office, writer, item, "Ett. Ur det första fönstret.")
    with pytest.raises(Conflict):
        minutes.save_note(
            office, writer, item_id=item, text="Ett. Ur det andra fönstret.", base_version=1
        )

    minutes.save_note(
        office, writer, item_id=item, text="Ett. Ur det första fönstret. Mer.", base_version=2
    )

    found = minutes.open_note(office, writer, item_id=item)
    assert found.needs_choice
    assert found.text == "Ett. Ur det första fönstret. Mer."
    assert found.base_text == "Ett. Ur det andra fönstret."
    # Gone once it is chosen between, or once the note holds it whole
    both = f"{found.text}\n\n{found.base_text}"
    minutes.save_note(office, writer, item_id=item, text=both, base_version=found.version)
    assert not minutes.open_note(office, writer, item_id=item).needs_choice


def test_of_two_who_save_at_once_one_is_refused_and_no_text_is_lost(
    office: Office, cast: Cast, colleague: Actor
) -> None:
    item = item_of(begun(office, cast.coordinator), 4)
    texts = {cast.coordinator: "Åsas text.", colleague: "Jonas text."}

    def save(actor: Actor) -> bool:
        try:
            minutes.save_note(office, actor, item_id=item, text=texts[actor], base_version=0)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as hands:
        saved = list(hands.map(save, texts))
    assert sorted(saved) == [False, True]
    for actor, text in texts.items():
        assert minutes.open_note(office, actor, item_id=item).base_text == text
