"""Links as mails bring them: with a sign behind, cut short, old, used, or already come by."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from coordinator.access import cookies
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.entrance.personal_links import personal_token
from coordinator.entrance.views import LinkState
from coordinator.web.tidy import meant_address
from coordinator.wiring import use_office
from tests.conftest import Cast, Hand
from tests.web.conftest import Site, build, press_button, send

CUT, UNKNOWN = "Adressen är inte hel", "inte känd här"
USED, OLD, ENDED = "redan använts", "för gammal", "togs tillbaka"
SIGNS = [".", ")", ">", ",", "=20", "\r\n", "”", "&gt;", "/", " ", "_", "?x"]
UNSEEN = ["\u200b", "\u200c", "\u200e", "\ufeff", "\xad", "\xa0", "\r\n", "\u2060", "\t"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_behind_the_link_changes_nothing(site: Site, cast: Cast, sign: str) -> None:
    token, browser = site.link(cast.member.person_id), site.browser()
    page = browser.get(f"/sign-in/{quote(token + sign, safe='?/')}", follow_redirects=True)
    assert page.status_code == 200, page.text

    hidden = page.text.split('name="token" value="', 1)[1].split('"', 1)[0]
    answer = send(browser, "/sign-in", token=hidden)

    assert hidden == token
    assert (answer.status_code, answer.headers["location"]) == (303, "/my?group=exempelby")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("sign", UNSEEN)
@pytest.mark.parametrize("at", [0, 20, 43])
def test_a_sign_that_nobody_sees_changes_nothing(
    site: Site, cast: Cast, sign: str, at: int
) -> None:
    token, browser = site.link(cast.member.person_id), site.browser()
    bent = quote(token[:at] + sign + token[at:])

    page = browser.get(f"/sign-in/{bent}", follow_redirects=True)

    assert page.text.split('name="token" value="', 1)[1].split('"', 1)[0] == token
    assert meant_address(f"/poll/{token[:at]}{sign}{token[at:]}", "") == f"/poll/{token}"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("around", ["_{}_", "-{}", "3D{}", "=3D{}"])
def test_signs_before_the_link_that_it_could_hold_change_nothing(
    site: Site, cast: Cast, around: str
) -> None:
    token, browser = site.link(cast.member.person_id), site.browser()

    page = browser.get(f"/sign-in/{around.format(token)}")

    assert page.text.split('name="token" value="', 1)[1].split('"', 1)[0] == token
    assert send(browser, "/sign-in", token=around.format(token)).status_code == 303


def test_each_link_is_told_what_it_is(site: Site, cast: Cast, hand: Hand) -> None:
    used, good, old = (site.link(cast.member.person_id) for _ in range(3))
    press_button(site.browser(), used)

    def said(token: str) -> str:
        page = site.browser().get(f"/sign-in/{token}")
        assert page.status_code == (400 if token else 404)
        return str(page.text)

    assert CUT in said(good[:-1])
    assert CUT in said("")
    assert UNKNOWN in said(good[:-1] + ("A" if good[-1] != "A" else "B"))
    assert USED in said(used)
    assert entrance.look_at_link(site.office, good) is LinkState.GOOD
    hand.forward(minutes=15)
    assert OLD in said(old)
    assert USED in said(used + ".")
    # Whoever does not hold a link learns nothing from how it is refused.
    assert UNKNOWN in said("A" * 43)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path", ["/poll", "/poll/", "/poll/abc", "/poll/abc.", "/poll/" + "A" * 42]
)
def test_a_question_whose_link_is_cut_short_says_so(site: Site, path: str) -> None:
    page = site.browser().get(path, follow_redirects=True)

    assert page.status_code == 404
    assert "för adressen är inte hel" in page.text


def test_a_pressed_button_says_the_same(site: Site, cast: Cast) -> None:
    good, browser = site.link(cast.member.person_id), site.browser()

    assert CUT in send(browser, "/sign-in", token=good[:-3]).text
    assert UNKNOWN in send(browser, "/sign-in", token="A" * 43).text
    assert send(browser, "/sign-in", token=f"<{good}>").status_code == 303


@pytest.mark.parametrize(("who", "home"), [("member", "/my?group=exempelby"), ("coordinator", "/")])
def test_ones_own_link_opened_again_leads_home(
    site: Site, cast: Cast, hand: Hand, who: str, home: str
) -> None:
    token, browser = site.link(cast.named()[who].person_id), site.browser()
    earlier = site.link(cast.named()[who].person_id)
    press_button(browser, token)

    for address in (token, token + ".", token + "=20"):
        again = browser.get(f"/sign-in/{address}")
        assert (again.status_code, again.headers["location"]) == (303, home)
    hand.forward(minutes=20)
    assert browser.get(f"/sign-in/{earlier}").headers["location"] == home
    assert USED in site.browser().get(f"/sign-in/{token}").text


def test_a_new_link_of_ones_own_offers_both_and_spends_nothing(site: Site, cast: Cast) -> None:
    browser, new = site.signed_in(cast.member.person_id), site.link(cast.member.person_id)

    page = browser.get(f"/sign-in/{new}")

    assert 'href="/my?group=exempelby"' in page.text
    assert entrance.look_at_link(site.office, new) is LinkState.GOOD
    assert press_button(browser, new).status_code == 303


def test_somebody_elses_link_is_not_home(site: Site, cast: Cast) -> None:
    browser, used = site.signed_in(cast.member.person_id), site.link(cast.reader.person_id)
    press_button(site.browser(), used)
    good = site.link(cast.reader.person_id)

    assert USED in browser.get(f"/sign-in/{used}").text
    page = browser.get(f"/sign-in/{good}")
    assert "till någon annan" in page.text
    assert 'href="/my?group=exempelby"' not in page.text


def test_after_signing_out_the_own_link_is_a_used_one(site: Site, cast: Cast) -> None:
    token, browser = site.link(cast.member.person_id), site.browser()
    press_button(browser, token)
    kept = browser.cookies[cookies.SESSION]
    send(browser, "/sign-out")
    browser.cookies.set(cookies.SESSION, kept, domain="127.0.0.1", path="/")

    assert USED in browser.get(f"/sign-in/{token}").text


def test_a_link_taken_back_before_it_was_used_says_so(site: Site, cast: Cast) -> None:
    token, pressed = (site.link(cast.member.person_id) for _ in range(2))
    browser = site.browser()
    assert browser.get(f"/sign-in/{pressed}").status_code == 200
    entrance.end_sessions_of(site.office, cast.coordinator, person_id=cast.member.person_id or 0)

    assert ENDED in site.browser().get(f"/sign-in/{token}").text
    assert ENDED in send(browser, "/sign-in", token=pressed).text


def test_the_founders_link_opened_again_leads_home(empty_office: Office) -> None:
    use_office(empty_office)
    site = build(empty_office)
    token = entrance.founder_link(empty_office)
    assert token is not None
    browser = site.browser()
    press_button(browser, token)

    assert browser.get(f"/sign-in/{token}").headers["location"] == "/"
    assert USED in site.browser().get(f"/sign-in/{token}").text
    use_office(None)


@pytest.mark.parametrize("sign", [".", ")", "=20", "&gt;"])
def test_a_sign_behind_a_personal_link_changes_nothing(
    office: Office, cast: Cast, sign: str
) -> None:
    token = personal_token(office.settings, cast.member.person_id or 0)

    entrance.look_at_personal_link(office, token + sign)


def test_the_answer_to_a_form_loaded_again_leads_to_the_form(site: Site) -> None:
    answer = site.browser().get("/sign-in/mail")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    ("path", "query", "meant"),
    [
        ("/my/meetings/HT2026-1.", "", "/my/meetings/HT2026-1"),
        ("/meetings)", "", "/meetings"),
        ("/meetings/", "", None),
        ("/calendar-file/exempelby/HT2026-1.ics>", "", "/calendar-file/exempelby/HT2026-1.ics"),
        ("/my/polls/HT2026-poll-1", "group=exempelby.", "/my/polls/HT2026-poll-1?group=exempelby"),
        ("/", "group=exempelby)", "/?group=exempelby"),
        ("/my=20", "", "/my"),
        ("/meet\xadings\u200b", "", "/meetings"),
        ("/my", "group=exempelby\u200b", "/my?group=exempelby"),
        ("/sign-in.", "", "/sign-in"),
        ("/my/search", "q=hej.", None),
        ("/calendar-file/exempelby/HT2026-1.ics", "", None),
        ("/nowhere.", "", None),
        ("//elsewhere.example.se.", "", None),
        ("//elsewhere.example.se", "group=a.", None),
        ("/\\elsewhere.", "", None),
        ("/sign-in/", "", None),
        ("/poll/", "", None),
        ("/app-assets/", "", None),
        ("/my/meetings/x\x00.", "", None),
    ],
)
def test_no_address_of_ours_ends_with_a_sign(path: str, query: str, meant: str | None) -> None:
    assert meant_address(path, query) == meant


def test_an_address_with_a_sign_leads_on_within_the_product(site: Site) -> None:
    answer = site.browser().get("/my/meetings/HT2026-1.")

    assert (answer.status_code, answer.headers["location"]) == (303, "/my/meetings/HT2026-1")
    assert answer.headers["x-content-type-options"] == "nosniff"
