"""Planera and Hem ask for what can be done, and say nothing that nobody knows."""

from __future__ import annotations

from datetime import date

from coordinator.core import dates
from coordinator.installation import usecases as installation
from coordinator.meetings import usecases as meetings
from coordinator.planning import usecases as planning
from tests.ui.conftest import Desk
from tests.ui.run import html, press, press_key, words


def test_an_empty_group_is_asked_for_people_on_hem_and_in_planera(desk: Desk) -> None:
    slug = installation.start_group(
        desk.office, desk.actor, name="Barnhusgruppen", municipality="Andraby"
    )
    home = desk.open("home", group=slug)
    assert home.title[0].value == "Det finns ingen att kalla ännu."
    home = press(home, "Lägg till person")
    assert not home.exception
    plan = desk.open("meetings", group=slug, plan="VT2027")
    assert "Det finns ingen att kalla ännu." in words(plan)
    assert "add=1" in html(plan)
    assert "brukar kunna" not in words(plan)


def test_a_booking_can_be_undone_at_once_and_from_the_meetings_page(desk: Desk) -> None:
    page = press_key(desk.open("meetings", plan="VT2027"), "do_book")
    assert not page.exception
    listed = desk.open("meetings", year="2027")
    before = len(meetings.list_meetings(desk.office, desk.actor, year=2027).meetings)
    assert before == 2
    listed.session_state["just_booked"] = ("VT2027-1", "VT2027-2")
    listed = listed.run()
    assert "2 möten bokades nyss, och ingen har fått besked." in words(listed)
    listed = press(listed, "Ångra bokningarna")
    assert not listed.exception
    assert meetings.list_meetings(desk.office, desk.actor, year=2027).meetings == ()


def test_one_booking_is_undone_on_its_own_page_after_a_question(desk: Desk) -> None:
    press_key(desk.open("meetings", plan="VT2027"), "do_book")
    page = desk.open("meetings", meeting="VT2027-2", tab="invitation")
    page = press(page, "Ångra bokningen")
    assert "Ingen har fått besked" in words(page)
    page = press_key(page, "do_confirm_just_booked_VT2027-2")
    assert not page.exception
    found = meetings.list_meetings(desk.office, desk.actor, year=2027).meetings
    assert [line.code for line in found] == ["VT2027-1"]


def test_a_day_that_was_chosen_is_ticked_when_the_group_is_asked(desk: Desk) -> None:
    page = desk.open("meetings", plan="VT2027")
    key = "plan_day_VT2027_0"
    options = planning.term_plan(desk.office, desk.actor, term_code="VT2027").plan.alternatives[0]
    first = desk.open("meetings", ask="VT2027")
    usual = {box.label for box in first.checkbox if box.value}
    other = next(
        one.day
        for one in options
        if not any(label.startswith(dates.short_day(one.day)) for label in usual)
    )
    page.session_state[key] = other
    page = press_key(page.run(), "ask_group")
    ticked = [box.label for box in page.checkbox if box.value]
    assert any(label.startswith(dates.short_day(other)) for label in ticked), (other, ticked)


def test_a_day_picked_by_hand_is_ticked_when_the_group_is_asked(desk: Desk) -> None:
    page = desk.open("meetings", plan="VT2027")
    page.session_state["by_hand_box"] = True
    page = page.run()
    page.date_input(key="by_hand_VT2027_day").set_value(date(2027, 3, 11))
    page = page.run()
    page = press_key(page, "ask_group")
    ticked = [box.label for box in page.checkbox if box.value]
    assert any(box.startswith("tors 11 mars") for box in ticked), ticked


def test_a_day_added_to_the_question_by_hand_is_ticked(desk: Desk) -> None:
    page = desk.open("meetings", ask="VT2027")
    page.session_state["poll_new_VT2027_box"] = True
    page = page.run()
    page.date_input(key="poll_new_VT2027_hand_day").set_value(date(2027, 3, 11))
    page = page.run()
    page = press(page, "Lägg till dagen")
    ticked = [box.label for box in page.checkbox if box.value]
    assert any(box.startswith("tors 11 mars") for box in ticked), ticked


def test_nothing_is_said_of_who_can_come_where_nothing_is_known(desk: Desk) -> None:
    shown = words(desk.open("meetings", plan="VT2027"))
    assert "brukar kunna" not in shown


def test_a_tab_that_sends_or_collects_nothing_says_what_can_be_done(desk: Desk) -> None:
    page = desk.open("meetings", meeting="HT2026-2", tab="situations")
    assert "Lägesbilder samlas inte in skriftligt." in [header.value for header in page.header]
    assert "under punkt 4" in words(page)
    code = desk.open("meetings", plan="VT2027")
    press_key(code, "do_book")
    page = desk.open("meetings", meeting="VT2027-1", tab="invitation")
    assert "Kallelser skickas inte härifrån." in words(page)
