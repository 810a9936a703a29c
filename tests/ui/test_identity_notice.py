"""The identity guard on pages: a quiet mark beside a text, a question before it goes out."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.minutes.rules import MinutesEvent
from coordinator.minutes.views import MinutesState, MinutesView, ParagraphMark
from tests.ui.conftest import Desk
from tests.ui.run import html, press_key

BEFORE, AFTER = "HT2026-2", "HT2026-1"
NUMBER = "070-174 06 40"
LABEL = "Kan peka ut någon"


def marks(page: AppTest) -> list[str]:
    """Labels of what opens in place."""
    return [box.proto.popover.label for box in page.get("popover")]


def record(desk: Desk) -> MinutesView:
    return minutes.minutes(desk.office, desk.actor, code=AFTER)


def begin(desk: Desk) -> tuple[AppTest, int]:
    view = meetings.meeting(desk.office, desk.actor, code=BEFORE)
    view = meetings.start(desk.office, desk.actor, code=BEFORE, version=view.line.version)
    return desk.open("meetings", meeting=BEFORE), view.agenda[0].id


def draft(desk: Desk, text: str) -> MinutesView:
    """The example's latest notes, back in draft with this text under item 4."""
    view = minutes.advance(
        desk.office,
        desk.actor,
        code=AFTER,
        version=record(desk).version,
        event=MinutesEvent.WITHDRAW,
    )
    item = view.notes[3]
    minutes.save_note(
        desk.office,
        desk.actor,
        item_id=item.agenda_item_id,
        text=text,
        base_version=item.version,
    )
    return record(desk)


def test_a_saved_phone_number_gets_a_mark_and_hinders_nothing(desk: Desk) -> None:
    page, item = begin(desk)
    assert LABEL not in marks(page)
    page.text_area(key=f"note_{item}").set_value(f"Hon nås på {NUMBER}.")
    page = page.run()
    assert not page.exception
    assert minutes.open_note(desk.office, desk.actor, item_id=item).text == f"Hon nås på {NUMBER}."
    assert LABEL in marks(page)
    assert "någons telefonnummer" in html(page)
    assert "Hon nås på …" in html(page)


def test_the_projector_has_a_dot_and_not_a_word(desk: Desk) -> None:
    page, item = begin(desk)
    page.text_area(key=f"note_{item}").set_value(f"Hon nås på {NUMBER}.\n\n[internt] Bara vi.")
    page.run()
    room = desk.open("meetings", meeting=BEFORE, room="1")
    shown = html(room)
    assert "guard-dot" in shown
    assert "telefonnummer" not in shown
    assert LABEL not in marks(room)
    assert "Bara vi" not in shown
    assert "[stycke som inte visas här]" in shown


def test_a_paragraph_is_marked_by_choice_and_shown_with_a_chip(desk: Desk) -> None:
    page, item = begin(desk)
    page.text_area(key=f"note_{item}").set_value("Ett.\nTvå.")
    page = page.run()
    stored = minutes.open_note(desk.office, desk.actor, item_id=item)
    page.session_state[f"marking_{item}"] = True  # opened
    page = page.run()
    page.selectbox(key=f"marking_{item}_{stored.version}_1").set_value(ParagraphMark.INTERNAL)
    page = page.run()
    assert not page.exception
    stored = minutes.open_note(desk.office, desk.actor, item_id=item)
    assert stored.text == "Ett.\n[internt] Två."
    assert page.text_area(key=f"note_{item}").value == stored.text


def test_notes_are_read_with_chips_instead_of_brackets(desk: Desk) -> None:
    draft(desk, "Ett.\n[internt] Två.\n[prövas] Tre.")
    shown = html(desk.open("meetings", meeting=AFTER))
    assert "[internt]" not in shown
    assert "Prövas före utlämnande" in shown


def test_the_question_names_each_place_and_wants_a_reason(desk: Desk) -> None:
    view = draft(desk, f"Hon nås på {NUMBER}.")
    page = press_key(desk.open("meetings", meeting=AFTER), "do_minutes_step")
    key = f"step_{AFTER}_{view.version}"
    go = page.button(key=f"do_confirm_{key}")
    assert go.label == "Lägg ut på synpunkter ändå"
    assert "punkt 4: telefonnummer, om en enskild person" in html(page)
    page = press_key(page, f"do_confirm_{key}")
    assert record(desk).state is MinutesState.DRAFT
    assert "Skriv först varför." in [error.value for error in page.error]
    page.text_input(key=f"why_{key}").set_value("Numret är en växel.")
    page = press_key(page, f"do_confirm_{key}")
    assert not page.exception
    assert record(desk).state is MinutesState.CIRCULATED


def test_the_question_leads_to_the_place_that_is_to_be_rewritten(desk: Desk) -> None:
    view = draft(desk, f"Hon nås på {NUMBER}.")
    item = view.notes[3].agenda_item_id
    page = press_key(desk.open("meetings", meeting=AFTER), "do_minutes_step")
    page = press_key(page, f"rewrite_note_{item}")
    assert page.text_area(key=f"note_{item}").value == f"Hon nås på {NUMBER}."
    assert not [key for key in (b.key or "" for b in page.button) if key.startswith("do_confirm")]


def test_a_bracket_that_is_no_mark_is_asked_about_in_words(desk: Desk) -> None:
    view = draft(desk, "Ett.\n\n[inernt] Två.")
    page = press_key(desk.open("meetings", meeting=AFTER), "do_minutes_step")
    assert "En märkning kan vara felskriven:" in [warning.value for warning in page.warning]
    assert "punkt 4: hakparentes först i stycket" in html(page)
    key = f"step_{AFTER}_{view.version}"
    page.text_input(key=f"why_{key}").set_value("Stycket är öppet.")
    page = press_key(page, f"do_confirm_{key}")
    assert record(desk).state is MinutesState.CIRCULATED
