"""One link, one button, one session: spent once, ended at once, bound to this browser."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from coordinator.access import cookies
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.entrance.views import LinkState
from coordinator.roster import usecases as roster
from coordinator.wiring import actor_of, use_office
from tests.conftest import Cast, Hand
from tests.web.conftest import HOME, Site, build, form_token, press_button, send


def session_cookie(answer: httpx.Response) -> str:
    headers = answer.headers.get_list("set-cookie")
    return next(value for value in headers if "coordinator_session=" in value)


@pytest.mark.parametrize(
    ("who", "home"),
    [("coordinator", "/"), ("reader", "/"), ("member", "/my?group=exempelby")],
)
def test_the_button_signs_in_and_leads_to_where_the_day_begins(
    site: Site, cast: Cast, who: str, home: str
) -> None:
    answer = press_button(site.browser(), site.link(cast.named()[who].person_id))

    assert answer.status_code == 303
    assert answer.headers["location"] == home


def test_the_button_opens_a_session_of_that_person(site: Site, cast: Cast) -> None:
    browser = site.browser()

    press_button(browser, site.link(cast.member.person_id))

    actor = actor_of(site.office, browser.cookies[cookies.SESSION], "exempelby")
    assert actor is not None
    assert actor.person_id == cast.member.person_id


def test_the_button_leads_the_office_to_the_start_page(site: Site, cast: Cast) -> None:
    answer = press_button(site.browser(), site.link(cast.coordinator.person_id))

    assert answer.headers["location"] == "/"


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(site: Site, cast: Cast) -> None:
    answer = press_button(site.browser(), site.link(cast.member.person_id))

    cookie = session_cookie(answer).lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie


def test_behind_https_the_cookie_belongs_to_this_host_alone(real_site: Site, cast: Cast) -> None:
    answer = press_button(real_site.browser(), real_site.link(cast.member.person_id))

    cookie = session_cookie(answer)
    assert cookie.startswith("__Host-coordinator_session=")
    assert "secure" in cookie.lower()


def test_the_database_knows_only_the_hash_of_link_and_cookie(site: Site, cast: Cast) -> None:
    browser, token = site.browser(), site.link(cast.member.person_id)
    press_button(browser, token)

    with site.office.database.engine.connect() as connection:
        rows = [
            *connection.exec_driver_sql("SELECT * FROM sign_in_link"),
            *connection.exec_driver_sql("SELECT * FROM browser_session"),
        ]

    assert token not in str(rows)
    assert browser.cookies[cookies.SESSION] not in str(rows)


def test_a_scanner_that_opens_the_link_spends_nothing(site: Site, cast: Cast) -> None:
    token = site.link(cast.member.person_id)

    for _ in range(5):
        assert site.browser().get(f"/sign-in/{token}").status_code == 200
        assert site.browser().head(f"/sign-in/{token}").status_code == 200

    assert entrance.look_at_link(site.office, token) is LinkState.GOOD
    assert press_button(site.browser(), token).status_code == 303


def test_a_link_works_once(site: Site, cast: Cast) -> None:
    token, second = site.link(cast.member.person_id), site.browser()
    hidden = form_token(second, token)
    press_button(site.browser(), token)

    again = send(second, "/sign-in", token=token, form_token=hidden)

    assert again.status_code == 400
    assert cookies.SESSION not in second.cookies
    assert second.get(f"/sign-in/{token}").status_code == 400


def test_of_two_browsers_pressing_at_once_one_gets_in(site: Site, cast: Cast) -> None:
    token = site.link(cast.member.person_id)
    browsers = [site.browser() for _ in range(4)]
    hidden = [form_token(browser, token) for browser in browsers]

    with ThreadPoolExecutor(4) as at_once:
        answers = list(
            at_once.map(
                lambda pair: send(pair[0], "/sign-in", token=token, form_token=pair[1]),
                zip(browsers, hidden, strict=True),
            )
        )

    assert sorted(answer.status_code for answer in answers) == [303, 400, 400, 400]


def test_an_old_link_is_refused_in_words(site: Site, cast: Cast, hand: Hand) -> None:
    token, browser = site.link(cast.member.person_id), site.browser()
    hidden = form_token(browser, token)
    hand.forward(minutes=15, seconds=1)

    opened = browser.get(f"/sign-in/{token}")
    pressed = send(browser, "/sign-in", token=token, form_token=hidden)

    assert (opened.status_code, pressed.status_code) == (400, 400)
    assert cookies.SESSION not in browser.cookies


@pytest.mark.parametrize("token", ["x", "A" * 43, "..%2f..%2fetc", "%00", "é" * 40, "a" * 5000])
def test_an_invented_link_is_refused(site: Site, token: str) -> None:
    answer = site.browser().get(f"/sign-in/{token}")

    assert answer.status_code in {400, 404}
    assert cookies.SESSION not in answer.headers.get("set-cookie", "")


def test_the_button_needs_the_cookie_of_the_page_it_stood_on(site: Site, cast: Cast) -> None:
    """Nobody is signed in as somebody else by a form on a page they did not open."""
    token = site.link(cast.member.person_id)
    theirs = form_token(site.browser(), token)

    without = send(site.browser(), "/sign-in", token=token, form_token=theirs)
    other = site.browser()
    form_token(other, token)
    mixed = send(other, "/sign-in", token=token, form_token=theirs)
    empty = send(other, "/sign-in", token=token, form_token="")

    assert [answer.status_code for answer in (without, mixed, empty)] == [400, 400, 400]
    assert entrance.look_at_link(site.office, token) is LinkState.GOOD


def test_a_cookie_planted_before_sign_in_is_worth_nothing_afterwards(
    site: Site, cast: Cast
) -> None:
    browser = site.browser()
    browser.cookies.set(cookies.SESSION, "planted", domain="127.0.0.1", path="/")

    press_button(browser, site.link(cast.member.person_id))

    assert actor_of(site.office, "planted", None) is None
    assert "planted" not in [c.value for c in browser.cookies.jar if c.name == cookies.SESSION]


def test_signing_in_as_another_ends_the_session_before(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    before = browser.cookies[cookies.SESSION]

    press_button(browser, site.link(cast.reader.person_id))

    assert actor_of(site.office, before, None) is None
    now = actor_of(site.office, browser.cookies[cookies.SESSION], None)
    assert now is not None
    assert now.person_id == cast.reader.person_id


def test_signing_out_ends_the_session_everywhere_at_once(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    kept = browser.cookies[cookies.SESSION]

    answer = send(browser, "/sign-out")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/signed-out"
    assert cookies.SESSION not in browser.cookies
    assert actor_of(site.office, kept, None) is None
    assert browser.get("/signed-out").status_code == 200
    browser.cookies.set(cookies.SESSION, kept, domain="127.0.0.1", path="/")
    assert browser.get("/media/file").status_code == 403


def test_signing_out_without_a_session_is_no_error(site: Site) -> None:
    assert send(site.browser(), "/sign-out").status_code == 303


def test_opening_the_address_of_sign_out_signs_nobody_out(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)

    browser.get("/sign-out")

    assert actor_of(site.office, browser.cookies[cookies.SESSION], None) is not None


def test_a_session_ends_by_itself(site: Site, cast: Cast, hand: Hand) -> None:
    browser = site.signed_in(cast.member.person_id)
    hand.forward(seconds=entrance.SESSION_LIFETIME.total_seconds() + 1)

    assert actor_of(site.office, browser.cookies[cookies.SESSION], None) is None


def test_a_withdrawn_role_ends_what_the_session_may_see(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    assert cast.member.person_id is not None
    roster.withdraw_role(
        site.office,
        cast.coordinator,
        person_id=cast.member.person_id,
        role=next(iter(cast.member.roles)),
    )

    assert actor_of(site.office, browser.cookies[cookies.SESSION], None) is None
    assert browser.get("/media/file").status_code == 403


def test_a_form_that_is_too_large_is_no_form(site: Site, cast: Cast) -> None:
    browser, token = site.browser(), site.link(cast.member.person_id)
    hidden = form_token(browser, token)

    answer = send(browser, "/sign-in", token=token, form_token=hidden, more="x" * 100_000)

    assert answer.status_code == 400
    assert entrance.look_at_link(site.office, token) is LinkState.GOOD


def test_the_first_link_opens_an_empty_installation_for_its_founder(empty_office: Office) -> None:
    use_office(empty_office)
    site = build(empty_office)
    token = entrance.founder_link(empty_office)
    assert token is not None
    browser = site.browser()

    assert press_button(browser, token).status_code == 303

    actor = actor_of(empty_office, browser.cookies[cookies.SESSION], None)
    assert actor is not None
    assert actor.group_id == 0
    use_office(None)


def test_whoever_comes_without_a_link_reads_how_to_get_one(site: Site) -> None:
    page = site.browser().get("/sign-in")

    assert page.status_code == 200
    assert "coordinator sign-in-link" in page.text
    assert HOME not in page.text
