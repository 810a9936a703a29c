"""The two pages without a browser: what they say, to whom, and what they ask the database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import PointState
from coordinator.core.office import Office
from coordinator.core.translation import speak
from coordinator.ui.text import firm
from tests.conftest import person
from tests.statements import count_statements
from tests.ui.run import cookie_of, demo_office, open_page, signed_in

MOST = 15  # SQL statements of a page's run
MEMBER = "nadia.skenberg@example.se"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, str]:
    speak("sv")
    return demo_office(tmp_path_factory.mktemp("example") / "demo.sqlite")


@pytest.fixture
def own_example(tmp_path: Path) -> tuple[Office, str]:
    """For a test that changes it."""
    return demo_office(tmp_path / "demo.sqlite")


def opened(example: tuple[Office, str], name: str, **query: str) -> AppTest:
    """The page; it shows no exception, and its next run takes few statements."""
    office, cookie = example
    with signed_in(office, cookie):
        test = open_page(name, **query)
        with count_statements(office.database) as seen:
            test.run()
    assert not test.exception
    assert len(seen) <= MOST, "\n".join(seen)
    return test


def words(test: AppTest) -> str:
    """All that stands on the page in our own HTML, in headings and in messages."""
    parts = [element.proto.body for element in test.get("html")]
    parts += [str(each.value) for each in (*test.title, *test.header, *test.warning)]
    return firm("\n".join(parts))


def labels(test: AppTest) -> list[str]:
    return [button.label for button in test.button]


def test_the_head_counts_what_is_open_and_late(example: tuple[Office, str]) -> None:
    page = opened(example, "actions")
    assert "9 öppna, 6 försenade" in words(page)
    assert labels(page).count("Följ upp") == 9


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"show": "overdue"}, 6),
        ({"show": "overdue", "agency": "norrby"}, 2),
        ({"show": "done"}, 25),
        ({"show": "all", "page": "3"}, 3),
        ({"show": "nonsense", "agency": "nobody", "page": "-1"}, 9),
    ],
)
def test_the_address_says_what_is_listed(
    example: tuple[Office, str], query: dict[str, str], rows: int
) -> None:
    page = opened(example, "actions", **query)
    follow = [label for label in labels(page) if label in {"Följ upp", "Öppna igen"}]
    assert len(follow) == rows


def test_a_point_from_a_search_stands_first(example: tuple[Office, str]) -> None:
    page = opened(example, "actions", point="1")
    assert "Åtgärden du öppnade" in words(page)
    assert "AP-2022-01" in words(page)


@pytest.mark.parametrize("point", ["99999", "abc", "-1", "1" * 40])
def test_an_unknown_point_is_told_in_a_sentence(example: tuple[Office, str], point: str) -> None:
    assert "Den åtgärden finns inte här." in words(opened(example, "actions", point=point))


def test_a_member_has_no_office_pages_but_a_way_to_the_own_ones(
    example: tuple[Office, str],
) -> None:
    office, _cookie = example
    member = person(office, MEMBER, "exempelkoping")
    with signed_in(office, cookie_of(office, member.person_id or 0, "exempelkoping")):
        page = open_page("home")
    assert labels(page) == []
    assert '<a href="/my?group=exempelkoping">Till Min sida</a>' in words(page)
    assert "AP-" not in words(page)


def test_a_reported_point_is_closed_with_the_agencys_own_words(
    own_example: tuple[Office, str],
) -> None:
    office, cookie = own_example
    coordinator = person(office, "asa.ovningsson@example.se", "exempelkoping")
    point = actions.action_points(office, coordinator).points[0]
    assert point.agency_id is not None
    member = replace(coordinator.as_member(), agency_ids=frozenset({point.agency_id}))
    actions.report_action_point(
        office, member, point_id=point.id, text="Kartlagt i mars", is_done=True
    )
    with signed_in(office, cookie):
        page = open_page("actions")
        assert "Rapporterat sön 22 nov (v. 47), klart: Kartlagt i mars" in words(page)
        next(each for each in page.button if each.label == "Stäng med rapporten").click().run()
    assert not page.exception
    assert f"{point.code} är klar." in [each.value for each in page.success]
    closed = actions.action_point(office, coordinator, point_id=point.id)
    assert (closed.state, closed.result) == (PointState.DONE, "Kartlagt i mars")


def test_a_point_is_closed_on_the_page(own_example: tuple[Office, str]) -> None:
    office, cookie = own_example
    with signed_in(office, cookie):
        page = open_page("actions")
        next(each for each in page.button if each.label == "Följ upp").click().run()
        close = next(each for each in page.button if each.label == "Avsluta AP-2025-06")
        close.click().run()
        assert [error.value for error in page.error] == ["Skriv vad det blev av åtgärden."]
        page.text_area[0].input("Kartlagt")
        next(each for each in page.button if each.label == "Avsluta AP-2025-06").click().run()
    assert "AP-2025-06 är klar." in [each.value for each in page.success]
    assert "8 öppna, 5 försenade" in words(page)


def test_the_filters_of_information_actions_tell_how_many(example: tuple[Office, str]) -> None:
    page = opened(example, "information-actions", show="done")
    options = page.get("button_group")
    assert "Genomförda 16" in str(options)
    assert words(page).count("check_circle</span>Genomförd") == 16


def test_one_information_action_offers_its_next_steps(example: tuple[Office, str]) -> None:
    page = opened(example, "information-actions", action="18")
    assert {"Markera som genomförd", "Skjut upp", "Ställ in", "Kopiera till 2027"} <= set(
        labels(page)
    )
    done = opened(example, "information-actions", action="14")
    assert {"Spara som utvärderad", "Kopiera till i år"} <= set(labels(done))


def test_a_copy_fills_the_form_with_this_years_days(example: tuple[Office, str]) -> None:
    page = opened(example, "information-actions", new="1", copy="14")
    assert "En vecka fri från våld 2026: digitalt våld" in [each.value for each in page.text_input]
    assert [str(each.value) for each in page.date_input] == ["2026-11-16", "2026-11-22"]


@pytest.mark.parametrize("action", ["99999", "abc", "-1", "1" * 40])
def test_an_unknown_information_action_is_told_in_a_sentence(
    example: tuple[Office, str], action: str
) -> None:
    page = opened(example, "information-actions", action=action)
    assert "Den insatsen finns inte här." in words(page)
