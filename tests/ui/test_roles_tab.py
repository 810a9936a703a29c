"""Inställningar, the roles: somebody without a seat gets one there."""

from __future__ import annotations

from coordinator.access import usecases as access
from coordinator.access.actor import Role
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
    held = access.role_grants(desk.office, desk.actor)
    assert Role.AUDITOR in {one.role for one in held}
    assert "Rut Granskare" in html(page)
