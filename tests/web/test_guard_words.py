"""Members' forms: a saved text that may point to somebody is said so, in words, and kept."""

from __future__ import annotations

import pytest

from coordinator.actions import usecases as actions
from coordinator.core import addresses
from coordinator.planning.polls import usecases as date_polls
from tests.conftest import Cast
from tests.planning.polls import opened, token_for
from tests.web.conftest import Site, send

pytestmark = pytest.mark.usefixtures("november")

NUMBER = "070-174 06 40"
MARK = "Kan peka ut någon"


@pytest.fixture
def engine() -> str:
    """The use cases are tested on both; here is only the page."""
    return "sqlite"


@pytest.mark.parametrize(
    ("comment", "is_marked"), [(f"Ring {NUMBER}", True), ("Gärna f.m.", False)]
)
def test_a_comment_in_a_question_about_days(
    site: Site, cast: Cast, *, comment: str, is_marked: bool
) -> None:
    view = opened(site.office, cast.coordinator)
    path = f"/poll/{token_for(site.office, cast.member.person_id)}"
    browser = site.browser()
    answer = send(browser, path, all="1", comment=comment)
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.headers["location"])
    assert (MARK in page.text) is is_marked
    people = date_polls.poll(site.office, cast.coordinator, code=view.code).people
    assert comment in [one.comment for one in people.values()]


@pytest.mark.parametrize(
    ("text", "is_marked"), [(f"Hon nås på {NUMBER}.", True), ("Klart.", False)]
)
def test_a_report_on_an_action_point(site: Site, cast: Cast, *, text: str, is_marked: bool) -> None:
    (own,) = cast.member.agency_ids
    point = actions.add_action_point(
        site.office, cast.coordinator, text="Boka lokal", agency_id=own
    )
    member = site.signed_in(cast.member.person_id)
    path = addresses.my_action(point.id, group="exempelby")
    hidden = member.get(path).text.split('name="form_token" value="', 1)[1].split('"', 1)[0]
    answer = send(member, path, form_token=hidden, text=text, state="going")
    assert answer.status_code == 303, answer.text
    page = member.get(answer.headers["location"])
    assert (MARK in page.text) is is_marked
    assert actions.action_point(site.office, cast.coordinator, point_id=point.id).report
