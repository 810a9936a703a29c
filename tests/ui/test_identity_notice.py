"""The identity guard on pages: a quiet notice beside a text, a question before it goes out."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent, MinutesState
from coordinator.minutes.views import MinutesView, ParagraphMark
from coordinator.trail import entry_in_words
from coordinator.trail import usecases as trail
from tests.ui.conftest import Desk
from tests.ui.run import html, press_key

BEFORE, AFTER = "HT2026-2", "HT2026-1"
NUMBER = "070-174 06 40"
LABEL = "Kan peka ut någon"


def notices(page: AppTest) -> list[str]:
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


def test_a_saved_phone_number_gets_a_notice_and_hinders_nothing(desk: Desk) -> None:
    page, item = begin(desk)
    assert LABEL not in notices(page)
    page.text_area(key=f"note_{item}").set_value(f"Hon nås på {NUMBER}.")
    page = page.run()
    assert not page.exception
    assert minutes.open_note(desk.office, desk.actor, item_id=item).text == f"Hon nås på {NUMBER}."
    assert LABEL in notices(page)
    assert "någons telefonnummer" in html(page)
    assert "Hon nås på …" in html(page)


def test_the_room_sees_neither_the_paragraph_nor_what_was_found_until_a_press(desk: Desk) -> None:
    page, item = begin(desk)
    page.text_area(key=f"note_{item}").set_value(
        f"Läget.\nHon nås på {NUMBER}.\n\n[internt] Bara vi."
    )
    page.run()
    room = desk.open("meetings", meeting=BEFORE, room="1")
    shown = html(room)
    assert NUMBER not in shown
    assert "Läget." in shown
    assert "[stycke som inte visas här]" in shown
    assert "telefonnummer" not in shown
    assert LABEL not in notices(room)
    assert "Bara vi" not in shown
    assert room.button(key="show_in_room").label == "Visa det som är utelämnat (1 ställe)"

    room = press_key(room, "show_in_room")
    assert not room.exception
    assert NUMBER in html(room)
    assert "Bara vi" not in html(room)
    assert "show_in_room" not in [button.key for button in room.button]
    (line,) = trail.trail_entries(desk.office, desk.actor, limit=1).lines
    assert entry_in_words.what(line) == "visade rummet det som var utelämnat"
    assert list(entry_in_words.changes(line)) == ["punkter: 1"]

    del room.query_params["room"]
    room.run()  # writes on, and comes back
    room.query_params["room"] = "1"
    assert NUMBER not in html(room.run())


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
    view = draft(desk, f"Hon ville inte flytta i fredags. Hon nås på {NUMBER}.")
    page = press_key(desk.open("meetings", meeting=AFTER), "do_minutes_step")
    key = f"step_{AFTER}_{view.version}"
    go = page.button(key=f"do_confirm_{key}")
    assert go.label == "Lägg ut på synpunkter ändå"
    assert "Punkt 4: telefonnummer, om en enskild person" in html(page)
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
    assert "Punkt 4: hakparentes först i stycket" in html(page)
    key = f"step_{AFTER}_{view.version}"
    page.text_input(key=f"why_{key}").set_value("Stycket är öppet.")
    page = press_key(page, f"do_confirm_{key}")
    assert record(desk).state is MinutesState.CIRCULATED


def test_what_only_may_be_about_one_person_goes_by_one_press(desk: Desk) -> None:
    view = draft(desk, "Hon ville inte flytta i fredags.")
    page = press_key(desk.open("meetings", meeting=AFTER), "do_minutes_step")
    key = f"step_{AFTER}_{view.version}"
    assert not [field for field in page.text_input if field.key == f"why_{key}"]
    asked = html(page).split("Läs ett ställe en gång till")[1]
    assert "Inget skäl behövs." in asked
    assert "Punkt 4" in asked
    assert "Hon ville" not in asked
    assert f"rewrite_note_{view.notes[3].agenda_item_id}" in [one.key for one in page.button]
    go = page.button(key=f"do_confirm_{key}")
    assert go.label == "Jag har läst det. Lägg ut på synpunkter ändå"
    page = press_key(page, f"do_confirm_{key}")
    assert not page.exception
    assert record(desk).state is MinutesState.CIRCULATED
