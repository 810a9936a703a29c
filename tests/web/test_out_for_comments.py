"""The draft on a member's own page: headed as one, closed after its time; the adjuster's yes."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from bs4 import BeautifulSoup

from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from tests.conftest import Cast, Hand
from tests.minutes.helpers import held
from tests.web.conftest import Site, send

TEXT = "Gemensam fortbildning i vår."


@pytest.fixture
def code(site: Site, cast: Cast) -> str:
    code = held(site.office, cast.coordinator, TEXT).line.code
    minutes.advance(
        site.office,
        cast.coordinator,
        code=code,
        version=1,
        event=MinutesEvent.CIRCULATE,
        comments_by=site.office.clock.today() + timedelta(days=12),
    )
    return code


def page_of(browser: httpx.Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def test_the_draft_is_read_and_headed_as_one(site: Site, cast: Cast, code: str) -> None:
    browser = site.signed_in(cast.member.person_id)
    page = page_of(browser, f"/my/meetings/{code}?group=exempelby")
    assert "Utkast på synpunkter till och med" in page
    assert TEXT in page
    assert "Justerade" not in page
    assert "Utkast på synpunkter till och med" in page_of(browser, "/my?group=exempelby")
    assert "Läs utkastet" in page_of(browser, "/my/meetings?group=exempelby")
    assert TEXT not in page_of(browser, "/my/search?q=fortbildning&group=exempelby")


def test_after_its_time_the_page_tells_nothing_of_it(
    site: Site, cast: Cast, code: str, hand: Hand
) -> None:
    hand.forward(days=13)
    browser = site.signed_in(cast.member.person_id)
    page = page_of(browser, f"/my/meetings/{code}?group=exempelby")
    assert TEXT not in page
    assert "Utkast på synpunkter" not in page


def test_the_adjuster_says_yes_by_one_press(site: Site, cast: Cast, code: str) -> None:
    view = minutes.minutes(site.office, cast.coordinator, code=code)
    minutes.set_adjuster(
        site.office,
        cast.coordinator,
        code=code,
        version=view.version,
        person_id=cast.member.person_id,
    )
    path = f"/my/meetings/{code}?group=exempelby"
    other = site.signed_in(cast.other_member.person_id)
    assert "Jag har läst och godkänner" not in page_of(other, path)
    assert send(other, path).status_code == 404

    adjuster = site.signed_in(cast.member.person_id)
    assert "Jag har läst och godkänner" in page_of(adjuster, path)
    assert send(adjuster, path).status_code == 303
    assert "Du har läst och godkänt" in page_of(adjuster, path)
    agreed = minutes.minutes(site.office, cast.coordinator, code=code)
    assert agreed.agreed_at == site.office.clock.now()
    assert agreed.agreement_by == agreed.adjuster_name
