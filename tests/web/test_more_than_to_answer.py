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


def test_another_language_leaves_the_code_on_its_way(site: Site, cast: Cast) -> None:
    opened(site.office, cast.coordinator)
    browser = site.browser()
    asked = browser.get(f"/poll/{token_for(site.office, cast.member.person_id)}")
    (way,) = BeautifulSoup(asked.text, "html.parser").select(f"a[href^='{addresses.SIGN_IN_CODE}']")
    offer = BeautifulSoup(browser.get(str(way["href"])).text, "html.parser")
    link = str(offer.select("main [name=link]")[0]["value"])
    sent = send(browser, addresses.SIGN_IN_CODE, link=link)
    (form,) = BeautifulSoup(sent.text, "html.parser").select("form#typed")
    hidden = {str(one["name"]): str(one["value"]) for one in form.select("[type=hidden]")}

    english = send(browser, addresses.SIGN_IN_CODE, **hidden, code="12", language="en")

    page = BeautifulSoup(english.text, "html.parser")
    assert (english.status_code, page.select("h1")[0].text) == (200, "Type the code")
    assert page.select("[name=code]")[0]["value"] == "12"
    assert page.select("[name=link]")[0]["value"] == link
    assert len(mails(site.office, "one_time_code")) == 1


def test_another_language_keeps_what_is_typed_among_the_own_details(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.member.person_id)
    path = addresses.my(addresses.MY_DETAILS, group="exempelby")
    browser.get(path)
    name = send(browser, path, version="1", given_name="Nad", family_name="Prov", language="en")
    assert 'value="Nad"' in name.text
    code = send(browser, path, address="ny@example.se", asked="1", code="34", language="sv")
    page = BeautifulSoup(code.text, "html.parser")
    assert "En kod är på väg till ny@example.se" in page.text
    assert page.select("[name=code]")[0]["value"] == "34"
    assert mails(site.office, "one_time_code") == []
    assert "Nadia" in browser.get(path).text
