"""Every page at three widths, in both languages and both lights: looked at by axe, and by people
too: ``make pictures`` keeps what is seen under build/pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from coordinator.planning.polls import usecases as date_polls
from coordinator.wiring import shell_actor
from tests.browser.conftest import (
    FLAGS,
    UNOPTIMISED,
    WIDTHS,
    OpenPage,
    Server,
    go_on,
    open_as,
    picture,
    settled,
    shown,
    sign_in,
    started,
)
from tests.browser.faults import COLOURS, slides_sideways, violations
from tests.ui.run import office_at, with_polls

pytestmark = pytest.mark.browser

GROUP = "group=exempelkoping"
PAGES = {
    "hem": f"/?{GROUP}",
    "moten": f"/meetings?{GROUP}",
    "tidigare": f"/meetings?{GROUP}&view=earlier",
    "planera": f"/meetings?{GROUP}&plan=VT2027",
    "fraga-gruppen": f"/meetings?{GROUP}&ask=VT2027",
    "fraga-utkast": f"/meetings?{GROUP}&poll=VT2027-poll-2",
    "fraga-svar": f"/meetings?{GROUP}&poll=VT2027-poll-1",
    "aret-tomt": f"/meetings?{GROUP}&year=2027",
    "mote-fore": f"/meetings?{GROUP}&meeting=HT2026-2",
    "mote-svar": f"/meetings?{GROUP}&meeting=HT2026-2&tab=answers",
    "mote-kallelse": f"/meetings?{GROUP}&meeting=HT2026-2&tab=invitation",
    "mote-lagesbilder": f"/meetings?{GROUP}&meeting=HT2026-2&tab=situations",
    "inget-mote": f"/meetings?{GROUP}&meeting=HT1999-1",
    "mote-efter": f"/meetings?{GROUP}&meeting=HT2026-1&item=7",
    "atgarder": f"/actions?{GROUP}",
    "insatser": f"/information-actions?{GROUP}",
    "insatser-tomt-ar": f"/information-actions?{GROUP}&year=2027",
    "insats": f"/information-actions?{GROUP}&action=1",
    "ny-insats": f"/information-actions?{GROUP}&new=1",
    "ingen-insats": f"/information-actions?{GROUP}&action=99999",
    "gruppen": f"/group?{GROUP}",
    "verksamhet": f"/group?{GROUP}&agency=polis",
    "jour": f"/group?{GROUP}&agency=kvinnojour",
    "ny-verksamhet": f"/group?{GROUP}&new=1",
    "ladda-upp": f"/group?{GROUP}&upload=1",
    "ny-person": f"/group?{GROUP}&add=1",
    "installningar": f"/settings?{GROUP}",
    "installningar-dagar": f"/settings?{GROUP}",
    "installningar-planering": f"/settings?{GROUP}",
    "installningar-logg": f"/settings?{GROUP}",
    "utskick": f"/sendings?{GROUP}",
    "sok-inget": f"/search?{GROUP}&q=xyzzy",
    "sok": f"/search?{GROUP}&q=kontaktkort",
    "personuppgifter": f"/privacy?{GROUP}",
    "tillganglighet": f"/accessibility?{GROUP}",
    "hjalp": f"/help?{GROUP}",
}
# Which tab of the page is opened, by its place.
TABS = {"installningar-dagar": 1, "installningar-planering": 2, "installningar-logg": 4}


@pytest.fixture(scope="module")
def chromium(browsers: Playwright) -> Iterator[Browser]:
    """A browser that compiles its code well: axe's runs on one page after the other."""
    with started(browsers, [flag for flag in FLAGS if flag != UNOPTIMISED]) as browser:
        yield browser


@dataclass(frozen=True)
class Walk:
    """All pages in one language, one after the other as by pressing links.

    Each is opened at the first width and drawn again for the others. The colours of the other light
    are looked at there too; at the other widths with ``--whole`` alone.
    """

    language: str
    widths: dict[str, str]  # the light in which all of axe is asked; the other is for its colours


WALKS = {
    "phone and desktop": Walk("sv-SE", {"phone": "dark", "desktop": "light"}),
    "tablet": Walk("en-GB", {"tablet": "light"}),
}


@pytest.mark.parametrize("named", WALKS)
def test_every_page_is_accessible_and_fits(
    demo_server: Server, open_page: OpenPage, pytestconfig: pytest.Config, named: str
) -> None:
    walk, is_whole = WALKS[named], pytestconfig.getoption("--whole")
    asked(demo_server)
    page = open_page(demo_server, language=walk.language)
    first = next(iter(walk.widths.items()))
    sign_in(page, demo_server.link_for("asa.ovningsson@example.se"))
    faults = []
    for name, address in PAGES.items():
        seen_at(page, *first)
        go_on(page, address)
        if name in TABS:
            page.get_by_role("tab").nth(TABS[name]).click()
            settled(page)
        for width, light in walk.widths.items():
            if (width, light) != first:
                seen_at(page, width, light)
                page.wait_for_timeout(150)
            picture(page, f"{name}-{width}-{light}")
            is_first = (width, light) == first
            found = faults_of(page, light, in_both=is_first or is_whole)
            faults += [f"{name} {width} {fault}" for fault in found]
    assert faults == [], "\n".join(faults)


def asked(server: Server) -> None:
    """The group has been asked about days, once."""
    office = office_at(server.environment["COORDINATOR_DATABASE_URL"])
    if not date_polls.polls(office, shell_actor(office, "exempelkoping")):
        with_polls(office)


def test_answers_stand_in_a_table_or_day_by_day_where_it_does_not_fit(
    demo_server: Server, open_page: OpenPage
) -> None:
    asked(demo_server)
    page = open_page(demo_server)
    open_as(page, demo_server, "asa.ovningsson@example.se", PAGES["fraga-svar"])

    shown(page.locator("table.poll"))
    for width in ("tablet", "phone"):
        seen_at(page, width, "light")
        expect(page.locator("table.poll")).to_be_hidden()
        shown(page.locator(".poll-days"))


# What is pressed on a page, by what it says; where nothing is, all that is folded away is opened.
STATES = {
    "mote-fore, allt öppet": (f"/meetings?{GROUP}&meeting=HT2026-2", ""),
    "mote-kallelse, allt öppet": (f"/meetings?{GROUP}&meeting=HT2026-2&tab=invitation", ""),
    "mote-efter, justera": (f"/meetings?{GROUP}&meeting=HT2026-1", "Justera anteckningarna"),
    "planera, allt öppet": (f"/meetings?{GROUP}&plan=VT2027", ""),
    "åtgärder, ny": (f"/actions?{GROUP}", "Lägg till åtgärd"),
    "åtgärder, följ upp": (f"/actions?{GROUP}", "Följ upp"),
    "insats, allt öppet": (f"/information-actions?{GROUP}&action=1", ""),
    "inställningar, allt öppet": (f"/settings?{GROUP}", ""),
    "gruppen, allt öppet": (f"/group?{GROUP}", ""),
}
ORDER: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["heading-order", "page-has-heading-one"]}
}


def test_dialogs_forms_and_opened_parts_are_accessible(
    demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(demo_server)
    sign_in(page, demo_server.link_for("asa.ovningsson@example.se"))
    faults, reached = [], []
    for name, (address, label) in STATES.items():
        open_state(page, demo_server.address + address, label)
        reached.append(name)
        faults += [f"{name}: {fault}" for fault in violations(page)]
        if not page.get_by_role("dialog").count():
            faults += [f"{name}: {fault}" for fault in violations(page, ORDER)]
        faults += [f"{name}: {fault}" for fault in same_names(page)]
    assert reached == list(STATES)
    assert faults == [], "\n".join(faults)


def open_state(page: Page, address: str, label: str) -> None:
    """The page with a button pressed, or with all that is folded away open."""
    if not label:
        go_on(page, address)
        folded = page.locator("[data-testid='stExpander'] details:not([open]) > summary")
        for part in folded.all()[::-1]:
            part.click()
    else:
        page.goto(address)
        settled(page)
        page.get_by_test_id("stMain").get_by_role("button", name=label).first.click()
    settled(page)
    page.wait_for_timeout(500)  # the page's script names buttons when a drawing has come to rest


def same_names(page: Page) -> list[str]:
    """Names that several buttons or links of the page bear which do different things."""
    found: list[str] = page.evaluate(
        """() => {
            const names = {};
            for (const one of document.querySelectorAll("[data-testid=stMain] :is(button, a)")) {
                const isOneOfSeveral = one.closest("[role=tablist], [role=radiogroup]");
                if (!one.checkVisibility() || isOneOfSeveral) continue;
                const name = (one.getAttribute("aria-label") || one.innerText).trim();
                (names[name] ??= new Set()).add(one.href || one);
            }
            return Object.keys(names).filter((name) => names[name].size > 1);
        }"""
    )
    return [f"several are called “{name}”" for name in found]


def seen_at(page: Page, width: str, light: str) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 1000})
    page.emulate_media(color_scheme=light)  # type: ignore[arg-type]


def faults_of(page: Page, light: str, *, in_both: bool) -> Iterator[str]:
    """What stands wrong on the page, in this light and, asked for both, in the other's colours."""
    yield from (f"{light}: {fault}" for fault in violations(page))
    if slides_sideways(page):
        yield "wider than the window"
    if page.get_by_test_id("stException").count():
        yield "an exception stands on the page"
    if not in_both:
        return
    other = "dark" if light == "light" else "light"
    page.emulate_media(color_scheme=other)  # type: ignore[arg-type]
    page.wait_for_timeout(150)
    yield from (f"{other}: {fault}" for fault in violations(page, COLOURS))


def test_pages_before_signing_in_are_accessible(demo_server: Server, open_page: OpenPage) -> None:
    page = open_page(demo_server, width=390, forgive=("404 (Not Found)",))
    faults = []
    for name, address in {
        "logga-in": demo_server.link_for("asa.ovningsson@example.se").removeprefix(
            demo_server.address
        ),
        "logga-in-hjalp": "/sign-in",
        "logga-in-efter": "/sign-in/asked",
        "utloggad": "/signed-out",
        "saknas": "/no-such-page",
    }.items():
        page.goto(demo_server.address + address)
        picture(page, f"{name}-phone-light")
        faults += [f"{name}: {fault}" for fault in violations(page)]
        if slides_sideways(page):
            faults.append(f"{name}: wider than the window")
    assert faults == []


def test_the_pages_of_ones_own_sessions_are_accessible(
    demo_server: Server, open_page: OpenPage
) -> None:
    other, page = open_page(demo_server), open_page(demo_server, width=320)
    for each in (other, page):
        each.goto(demo_server.link_for("asa.ovningsson@example.se"))
        each.locator("main form button").first.click()
    page.goto(f"{demo_server.address}/my/sessions")
    picture(page, "inloggningar-phone-light")

    shown(page.get_by_role("button", name="Avsluta alla andra"))
    assert violations(page) == []
    assert not slides_sideways(page)


def test_a_link_draws_another_page_and_loads_nothing_anew(
    demo_server: Server, open_page: OpenPage
) -> None:
    page = open_page(demo_server)
    open_as(page, demo_server, "asa.ovningsson@example.se", "/")
    link = page.get_by_role("navigation", name="Sidor").get_by_role("link", name="Möten")
    page.evaluate("window.kept = 'since the page was opened'")

    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings?group=exempelkoping")
    settled(page)

    expect(page.get_by_role("heading", name="Möten", exact=True)).to_be_visible()
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="HT2026").or_(page.locator(".rows a.to-page")).last.click()
    page.wait_for_url("**meeting=HT2026-2**")
    settled(page)
    for address in (
        "**/meetings?group=exempelkoping",
        f"{demo_server.address}/?group=exempelkoping",
    ):
        page.go_back()
        page.wait_for_url(address)
        settled(page)
    expect(link).not_to_have_attribute("aria-current", "page")
    assert page.evaluate("window.kept") == "since the page was opened"
