"""A street of a secret place is asked about: a second press of the same form is the yes."""

from __future__ import annotations

from datetime import timedelta

from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.ui import state
from tests.ui.conftest import Desk
from tests.ui.run import press_key

CODE = "HT2026-2"


def test_the_second_press_says_yes_to_this_text_and_no_other(desk: Desk) -> None:
    line = meetings.meeting(desk.office, desk.actor, code=CODE).line
    line = invitations.reschedule(
        desk.office, desk.actor, code=CODE, start=line.start, end=line.end + timedelta(minutes=5),
        reason="Nytt rum", venue="Storgatan 5, plan 2", venue_kind="told_separately",
    )  # fmt: skip
    form = f"{state.AGENDA}_theme_{CODE}"
    page = desk.open("meetings", meeting=CODE)

    def save(theme: str) -> list[str]:
        page.text_input(key=f"{form}_{line.version}_t").set_value(theme)
        press_key(page, f"{form}_save")
        return [error.value for error in page.error]

    (asked,) = save("Bygget på Storgatan 5")
    assert "spara en gång till" in asked
    (asked,) = save("Vi ses på Storgatan 5")
    assert "spara en gång till" in asked
    (refused,) = save("Storgatan 5 plan 2")
    assert "spara en gång till" not in refused
    assert save("Vi ses på Storgatan 5") == []
    assert meetings.meeting(desk.office, desk.actor, code=CODE).line.theme == (
        "Vi ses på Storgatan 5"
    )
