"""Inställningar, the roles: somebody without a seat gets one there."""

from __future__ import annotations

from coordinator.access.actor import Role
from coordinator.groups import usecases as groups
from coordinator.roster import usecases as roster
from tests.ui.conftest import Desk
from tests.ui.run import html


def test_a_person_without_a_seat_is_added_with_a_role(desk: Desk) -> None:
    page = desk.open("settings")
    page.session_state["settings_tab"] = "Roller"
    page.run()
    page.text_input(key="holder_given").set_value("Rut")
    page.text_input(key="holder_family").set_value("Granskare")
    page.text_input(key="holder_email").set_value("rut.granskare@example.se")
    page.selectbox(key="holder_as").set_value(Role.AUDITOR)
    page.button(key="add_holder").click().run()
    assert not page.exception
    assert not page.error, [one.value for one in page.error]
    held = groups.role_grants(desk.office, desk.actor)
    assert Role.AUDITOR in {one.role for one in held}
    assert "Rut Granskare" in html(page)


def test_somebody_without_a_seat_has_a_page_to_correct_and_protect(desk: Desk) -> None:
    person_id = roster.add_role_holder(
        desk.office,
        desk.actor,
        given_name="Rut",
        family_name="Granskare",
        email="rut.granskare@example.se",
        role=Role.AUDITOR,
    )
    page = desk.open("group", person=str(person_id))
    assert not page.exception
    page.text_input(key=f"holder_{person_id}_1_family").set_value("Granskar")
    page.button(key="do_save_holder").click().run()
    assert not page.exception
    held = roster.role_holder(desk.office, desk.actor, person_id=person_id)
    assert held.family_name == "Granskar"

    page = desk.open("group", person=str(person_id), protect="1")
    page.button(key="do_protect_now").click().run()
    assert not page.exception
    assert roster.role_holder(desk.office, desk.actor, person_id=person_id).is_protected
    page = desk.open("group", person=str(person_id), protect="receipt")
    assert "Granskar" not in html(page)
    assert not page.exception


def test_a_page_of_nobody_with_a_role_says_so(desk: Desk) -> None:
    for odd in ("0", "x", "9" * 30, "1 OR 1"):
        page = desk.open("group", person=odd)
        assert not page.exception
        assert page.error
