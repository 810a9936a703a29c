"""A real browser on pages full of planted markup: nothing runs, nothing is fetched from outside."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page

from coordinator.core.clock import Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.wiring import shell_actor
from tests.browser.conftest import OpenPage, Server, settled, sign_in
from tests.conftest import DEMO_NOW
from tests.scenarios.nasty import NASTY
from tests.scenarios.planting import plant

pytestmark = pytest.mark.browser

GROUP = "group=exempelkoping"
PAGES = (
    f"/?{GROUP}",
    f"/meetings?{GROUP}",
    f"/meetings?{GROUP}&meeting=HT2026-2",
    f"/meetings?{GROUP}&meeting=HT2026-1",
    f"/actions?{GROUP}&show=all",
    f"/information-actions?{GROUP}",
    f"/group?{GROUP}&agency=polis",
    f"/settings?{GROUP}",
    f"/search?{GROUP}&q=kontaktkort",
)


def plant_in(server: Server) -> None:
    address = server.environment["COORDINATOR_DATABASE_URL"]
    office = Office(
        Settings(database_url=address, _env_file=None), Clock.fixed(DEMO_NOW), Database(address)
    )
    group_id = shell_actor(office, None).group_id
    with office.database.engine.begin() as connection:
        kept = connection.exec_driver_sql("SELECT id, email, email_key FROM person").all()
    plant(office, group_id, lambda _place: NASTY)
    with office.database.engine.begin() as connection:
        for person_id, email, key in kept:
            connection.exec_driver_sql(
                "UPDATE person SET email = ?, email_key = ? WHERE id = ?", (email, key, person_id)
            )
    office.database.dispose()


def bitten(page: Page) -> bool:
    return bool(page.evaluate("() => Boolean(window.bitten)"))


def test_nothing_that_somebody_typed_runs_or_fetches(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    """The fixture fails on every request that leaves the server and every complaint."""
    plant_in(own_demo_server)
    page = open_page(own_demo_server)
    dialogs: list[str] = []

    def close(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)
    page.add_init_script("window.kanin = () => { window.bitten = true; }")
    sign_in(page, own_demo_server.link_for("asa.ovningsson@example.se"))
    seen = 0
    for address in PAGES:
        page.goto(own_demo_server.address + address)
        settled(page)
        assert not bitten(page), address
        assert page.get_by_test_id("stException").count() == 0, address
        assert (
            page.locator("a[href^='javascript:'], img[src*='kanin'], script:text('kanin')").count()
            == 0
        )
        seen += page.get_by_text("kanin()").count()
    assert dialogs == []
    assert seen > 5
