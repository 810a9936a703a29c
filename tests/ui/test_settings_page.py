"""Inställningar: the group, closed days and terms, roles, the backup."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Role
from coordinator.groups import usecases as groups
from coordinator.planning import usecases as planning
from coordinator.planning.priorities import Importance, Priorities
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.terms.views import (
    LAST,
    MORNING,
    ClosedDay,
    ClosedKind,
    Effect,
    Recurrence,
    Rhythm,
)
from tests.ui.conftest import Desk
from tests.ui.run import html, press, primaries, said, words


def tab(desk: Desk, name: str) -> AppTest:
    page = desk.open("settings")
    page.session_state["settings_tab"] = name
    return page.run()


def days(desk: Desk, year: int = 2026) -> dict[str, ClosedDay]:
    found = terms.closed_days(
        desk.office, desk.actor, first=date(year, 1, 1), last=date(year, 12, 31)
    )
    return {day.name: day for day in found}


def test_the_groups_own_settings_are_saved(desk: Desk) -> None:
    page = desk.open("settings")
    assert primaries(page) == ["Spara"]
    page.number_input(key="group_settings_1_quorum").set_value(6)
    page.selectbox(key="group_settings_1_heading").set_value("Protokoll")
    page = press(page, "Spara")
    assert not page.exception
    group = groups.group_settings(desk.office, desk.actor)
    assert (group.quorum_agencies, group.minutes_heading) == (6, "Protokoll")
    assert "Inställningarna är sparade" in said(page)


def test_a_group_without_a_name_is_refused_in_words(desk: Desk) -> None:
    page = desk.open("settings")
    page.text_input(key="group_settings_1_name").set_value("  ")
    page = press(page, "Spara")
    assert "Skriv gruppens och kommunens namn" in said(page) or page.error


def test_an_own_closed_day_is_added_and_removed(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    assert primaries(page) == ["Lägg till stängd dag"]
    page = press(page, "Lägg till stängd dag")
    assert primaries(page) == ["Spara dagen"]
    page.text_input(key="day_name").set_value("Personaldag")
    page.date_input(key="day_first").set_value(date(2026, 12, 4))
    page.date_input(key="day_last").set_value(date(2026, 12, 4))
    page.radio(key="day_effect").set_value(Effect.BLOCK)
    page = press(page, "Spara dagen")
    assert not page.exception
    own = days(desk)["Personaldag"]
    assert (own.kind, own.effect) == (ClosedKind.OWN_ABSENCE, Effect.BLOCK)
    page.button(key=f"remove_day_{own.id}").click()
    page = page.run()
    assert "Personaldag" not in days(desk)
    assert "Dagen är borttagen" in said(page)


def test_an_estimate_is_set_right_where_it_stands(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    at = next(
        button
        for button in page.button
        if button.label == "Ändra" and "Höstlov" in (button.help or "")
    )
    at.click()
    page = page.run()
    (name,) = [field for field in page.text_input if field.value == "Höstlov"]
    assert name.key is not None
    key = name.key.removesuffix("_name")
    page.date_input(key=f"{key}_first").set_value(date(2026, 11, 2))
    page.date_input(key=f"{key}_last").set_value(date(2026, 11, 6))
    page = press(page, "Spara dagen")
    assert not page.exception
    assert days(desk)["Höstlov"].first_day == date(2026, 11, 2)


def test_a_day_that_ends_before_it_starts_is_refused_in_words(desk: Desk) -> None:
    page = press(tab(desk, "Stängda dagar"), "Lägg till stängd dag")
    page.text_input(key="day_name").set_value("Baklänges")
    page.date_input(key="day_first").set_value(date(2026, 12, 4))
    page.date_input(key="day_last").set_value(date(2026, 12, 1))
    page = press(page, "Spara dagen")
    assert "Sista dagen ligger före första dagen" in said(page)
    assert page.text_input(key="day_name").value == "Baklänges"
    page = press(page, "Låt bli")
    assert primaries(page) == ["Lägg till stängd dag"]
    assert "Baklänges" not in days(desk)


def test_another_year_shows_its_days(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    page.get("button_group")[0].set_value(2027)  # type: ignore[union-attr]
    page = page.run()
    assert "22 feb" in html(page)


def test_a_terms_days_are_set_and_odd_ones_refused(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    page.selectbox(key="term_code").set_value("VT2027").run()
    page.date_input(key="term_VT2027_first").set_value(date(2027, 8, 11))
    page = press(page, "Spara terminen")
    assert page.error
    page.date_input(key="term_VT2027_first").set_value(date(2027, 1, 11))
    page = press(page, "Spara terminen")
    assert not page.exception
    term = terms.term(desk.office, desk.actor, code="VT2027")
    assert (term.first_day, term.version) == (date(2027, 1, 11), 1)


def grants(desk: Desk) -> set[tuple[str, Role]]:
    held = groups.role_grants(desk.office, desk.actor)
    names = roster.names(desk.office, desk.actor, person_ids={one.person_id for one in held})
    return {(names[one.person_id], one.role) for one in held}


def person_id(desk: Desk, name: str) -> int:
    view = roster.roster(desk.office, desk.actor)
    return next(
        seat.person_id for entry in view.agencies for seat in entry.seats if seat.name == name
    )


def test_one_coordinator_is_warned_about_and_two_are_not(desk: Desk) -> None:
    page = tab(desk, "Roller")
    assert "Gruppen har 1 samordnare" in said(page)
    page.selectbox(key="grant_person").set_value(person_id(desk, "Karin Mallqvist"))
    page.selectbox(key="grant_as").set_value(Role.COORDINATOR)
    page = press(page, "Ge rollen")
    assert not page.exception
    assert ("Karin Mallqvist", Role.COORDINATOR) in grants(desk)
    assert "Gruppen har" not in said(tab(desk, "Roller"))


def test_a_role_is_withdrawn_after_a_question(desk: Desk) -> None:
    page = tab(desk, "Roller")
    key = f"withdraw_member_{person_id(desk, 'Nadia Skenberg')}"
    page.button(key=key).click()
    page = page.run()
    assert ("Nadia Skenberg", Role.MEMBER) in grants(desk)
    page = press(page, "Dra in rollen")
    assert ("Nadia Skenberg", Role.MEMBER) not in grants(desk)


def test_the_last_coordinator_stays(desk: Desk) -> None:
    page = tab(desk, "Roller")
    page.button(key=f"withdraw_coordinator_{person_id(desk, 'Åsa Övningsson')}").click()
    page = press(page.run(), "Dra in rollen")
    assert "sista samordnare" in said(page)
    assert ("Åsa Övningsson", Role.COORDINATOR) in grants(desk)


def test_the_backup_tab_gives_the_command_and_the_installations_health(desk: Desk) -> None:
    shown = html(tab(desk, "Säkerhetskopia"))
    assert "coordinator backup samordnaren-2026-11-22.zip" in shown
    assert "Databas" in shown
    assert "Klockan är ställd för hand" in shown


def test_an_agencys_absence_every_other_thursday_is_added_and_changed(desk: Desk) -> None:
    page = press(tab(desk, "Stängda dagar"), "Lägg till stängd dag")
    police = next(a.id for a in roster.agencies(desk.office, desk.actor) if a.name == "Polisen")
    page.text_input(key="day_name").set_value("Personaldag")
    page.date_input(key="day_first").set_value(date(2026, 9, 1))
    page.date_input(key="day_last").set_value(date(2026, 12, 20))
    page.selectbox(key="day_agency").set_value(police)
    page.selectbox(key="day_rhythm").set_value("fortnightly")
    page.selectbox(key="day_weekday").set_value(3)
    page.selectbox(key="day_part").set_value("am")
    page = press(page, "Spara dagen")
    assert not page.exception
    own = days(desk)["Personaldag"]
    assert (own.repeats, own.hours) == (Recurrence(Rhythm.FORTNIGHTLY, 3), MORNING)
    assert "Polisen: Personaldag" in html(page)
    assert "varannan vecka, torsdagar, förmiddag" in html(page)

    page.button(key=f"change_own_{own.id}").click()
    page = page.run()
    rhythm = page.selectbox(key=f"day_own {own.id}_{own.version}_rhythm")
    assert rhythm.value == "fortnightly"
    rhythm.set_value("monthly-1")
    page = press(page, "Spara dagen")
    assert not page.exception
    assert days(desk)["Personaldag"].repeats == Recurrence(Rhythm.MONTHLY, 3, LAST)


CALENDAR = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Studiedag\r\nDTSTART:20261127\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)


def test_days_from_a_file_are_shown_first_and_taken_over_then(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    page.session_state["days_upload"] = True
    page = page.run()
    page.get("file_uploader")[0].set_value(("lov.ics", CALENDAR, "text/calendar"))  # type: ignore[union-attr]
    page = page.run()
    assert "1 dag eller period läggs till" in html(page)
    assert "Studiedag" not in days(desk)
    page = press(page, "Läs in dagarna")
    assert not page.exception
    assert "Studiedag" in days(desk)


def test_a_file_that_is_no_calendar_is_refused_in_words(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    page.session_state["days_upload"] = True
    page = page.run()
    page.get("file_uploader")[0].set_value(("lov.ics", CALENDAR[:40], "text/calendar"))  # type: ignore[union-attr]
    page = page.run()
    assert "går inte att läsa som kalender" in said(page)


def test_what_matters_is_chosen_and_usual_again(desk: Desk) -> None:
    page = tab(desk, "Planering")
    assert primaries(page) == ["Spara"]
    doubtful = page.radio(key="planning_settings_doubtful_day")
    assert doubtful.options == ["Mindre viktigt", "Som vanligt", "Viktigare"]
    doubtful.set_value(Importance.LESS)
    page.multiselect(key="planning_settings_required").set_value(
        [a.id for a in roster.agencies(desk.office, desk.actor) if a.name == "Polisen"]
    )
    page = press(page, "Spara")
    assert not page.exception
    settled = planning.planning_settings(desk.office, desk.actor)
    assert (settled.priorities.doubtful_day, len(settled.required)) == (Importance.LESS, 1)
    page = press(page, "Tillbaka till det vanliga")
    page.button(key="do_confirm_reset_priorities").click()
    page.run()
    again = planning.planning_settings(desk.office, desk.actor)
    assert (again.priorities, len(again.required)) == (Priorities(), 1)


def test_a_bridge_day_gets_another_effect_where_it_stands(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    page.get("button_group")[0].set_value(2027)  # type: ignore[union-attr]
    page = page.run()
    before = days(desk, 2027)["Klämdag"]
    assert (before.id, before.effect) == (None, Effect.WARN)
    change = next(b for b in page.button if "Klämdag" in (b.help or ""))
    change.click()
    page = page.run()
    next(r for r in page.radio if r.label == "När ett möte planeras").set_value(Effect.BLOCK)
    page = press(page, "Spara dagen")
    assert not page.exception
    bridge_days = [
        day
        for day in terms.closed_days(
            desk.office, desk.actor, first=before.first_day, last=before.first_day
        )
        if day.kind is ClosedKind.BRIDGE_DAY
    ]
    assert [(day.effect, day.id is None) for day in bridge_days] == [(Effect.BLOCK, False)]


def test_the_usual_weeks_are_moved_and_must_lie_in_the_term(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    page.selectbox(key="term_code").set_value("VT2027").run()
    page.date_input(key="term_VT2027_weeks_1_first").set_value(date(2026, 12, 1))
    page = press(page, "Spara terminen")
    assert "måste ligga i terminen" in said(page) or "inom terminen" in said(page)
    page.date_input(key="term_VT2027_weeks_1_first").set_value(date(2027, 1, 25))
    page = press(page, "Spara terminen")
    assert not page.exception
    term = terms.term(desk.office, desk.actor, code="VT2027")
    assert term.windows[0].first_day == date(2027, 1, 25)


def test_a_term_that_runs_into_the_next_is_refused_in_words(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    page.selectbox(key="term_code").set_value("VT2027").run()
    page.date_input(key="term_VT2027_last").set_value(date(2027, 9, 1))
    page = press(page, "Spara terminen")
    assert "delar dagar med HT2027" in said(page)


def test_a_neighbours_school_breaks_are_seen_to_be_missing_and_entered_at_once(desk: Desk) -> None:
    page = tab(desk, "Stängda dagar")
    page.get("button_group")[0].set_value(2027)  # type: ignore[union-attr]
    page = page.run()
    assert "Norrby" in html(page)
    assert "Inga egna lov är inlagda." in html(page)
    page.button(key="breaks_Norrby").click()
    page = page.run()
    assert primaries(page) == ["Spara loven"]
    page.date_input(key="break_Norrby_1_first").set_value(date(2027, 2, 15))
    page.date_input(key="break_Norrby_1_last").set_value(date(2027, 2, 19))
    page.checkbox(key="break_Norrby_2_taken").set_value(False)
    page = press(page, "Spara loven")
    assert not page.exception
    assert "Norrby" in said(page)
    found = terms.school_breaks(desk.office, desk.actor, year=2027)
    norrby = next(one for one in found if one.municipality == "Norrby")
    assert date(2027, 2, 15) in {day.first_day for day in norrby.entered}
    assert len(norrby.estimates) == 1


POLICE = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Personalmöte\r\nDTSTART:20210907T130000\r\n"
    "DTEND:20210907T150000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n"
    "SUMMARY:Vakt\r\nDTSTART:20270105\r\nRRULE:FREQ=HOURLY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:3\r\n"
    "SUMMARY:Fika\r\nDTSTART:20270105\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()


def test_a_calendar_says_what_it_leaves_out_and_its_series_keeps_its_days_when_it_is_renamed(
    desk: Desk,
) -> None:
    police = next(a.id for a in roster.agencies(desk.office, desk.actor) if a.name == "Polisen")
    page = tab(desk, "Stängda dagar")
    page.session_state["days_upload"] = True
    page.session_state["days_agency"] = police
    page = page.run()
    page.get("file_uploader")[0].set_value(("polisen.ics", POLICE, "text/calendar"))  # type: ignore[union-attr]
    page = page.run()
    for sentence in (
        "tills vidare · som kalendern säger, 13.00–15.00",
        "1 händelse kan inte läsas och lämnas utanför",
        "Händelse 2: Händelsen ”Vakt” återkommer oftare än en gång om dagen",
        "Markerade som lediga, och stänger inget: 1.",
    ):
        assert sentence in words(page)
    page = press(page, "Läs in dagarna")
    assert not page.exception
    own = days(desk)["Personalmöte"]

    page.button(key=f"change_own_{own.id}").click()
    page = page.run()
    page.text_input(key=f"day_own {own.id}_{own.version}_name").set_value("APT")
    page = press(page, "Spara dagen")
    assert not page.exception
    renamed = days(desk)["APT"]
    assert (renamed.is_read_in, renamed.repeats) == (True, own.repeats)
    span = (date(2026, 11, 22), date(2026, 12, 31))
    assert renamed.days(*span) == own.days(*span)
    assert len(own.days(*span)) == 12
