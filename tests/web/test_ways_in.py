"""A page asked for without a session is come back to, by every way in; why one was signed out."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlmodel import delete, select, update
from starlette.testclient import TestClient

from coordinator.access import cookies
from coordinator.access.actor import Role
from coordinator.access.tables import BrowserSession, SessionOpening
from coordinator.actions import usecases as actions
from coordinator.core import addresses
from coordinator.entrance import usecases as entrance
from coordinator.entrance.personal_links import personal_token
from coordinator.entrance.views import Entry
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.wiring import shell_actor
from tests.conftest import Cast, Hand
from tests.entrance.helpers import mails, token_in
from tests.web.conftest import Site, press_button, send

OFFICE = (
    "/meetings?group=exempelby&plan=VT2027",
    "/meetings?group=exempelby&meeting=HT2026-1&item=3",
    "/settings?group=exempelby&tab=roles",
    "/search?group=exempelby&q=v%C3%A5ld+i+n%C3%A4ra%3F",
)
MEMBERS = (
    "/my?group=exempelby",
    "/my/meetings/HT2026-1?group=exempelby",
    "/my/meetings/HT2026-1/venue?group=exempelby",
    "/my/actions/3?group=exempelby",
    "/my/polls/VT2027-poll-1?group=exempelby",
    "/my/search?group=exempelby&q=%C3%B6vning",
    "/my/details?group=exempelby",
    "/my/sessions?group=exempelby",
)
FILES = (
    "/calendar-file/exempelby/HT2026-1.ics",
    "/year-plan/exempelby/2026.pdf",
)


def sign_in_page(browser: TestClient, path: str) -> BeautifulSoup:
    asked = browser.get(path)
    assert asked.status_code == 303
    place = asked.headers["location"]
    assert place.startswith("/sign-in?next=")
    return BeautifulSoup(browser.get(place).text, "html.parser")


def by_mail(site: Site, browser: TestClient, page: BeautifulSoup, address: str) -> str:
    """Writes the address in the page's form and presses the mailed link's button."""
    (onward,) = page.select("form[action='/sign-in/mail'] [name=next]")
    sent = send(browser, "/sign-in/mail", address=address, next=str(onward["value"]))
    assert sent.headers["location"] == "/sign-in/asked"
    place: str = press_button(browser, token_in(mails(site.office)[-1])).headers["location"]
    return place


@pytest.mark.parametrize("path", [*OFFICE, *MEMBERS])
def test_a_link_by_mail_leads_to_the_very_page_with_its_query(
    site: Site, cast: Cast, path: str
) -> None:
    browser = site.browser()
    who = "member" if path.startswith("/my") else "coordinator"

    page = sign_in_page(browser, path)

    assert "kommer du till sidan du ville se" in page.get_text()
    assert by_mail(site, browser, page, f"{who}@example.se") == path


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_fetched_from_a_page_that_stays(site: Site, cast: Cast, path: str) -> None:
    browser = site.browser()

    place = by_mail(site, browser, sign_in_page(browser, path), "member@example.se")

    shown = BeautifulSoup(browser.get(place).text, "html.parser")
    assert shown.h1 is not None
    assert shown.h1.text == "Din fil"
    assert shown.select(f"a[href='{path}']")
    assert shown.select("a[href='/my?group=exempelby']")


@pytest.mark.parametrize("path", MEMBERS)
def test_a_code_leads_to_the_page(site: Site, cast: Cast, path: str) -> None:
    browser = site.browser()
    link = personal_token(site.office.settings, cast.member.person_id or 0)
    page = BeautifulSoup(browser.get(addresses.code(link, path)).text, "html.parser")
    onward = str(page.select("[name=next]")[0]["value"])
    asked = send(browser, "/sign-in/code", link=link, next=onward)
    again = BeautifulSoup(asked.text, "html.parser")
    assert {str(one["value"]) for one in again.select("[name=next]")} == {path}
    code = "".join(re.findall(r"\b[0-9]{3} [0-9]{3}\b", mails(site.office)[-1].text)[:1])

    wrong = send(browser, "/sign-in/code", link=link, next=onward, code="000000")
    entered = send(browser, "/sign-in/code", link=link, next=onward, code=code.replace(" ", ""))

    assert (
        "Det var inte rätt kod" in BeautifulSoup(wrong.text, "html.parser").select(".fault")[0].text
    )
    assert entered.headers["location"] == path


@pytest.mark.parametrize("path", [*OFFICE, *FILES])
def test_a_provider_leads_to_the_page(site: Site, cast: Cast, path: str) -> None:
    """The way there and back through a provider's pages stands in the tests of providers."""
    entry: Entry = entrance.sign_in_with(
        site.office, provider="kommun", address="coordinator@example.se", onward=path
    )

    assert entry.path == (addresses.your_file(path) if path in FILES else path)


@pytest.mark.parametrize(
    "wish",
    [
        "https://evil.example/my",
        "//evil.example/my",
        "/\\evil.example",
        "/my/../../etc",
        "/calendar-file/../x.ics",
        "/calendar-file/a/b/c.ics",
        "/your-file?next=/your-file",
        "/sign-out",
        "/start/group",
        "/my?q=a%0d%0aSet-Cookie:x",
        "javascript:alert(1)",
    ],
)
def test_nothing_but_own_pages_is_led_to(site: Site, cast: Cast, wish: str) -> None:
    browser = site.browser()
    page = BeautifulSoup(browser.get(f"/sign-in?{urlencode({'next': wish})}").text, "html.parser")

    place = by_mail(site, browser, page, "member@example.se")

    assert place in {"/my?group=exempelby", "/my"}
    assert addresses.onward(wish) in {None, "/my"}


def test_whoever_has_several_groups_chooses_and_then_comes_to_the_page(
    site: Site, cast: Cast
) -> None:
    shell = shell_actor(site.office, "andraby")
    roster.add_role_holder(
        site.office,
        shell,
        given_name="Åsa",
        family_name="Övning",
        email="coordinator@example.se",
        role=Role.COORDINATOR,
    )
    browser = site.browser()
    place = by_mail(
        site, browser, sign_in_page(browser, "/meetings?plan=VT2027"), "coordinator@example.se"
    )
    assert place.startswith("/choose-group?next=")

    choice = BeautifulSoup(browser.get(place).text, "html.parser")

    ways = {str(one["href"]) for one in choice.select("main a.button")}
    assert ways == {
        "/meetings?plan=VT2027&group=exempelby",
        "/meetings?plan=VT2027&group=andraby",
    }


def test_a_page_that_does_not_exist_is_a_calm_page_with_a_way_home(site: Site, cast: Cast) -> None:
    for browser in (site.browser(), site.signed_in(cast.coordinator.person_id)):
        for path in ("/moten", "/meetings/old", "/my-page", "/start/nothing"):
            answer = browser.get(f"{path}?group=exempelby")
            page = BeautifulSoup(answer.text, "html.parser")
            assert answer.status_code == 404
            assert page.select("h1")[0].text == "Här finns ingen sida."
            assert page.select("main a[href='/']")


# Why one was signed out -------------------------------------------------------------------------


def said(browser: TestClient, path: str = "/my?group=exempelby") -> str:
    page = BeautifulSoup(browser.get(browser.get(path).headers["location"]).text, "html.parser")
    return page.select("[role=status]")[0].get_text(strip=True)


def test_nobody_who_never_was_signed_in_is_told_why(site: Site) -> None:
    page = sign_in_page(site.browser(), "/my?group=exempelby")
    assert not page.select("[role=status]")


@pytest.mark.parametrize(
    ("hours", "words"), [(3, "på två timmar"), (24 * 40, "länge sedan du loggade in")]
)
def test_it_was_too_long_ago(site: Site, cast: Cast, hand: Hand, hours: int, words: str) -> None:
    browser = site.signed_in(cast.member.person_id)
    hand.forward(hours=hours)

    assert words in said(browser)


def test_it_was_ended_from_another_browser(site: Site, cast: Cast) -> None:
    browser, other = (site.signed_in(cast.member.person_id) for _ in range(2))
    send(other, "/my/sessions?group=exempelby", session="others")

    assert said(browser) == "Du har loggats ut, här eller från en annan av dina webbläsare."


def test_the_coordinator_took_the_role_or_the_name_away(site: Site, cast: Cast) -> None:
    reader, member = (site.signed_in(one.person_id) for one in (cast.reader, cast.member))
    chief = cast.coordinator
    roster.withdraw_role(site.office, chief, person_id=cast.reader.person_id or 0, role=Role.READER)
    privacy.protect_now(site.office, chief, person_id=cast.member.person_id or 0)

    for browser, path in ((reader, "/?group=exempelby"), (member, "/my?group=exempelby")):
        asked = browser.get(path)
        page = BeautifulSoup(browser.get(asked.headers["location"]).text, "html.parser")
        assert "din roll, din plats eller din adress" in page.get_text()


def test_a_session_from_before_a_restore(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    with site.office.transaction() as session:
        session.exec(delete(SessionOpening))
        session.exec(delete(BrowserSession))

    assert "säkerhetskopia" in said(browser)


def test_behind_a_shared_mailbox_it_is_half_an_hour(site: Site, cast: Cast, hand: Hand) -> None:
    browser = site.signed_in(cast.member.person_id)
    with site.office.transaction() as session:
        session.exec(update(SessionOpening).values(shared_mailbox=True))
    hand.forward(minutes=40)

    assert "på en halvtimme" in said(browser)


def test_a_used_link_says_so_and_offers_a_new_one_at_once(site: Site, cast: Cast) -> None:
    token = site.link(cast.member.person_id)
    press_button(site.browser(), token)

    answer = site.browser().get(f"/sign-in/{token}")

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 400
    assert "har redan använts" in page.select("[role=status]")[0].text
    assert page.select("form[action='/sign-in/mail'] [name=address]")


def test_whoever_is_signed_in_goes_on(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    page = BeautifulSoup(browser.get("/sign-in?next=%2Fmy%2Fhelp").text, "html.parser")
    assert page.select("main a[href='/my/help']")


def test_signing_out_is_at_once_and_says_so(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    kept = browser.cookies[cookies.SESSION]

    answer = send(browser, "/sign-out")

    assert answer.headers["location"] == "/signed-out"
    shown = BeautifulSoup(browser.get("/signed-out").text, "html.parser")
    assert shown.select("h1")[0].text == "Du är utloggad"
    assert not entrance.is_signed_in(site.office, kept)


# Forms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Skriv din mejladress."),
        ("asa på jobbet", "”asa på jobbet” är ingen mejladress"),
    ],
)
def test_an_odd_address_is_told_beside_the_field_and_stays_there(
    site: Site, typed: str, words: str
) -> None:
    browser = site.browser()

    answer = send(browser, "/sign-in/mail", address=typed, next="/my/help")

    page = BeautifulSoup(answer.text, "html.parser")
    (field,) = page.select("#address")
    (fault,) = page.select("#address-fault")
    assert words.rsplit("”", maxsplit=1)[-1].strip(" .") in fault.text
    assert field["value"] == typed
    assert field["aria-describedby"] == "address-fault"
    assert field.has_attr("autofocus")
    assert page.select("[name=next]")[0]["value"] == "/my/help"


def point_of(site: Site, cast: Cast) -> int:
    return actions.add_action_point(
        site.office,
        cast.coordinator,
        text="Skriva till alla",
        agency_id=next(iter(cast.member.agency_ids)),
        due_day=site.office.clock.today(),
    ).id


def test_a_report_sent_after_the_session_is_shown_and_sent_again_after_signing_in(
    site: Site, cast: Cast, hand: Hand
) -> None:
    words = "Vi har mejlat alla.\nTre har svarat <b>ja</b>."
    path = addresses.my_action(point_of(site, cast), group="exempelby")
    browser = site.signed_in(cast.member.person_id)
    browser.get(path)
    hand.forward(hours=3)

    late = send(browser, path, text=words, state="done")

    page = BeautifulSoup(late.text, "html.parser")
    assert late.status_code == 400
    assert page.select("h1")[0].text == "Du är inte inloggad längre"
    assert page.select("textarea")[0].text.strip() == words
    assert page.select("a.button.main")[0]["href"] == addresses.sign_in_first(path)
    # And when somebody has signed in in another tab, the kept page is sent once more, and again
    press_button(browser, site.link(cast.member.person_id))
    once = sent_again(browser, page)
    assert BeautifulSoup(once.text, "html.parser").select("h1")[0].text == "Skicka en gång till"
    done = sent_again(browser, BeautifulSoup(once.text, "html.parser"))
    assert done.status_code == 303
    point = actions.action_point(
        site.office, cast.coordinator, point_id=int(path.split("/")[3].split("?")[0])
    )
    assert point.report is not None
    assert (point.report.text, point.report.is_done) == (words, True)


@pytest.mark.parametrize("was_sent", [True, False])
def test_another_language_keeps_what_came_too_late_and_what_was_pressed(
    site: Site, cast: Cast, hand: Hand, *, was_sent: bool
) -> None:
    """A press on the language's button alone never becomes a report."""
    path = addresses.my_action(point_of(site, cast), group="exempelby")
    browser = site.signed_in(cast.member.person_id)
    hand.forward(hours=3)
    pressed = {} if was_sent else {"language": "sv"}

    late = send(browser, path, text="Vi har mejlat alla.", state="done", **pressed)
    other = BeautifulSoup(late.text, "html.parser").select("button[name=language][form]")[0]
    assert other["form"] == "kept"
    english = sent_again(browser, BeautifulSoup(late.text, "html.parser"), language="en")

    page = BeautifulSoup(english.text, "html.parser")
    assert page.select("h1")[0].text == "You are not signed in any more"
    assert page.select("textarea")[0].text.strip() == "Vi har mejlat alla."
    press_button(browser, site.link(cast.member.person_id))
    once = sent_again(browser, page)
    done = sent_again(browser, BeautifulSoup(once.text, "html.parser"))
    assert done.status_code == (303 if was_sent else 200)
    assert was_sent or "Vi har mejlat alla.</textarea>" in done.text


def test_a_report_on_a_point_that_is_gone_is_shown_to_be_copied(site: Site, cast: Cast) -> None:
    point = point_of(site, cast)
    browser = site.signed_in(cast.member.person_id)
    view = actions.action_point(site.office, cast.coordinator, point_id=point)
    actions.close_action_point(
        site.office, cast.coordinator, point_id=point, version=view.version, result="Klart."
    )

    for number in (point, point + 99):
        path = addresses.my_action(number, group="exempelby")
        answer = send(browser, path, text="Vi har ringt alla.", state="done")
        page = BeautifulSoup(answer.text, "html.parser")
        assert answer.status_code >= 400
        assert page.select("textarea")[0].text.strip() == "Vi har ringt alla."


def sent_again(browser: TestClient, page: BeautifulSoup, **pressed: str) -> httpx.Response:
    """By the form's own button, or by the one that ``pressed`` names."""
    (form,) = (one for one in page.select("main form") if one.select("[name=text]"))
    own = "" if pressed else ", button[name]"
    fields = {str(one["name"]): str(one["value"]) for one in form.select(f"input{own}")}
    return send(browser, str(form["action"]), **fields, **pressed)


def test_the_own_name_stays_typed_with_what_is_missing_beside_it(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    path = "/my/details?group=exempelby"
    version = BeautifulSoup(browser.get(path).text, "html.parser").select("[name=version]")[0]

    answer = send(
        browser, path, given_name="Maja-Li", family_name="  ", version=str(version["value"])
    )

    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select("#given_name")[0]["value"] == "Maja-Li"
    assert [one["id"] for one in page.select(".fault")] == ["family_name-fault"]
    assert page.select("#family_name")[0].has_attr("autofocus")

    empty = send(browser, path, given_name="", family_name="Prov", version=str(version["value"]))
    page = BeautifulSoup(empty.text, "html.parser")
    assert [one["id"] for one in page.select(".fault")] == ["given_name-fault"]
    assert page.select("#given_name")[0]["value"] == ""


def test_every_plain_page_of_somebody_signed_in_can_be_left(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    for path in ("/my", "/my/details", "/my/sessions", "/my/help", "/choose-group"):
        page = BeautifulSoup(browser.get(f"{path}?group=exempelby").text, "html.parser")
        assert page.select(f"form[action='{addresses.SIGN_OUT}']"), path
    with site.office.reading() as session:
        assert session.exec(select(BrowserSession)).first() is not None
