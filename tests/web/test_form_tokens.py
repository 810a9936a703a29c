"""Every form carries a token of this browser's; without it, or with another's, nothing happens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlmodel import SQLModel, select
from starlette.routing import Route
from starlette.types import Message

from coordinator.access import cookies
from coordinator.access.tables import SignInAttempt, SignInLink
from coordinator.core import addresses
from coordinator.core.outbox.tables import OutboxMail
from coordinator.entrance.personal_links import personal_token
from coordinator.planning.polls import usecases as date_polls
from coordinator.web import forms as web_forms
from coordinator.web.asgi import ROUTES
from coordinator.wiring import actor_of
from tests.conftest import Cast
from tests.together import finished
from tests.web.conftest import HOME, REAL, Site, token_of

# Its token stands in its own address: who does not hold it has no form to send.
BY_ADDRESS = addresses.POLL + "/{token}"


@pytest.fixture
def engine() -> str:
    return "sqlite"


def forms() -> list[str]:
    """The address of every route that takes a form, from the code."""
    return sorted(
        route.path
        for route in ROUTES
        if isinstance(route, Route)
        and "POST" in (route.methods or ())
        and ":path}" not in route.path
    )


def filled(path: str, site: Site, cast: Cast) -> tuple[str, dict[str, str]]:
    """An address and fields with which the form would do something."""
    who = cast.reader.person_id
    assert who
    fields = {
        "token": site.link(who),
        "address": "member@example.se",
        "link": personal_token(site.office.settings, who),
        "session": "others",
        "to": "en",
        "text": "Klart",
        "all": "1",
    }
    address = path.format(code="HT2026-1", point="1", token="x")
    return f"{address}?group=exempelby", fields


def left_behind(site: Site) -> dict[str, int]:
    """How many rows there are of what a form could have made or spent."""
    tables: tuple[type[SQLModel], ...] = (OutboxMail, SignInAttempt)
    with site.office.reading() as session:
        found = {table.__name__: len(session.exec(select(table)).all()) for table in tables}
        links = session.exec(select(SignInLink)).all()
        return {**found, "spent": sum(link.used_at is not None for link in links)}


def test_every_form_route_is_tried_here() -> None:
    assert BY_ADDRESS in forms()
    assert len(forms()) >= 8


@pytest.mark.parametrize("path", [path for path in forms() if path != BY_ADDRESS])
@pytest.mark.parametrize("whose", ["none", "empty", "another's"])
def test_a_form_without_this_browsers_token_does_nothing(
    site: Site, cast: Cast, path: str, whose: str
) -> None:
    browser = site.signed_in(cast.member.person_id)
    other = site.signed_in(cast.other_member.person_id)
    address, fields = filled(path, site, cast)
    token = {"none": {}, "empty": {"form_token": ""}, "another's": {"form_token": token_of(other)}}
    before = left_behind(site)

    answer = browser.post(address, data={**fields, **token[whose]}, headers={"Origin": HOME})

    # The start is a founder's alone: all others are sent home before their form is looked at.
    elsewhere = path in {addresses.SIGN_OUT, addresses.LANGUAGE} or path.startswith(addresses.START)
    assert answer.status_code == (303 if elsewhere else 400)
    assert left_behind(site) == before
    assert cookies.LANGUAGE not in browser.cookies
    assert actor_of(site.office, browser.cookies[cookies.SESSION], None) is not None


def test_a_sign_out_of_an_earlier_session_leads_to_a_button_that_works(
    site: Site, cast: Cast
) -> None:
    browser = site.signed_in(cast.member.person_id)
    old = browser.post("/sign-out", data={"form_token": "old"}, headers={"Origin": HOME})
    assert (old.status_code, old.headers["location"]) == (303, addresses.MY_SESSIONS)
    page = BeautifulSoup(browser.get(addresses.MY_SESSIONS).text, "html.parser")
    (field,) = page.select(f"main form[action='{addresses.SIGN_OUT}'] [name=form_token]")
    cookie = browser.cookies[cookies.SESSION]
    browser.post("/sign-out", data={"form_token": str(field["value"])}, headers={"Origin": HOME})
    assert actor_of(site.office, cookie, None) is None


def pages(browser: httpx.Client) -> Iterator[BeautifulSoup]:
    for path in ("/sign-in", "/signed-out", "/sign-in/nothing", "/my", "/my/sessions", "/nothing"):
        yield BeautifulSoup(browser.get(path, follow_redirects=True).text, "html.parser")


@pytest.mark.parametrize("is_in", [True, False])
def test_every_form_that_is_drawn_carries_it(site: Site, cast: Cast, *, is_in: bool) -> None:
    browser = site.signed_in(cast.member.person_id) if is_in else site.browser()
    seen = 0
    for page in pages(browser):
        for form in page.select("form[method=post]"):
            (field,) = form.select("[name=form_token]")
            assert field["value"] == token_of(browser), form["action"]
            seen += 1
    assert seen >= 6


def test_the_forms_cookie_is_strict_and_bound_to_https(real_site: Site) -> None:
    said = real_site.browser().get("/sign-in").headers["set-cookie"]
    assert said.startswith(f"__Host-{cookies.FORM}=")
    assert {"Path=/", "HttpOnly", "SameSite=strict", "Secure"} <= set(said.split("; "))
    assert REAL.startswith("https://")


def test_a_personal_link_needs_no_cookie(site: Site, cast: Cast) -> None:
    """A locked-down computer may keep none."""
    answer = site.browser().post("/poll/nothing", data={"all": "1"}, headers={"Origin": HOME})
    assert answer.status_code == 404
    assert date_polls.polls(site.office, cast.coordinator) == ()


def test_a_form_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_forms, "BODY_TIME", 0.05)
    sent: list[Message] = []

    async def never() -> Message:
        await asyncio.sleep(5)
        raise AssertionError("waited on")

    async def send(message: Message) -> None:
        sent.append(message)

    async def inside(*_given: object) -> None:
        raise AssertionError("went on without the form")

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/my",
        "headers": [(b"content-type", b"application/x-www-form-urlencoded")],
    }
    finished(web_forms.Forms(inside)(scope, never, send))

    assert sent[0]["status"] == 408
