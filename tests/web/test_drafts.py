"""The route that takes in what is typed: for its writer's session alone, and said in words."""

from __future__ import annotations

import httpx
import pytest
from starlette.testclient import TestClient

from coordinator.core import addresses
from coordinator.drafts import in_transaction
from coordinator.drafts import usecases as drafts
from tests.conftest import Cast
from tests.web.conftest import Site, send, socket_to


@pytest.fixture
def engine() -> str:
    return "sqlite"


def hand_over(browser: TestClient, **fields: str) -> httpx.Response:
    given = {
        "group": "exempelby",
        "form": "new_point",
        "field": "text",
        "tab": "a1",
        "text": "Ring jouren",
        "round": "0",
        "base": "",
        "page": "/actions?group=exempelby&new=1",
    }
    return send(browser, addresses.DRAFTS, **(given | fields))


def test_a_text_is_kept_and_the_time_is_said(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    answer = hand_over(browser)
    assert (answer.status_code, set(answer.json())) == (200, {"kept"})
    (draft,) = drafts.own_drafts(site.office, cast.coordinator).drafts
    assert (draft.texts["text"], draft.page) == ("Ring jouren", "/actions?group=exempelby&new=1")


def test_without_a_session_nothing_is_kept_and_nothing_is_said(site: Site, cast: Cast) -> None:
    answer = hand_over(site.browser())
    assert (answer.status_code, answer.json()) == (401, {})
    assert drafts.own_drafts(site.office, cast.coordinator).drafts == ()


def test_another_group_is_none_of_theirs(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    assert hand_over(browser, group="andraby").status_code == 401


def test_a_member_has_no_such_forms(site: Site, cast: Cast) -> None:
    answer = hand_over(site.signed_in(cast.member.person_id))
    assert answer.status_code == 403
    assert answer.json()["said"]


@pytest.mark.parametrize(
    "odd", [{"form_token": "old"}, {"round": "x"}, {"field": "Å"}, {"text": "x" * 20_001}]
)
def test_what_is_refused_is_refused_in_words(site: Site, cast: Cast, odd: dict[str, str]) -> None:
    answer = hand_over(site.signed_in(cast.coordinator.person_id), **odd)
    assert answer.status_code in {400, 409}
    assert answer.json()["said"]
    assert drafts.own_drafts(site.office, cast.coordinator).drafts == ()


def test_after_a_protection_an_old_page_is_told_why(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    with site.office.transaction() as session:
        in_transaction.end_open_pages(session, cast.coordinator.group_id)
    answer = hand_over(browser)
    assert answer.status_code == 409
    assert "skyddats" in answer.json()["said"]


def test_the_window_s_name_reaches_the_page_s_script_and_not_streamlit(
    site: Site, cast: Cast
) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    with socket_to(browser, "tab.a1b2") as socket:
        assert "tab.a1b2" not in (socket.accepted_subprotocol or "")
