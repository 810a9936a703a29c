"""The log on the pages: the coordinator's tab, and the auditor's one page."""

from __future__ import annotations

import pytest

from coordinator.access.actor import Role
from coordinator.groups import in_transaction as groups
from coordinator.terms import usecases as terms
from coordinator.terms.views import NewClosedDay
from coordinator.ui.navigation import entries_for, menu_for
from tests.ui.conftest import Desk
from tests.ui.run import cookie_of, open_page, person_of, signed_in

AUDITOR = frozenset({Role.AUDITOR})


def shown(test: object) -> str:
    """Everything the page says."""
    kinds = ("title", "header", "markdown", "html", "success", "error", "info", "caption")
    return " ".join(str(each.value) for kind in kinds for each in getattr(test, kind))


@pytest.fixture
def auditor(desk: Desk) -> str:
    """The cookie of somebody who reads the log and nothing else."""
    person_id = person_of(desk.office, "P05")
    with desk.office.transaction() as session:
        groups.add_grant(
            session,
            group_id=desk.actor.group_id,
            person_id=person_id,
            role=Role.AUDITOR,
            now=desk.office.clock.now(),
        )
    return cookie_of(desk.office, person_id)


def test_the_auditors_menu_holds_the_log_alone() -> None:
    assert [entry.name for entry in menu_for(AUDITOR)] == ["log"]
    assert {entry.name for entry in entries_for(AUDITOR)} == {
        "log",
        "privacy",
        "accessibility",
        "help",
    }


def test_the_auditor_sees_who_did_what_and_no_content(desk: Desk, auditor: str) -> None:
    today = desk.office.clock.today()
    terms.add_closed_day(
        desk.office,
        desk.actor,
        new=NewClosedDay(name="Kanariedagen", first_day=today, last_day=today),
    )

    with signed_in(desk.office, auditor):
        test = open_page("home")

    assert not test.exception
    said = shown(test)
    assert "lade till en stängd dag" in said
    assert desk.actor.name in said
    assert "Kanariedagen" not in said
    assert not [field for field in test.text_input if field.key == "q"]


def test_filters_narrow_the_log_and_the_check_says_that_it_is_whole(
    desk: Desk, auditor: str
) -> None:
    with signed_in(desk.office, auditor):
        test = open_page("home")
        test.button(key="check_log").click().run()
        assert "Loggen är hel" in shown(test)
        test.selectbox(key="address_what").select("terms").run()
        assert "Ingen händelse passar." in shown(test)
        assert not test.exception


def test_days_are_typed_and_one_that_is_none_is_said(desk: Desk, auditor: str) -> None:
    with signed_in(desk.office, auditor):
        test = open_page("home", **{"from": "2026-11-22", "to": "2026-11-22"})
        assert "öppnade exemplet" in shown(test)
        test.text_input(key="address_to").input("2020-01-01").run()
        assert "Ingen händelse passar." in shown(test)
        test.text_input(key="address_to").input("i går").run()
        assert "i går" in shown(test)
        assert "öppnade exemplet" in shown(test)
        assert not test.exception


def test_the_coordinator_finds_the_log_among_the_settings(desk: Desk) -> None:
    test = desk.open("settings")
    test.session_state["settings_tab"] = "Logg"
    test.run()

    assert not test.exception
    assert "öppnade exemplet" in shown(test)
    assert "/log-file/exempelkoping.csv" in shown(test)
