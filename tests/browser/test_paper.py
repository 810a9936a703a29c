"""What is printed: the whole text on white paper, who was there, and nothing of the screen."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.wiring import shell_actor
from tests.browser.conftest import OpenPage, Server, enter, open_as, settled
from tests.ui.run import office_at

pytestmark = pytest.mark.browser

GROUP = "group=exempelkoping"
SENT = "HT2025-2"
COORDINATOR = "asa.ovningsson@example.se"
READER = "samir.testberg@example.se"
COMING = "HT2026-2"
# The screen's own, which has no place on paper.
OF_THE_SCREEN = ("Sök i allt", "Hem", "Inställningar", "Tillgänglighet", "Ändra")


def printed(page: Page) -> list[str]:
    """The text of each sheet that the page is printed on."""
    page.wait_for_timeout(300)
    file = page.pdf(format="A4", prefer_css_page_size=True)
    return [flat(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(file)).pages]


def flat(text: str) -> str:
    """As it is read: without the places where a line or a word breaks, and ligatures apart."""
    text = text.replace("ﬀ", "ff").replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬃ", "ffi")
    return re.sub(r"[\s\u00ad\u2060-]+", "", text)


@pytest.mark.parametrize("email", [COORDINATOR, READER])
def test_notes_print_whole_with_everybody_who_was_there(
    demo_server: Server, open_page: OpenPage, email: str
) -> None:
    office = office_at(demo_server.environment["COORDINATOR_DATABASE_URL"])
    actor = shell_actor(office, "exempelkoping")
    view = meetings.meeting(office, actor, code=SENT)
    record = minutes.minutes(office, actor, code=SENT)
    page = open_page(demo_server, dark=True)
    open_as(page, demo_server, email, f"/meetings?{GROUP}&meeting={SENT}")

    sheets = printed(page)

    text = "".join(sheets)
    for note in record.notes:
        assert flat(note.title) in text
        for part in (note.text or "").splitlines():
            assert flat(part) in text
        for decision in note.decisions:
            assert any(flat(decision.text) in sheet for sheet in sheets)  # on one sheet
    for agency in view.presence:
        assert flat(agency.agency_name) in text
        for row in agency.rows:
            assert flat(row.person_name or "") in text
    assert not [word for word in OF_THE_SCREEN if flat(word) in text]


def test_the_agenda_prints_with_what_waits_under_its_items(
    demo_server: Server, open_page: OpenPage
) -> None:
    office = office_at(demo_server.environment["COORDINATOR_DATABASE_URL"])
    view = meetings.meeting(office, shell_actor(office, "exempelkoping"), code=COMING)
    page = open_page(demo_server, width=390)
    open_as(page, demo_server, COORDINATOR, f"/meetings?{GROUP}&meeting={COMING}")

    text = "".join(printed(page))

    assert all(flat(item.title) in text for item in view.agenda)
    assert "AP-2026-10".replace("-", "") in text  # folded away on the screen
    assert not [word for word in OF_THE_SCREEN if flat(word) in text]


def test_a_members_page_prints_the_notes_and_the_agencies(
    demo_server: Server, open_page: OpenPage
) -> None:
    office = office_at(demo_server.environment["COORDINATOR_DATABASE_URL"])
    actor = shell_actor(office, "exempelkoping")
    view = meetings.meeting(office, actor, code=SENT)
    record = minutes.minutes(office, actor, code=SENT)
    page = open_page(demo_server, dark=True, width=390)
    enter(page, demo_server, COORDINATOR)
    page.goto(f"{demo_server.address}/my/meetings/{SENT}?{GROUP}")

    text = "".join(printed(page))

    assert all(flat(part) in text for note in record.notes for part in note.text.splitlines())
    assert all(flat(agency.agency_name) in text for agency in view.presence)
    assert flat("Logga ut") not in text


def test_while_the_meeting_runs_agenda_note_and_tiles_print(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server = own_demo_server
    office = office_at(server.environment["COORDINATOR_DATABASE_URL"])
    actor = shell_actor(office, "exempelkoping")
    view = meetings.meeting(office, actor, code=COMING)
    meetings.start(office, actor, code=COMING, version=view.line.version)
    page = open_page(server, dark=True)
    open_as(page, server, COORDINATOR, f"/meetings?{GROUP}&meeting={COMING}")
    lines = [f"Rad {number} av en lång anteckning." for number in range(60)]
    page.get_by_label("Anteckning", exact=True).fill("\n".join(lines))
    settled(page)

    text = "".join(printed(page))

    assert all(flat(item.title) in text for item in view.agenda)
    assert all(flat(agency.agency_name) in text for agency in view.presence)
    assert all(flat(line) in text for line in lines)
