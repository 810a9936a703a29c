"""A page that stands open while its reader's right is taken away: nothing pressed there counts."""

from __future__ import annotations

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Role
from coordinator.access.tables import BrowserSession, RoleGrant
from coordinator.core.database import metadata
from coordinator.core.office import Office
from tests.ui.conftest import Desk

OPEN: tuple[tuple[str, dict[str, str]], ...] = (
    ("meetings", {}),
    ("meetings", {"meeting": "HT2026-2"}),
    ("meetings", {"plan": "VT2027"}),
    ("actions", {"new": "1"}),
    ("information-actions", {"new": "1"}),
    ("group", {"agency": "polis"}),
    ("group", {"add": "1"}),
    ("settings", {}),
    ("sendings", {}),
)
# What coming and going itself writes.
_DOORS = frozenset({"browser_session", "role_grant"})


def everything(office: Office) -> dict[str, list[tuple[object, ...]]]:
    with office.reading() as session:
        return {
            name: [
                tuple(row)
                for row in session.connection().exec_driver_sql(f'SELECT * FROM "{name}"')
            ]
            for name in metadata.tables
            if name not in _DOORS
        }


def lose(desk: Desk, right: str) -> None:
    actor = desk.actor
    with desk.office.transaction() as session:
        if right == "session":
            browser = session.get(BrowserSession, actor.session_id)
            assert browser is not None
            browser.ended_at = desk.office.clock.now()
            return
        held = session.exec(select(RoleGrant).where(RoleGrant.person_id == actor.person_id)).all()
        for one in held:
            one.role = Role.READER.value


@pytest.mark.parametrize("right", ["session", "role"])
def test_what_is_pressed_on_a_page_whose_reader_lost_the_right_changes_nothing(
    desk: Desk, right: str
) -> None:
    pages: list[AppTest] = []
    for name, query in OPEN:
        page = desk.open(name, **query)
        assert not page.exception
        pages.append(page)
    lose(desk, right)
    before = everything(desk.office)
    pressed = 0
    for page in pages:
        buttons = [one for one in page.button if one.key]
        for button in buttons[:1] + [one for one in buttons if str(one.key).startswith("do_")][:1]:
            button.click()
        page.run()
        pressed += bool(buttons)
        assert not page.exception
    assert pressed >= len(OPEN) - 2
    assert everything(desk.office) == before
