"""Whom a provider's word does not let in: the page says it with a number, the log says why."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.core.providers import Provider
from coordinator.web import providers
from coordinator.wiring import use_office
from tests.web.conftest import Site, build

KOMMUN = Provider("kommun", "Kommunen", "id", "hemligt", "https://id.example.se/x", True)


class Said:
    """Streamlit's part: what the provider has said, whatever the cookies hold."""

    def __init__(self, claims: dict[str, Any] | None) -> None:
        self.told = claims

    def start_address(self, provider: str) -> str:
        return f"/auth/login?provider={provider}"

    def claims(self, _cookies: Mapping[str, str]) -> dict[str, Any] | None:
        return self.told


@pytest.fixture
def provided(site: Site) -> Iterator[Site]:
    settings = site.office.settings.model_copy(update={"oidc": (KOMMUN,)})
    office = replace(site.office, settings=settings)
    use_office(office)
    yield build(office)
    providers._given.clear()


def come_back(site: Site, **claims: Any) -> httpx.Response:
    providers.use_login(Said({"provider": "kommun", **claims} if claims else None))
    answer: httpx.Response = site.browser().get(addresses.PROVIDER_BACK)
    return answer


def back(_request: Request) -> Response:
    return PlainTextResponse("back")


ROUTE = Route(addresses.PROVIDER_BACK, back)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("claims", "why"),
    [
        (
            {"email": "member@example.se", "email_verified": "False"},
            "provider-address-not-verified, provider kommun, email_verified no, xms_edov missing",
        ),
        (
            {"email": "member@example.se", "xms_edov": 0},
            "provider-address-not-verified, provider kommun, email_verified missing, xms_edov no",
        ),
        (
            {"email": "ingen@example.se", "email_verified": True},
            "provider-unknown-person, provider kommun, email_verified yes, xms_edov missing",
        ),
        ({}, "provider-said-nothing, provider -, email_verified missing, xms_edov missing"),
    ],
)
def test_a_refused_sign_in_stands_in_the_log_with_its_number_and_without_its_person(
    provided: Site, caplog: pytest.LogCaptureFixture, claims: dict[str, Any], why: str
) -> None:
    with caplog.at_level(logging.INFO, logger="coordinator"):
        answer = come_back(provided, **claims)

    assert answer.status_code in {400, 403}
    assert cookies.SESSION not in answer.cookies
    (line,) = [one for one in caplog.records if one.name == "coordinator.web.providers"]
    assert line.getMessage() == f"sign-in refused: {why}"
    number = re.search(r'class="reference">([^<]+)<', answer.text)
    assert number
    assert vars(line)["reference"] == number[1]
    assert "@example.se" not in caplog.text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_without_a_word_a_trusted_provider_lets_in(provided: Site) -> None:
    answer = come_back(provided, email="member@example.se")

    assert (answer.status_code, answer.headers["location"]) == (303, "/my?group=exempelby")
