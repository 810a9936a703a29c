"""The meeting page while the meeting runs: writing, deciding, who is here, moving on, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.meetings import usecases as meetings
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.meetings.views import MeetingView
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from tests.minutes.helpers import taken
from tests.statements import count_statements
from tests.ui.conftest import Desk
from tests.ui.run import html, press_key, primaries, words

CODE = "HT2026-2"
MOST = 15  # SQL statements of one run


def view(desk: Desk) -> MeetingView:
    return meetings.meeting(desk.office, desk.actor, code=CODE)


@pytest.fixture
def page(desk: Desk) -> AppTest:
    """The page just after the meeting has started: item 1 is open."""
    planned = view(desk)
    meetings.start(desk.office, desk.actor, code=CODE, version=planned.line.version)
    return desk.open("meetings", meeting=CODE)


def item(desk: Desk, number: int) -> int:
    return next(each.id for each in view(desk).agenda if each.number == number)


def stored(desk: Desk, number: int) -> str:
    return minutes.open_note(desk.office, desk.actor, item_id=item(desk, number)).text


def colleague(desk: Desk) -> Actor:
    """Another coordinator, who writes the same notes."""
    rows = [row for agency in view(desk).presence for row in agency.rows]
    return replace(desk.actor, person_id=next(row.person_id for row in rows if row.person_id))


def save(desk: Desk, actor: Actor, number: int, text: str) -> None:
    known = minutes.open_note(desk.office, actor, item_id=item(desk, number))
    minutes.save_note(
        desk.office, actor, item_id=item(desk, number), text=text, base_version=known.version
    )


def note(page: AppTest, desk: Desk, number: int) -> str:
    return str(page.text_area(key=f"note_{item(desk, number)}").value)


def type_in(page: AppTest, desk: Desk, number: int, text: str) -> AppTest:
    page.text_area(key=f"note_{item(desk, number)}").set_value(text)
    return page.run()


def go_to(page: AppTest, number: int) -> AppTest:
    page.button_group(key=f"go_to_{CODE}").set_value(number)
    return page.run()


def submit(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


# Writing ------------------------------------------------------------------------------------------


def test_the_agenda_stands_beside_the_first_item_and_one_button_is_filled(
    page: AppTest, desk: Desk
) -> None:
    assert not page.exception
    assert primaries(page) == ["Avsluta mötet"]
    titles = [header.value.replace("\\", "") for header in page.header]
    assert "1. Mötets öppnande, närvaro och sekretesspåminnelse" in titles
    assert html(page).count("aria-current") == 1
    assert len([button for button in page.button if (button.key or "").startswith("tile_")]) == 12


def test_typed_text_is_saved_and_shown_as_saved(page: AppTest, desk: Desk) -> None:
    page = type_in(page, desk, 1, "Ordföranden hälsar välkommen.")
    assert not page.exception
    assert stored(desk, 1) == "Ordföranden hälsar välkommen."
    assert "Sparat 12.00" in html(page)
    page = type_in(page, desk, 1, "Ordföranden hälsar välkommen. Sekretess.")
    assert stored(desk, 1).endswith("Sekretess.")


def test_the_next_item_waits_for_the_words_of_this_one(page: AppTest, desk: Desk) -> None:
    page.text_area(key=f"note_{item(desk, 1)}").set_value("Sista orden.")
    page = press_key(page, "b_next")
    assert stored(desk, 1) == "Sista orden."
    assert note(page, desk, 2) == ""
    current = view(desk).current_item
    assert current is not None
    assert current.number == 2
    page = go_to(page, 1)
    assert note(page, desk, 1) == "Sista orden."


def test_an_untouched_field_follows_what_a_colleague_saves(page: AppTest, desk: Desk) -> None:
    save(desk, colleague(desk), 1, "Kollegans text.")
    page = page.run()
    assert note(page, desk, 1) == "Kollegans text."


def test_two_texts_stand_side_by_side_until_one_is_chosen(page: AppTest, desk: Desk) -> None:
    save(desk, colleague(desk), 1, "Kollegans text.")
    page = type_in(page, desk, 1, "Min text.")
    assert note(page, desk, 1) == "Min text."
    assert "Kollegans text." in html(page)
    assert "Någon annan sparade" in page.warning[0].value
    page = press_key(page, "b_next")  # nobody is carried on past a choice
    assert note(page, desk, 1) == "Min text."
    again = desk.open("meetings", meeting=CODE)  # nor does leaving the page lose it
    assert note(again, desk, 1) == "Min text."
    again = press_key(again, f"mine_{item(desk, 1)}")
    assert stored(desk, 1) == "Min text."
    assert not again.warning


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("mine", "Min text."),
        ("theirs", "Kollegans text."),
        ("both", "Kollegans text.\n\nMin text."),
    ],
)
def test_there_are_three_ways_out_of_a_conflict(
    page: AppTest, desk: Desk, way: str, text: str
) -> None:
    save(desk, colleague(desk), 1, "Kollegans text.")
    page = type_in(page, desk, 1, "Min text.")
    page = press_key(page, f"{way}_{item(desk, 1)}")
    assert stored(desk, 1) == text
    assert note(page, desk, 1) == text
    assert not page.warning
    page = type_in(page, desk, 1, f"{text} Mer.")
    assert stored(desk, 1) == f"{text} Mer."


def test_two_tabs_of_one_person_do_not_overwrite_each_other(page: AppTest, desk: Desk) -> None:
    other = desk.open("meetings", meeting=CODE)
    page = type_in(page, desk, 1, "Från första fliken.")
    other = other.run()
    assert note(other, desk, 1) == "Från första fliken."
    page = type_in(page, desk, 1, "Från första fliken, mer.")
    other = type_in(other, desk, 1, "Från andra fliken.")
    assert stored(desk, 1) == "Från första fliken, mer."
    assert other.warning


def test_text_with_signs_of_markup_is_shown_as_typed(page: AppTest, desk: Desk) -> None:
    minutes.add_decision(
        desk.office, desk.actor, item_id=item(desk, 1), text="<b>Nej</b> till *allt*"
    )
    page = page.run()
    assert "&lt;b&gt;Nej&lt;/b&gt; till *allt*" in html(page)


# Decisions, action points, information actions ----------------------------------------------------


def test_a_decision_is_saved_with_its_number(page: AppTest, desk: Desk) -> None:
    page = press_key(page, "b_decision")
    next(area for area in page.text_area if area.label == "Vad beslutas?").set_value(
        "Vi ses i maj."
    )
    page = submit(page, "Spara beslutet")
    assert not page.exception
    assert "HT2026-2 § 1 är sparat." in page.success[0].value
    assert "Beslut § 1" in html(page)
    assert not any(area.label == "Vad beslutas?" for area in page.text_area)


def test_a_decision_can_be_reworded_and_withdrawn(page: AppTest, desk: Desk) -> None:
    made = minutes.add_decision(desk.office, desk.actor, item_id=item(desk, 1), text="I maj.")
    page = page.run()
    key = f"decision_{made.id}_{made.version}"
    page.text_area(key=f"{key}_text").set_value("I juni.")
    page = press_key(page, f"decision_{made.id}_save")
    (decision,) = minutes.minutes(desk.office, desk.actor, code=CODE).notes[0].decisions
    assert (decision.text, decision.number) == ("I juni.", 1)
    page = press_key(page, f"decision_{made.id}_gone")
    assert "Återtaget § 1" in html(page)
    assert "HT2026-2 § 1 är återtaget" in page.success[0].value


def test_an_action_point_is_due_in_thirty_days_when_no_meeting_follows(
    page: AppTest, desk: Desk
) -> None:
    page = press_key(page, "b_action")
    next(area for area in page.text_area if area.label == "Vad ska göras?").set_value("Boka lokal")
    page = submit(page, "Spara åtgärden")
    (point,) = actions.points_of_meeting(desk.office, desk.actor, code=CODE)
    assert (point.text, point.item_number) == ("Boka lokal", 1)
    assert point.due_day == date(2026, 12, 22)
    assert "AP-2026-11" in html(page)


def test_item_three_lists_the_open_points_and_closes_one_with_its_result(
    page: AppTest, desk: Desk
) -> None:
    page = go_to(page, 3)
    assert "9 öppna åtgärder, 6 försenade" in [header.value for header in page.header]
    first = actions.action_points(desk.office, desk.actor).points[0]
    key = f"close_{first.id}"
    page = press_key(page, f"{key}_go")
    assert page.error
    page.text_input(key=f"{key}_{first.version}_result").set_value("Rutinen används.")
    page = press_key(page, f"{key}_go")
    closed = actions.action_point(desk.office, desk.actor, point_id=first.id)
    assert (closed.result, closed.closed_meeting_code) == ("Rutinen används.", CODE)
    assert "8 öppna åtgärder, 5 försenade" in [header.value for header in page.header]


def test_item_six_can_plan_an_information_action(page: AppTest, desk: Desk) -> None:
    assert "b_information" not in [button.key for button in page.button]
    page = go_to(page, 6)
    page = press_key(page, "b_information")
    next(field for field in page.text_input if field.label == "Namn").set_value("Orange Day 2027")
    page = submit(page, "Spara insatsen")
    assert "INFO-19" in page.success[0].value
    planned = actions.information_actions(desk.office, desk.actor).actions[0]
    assert (planned.title, planned.meeting_code) == ("Orange Day 2027", CODE)
    assert "INFO-19" in html(page)
    assert "Orange Day 2027" in html(page)
    page = go_to(page, 7)
    assert "Orange Day 2027" not in html(page)
    meetings.close(desk.office, desk.actor, code=CODE, version=view(desk).line.version)
    assert "Orange Day 2027" in html(page.run())


def test_an_item_can_be_added_at_the_table(page: AppTest, desk: Desk) -> None:
    page.session_state["agenda_item_table_9_box"] = True
    page = page.run()
    page.text_input(key="new_item_ht2026-2_title").set_value("Ny fråga")
    page = press_key(page, "agenda_item_table_9_save")
    titles = [each.title for each in view(desk).agenda]
    assert titles[-3:] == ["Ny fråga", "Övriga frågor", "Nästa möte och avslutning"]


# Who is here --------------------------------------------------------------------------------------


def test_a_pressed_tile_turns_and_turns_back(page: AppTest, desk: Desk) -> None:
    clinic = next(
        agency for agency in view(desk).presence if agency.agency_name == "Ungdomsmottagningen"
    )
    for expected in (
        Outcome.PRESENT,
        Outcome.SUBSTITUTE,
        Outcome.APOLOGIES,
        Outcome.EXPECTED,
    ):
        page = press_key(page, f"tile_{clinic.agency_id}")
        after = next(one for one in view(desk).presence if one.agency_id == clinic.agency_id)
        assert after.outcome is expected


def test_two_pages_that_mark_one_arrival_leave_her_here(page: AppTest, desk: Desk) -> None:
    other = desk.open("meetings", meeting=CODE)
    clinic = next(one for one in view(desk).presence if one.agency_name == "Ungdomsmottagningen")
    page = press_key(page, f"tile_{clinic.agency_id}")
    other = press_key(other, f"tile_{clinic.agency_id}")  # drawn before the first press
    assert not [*other.error, *other.warning]
    after = next(one for one in view(desk).presence if one.agency_id == clinic.agency_id)
    assert after.outcome is Outcome.PRESENT


def test_an_old_tile_says_what_somebody_else_has_recorded(page: AppTest, desk: Desk) -> None:
    clinic = next(one for one in view(desk).presence if one.agency_name == "Ungdomsmottagningen")
    meetings.set_outcome(
        desk.office,
        desk.actor,
        code=CODE,
        row_id=clinic.rows[0].id,
        outcome=Outcome.APOLOGIES,
    )
    page = press_key(page, f"tile_{clinic.agency_id}")
    assert "Någon annan har nyss ändrat närvaron för Ungdomsmottagningen" in words(page)
    assert "Anmält förhinder" in page.button(key=f"tile_{clinic.agency_id}").label
    page = press_key(page, f"tile_{clinic.agency_id}")  # now it is known
    after = next(one for one in view(desk).presence if one.agency_id == clinic.agency_id)
    assert after.outcome is Outcome.PRESENT


def test_a_page_from_before_the_approval_presses_no_tile(page: AppTest, desk: Desk) -> None:
    clinic = next(one for one in view(desk).presence if one.agency_name == "Ungdomsmottagningen")
    meetings.close(desk.office, desk.actor, code=CODE, version=view(desk).line.version)
    taken(desk.office, desk.actor, CODE, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    before = view(desk)
    page = press_key(page, f"tile_{clinic.agency_id}")
    assert "Mötets anteckningar är justerade." in page.error[0].value
    assert view(desk) == before
    assert not [button for button in page.button if (button.key or "").startswith("tile_")]


def test_everybody_who_said_yes_is_marked_in_one_press(page: AppTest, desk: Desk) -> None:
    page = press_key(page, "all_confirmed")
    assert view(desk).represented == 7
    assert "7 av 12 här" in html(page)


def opened(page: AppTest) -> AppTest:
    """The page with "Who came?" unfolded."""
    page.session_state["who_came"] = True
    return page.run()


def test_a_substitute_comes_for_a_person_and_goes_again(page: AppTest, desk: Desk) -> None:
    page = opened(page)
    row = next(
        row
        for agency in view(desk).presence
        for row in agency.rows
        if row.person_name == "Gunilla Provsten"
    )
    key = f"outcome_{row.id}"
    for choice, outcomes in (
        ("substitute:0", [Outcome.APOLOGIES, Outcome.SUBSTITUTE]),
        ("apologies", [Outcome.APOLOGIES]),
        ("absent", [Outcome.ABSENT]),
        ("present", [Outcome.PRESENT]),
    ):
        page.selectbox(key=key).set_value(choice)
        page = opened(page)
        assert not page.exception
        after = next(one for one in view(desk).presence if one.agency_id == row.agency_id)
        assert [each.outcome for each in after.rows] == outcomes
        assert page.selectbox(key=key).value == choice


def test_a_protected_person_has_no_name_among_those_who_came(page: AppTest, desk: Desk) -> None:
    page = opened(page)
    labels = [box.label.replace("\u00ad", "") for box in page.selectbox]
    assert "Representant, Kvinnojouren Exempel" in labels


def test_a_guest_agency_is_added_when_it_is_here(page: AppTest, desk: Desk) -> None:
    page = opened(page)
    box = page.selectbox(key="add_guest")
    box.set_value(box.options[0])
    page = opened(page)
    assert [row.outcome for row in view(desk).guests] == [Outcome.PRESENT]


# Moving on and closing ----------------------------------------------------------------------------


def test_closing_asks_about_the_next_date_and_loose_points_only(page: AppTest, desk: Desk) -> None:
    actions.add_action_point(desk.office, desk.actor, text="Utan ägare", meeting_code=CODE)
    page = press_key(page, "do_close_meeting")
    asked = html(page)
    assert "Nästa datum är inte bestämt än." in asked
    assert "1 åtgärd saknar verksamhet eller dag: AP-2026-11." in asked
    page = press_key(page, f"do_confirm_close_{CODE}")
    assert view(desk).line.state is MeetingState.HELD
    assert primaries(page) == ["Lägg ut på synpunkter"]


def test_the_room_sees_note_and_decisions_but_nobodys_answer(page: AppTest, desk: Desk) -> None:
    save(desk, desk.actor, 1, "Syns i rummet.")
    minutes.add_decision(desk.office, desk.actor, item_id=item(desk, 1), text="Beslutat.")
    room = desk.open("meetings", meeting=CODE, room="1")
    assert not room.exception
    shown = html(room)
    assert "Syns i rummet." in shown
    assert "Beslutat." in shown
    assert "@example.se" not in shown
    assert "Inte här" not in shown
    assert not [button for button in room.button if (button.key or "").startswith("tile_")]


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_run_takes_few_statements(page: AppTest, desk: Desk, number: int) -> None:
    page = go_to(page, number)
    page = press_key(page, "b_action")
    with count_statements(desk.office.database) as seen:
        page.run()
    assert len(seen) <= MOST, "\n".join(seen)
