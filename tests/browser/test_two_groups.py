"""Whoever has two groups goes from one to the other: what stood in a field of one is left there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from coordinator.access.actor import Role
from coordinator.core.settings import Settings
from coordinator.entrance import usecases as entrance
from coordinator.installation import usecases as installation
from coordinator.roster import usecases as roster
from coordinator.wiring import founding_shell, open_office, shell_actor
from tests.browser.conftest import OpenPage, Server, settled
from tests.entrance.helpers import mails, token_in

pytestmark = pytest.mark.browser

MAILBOX = "asa.ovningsson@example.se"


def link_to_both(server: Server) -> str:
    """A link of somebody who coordinates the example and a new group beside it."""
    office = open_office(
        Settings(
            database_url=server.environment["COORDINATOR_DATABASE_URL"],
            now=server.environment["COORDINATOR_NOW"],
            _env_file=None,
        )
    )
    installation.start_group(office, founding_shell(), name="Granngruppen", municipality="Grannby")
    chief = shell_actor(office, "grannby")
    roster.add_role_holder(
        office,
        chief,
        given_name="Åsa",
        family_name="Övningsson",
        email=MAILBOX,
        role=Role.COORDINATOR,
    )
    entrance.ask_for_link(office, address=MAILBOX, client="test")
    token = token_in(mails(office)[-1])
    office.database.dispose()
    return f"{server.address}/sign-in/{token}"


def test_what_was_sought_in_one_group_is_sought_in_no_other(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server = own_demo_server
    page = open_page(server)
    page.goto(link_to_both(server))
    page.get_by_role("button", name="Logga in").click()
    page.goto(f"{server.address}/?group=exempelkoping")
    settled(page)
    field = page.get_by_label("Sök i allt")
    field.fill("Hemligsson")
    field.press("Enter")
    expect(page).to_have_url(re.compile("q=Hemligsson"))
    settled(page)

    page.get_by_role("button", name="Åsa").click()
    page.get_by_role("link", name=re.compile("Gå till .*Granngruppen")).click()
    expect(page).to_have_url(re.compile("group=grannby"))
    settled(page)
    expect(page.get_by_label("Sök i allt")).to_have_value("")
    page.get_by_role("link", name="Inställningar").click()
    expect(page).to_have_url(re.compile("/settings.*group=grannby"))
    settled(page)
    expect(page.get_by_label("Sök i allt")).to_have_value("")
