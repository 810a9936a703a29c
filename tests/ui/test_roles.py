"""Every page in every state, as each role: nothing breaks, and nothing is there that may not be."""

from __future__ import annotations

import pytest

from coordinator.access.actor import Role
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.installation import usecases as installation
from coordinator.installation.demo import PEOPLE
from coordinator.ui.navigation import entries_for, may_open, menu_for
from tests.conftest import person
from tests.entrance.helpers import mails, token_in
from tests.ui.run import PageRun, cookie_of, demo_office, page_runs, person_of

ROLES = (Role.READER,)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return demo_office(tmp_path_factory.mktemp("roles") / "demo.sqlite")[0]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("run", page_runs(), ids=lambda run: run.name)
def test_a_page_opens_for_those_who_have_it(example: Office, role: Role, run: PageRun) -> None:
    roles = frozenset({role})
    if not may_open(run.page, roles):
        assert run.page not in {entry.name for entry in menu_for(roles)}
        return
    cookie = cookie_of(example, person_of(example, PEOPLE[role]))
    test = run.start(example, cookie)
    assert not test.exception, test.exception[0].stack_trace if test.exception else ""


@pytest.mark.parametrize("role", [Role.COORDINATOR, *ROLES])
def test_a_menu_has_at_most_seven_entries(role: Role) -> None:
    assert 1 <= len(menu_for(frozenset({role}))) <= 7
    assert set(menu_for(frozenset({role}))) <= set(entries_for(frozenset({role})))


def test_a_member_has_no_office_pages(example: Office) -> None:
    assert entries_for(frozenset({Role.MEMBER})) == ()
    cookie = cookie_of(example, person_of(example, PEOPLE[Role.MEMBER]))
    for run in page_runs():
        test = PageRun(run.name, "home", run.query).start(example, cookie)
        assert not test.exception
        assert [title.value for title in test.title] == ["Dina sidor finns på ett annat ställe."]


def test_who_also_stands_for_an_agency_has_a_way_to_the_own_page(example: Office) -> None:
    coordinator = person_of(example, PEOPLE[Role.COORDINATOR])
    test = PageRun("home", "home").start(example, cookie_of(example, coordinator))
    said = "".join(element.proto.body for element in test.get("html"))
    assert '<a href="/my?group=exempelkoping">Min sida</a>' in said


def test_without_a_session_nothing_of_the_group_is_shown(example: Office) -> None:
    test = PageRun("home", "home").start(example, "forged")
    words = " ".join(str(each.value) for each in (*test.title, *test.markdown))
    assert "Du är inte inloggad." in words
    assert "Exempelköping" not in words
    assert not test.exception


def test_a_person_in_two_groups_sees_the_one_in_the_address(example: Office) -> None:
    coordinator = person(example, "asa.ovningsson@example.se", "exempelkoping")
    slug = installation.start_group(
        example, coordinator, name="Barnhusgruppen", municipality="Andraby"
    )
    entrance.ask_for_link(example, address="asa.ovningsson@example.se", client="x")
    cookie = entrance.sign_in(example, token_in(mails(example)[-1])).cookie
    other = PageRun("home", "home", {"group": slug}).start(example, cookie)
    assert "Det finns ingen att kalla ännu." in {title.value for title in other.title}
    first = PageRun("home", "home", {"group": "exempelkoping"}).start(example, cookie)
    assert "VT2027 har inga möten ännu." in {title.value for title in first.title}
