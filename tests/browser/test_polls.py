"""Finding days that a group can attend: asked, answered on phones without a script, booked."""

from __future__ import annotations

import itertools
import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import (
    PATIENCE,
    OpenPage,
    Server,
    go_on,
    open_as,
    picture,
    settled,
    shown,
)
from tests.browser.faults import slides_sideways, violations

pytestmark = pytest.mark.browser

COORDINATOR = "asa.ovningsson@example.se"


def links(server: Server) -> dict[str, str]:
    """The personal links by address, as the mails that wait hold them."""
    file = server.environment["COORDINATOR_DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(file) as database:
        rows = database.execute(
            "SELECT address, text FROM outbox_mail WHERE kind = 'poll' ORDER BY id"
        ).fetchall()
    found: dict[str, str] = {}
    for address, text in rows:
        match = re.search(r"http://\S+/poll/\S+", text)
        if match:
            found.setdefault(address, match.group(0))
    return found


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A member's phone, where no script runs."""
    context = chromium.new_context(
        java_script_enabled=False, locale="sv-SE", viewport={"width": 320, "height": 800}
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def pressed(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(rf"{name}\s*$")).first.click()
    settled(page)


def test_the_story_from_the_question_to_the_booked_days(
    own_demo_server: Server, open_page: OpenPage, phone: Page
) -> None:
    server = own_demo_server
    office = open_page(server)
    open_as(office, server, COORDINATOR, "/meetings?group=exempelkoping&plan=VT2027")
    pressed(office, "Fråga gruppen")
    assert violations(office) == []
    picture(office, "poll-ask-desktop")
    pressed(office, "Granska frågan")
    assert violations(office) == []
    picture(office, "poll-preview-desktop")
    office.get_by_role("button", name=re.compile("Skicka till")).click()
    settled(office)

    found = links(server)
    assert len(found) > 8
    for number, (address, link) in enumerate(found.items()):
        phone.goto(link)
        if number == 0:
            assert not slides_sideways(phone)
            picture(phone, "poll-phone-320")
        groups = phone.locator("main fieldset")
        for day in range(groups.count()):
            refuses = address.startswith("jonas") and day < 2
            groups.nth(day).get_by_label("Nej" if refuses else "Ja", exact=True).check()
        phone.get_by_role("button", name="Spara mina svar").click()
        phone.get_by_text("Ditt svar är sparat.").wait_for()
        if number == 0:
            picture(phone, "poll-saved-320")

    office.reload()
    settled(office)
    assert violations(office) == []
    picture(office, "poll-matrix-desktop")
    # Two presses from here, by keyboard: three with the one that led to this page.
    office.get_by_role("button", name=re.compile(r"Boka båda datumen\s*$")).press("Enter")
    settled(office)
    picture(office, "poll-book-desktop")
    office.get_by_role("dialog").get_by_role("button", name=re.compile("Boka båda")).press("Enter")
    settled(office)
    shown(office.get_by_text(re.compile("Bokat: .*")))
    assert violations(office) == []
    picture(office, "poll-booked-desktop")
    phone.goto(next(iter(found.values())))
    shown(phone.get_by_text("Dagarna är valda."))

    # Whoever said yes to the day has answered: shown first, taken over in one press.
    go_on(office, "/meetings?group=exempelkoping&meeting=VT2027-1&tab=answers")
    take_over = office.get_by_role("button", name=re.compile("Ta över .* ja från"))
    take_over.click()
    asked = office.get_by_role("dialog")
    shown(asked.get_by_text("De sa ja till"))
    assert violations(office) == []
    picture(office, "poll-take-over-desktop")
    asked.get_by_role("button", name=re.compile(r"Skriv in \d+ svar")).click()
    settled(office)
    shown(office.get_by_text(re.compile(r"\d+ svar är sparade")).first)
    assert take_over.count() == 0


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
def test_the_question_is_answered_by_keyboard_alone(
    own_demo_server: Server, open_page: OpenPage, width: int, *, dark: bool
) -> None:
    server = own_demo_server
    office = open_page(server)
    open_as(office, server, COORDINATOR, "/meetings?group=exempelkoping&ask=VT2027")
    pressed(office, "Granska frågan")
    office.get_by_role("button", name=re.compile("Skicka till")).click()
    settled(office)
    office.set_viewport_size({"width": width, "height": 900})
    settled(office)
    assert violations(office) == []
    assert not slides_sideways(office)
    picture(office, f"poll-waiting-{width}")

    page = open_page(server, width=width, dark=dark)
    page.goto(next(iter(links(server).values())))
    assert violations(page) == []
    picture(page, f"poll-form-{width}")
    page.locator("input[type=radio]").first.focus()
    groups = page.locator("main fieldset").count()
    for _day in range(groups):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    assert page.locator("input:checked").count() == groups
    page.keyboard.type("Med tangenter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**?saved=1")
    page.get_by_text("Ditt svar är sparat.").wait_for()
    assert page.get_by_text("Om det behövs").count() == groups
    assert violations(page) == []
    picture(page, f"poll-saved-{width}")


def test_everything_that_is_pressed_is_large_enough(
    own_demo_server: Server, open_page: OpenPage
) -> None:
    server = own_demo_server
    office = open_page(server)
    open_as(office, server, COORDINATOR, "/meetings?group=exempelkoping&ask=VT2027")
    pressed(office, "Granska frågan")
    office.get_by_role("button", name=re.compile("Skicka till")).click()
    settled(office)
    page = open_page(server, width=320)
    page.goto(next(iter(links(server).values())))
    for target in page.locator("main .pick, main .button").all():
        if target.is_visible():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["width"] >= 44


def test_notes_of_a_plain_page_stand_apart_from_what_is_above(
    demo_server: Server, open_page: OpenPage
) -> None:
    """As the guard's note stands below the comment that it is about, or below what was saved."""
    page = open_page(demo_server, width=390)
    page.goto(f"{demo_server.address}/sign-in")
    page.locator("main").evaluate(
        """main => main.innerHTML = "<p>1</p><div class='note ok'><p>2</p></div>"
            + "<div class='note wait'><p>3</p></div><ul><li>4</li></ul>"
            + "<div class='note wait'>5</div>" """
    )
    tops = [one.bounding_box() for one in page.locator("main > *").all()]
    for above, below in itertools.pairwise(tops):
        assert above is not None
        assert below is not None
        assert below["y"] - above["y"] - above["height"] >= 8
