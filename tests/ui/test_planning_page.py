"""Planera: absences and hours off change the proposals at once; hosts take turns."""

from __future__ import annotations

from datetime import date, time

from streamlit.testing.v1 import AppTest

from coordinator.core import dates
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import NewMeeting
from coordinator.planning import usecases as planning
from coordinator.planning.off_hours import read_off
from coordinator.planning.priorities import Priorities
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.terms.views import ClosedDay, Effect, NewClosedDay, Recurrence, Rhythm
from tests.meetings.helpers import at
from tests.ui.conftest import Desk
from tests.ui.run import press, primaries, said, words

USUAL = Priorities()
TERM = {"plan": "VT2027"}


def open_box(page: AppTest, key: str) -> AppTest:
    page.session_state[key] = True
    return page.run()


def police(desk: Desk) -> int:
    return next(a.id for a in roster.agencies(desk.office, desk.actor) if a.name == "Polisen")


def absent_on_wednesdays(page: AppTest, agency_id: int) -> AppTest:
    page = open_box(page, "absence_box")
    page.selectbox(key="absence_VT2027_agency").set_value(agency_id)
    page.selectbox(key="absence_VT2027_weekday").set_value(2)
    return press(page, "Lägg till frånvaron")


def chosen(page: AppTest) -> list[date]:
    return [page.session_state[f"plan_day_VT2027_{place}"] for place in range(2)]


def test_a_staff_day_of_the_police_moves_the_proposals_at_once(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    assert "brukar kunna" not in words(page)  # nobody has said anything yet
    assert [day.weekday() for day in chosen(page)] == [2, 2]
    page = absent_on_wednesdays(page, police(desk))
    assert not page.exception
    assert "Personaldag är sparad" in said(page)
    assert 2 not in {day.weekday() for day in chosen(page)}
    assert "Polisen: Personaldag" in words(page)
    assert "12 av 12 verksamheter brukar kunna" in words(page)
    assert primaries(page) == ["Boka båda datumen"]
    own = [day for day in of_term(desk) if day.agency_id]
    assert [day.repeats for day in own] == [Recurrence(Rhythm.WEEKLY, 2)]
    page.button(key=f"absence_remove_{own[0].id}").click()
    page.run()
    assert [day.weekday() for day in chosen(page)] == [2, 2]


def of_term(desk: Desk) -> list[ClosedDay]:
    found = terms.closed_days(
        desk.office, desk.actor, first=date(2027, 1, 7), last=date(2027, 6, 18)
    )
    return [day for day in found if day.id is not None]


def test_a_day_that_was_pressed_stays_when_others_change(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    other = date(2027, 2, 17)
    page.button_group(key="plan_day_VT2027_0").set_value(other).run()
    page = open_box(page, "absence_box")
    page.selectbox(key="absence_VT2027_agency").set_value(police(desk))
    page.selectbox(key="absence_VT2027_weekday").set_value(1)
    page = press(page, "Lägg till frånvaron")
    assert chosen(page)[0] == other


def test_an_absence_that_cannot_be_is_refused_above_the_page(desk: Desk) -> None:
    page = open_box(desk.open("meetings", **TERM), "absence_box")
    page.date_input(key="absence_VT2027_last").set_value(date(2026, 1, 1))
    page = press(page, "Lägg till frånvaron")
    assert "Sista dagen ligger före första dagen" in said(page)
    assert of_term(desk) == []


def test_a_browser_that_is_slow_to_draw_answers_with_the_usual_weekdays(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    drawn = page.button_group(key="plan_conditions_weekdays_VT2027")
    assert [drawn.options[place] for place in drawn.proto.default] == ["tis", "ons", "tors"]
    for place, day in enumerate(chosen(page)):
        drawn = page.button_group(key=f"plan_day_VT2027_{place}")
        assert [drawn.options[one] for one in drawn.proto.default] == [dates.short_day(day)]


def test_thursday_mornings_are_turned_off_with_one_press(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    page.button_group(key="plan_conditions_weekdays_VT2027").set_value([3]).run()
    page.time_input(key="plan_conditions_start_VT2027").set_value(time(9)).run()
    assert "09.00–11.00" in words(page)
    page.button_group(key="plan_conditions_off_VT2027").set_value(["thu-am"]).run()
    assert not page.exception
    assert "09.00–11.00" not in words(page)
    assert "12.00–14.00" in words(page)


def test_when_nothing_fits_the_smallest_change_is_said_and_can_be_made(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    page.button_group(key="plan_conditions_weekdays_VT2027").set_value([3]).run()
    page.button_group(key="plan_conditions_off_VT2027").set_value(["thu-am", "thu-pm"]).run()
    assert not page.exception
    assert "Minsta ändringen som hjälper: tillåt måndagar." in words(page)
    page.button_group(key="plan_conditions_weekdays_VT2027").set_value([0]).run()
    assert {day.weekday() for day in chosen(page)} == {0}


def test_hours_the_group_has_settled_are_off_from_the_start(desk: Desk) -> None:
    planning.change_planning_settings(
        desk.office,
        desk.actor,
        version=0,
        priorities=Priorities(),
        off=read_off("wed thu"),
        required=(),
    )
    page = desk.open("meetings", **TERM)
    assert {day.weekday() for day in chosen(page)} == {1}


def test_every_proposal_stands_with_its_reasons_and_one_press_takes_it(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    shown = words(page)
    assert "Onsdag 10 februari, v. 6: ingen stängd dag, 14 veckor till nästa." in shown
    found = planning.term_plan(desk.office, desk.actor, term_code="VT2027")
    page.button(key="take_3").click()
    page.run()
    assert chosen(page) == [meeting.day for meeting in found.plan.proposals[3].meetings]


def test_hosts_take_turns_and_are_booked_with_the_dates(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    hosts = [page.selectbox(key=f"plan_host_VT2027_{place}") for place in range(2)]
    turns = planning.term_plan(desk.office, desk.actor, term_code="VT2027").hosts
    assert [box.value for box in hosts] == [turns[0].id, turns[1].id]
    assert "Kvinnojouren Exempel" not in {str(option) for option in hosts[0].options}
    hosts[1].set_value(0).run()
    press(page, "Boka båda datumen")
    lines = meetings.list_meetings(desk.office, desk.actor, year=2027).meetings
    assert [line.host_agency_id for line in lines] == [turns[0].id, None]


def test_an_agency_that_is_away_is_not_suggested_as_host(desk: Desk) -> None:
    turn = planning.term_plan(desk.office, desk.actor, term_code="VT2027").hosts[0]
    for weekday in range(5):
        terms.add_closed_day(
            desk.office,
            desk.actor,
            new=NewClosedDay(
                name="Flytt",
                first_day=date(2027, 1, 7),
                last_day=date(2027, 6, 18),
                agency_id=turn.id,
                effect=Effect.WARN,
                repeats=Recurrence(Rhythm.WEEKLY, weekday),
            ),
        )
    page = desk.open("meetings", **TERM)
    values = {page.selectbox(key=f"plan_host_VT2027_{place}").value for place in range(2)}
    assert turn.id not in values


def test_the_year_has_its_hosts_its_sum_and_a_sentence_to_copy(desk: Desk) -> None:
    shown = words(desk.open("meetings"))
    assert "värd: Polisen" in shown
    assert "VT2026: 2 av 2 möten · HT2026: 2 av 2 möten" in shown
    assert "Samverkansgruppen 2026: ons 4 feb (v. 6) kl. 13.30–15.30, ons 6 maj" in shown


def test_a_day_on_which_two_agencies_are_away_is_one_question(desk: Desk) -> None:
    for name in ("Polisen", "Akutmottagningen"):
        terms.add_closed_day(
            desk.office,
            desk.actor,
            new=NewClosedDay(
                name="Personaldag",
                first_day=date(2027, 2, 11),
                last_day=date(2027, 2, 11),
                agency_id=next(
                    a.id for a in roster.agencies(desk.office, desk.actor) if a.name == name
                ),
            ),
        )
    page = open_box(desk.open("meetings", **TERM), "by_hand_box")
    page.date_input(key="by_hand_VT2027_day").set_value(date(2027, 2, 11)).run()
    assert not page.exception
    question = page.checkbox(key="by_hand_day-is-doubtful_VT2027_2027-02-11").label
    assert "Polisen: Personaldag" in question
    assert "Akutmottagningen: Personaldag" in question


# When nothing fits -------------------------------------------------------------------------------


def test_the_smallest_change_is_made_with_one_press(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    page.button_group(key="plan_conditions_weekdays_VT2027").set_value([3]).run()
    page.button_group(key="plan_conditions_off_VT2027").set_value(["thu-am", "thu-pm"]).run()
    assert "tillåt måndagar" in words(page)
    page = press(page, "Gör ändringen")
    assert not page.exception
    assert [day.weekday() for day in chosen(page)] == [0, 0]
    assert page.button_group(key="plan_conditions_weekdays_VT2027").value == [0, 3]
    assert "Gör ändringen" not in {button.label for button in page.button}


def test_hours_that_are_off_are_allowed_with_one_press(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    page.button_group(key="plan_conditions_weekdays_VT2027").set_value(list(range(5))).run()
    off = [f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri") for part in ("am", "pm")]
    page.button_group(key="plan_conditions_off_VT2027").set_value(off).run()
    assert "Minsta ändringen som hjälper: tillåt" in words(page)
    page = press(page, "Gör ändringen")
    assert not page.exception
    assert len(chosen(page)) == 2


def test_other_hours_that_somebody_rules_out_meanwhile_stand_in_the_open_page(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    planning.change_planning_settings(
        desk.office,
        desk.actor,
        version=0,
        priorities=Priorities(),
        off=read_off("tue-08:00-10:00"),
        required=(),
    )
    page.run()
    assert not page.exception
    assert len(chosen(page)) == 2


def test_wider_hours_are_allowed_with_one_press(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    page.selectbox(key="plan_conditions_duration_VT2027").set_value(180).run()
    off = "mon tue-09:00-16:00 wed-09:00-16:00 thu-09:00-16:00 fri"
    planning.change_planning_settings(
        desk.office, desk.actor, version=0, priorities=USUAL, off=read_off(off), required=()
    )
    page = desk.open("meetings", **TERM)
    assert "tillåt" in words(page)
    page = press(page, "Gör ändringen")
    assert not page.exception
    assert len(chosen(page)) == 2


def test_a_span_the_group_has_closed_asks_first_after_one_press(desk: Desk) -> None:
    made = terms.add_closed_day(
        desk.office,
        desk.actor,
        new=NewClosedDay(
            name="Flytt",
            first_day=date(2027, 1, 7),
            last_day=date(2027, 6, 18),
            effect=Effect.BLOCK,
        ),
    )
    page = desk.open("meetings", **TERM)
    assert "Minsta ändringen som hjälper: tillåt möten under Flytt." in words(page)
    page = press(page, "Gör ändringen")
    assert not page.exception
    assert "Flytt" in said(page)
    assert [(day.id, day.effect) for day in of_term(desk)] == [(made.id, Effect.WARN)]
    assert len(chosen(page)) == 2


# What a group wishes from the start --------------------------------------------------------------


def test_whatever_hours_the_group_has_settled_stay_off_when_the_page_is_used(desk: Desk) -> None:
    planning.change_planning_settings(
        desk.office, desk.actor, version=0, priorities=USUAL, off=read_off("wed thu-08:00-17:00"),
        required=(),
    )  # fmt: skip
    page = desk.open("meetings", **TERM).run()
    page.selectbox(key="plan_conditions_duration_VT2027").set_value(90).run()
    assert not page.exception
    assert {day.weekday() for day in chosen(page)} == {1}


def test_a_start_outside_office_hours_is_kept(desk: Desk) -> None:
    page = desk.open("meetings", **TERM)
    page.time_input(key="plan_conditions_start_VT2027").set_value(time(16, 30)).run()
    assert not page.exception
    assert "16.30–18.30" in words(page)
    page.time_input(key="plan_conditions_start_VT2027").set_value(time(8)).run()
    assert "08.00–10.00" in words(page)


def test_a_booked_meeting_counts_as_the_next_one(desk: Desk) -> None:
    planning.book(
        desk.office,
        desk.actor,
        meetings=[NewMeeting(start=at("2027-05-11"), end=at("2027-05-11", "15:30"))],
    )
    shown = words(desk.open("meetings", **TERM))
    assert "Tisdag 9 februari, v. 6: ingen stängd dag, " in shown
    assert "13 veckor till nästa." in shown


def test_the_calendar_says_whose_school_breaks_are_estimates(desk: Desk) -> None:
    shown = words(desk.open("meetings", **TERM))
    assert "Skolloven är uppskattningar för Exempelköping, Norrby och Söderby." in shown


def test_one_day_is_left_out_of_an_agencys_absence(desk: Desk) -> None:
    page = absent_on_wednesdays(desk.open("meetings", **TERM), police(desk))
    (own,) = [day for day in of_term(desk) if day.agency_id]
    key = f"absence_out_{own.id}_{own.version}"
    page.date_input(key=key).set_value(date(2027, 2, 10)).run()
    page.button(key=f"{key}_go").click().run()
    assert not page.exception
    away = {day for each in of_term(desk) for day in each.days(each.first_day, each.last_day)}
    assert date(2027, 2, 10) not in away
    assert {date(2027, 2, 3), date(2027, 2, 17)} <= away
    assert chosen(page)[0] == date(2027, 2, 10)
