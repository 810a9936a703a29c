"""What the room sees of a note: nothing that may point to somebody, until a press shows it."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.minutes.in_room import left_out_words
from coordinator.minutes.views import RoomNote
from coordinator.trail.tables import TrailEntry
from tests.conftest import Cast
from tests.meetings.helpers import begun
from tests.minutes.helpers import item_of, note

NUMBER = "070-174 06 40"
TEXT = f"Samtalet gick bra.\nNumret är {NUMBER}.\nHon ville inte flytta i fredags.\nSlut."
LEFT_OUT = "[stycke som inte visas här]"


@pytest.fixture
def item(office: Office, cast: Cast) -> tuple[str, int]:
    view = begun(office, cast.coordinator)
    note(office, cast.coordinator, item_of(view, 4), TEXT)
    return view.line.code, item_of(view, 4)


def wall(
    office: Office, cast: Cast, item: tuple[str, int], shown: frozenset[str] = frozenset()
) -> RoomNote:
    return minutes.note_in_room(
        office, cast.coordinator, code=item[0], item_id=item[1], shown=shown
    )


def presses(office: Office) -> list[tuple[str | None, object]]:
    with office.reading() as session:
        return [
            (one.about, json.loads(one.changes))
            for one in session.exec(select(TrailEntry)).all()
            if one.use_case == "minutes.show_in_room"
        ]


def test_paragraphs_with_any_finding_stay_out_side_by_side_as_one(
    office: Office, cast: Cast, item: tuple[str, int]
) -> None:
    shown = wall(office, cast, item)
    assert left_out_words() == LEFT_OUT
    assert shown.text == f"Samtalet gick bra.\n{LEFT_OUT}\nSlut."
    assert len(shown.left_out) == 2
    assert presses(office) == []


def test_one_press_shows_them_and_leaves_an_entry_with_the_items_number(
    office: Office, cast: Cast, item: tuple[str, int]
) -> None:
    digests = minutes.show_in_room(office, cast.coordinator, code=item[0], item_id=item[1])
    shown = wall(office, cast, item, digests)
    assert (shown.text, shown.left_out) == (TEXT, frozenset())
    assert presses(office) == [(item[0], [{"said": {"items": [4]}}])]


def test_what_is_written_after_the_press_stays_out(
    office: Office, cast: Cast, item: tuple[str, int]
) -> None:
    digests = minutes.show_in_room(office, cast.coordinator, code=item[0], item_id=item[1])
    note(office, cast.coordinator, item[1], f"{TEXT}\nNytt nummer: 070-174 06 41.")
    shown = wall(office, cast, item, digests)
    assert shown.text == f"{TEXT}\n{LEFT_OUT}"
    assert len(shown.left_out) == 1


def test_a_decision_and_a_title_stay_out_too(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    code = view.line.code
    added = meetings.add_agenda_item(
        office, cast.coordinator, code=code, title=f"Ring {NUMBER}", duration=5
    )
    for text in (f"Numret blir {NUMBER}.", "Mallen gäller från januari."):
        minutes.add_decision(office, cast.coordinator, item_id=added.id, text=text)
    shown = minutes.note_in_room(office, cast.coordinator, code=code, item_id=added.id)
    assert shown.title == LEFT_OUT
    assert [one.text for one in shown.decisions] == [LEFT_OUT, "Mallen gäller från januari."]
    assert len(shown.left_out) == 2


def test_a_press_shows_no_marked_paragraph(office: Office, cast: Cast) -> None:
    view = begun(office, cast.coordinator)
    item = view.line.code, item_of(view, 4)
    note(office, cast.coordinator, item[1], f"Läget.\n[internt] Numret är {NUMBER}.")
    digests = minutes.show_in_room(office, cast.coordinator, code=item[0], item_id=item[1])
    assert digests == frozenset()
    assert wall(office, cast, item, digests).text == f"Läget.\n\n{LEFT_OUT}"


def test_an_item_of_nowhere_is_not_found(office: Office, cast: Cast, item: tuple[str, int]) -> None:
    with pytest.raises(NotFound):
        wall(office, cast, (item[0], 999_999))
    with pytest.raises(NotFound):
        minutes.show_in_room(office, cast.outsider, code=item[0], item_id=item[1])
