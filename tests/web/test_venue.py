"""The page that tells a place told separately."""

from __future__ import annotations

import re

import pytest

from coordinator.core import addresses
from coordinator.core.outbox.tables import OutboxMail
from tests.conftest import Cast
from tests.meetings.helpers import booked
from tests.web.conftest import Site, send

SECRET = "Hemliga gatan 17"


@pytest.fixture
def code(site: Site, cast: Cast) -> str:
    return booked(site.office, cast.coordinator, venue=SECRET, venue_kind="told_separately")


def address(code: str, group: str = "exempelby") -> str:
    return f"/my/meetings/{code}/venue?group={group}"


def token(page: str) -> str:
    return page.split('name="form_token" value="', 1)[1].split('"', 1)[0]


def mailed(site: Site) -> str:
    with site.office.reading() as session:
        mail = session.get(OutboxMail, 1)
        assert mail is not None
        found = re.search(r"\b\d{6}\b", mail.text)
    assert found
    return found[0]


@pytest.mark.parametrize("who", ["member", "coordinator"])
def test_a_button_a_code_and_then_the_place_once(
    site: Site, cast: Cast, code: str, who: str
) -> None:
    browser = site.signed_in(getattr(cast, who).person_id)
    first = browser.get(address(code))
    assert "Skicka en kod till mig" in first.text
    asked = send(browser, address(code), form_token=token(first.text))
    assert asked.status_code == 303
    second = browser.get(asked.headers["location"])
    assert "Koden i mejlet" in second.text
    told = send(browser, address(code), form_token=token(second.text), code=mailed(site))
    assert SECRET in told.text
    for page in (first, asked, second):
        assert "Hemliga" not in page.text
    for page in (first, asked, second, told):
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "Hemliga" not in browser.get(address(code)).text
    assert site.reached == []


def test_a_wrong_code_may_be_typed_again(site: Site, cast: Cast, code: str) -> None:
    browser = site.signed_in(cast.member.person_id)
    hidden = token(browser.get(address(code)).text)
    send(browser, address(code), form_token=hidden)
    right = mailed(site)
    wrong = "000000" if right != "000000" else "111111"
    answer = send(browser, address(code), form_token=hidden, code=wrong)
    assert answer.status_code == 400
    assert "Det är inte koden." in answer.text
    assert "Hemliga" not in answer.text
    assert SECRET in send(browser, address(code), form_token=hidden, code=right).text


def test_nobody_else_gets_anything(site: Site, cast: Cast, code: str) -> None:
    stranger = site.browser().get(address(code))
    back = addresses.sign_in_first(address(code))
    assert (stranger.status_code, stranger.headers["location"]) == (303, back)
    member = site.signed_in(cast.member.person_id)
    assert member.get(address(code, "andraby")).status_code == 404
    assert member.get(address("HT2026-9")).status_code == 404
    assert member.get("/my/meetings/anything").status_code == 404


def test_a_form_without_this_sessions_token_is_refused(site: Site, cast: Cast, code: str) -> None:
    browser = site.signed_in(cast.member.person_id)
    other = site.signed_in(cast.other_member.person_id)
    foreign = token(other.get(address(code)).text)
    for fields in ({"form_token": ""}, {"form_token": "x"}, {"form_token": foreign}):
        assert send(browser, address(code), **fields).status_code == 400
    answer = browser.post(
        address(code), data={"form_token": foreign}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    with site.office.reading() as session:
        assert session.get(OutboxMail, 1) is None


@pytest.mark.parametrize(
    ("kind", "said"),
    [("told_separately", "Platsen meddelas separat"), ("protected", "Skyddad plats")],
)
def test_a_place_that_is_not_open_is_told_in_words_alone(
    site: Site, cast: Cast, kind: str, said: str
) -> None:
    # A protected place is not even kept.
    venue = None if kind == "protected" else "Hemliga gatan 1"
    booked(site.office, cast.coordinator, venue=venue, venue_kind=kind)
    browser = site.signed_in(cast.member.person_id)

    for path in ("/my", "/my/meetings", "/my/meetings/HT2026-1"):
        page = browser.get(path)
        assert page.status_code == 200
        assert said in page.text
        assert "Hemliga" not in page.text
