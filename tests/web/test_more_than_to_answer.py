"""Who holds a question's link and wants more: a code by mail, and then the own page."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from coordinator.access import cookies
from coordinator.access.actor import Role
from coordinator.core import addresses
from coordinator.wiring import actor_of
from tests.conftest import Cast
from tests.planning.polls import mails, opened, token_for
from tests.web.conftest import Site, send

pytestmark = pytest.mark.usefixtures("november")


def test_the_question_leads_to_a_code_and_the_code_to_the_own_page(site: Site, cast: Cast) -> None:
    opened(site.office, cast.coordinator)
    browser = site.browser()
    page = browser.get(f"/poll/{token_for(site.office, cast.member.person_id)}")
    (way,) = BeautifulSoup(page.text, "html.parser").select(f"a[href^='{addresses.SIGN_IN_CODE}']")
    assert way.text == "Logga in med kod"
    assert mails(site.office, "one_time_code") == []

    offer = BeautifulSoup(browser.get(str(way["href"])).text, "html.parser")
    assert mails(site.office, "one_time_code") == []  # opening it sends nothing
    (link,) = offer.select("main [name=link]")
    send(browser, addresses.SIGN_IN_CODE, link=str(link["value"]))
    (mail,) = mails(site.office, "one_time_code")
    assert mail.address == "member@example.se"
    code = "".join(re.findall(r"\b[0-9]{3} [0-9]{3}\b", mail.text)[:1]).replace(" ", "")
    answer = send(browser, addresses.SIGN_IN_CODE, link=str(link["value"]), code=code)

    assert (answer.status_code, answer.headers["location"]) == (303, "/my?group=exempelby")
    actor = actor_of(site.office, browser.cookies[cookies.SESSION], None)
    assert actor is not None
    assert actor.person_id == cast.member.person_id
    assert actor.roles == {Role.MEMBER}
    own = BeautifulSoup(browser.get("/my").text, "html.parser")
    assert own.select(f"footer a[href^='{addresses.MY_SESSIONS}']")


def test_the_question_on_the_own_page_offers_no_code(site: Site, cast: Cast) -> None:
    view = opened(site.office, cast.coordinator)
    browser = site.signed_in(cast.member.person_id)
    page = browser.get(addresses.my_poll(view.code, group="exempelby"))
    assert page.status_code == 200
    assert addresses.SIGN_IN_CODE not in page.text
