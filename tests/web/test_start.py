"""An empty installation in a browser: two ways to begin, and nothing is made of half a form."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.groups import in_transaction as groups
from coordinator.installation import usecases as installation
from coordinator.wiring import founding_shell, use_office
from tests.conftest import Cast
from tests.web.conftest import Site, build, press_button, send

WHOLE = {
    "name": "Samverkansgruppen",
    "municipality": "Åby",
    "given_name": "Åsa",
    "family_name": "Övning",
    "email": "asa@example.se",
    "agency_slug": "fvg",
}


@pytest.fixture
def founder(empty_office: Office) -> Iterator[TestClient]:
    use_office(empty_office)
    token = entrance.founder_link(empty_office)
    assert token
    browser = build(empty_office).browser()
    assert press_button(browser, token).headers["location"] == "/"
    yield browser
    use_office(None)


def group_count(office: Office) -> int:
    with office.reading() as session:
        return len(groups.all_groups(session))


def faults_in(text: str) -> dict[str, str]:
    found = re.findall(r'<p class="fault" id="(\w+)-fault">(.*?)</p>', text)
    return {name: html.unescape(said) for name, said in found}


def test_the_first_link_leads_to_the_start_with_language_help_and_sign_out(
    founder: TestClient,
) -> None:
    assert founder.get("/").headers["location"] == "/start"
    assert founder.get("/meetings?group=x").headers["location"] == "/start"

    page = founder.get("/start").text

    assert "Här är tomt än så länge." in page
    for words in ("Logga ut", "In English", "Hjälp", "Tillgänglighet", "Personuppgifter"):
        assert words in page
    assert founder.get("/my/help").status_code == 200


def test_an_empty_form_says_what_is_missing_beside_each_field_and_makes_nothing(
    founder: TestClient, empty_office: Office
) -> None:
    answer = send(founder, "/start/group", name="", municipality="")

    assert answer.status_code == 400
    assert faults_in(answer.text) == {
        "name": "Skriv vad gruppen heter.",
        "municipality": "Skriv vad kommunen heter.",
        "given_name": "Skriv ditt förnamn.",
        "family_name": "Skriv ditt efternamn.",
        "email": "Skriv din mejladress på jobbet. Utan den kan du inte logga in igen.",
        "agency_slug": "Välj en verksamhet.",
    }
    assert len(re.findall("autofocus", answer.text)) == 1
    assert re.search(r'<input id="name"[^>]*autofocus', answer.text)
    assert "6 fält saknas eller är fel" in answer.text
    assert group_count(empty_office) == 0


@pytest.mark.parametrize("gap", ["given_name", "family_name", "email", "agency_slug"])
def test_one_gap_keeps_everything_else_that_was_typed(
    founder: TestClient, empty_office: Office, gap: str
) -> None:
    answer = send(founder, "/start/group", **{**WHOLE, gap: " "})

    assert answer.status_code == 400
    assert set(faults_in(answer.text)) == {gap}
    for name in {"name", "municipality", "given_name", "family_name", "email"} - {gap}:
        assert f'name="{name}" value="{WHOLE[name]}"' in answer.text
    if gap != "agency_slug":
        assert '<option value="fvg" selected>' in answer.text
    assert group_count(empty_office) == 0


def test_another_language_keeps_what_was_typed_and_makes_nothing(
    founder: TestClient, empty_office: Office
) -> None:
    answer = send(founder, "/start/group", **WHOLE, language="en")

    assert (answer.status_code, faults_in(answer.text)) == (200, {})
    assert "Your email at work" in answer.text
    for name in ("name", "municipality", "given_name", "family_name", "email"):
        assert f'name="{name}" value="{WHOLE[name]}"' in answer.text
    assert '<option value="fvg" lang="sv" selected>' in answer.text
    assert "Your email at work" in founder.get("/start/group").text
    assert group_count(empty_office) == 0


def test_a_language_that_a_stranger_s_form_asks_for_is_not_kept(founder: TestClient) -> None:
    answer = send(founder, "/start/group", **WHOLE, language="en", form_token="")
    assert answer.status_code == 400
    assert "Din mejladress på jobbet" in founder.get("/start/group").text


def test_an_odd_address_is_told_in_the_readers_language(founder: TestClient) -> None:
    founder.headers["Accept-Language"] = "en"

    answer = send(founder, "/start/group", **{**WHOLE, "email": "asa at work"})

    assert faults_in(answer.text) == {
        "email": "“asa at work” is not an email address. Write it like this: namn@kommun.se."
    }


def test_a_whole_form_starts_the_group_and_the_open_browser_leads_it(founder: TestClient) -> None:
    answer = send(founder, "/start/group", **WHOLE)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/?group=aby"
    assert founder.get("/?group=aby").status_code == 200
    assert founder.get("/start").headers["location"] == "/?group=aby"


def test_the_example_opens_with_one_button_and_not_over_a_group(
    founder: TestClient, empty_office: Office
) -> None:
    installation.start_group(empty_office, founding_shell(), name="Grupp", municipality="Åby")

    refused = send(founder, "/start/example")

    assert refused.status_code == 400
    assert group_count(empty_office) == 1


def test_a_form_of_an_earlier_page_is_shown_again_with_what_was_typed(
    founder: TestClient, empty_office: Office
) -> None:
    answer = send(founder, "/start/group", **WHOLE, form_token="old")

    assert answer.status_code == 400
    assert 'value="Övning"' in answer.text
    assert group_count(empty_office) == 0


@pytest.mark.parametrize("who", ["coordinator", "member", "reader"])
def test_nobody_else_starts_anything_there(site: Site, cast: Cast, who: str) -> None:
    browser, before = site.signed_in(cast.named()[who].person_id), group_count(site.office)

    assert browser.get("/start").status_code == 303
    assert send(browser, "/start/group", **WHOLE).status_code == 303
    assert group_count(site.office) == before


def test_a_form_sent_after_the_founders_session_is_shown_again(
    founder: TestClient, empty_office: Office
) -> None:
    send(founder, "/sign-out")

    answer = send(founder, "/start/group", **WHOLE)

    assert answer.status_code == 400
    assert "Du är inte inloggad längre" in answer.text
    assert "Övning</textarea>" in answer.text
    assert group_count(empty_office) == 0
