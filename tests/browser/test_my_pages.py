"""A member's pages in a real browser: without scripts, at every width, in print, in few clicks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, OpenPage, Server, picture, shown
from tests.browser.faults import COLOURS, slides_sideways, violations

pytestmark = pytest.mark.browser

GROUP = "group=exempelkoping"
# Stands for an agency of the example that has overdue action points.
MEMBER = "lena.pahittberg@example.se"
PAGES = {
    "min-sida": f"/my?{GROUP}",
    "moten": f"/my/meetings?{GROUP}",
    "moten-2025": f"/my/meetings?{GROUP}&year=2025",
    "anteckningar": f"/my/meetings/HT2025-2?{GROUP}",
    "mote": f"/my/meetings/HT2026-2?{GROUP}",
    "utan-anteckningar": f"/my/meetings/HT2026-1?{GROUP}",
    "atgarder": f"/my/actions?{GROUP}",
    "sok": f"/my/search?{GROUP}&q=kontaktkort",
    "personuppgifter": f"/my/privacy?{GROUP}",
    "tillganglighet": f"/my/accessibility?{GROUP}",
    "hjalp": f"/my/help?{GROUP}",
    "saknas": f"/my/nowhere?{GROUP}",
}
WALKS = {320: ("sv-SE", "light"), 390: ("sv-SE", "dark"), 1280: ("en-GB", "light")}


@pytest.fixture(scope="module")
def clinic(demo_server: Server) -> Server:
    """The example with one more member, whose agency has something to do."""
    demo_server.run("role", MEMBER, "member")
    return demo_server


@pytest.fixture
def plain_page(chromium: Browser, clinic: Server) -> Iterator[Page]:
    """A browser without scripts, where nothing leaves the server and nobody complains."""
    context: BrowserContext = chromium.new_context(
        java_script_enabled=False, locale="sv-SE", viewport={"width": 390, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    foreign: list[str] = []
    said: list[str] = []
    page.on(
        "request",
        lambda asked: (
            foreign.append(asked.url) if not asked.url.startswith(clinic.address) else None
        ),
    )
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert foreign == []
    # A page that is not there was asked for, and signing out empties the browser's store.
    expected = ("404 (Not Found)", "Clear-Site-Data")
    assert [text for text in said if not any(each in text for each in expected)] == []


def come_in(page: Page, server: Server, email: str = MEMBER) -> None:
    page.goto(server.link_for(email))
    page.get_by_role("button", name=re.compile("Logga in|Sign in")).click()
    page.wait_for_url("**/my?*")


def point_of(page: Page) -> str:
    """The address of the first action point on the page."""
    return str(page.locator("a[href^='/my/actions/']").first.get_attribute("href"))


@pytest.mark.parametrize("width", WALKS)
def test_every_page_is_accessible_and_fits_in_both_lights(
    clinic: Server, open_page: OpenPage, width: int
) -> None:
    language, light = WALKS[width]
    page = open_page(
        clinic, width=width, language=language, dark=light == "dark", forgive=("404 (Not Found)",)
    )
    come_in(page, clinic)
    faults = []
    for name, address in {**PAGES, "atgard": point_of(page)}.items():
        page.goto(clinic.address + address)
        faults += [f"{name} {light}: {fault}" for fault in violations(page)]
        picture(page, f"my-{name}-{width}-{light}")
        other = "dark" if light == "light" else "light"
        page.emulate_media(color_scheme=other)  # type: ignore[arg-type]
        faults += [f"{name} {other}: {fault}" for fault in violations(page, COLOURS)]
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        if slides_sideways(page):
            faults.append(f"{name}: wider than the window")
    assert faults == [], "\n".join(faults)


def test_text_twice_as_large_fits_the_narrowest_screen(clinic: Server, open_page: OpenPage) -> None:
    page = open_page(clinic, width=320, forgive=("404 (Not Found)",))
    come_in(page, clinic)
    wide = []
    for name, address in {**PAGES, "atgard": point_of(page)}.items():
        page.goto(clinic.address + address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        picture(page, f"my-{name}-320-zoom200")
        if slides_sideways(page):
            wide.append(name)
    assert wide == []


def test_notes_are_printed_without_what_is_for_the_screen(
    clinic: Server, open_page: OpenPage
) -> None:
    page = open_page(clinic, width=800)
    come_in(page, clinic)
    for name in ("min-sida", "anteckningar"):
        page.goto(clinic.address + PAGES[name])
        page.emulate_media(media="print")
        picture(page, f"my-{name}-print")
        shown(page.locator("main h1"))
        for hidden in (".head nav", ".seek", ".tools", ".foot nav", ".button"):
            expect(page.locator(hidden).first, hidden).to_be_hidden()
        page.emulate_media(media="screen")


def test_a_member_finds_the_own_and_nothing_else_without_scripts(
    clinic: Server, plain_page: Page
) -> None:
    """Neutral link, button, Min sida: own meetings, approved notes, own points."""
    page = plain_page
    come_in(page, clinic, "nadia.skenberg@example.se")
    main = page.locator("main")
    assert page.title() == "Min sida · Samordnaren"
    assert "onsdag 2 december (v.\u00a049)" in main.inner_text()
    assert "Ungdomsmottagningen" in main.inner_text()
    assert "Jag kommer" in main.inner_text()

    main.get_by_role("link", name="Mötet onsdag 6 maj").click()
    assert "Beslut VT2026-2 § 1" in main.inner_text()
    page.get_by_label("Sök i allt").fill("kontaktkort")
    page.get_by_role("button", name="Sök", exact=True).click()
    shown(main.locator("mark"))

    for tried in (
        "/my/meetings/HT2026-1?group=andraby",
        "/my/meetings/HT2031-1?group=exempelkoping",
        "/my/actions/61?group=exempelkoping",
        "/my?group=andraby",
    ):
        answer = page.goto(clinic.address + tried)
        assert answer is not None
        assert answer.status == 404, tried
        assert "Här finns ingen sida." in main.inner_text()
    for office in ("/", "/meetings?meeting=HT2026-1", "/actions", "/group", "/settings"):
        page.goto(clinic.address + office)
        assert page.url == f"{clinic.address}/my?{GROUP}", office
    page.goto(f"{clinic.address}/my/meetings/HT2026-1?{GROUP}")
    assert "Det här är inte justerat än och kan ändras." in main.inner_text()

    page.get_by_role("button", name="In English").click()
    assert "This is not approved yet and may change." in main.inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{clinic.address}/my?{GROUP}")
    # The sign-in knows the way back to the page.
    assert page.url == f"{clinic.address}/sign-in?next=%2Fmy%3Fgroup%3Dexempelkoping"


def test_the_meeting_is_in_the_calendar_after_two_clicks(clinic: Server, plain_page: Page) -> None:
    come_in(plain_page, clinic)
    with plain_page.expect_download() as download:  # first click; opening the file is the second
        plain_page.get_by_role("link", name="Lägg till i kalendern").first.click()
    assert download.value.suggested_filename == "mote-2026-12-02.ics"


def test_an_action_is_reported_in_three_clicks_and_closed_by_the_coordinator_in_one(
    own_demo_server: Server, chromium: Browser, open_page: OpenPage
) -> None:
    own_demo_server.run("role", MEMBER, "member")
    context = chromium.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    come_in(page, own_demo_server)
    clicks = 0
    page.get_by_role("link", name="Rapportera läget").first.click()
    clicks += 1
    page.get_by_label("Hur går det?").fill("Lärdomarna är sammanfattade.")
    page.get_by_role("radio", name=re.compile("^Klar")).check()
    clicks += 1
    page.get_by_role("button", name="Skicka rapporten").click()
    clicks += 1
    assert "Din rapport är sparad" in page.locator("main").inner_text()
    picture(page, "my-rapporterad")
    assert clicks <= 3
    context.close()

    office = open_page(own_demo_server)
    office.goto(own_demo_server.link_for("asa.ovningsson@example.se"))
    office.locator("main form button").first.click()
    office.goto(f"{own_demo_server.address}/actions?{GROUP}")
    office.get_by_role("button", name="Stäng med rapporten").click()
    office.get_by_text(re.compile(r"AP-\d+-\d+ är klar\.")).wait_for()
    picture(office, "my-stangd-med-rapporten")
